"""Parts of the coder against the gold: classes of marked pairs, spans, coders' agreement, names, dates."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from analysis import ontology
from analysis.validation import agreement, metrics, outcomes, systems, timeml
from analysis.validation import gold as goldfiles


def _merged(root: str | None) -> str | None:
    """Root of the 15 classes: CONCEDE and RETREAT are YIELD."""
    return goldfiles.YIELD if root in {"CONCEDE", "RETREAT"} else root


def _quads() -> dict[str, int]:
    """Quad class by root of the 15 classes (PLV: YIELD is material cooperation)."""
    table = ontology.plover()
    return dict(zip(table["zsp_plv_label"], table["zsp_plv_quadcode"].astype(int), strict=True))


def _binary(quad: int | None) -> str | None:
    return None if not quad else "conflict" if quad >= 3 else "cooperation"


def pairs(items: Sequence[goldfiles.Pair], ask: outcomes.Predictor) -> outcomes.Outcome:
    """Root, quad class and binary class of marked pairs: macro F1; a missing answer is wrong."""
    items = [item for item in items if item.root is not None]
    answers = ask([(item.sentence, item.source, item.target) for item in items])
    quads = _quads()
    gold = [_merged(item.root) for item in items]
    found = [_merged(getattr(answer, "root", None)) for answer in answers]
    gold_quads = [quads[str(root)] for root in gold]
    found_quads = [quads.get(str(root)) or _own_quad(answer) for root, answer in zip(found, answers, strict=True)]
    measures = [
        metrics.macro_f1("root_macro_f1", gold, found),
        metrics.macro_f1("quad_macro_f1", gold_quads, found_quads),
        metrics.macro_f1("binary_macro_f1", [_binary(q) for q in gold_quads], [_binary(q) for q in found_quads]),
        metrics.share("root_accuracy", [(one == other, 1) for one, other in zip(gold, found, strict=True)]),
        metrics.share("answered", [(root is not None, 1) for root in found]),
    ]
    wrong = [
        outcomes.error(item, item.sentence, root, other, answer)
        for item, root, other, answer in zip(items, gold, found, answers, strict=True)
        if root != other
    ]
    return outcomes.Outcome(len(items), measures, metrics.confusion(gold, found), wrong)


def _own_quad(answer: Any) -> int | None:
    """Quad class that an answer without a root gives, None for a statement."""
    return getattr(answer, "quad", None) or None


def spans(items: Sequence[goldfiles.Spans], ask: outcomes.Predictor) -> outcomes.Outcome:
    """Source and target spans by overlap and by borders, also of named parties alone; pentacode."""
    answers = ask([(item.sentence, None) for item in items])
    measures = []
    for role in ("source", "target"):
        gold = [getattr(item, f"{role}s") for item in items]
        found = [outcomes.spans(events, role) for events in answers]
        measures += _span_measures(role, [item.sentence for item in items], gold, found)
    coded = [(item, events) for item, events in zip(items, answers, strict=True) if item.penta is not None]
    pentas, guesses = [item.penta for item, _ in coded], [outcomes.penta(events) for _, events in coded]
    measures.append(metrics.macro_f1("penta_macro_f1", pentas, guesses))
    wrong = [
        outcomes.error(item, item.sentence, item.penta, guess, outcomes.main(events))
        for (item, events), guess in zip(coded, guesses, strict=True)
        if item.penta != guess
    ]
    return outcomes.Outcome(len(items), measures, metrics.confusion(pentas, guesses), wrong)


def _span_measures(
    role: str, sentences: Sequence[str], gold: Sequence[Sequence[tuple[int, int]]], found: Sequence[Any]
) -> list[metrics.Measure]:
    rows = list(zip(sentences, gold, found, strict=True))
    hits = [(len(metrics.overlaps(one, other)), len(one), len(other)) for _, one, other in rows]
    exact = [(len(metrics.overlaps(one, other, exact=True)), len(one), len(other)) for _, one, other in rows]
    named = [_named(*row) for row in rows]
    return [
        metrics.f1(f"{role}_f1", hits),
        metrics.f1(f"{role}_exact_f1", exact),
        metrics.f1(
            f"{role}_named_f1", [(len(metrics.overlaps(one, other)), len(one), len(other)) for one, other in named]
        ),
    ]


def _named(
    sentence: str, gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Spans that name a state, an organisation or their people; a found span goes with the gold that it overlaps."""
    kept = [span for span in gold if systems.names_a_party(sentence[slice(*span)])]
    others = [span for span in gold if span not in kept]
    answers = [
        span
        for span in found
        if metrics.overlaps(kept, [span])
        or (not metrics.overlaps(others, [span]) and systems.names_a_party(sentence[slice(*span)]))
    ]
    return kept, answers


