"""Tasks on parts of the coder: classes of marked pairs, spans, agreement with coders, actor strings, dates."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from analysis import ontology
from analysis.validation import agreement, metrics, systems
from analysis.validation.event_task import System, TaskResult, error_row, main_event, pentacode, role_spans
from analysis.validation.gold import YIELD, ActorString, AnnotatedSentence, Coding, MarkedPair, Offsets, SpanSentence
from analysis.validation.timeml import TimexDocument


def measure_pairs(items: Sequence[MarkedPair], ask: System) -> TaskResult:
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
    errors = [
        error_row(item, item.sentence, root, other, answer)
        for item, root, other, answer in zip(items, gold, found, answers, strict=True)
        if root != other
    ]
    return TaskResult(len(items), measures, metrics.confusion(gold, found), errors)


def _merged(root: str | None) -> str | None:
    """The root among the 15 classes, in which CONCEDE and RETREAT are YIELD."""
    return YIELD if root in {"CONCEDE", "RETREAT"} else root


def _quads() -> dict[str, int]:
    """Quad class by root of the 15 classes (Hu et al. 2024: YIELD is material cooperation)."""
    table = ontology.plover()
    return dict(zip(table["zsp_plv_label"], table["zsp_plv_quadcode"].astype(int), strict=True))


def _own_quad(answer: Any) -> int | None:
    """The quad class that an answer without a root gives; None for a statement."""
    return getattr(answer, "quad", None) or None


def _binary(quad: int | None) -> str | None:
    return None if not quad else "conflict" if quad >= 3 else "cooperation"


def measure_spans(items: Sequence[SpanSentence], ask: System) -> TaskResult:
    """Source and target spans by overlap and by equal borders, and of named actors alone; pentacode of sentences."""
    answers = ask([(item.sentence, None) for item in items])
    measures = []
    for role in ("source", "target"):
        gold_spans = [getattr(item, f"{role}s") for item in items]
        found_spans = [role_spans(events, role) for events in answers]
        measures += _span_measures(role, [item.sentence for item in items], gold_spans, found_spans)
    coded = [(item, events) for item, events in zip(items, answers, strict=True) if item.pentacode is not None]
    gold, found = [item.pentacode for item, _ in coded], [pentacode(events) for _, events in coded]
    measures.append(metrics.macro_f1("penta_macro_f1", gold, found))
    errors = [
        error_row(item, item.sentence, item.pentacode, answer, main_event(events))
        for (item, events), answer in zip(coded, found, strict=True)
        if item.pentacode != answer
    ]
    return TaskResult(len(items), measures, metrics.confusion(gold, found), errors)


def _span_measures(
    role: str, sentences: Sequence[str], gold: Sequence[Sequence[Offsets]], found: Sequence[Sequence[Offsets]]
) -> list[metrics.Measure]:
    pairs = list(zip(gold, found, strict=True))
    named = [_named_spans(*row) for row in zip(sentences, gold, found, strict=True)]
    return [
        metrics.f1(f"{role}_f1", [_hits(*pair) for pair in pairs]),
        metrics.f1(f"{role}_exact_f1", [_hits(*pair, exact=True) for pair in pairs]),
        metrics.f1(f"{role}_named_f1", [_hits(*pair) for pair in named]),
    ]


def _hits(gold: Sequence[Offsets], found: Sequence[Offsets], *, exact: bool = False) -> tuple[int, int, int]:
    return len(metrics.overlaps(gold, found, exact=exact)), len(gold), len(found)


def _named_spans(
    sentence: str, gold: Sequence[Offsets], found: Sequence[Offsets]
) -> tuple[list[Offsets], list[Offsets]]:
    """The spans that name an actor or its people; a found span that overlaps a gold span is treated like that one."""
    named = [span for span in gold if systems.names_an_actor(sentence[slice(*span)])]
    unnamed = [span for span in gold if span not in named]
    found_named = [
        span
        for span in found
        if metrics.overlaps(named, [span])
        or (not metrics.overlaps(unnamed, [span]) and systems.names_an_actor(sentence[slice(*span)]))
    ]
    return named, found_named


def measure_coders(items: Sequence[AnnotatedSentence], ask: System) -> TaskResult:
    """The system against several coders, and the coders against each other."""
    answers = ask([(item.sentence, None) for item in items])
    system = [
        Coding(
            bool(events), tuple(role_spans(events, "source")), tuple(role_spans(events, "target")),
            pentacode(events) if events else None,
        )
        for events in answers
    ]  # fmt: skip
    errors = []
    for item, coding, events in zip(items, system, answers, strict=True):
        majority, votes = Counter(one.pentacode for one in item.codings.values()).most_common(1)[0]
        if majority != coding.pentacode and votes * 2 > len(item.codings):
            errors.append(error_row(item, item.sentence, majority, coding.pentacode, main_event(events)))
    return TaskResult(len(items), agreement.measures(items, system), None, errors)


def measure_actors(items: Sequence[ActorString], ask: System) -> TaskResult:
    """State and first sector of bare strings; `dated_accuracy` is that of the state on strings with a day."""
    answers = ask([(item.text, item.on) for item in items])
    rows = [
        (item, answer, _right_state(item, answer), answer.sectors[:1] == item.sectors[:1])
        for item, answer in zip(items, answers, strict=True)
    ]
    measures = [
        metrics.share("state_accuracy", [(state, 1) for _, _, state, _ in rows]),
        metrics.share(
            "sector_accuracy", [(sector and bool(item.sectors), bool(item.sectors)) for item, _, _, sector in rows]
        ),
        metrics.share(
            "dated_accuracy", [(state and item.on is not None, item.on is not None) for item, _, state, _ in rows]
        ),
    ]
    errors = [
        error_row(
            item, item.text, (item.country, *item.sectors), (answer.state or answer.actor, *answer.sectors), answer
        )
        for item, answer, state, sector in rows
        if not state or (item.sectors and not sector)
    ]
    return TaskResult(len(items), measures, None, errors)


def _right_state(item: ActorString, answer: Any) -> bool:
    """Whether the country is right: IGO stands for any organisation, an empty country for none."""
    state = answer.state or systems.state_or_organisation(answer.actor)
    if item.country == "IGO":
        return str(answer.actor).startswith("IGO:")
    return state == systems.state_or_organisation(item.country)


def measure_dates(items: Sequence[TimexDocument], ask: System) -> TaskResult:
    """Extents, types and values of temporal expressions, as in TempEval-3 (UzZaman et al. 2013)."""
    answers = ask([(item.text, item.published) for item in items])
    counts: dict[str, list[tuple[float, float, float]]] = {
        name: [] for name in ("extent_f1", "extent_strict_f1", "type_f1", "value_f1")
    }
    errors = []
    for item, answer in zip(items, answers, strict=True):
        gold, found = item.timexes, list(answer)
        spans = [(one.start, one.end) for one in gold], [(one.start, one.end) for one in found]
        pairs = [(gold[i], found[j]) for i, j in metrics.overlaps(*spans)]
        hits = {
            "extent_f1": len(pairs),
            "extent_strict_f1": sum((one.start, one.end) == (other.start, other.end) for one, other in pairs),
            "type_f1": sum(one.type == other.type for one, other in pairs),
            "value_f1": sum(one.value == other.value for one, other in pairs),
        }
        for name, hit in hits.items():
            counts[name].append((hit, len(gold), len(found)))
        errors += [
            error_row(item, f"{one.id}: {other.text}", one.value, other.value)
            for one, other in pairs
            if one.value != other.value
        ]
    measures = [metrics.f1(name, rows) for name, rows in counts.items()]
    extents = counts["extent_f1"]
    measures += [metrics.precision("extent_precision", extents), metrics.recall("extent_recall", extents)]
    return TaskResult(len(items), measures, None, errors)