def coders(items: Sequence[goldfiles.Annotated], ask: outcomes.Predictor) -> outcomes.Outcome:
    """The system against several coders, beside coder against coder."""
    answers = ask([(item.sentence, None) for item in items])
    system = [
        goldfiles.Coding(
            bool(events), tuple(outcomes.spans(events, "source")), tuple(outcomes.spans(events, "target")),
            outcomes.penta(events) if events else None,
        )
        for events in answers
    ]  # fmt: skip
    wrong = []
    for item, coding, events in zip(items, system, answers, strict=True):
        pentas = Counter(one.penta for one in item.codings.values())
        usual, votes = pentas.most_common(1)[0]
        if usual != coding.penta and votes * 2 > len(item.codings):
            wrong.append(outcomes.error(item, item.sentence, usual, coding.penta, outcomes.main(events)))
    return outcomes.Outcome(len(items), agreement.measures(items, system), None, wrong)


def names(items: Sequence[goldfiles.Name], ask: outcomes.Predictor) -> outcomes.Outcome:
    """State and first sector of bare strings; `dated_accuracy` is that of states on strings with a day."""
    answers = ask([(item.text, item.on) for item in items])
    rows = [(item, answer, _state_right(item, answer)) for item, answer in zip(items, answers, strict=True)]
    first = [(item, answer.sectors[:1] == item.sectors[:1]) for item, answer, _ in rows]
    measures = [
        metrics.share("state_accuracy", [(right, 1) for _, _, right in rows]),
        metrics.share("sector_accuracy", [(right and bool(item.sectors), bool(item.sectors)) for item, right in first]),
        metrics.share(
            "dated_accuracy", [(right and item.on is not None, item.on is not None) for item, _, right in rows]
        ),
    ]
    wrong = [
        outcomes.error(
            item, item.text, (item.country, *item.sectors), (answer.state or answer.actor, *answer.sectors), answer
        )
        for item, answer, right in rows
        if not right or (item.sectors and answer.sectors[:1] != item.sectors[:1])
    ]
    return outcomes.Outcome(len(items), measures, None, wrong)


def _state_right(item: goldfiles.Name, answer: Any) -> bool:
    """True if the country is right; IGO stands for any organisation, an empty country for none."""
    state = answer.state or systems.party(answer.actor)
    if item.country == "IGO":
        return str(answer.actor).startswith("IGO:")
    return state == systems.party(item.country)


def dates(items: Sequence[timeml.Dated], ask: outcomes.Predictor) -> outcomes.Outcome:
    """Extents, types and values of temporal expressions after TempEval-3 (UzZaman et al. 2013)."""
    answers = ask([(item.text, item.published) for item in items])
    counts: dict[str, list[tuple[float, float, float]]] = {
        name: [] for name in ("extent_f1", "extent_strict_f1", "type_f1", "value_f1")
    }
    wrong = []
    for item, spans in zip(items, answers, strict=True):
        gold, found = item.timexes, list(spans)
        borders = [(one.start, one.end) for one in gold], [(span.start, span.end) for span in found]
        pairs = [(gold[one], found[other]) for one, other in metrics.overlaps(*borders)]
        hits = {
            "extent_f1": len(pairs),
            "extent_strict_f1": sum((one.start, one.end) == (span.start, span.end) for one, span in pairs),
            "type_f1": sum(one.type == span.type for one, span in pairs),
            "value_f1": sum(one.value == span.value for one, span in pairs),
        }
        for name, hit in hits.items():
            counts[name].append((hit, len(gold), len(found)))
        wrong += [
            outcomes.error(item, f"{one.id}: {span.text}", one.value, span.value)
            for one, span in pairs
            if one.value != span.value
        ]
    measures = [metrics.f1(name, rows) for name, rows in counts.items()]
    extents = counts["extent_f1"]
    measures += [metrics.precision("extent_precision", extents), metrics.recall("extent_recall", extents)]
    return outcomes.Outcome(len(items), measures, None, wrong)
