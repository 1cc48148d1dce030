"""One document to the events of its sentences: mentions, parse, coreference, acts, dates put together.

Nothing is merged here: each row is one act between two actors in one
sentence. Only sentences that may tell of one are parsed.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from analysis import (
    anaphora,
    clauses,
    contexts,
    coreference,
    dating,
    lexicon,
    linking,
    modality,
    modes,
    ontology,
    parse,
    predicates,
    times,
)
from analysis.gazetteer import Gazetteer
from analysis.mentions import Mention
from analysis.parse import Tree
from analysis.predicates import Act

Span = tuple[int, int]
OPEN = "000"
"""In place of a CAMEO code: what a pair that no rule ties does to each other, if anything, the model must say."""
_OWN_ACCOUNT = frozenset({("BUS",), ("JRN",), ("EDU",), ("MED",), ("CVL",)})
_NO_EVENTS = frozenset({"caption"})
_FUTURE = frozenset({"will", "'ll", "wo", "shall", "to", "would"})
_REFUSED = frozenset({"will not", "failed", "fail", "fails", "failing"})
_FORCE = frozenset({"15", "18", "19", "20"})
_SPORT = re.compile(
    r"\b(?:\d{1,2}[-:]\d{1,2}|final|semi-?final|quarter-?final|cup|league|match|tournament|championships?|qualifiers?|goals?|medals?|"
    r"coach|striker|midfielder|innings|wickets?|playoffs?|grand prix|olympics?|fixture|squad|batsm[ae]n|rugby|cricket|football|soccer|tennis)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to code: its text, kind (as in `frames.KINDS`), mentions and, where it was parsed, its parse."""

    text: str
    kind: str
    mentions: tuple[Mention, ...]
    doc: Doc | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An act between two actors in one sentence.

    `first` and `last` are its days; spans are offsets in the sentence; `words`
    are the lemmas of its clause; `fit` says how closely the syntax ties it to
    the pair (as in `pairing.Paired`), 0 where no rule of the lexicon does: such
    a row is only a pair to ask the model about.
    """

    source: str | None
    source_role: str | None
    target: str | None
    target_role: str | None
    root: str | None
    mode: str | None
    context: str | None
    cameo: str
    quad: int
    goldstein: float
    first: dt.date
    last: dt.date
    precision: str
    when_text: str | None
    modality: str
    cue: str
    attributed_to: str | None
    place: str | None
    place_state: str | None
    decided_by: str
    confidence: float
    trigger_span: Span
    source_span: Span | None
    target_span: Span | None
    path: str
    words: frozenset[str] = field(default=frozenset(), compare=False)
    fit: float = field(default=1.0, compare=False)


def may_tell(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence may tell of an act: two actors, one and an anaphor, or one and an act that needs no other."""
    known = [one for one in mentions if one.actor is not None]
    if len(_SPORT.findall(text)) > 1:
        return False
    if len({one.actor for one in known}) >= 2:
        return True
    return bool(known) and (_anaphoric(text) or _solo().search(text.lower()) is not None)


def _anaphoric(text: str) -> bool:
    return any(
        pattern.search(text) for pattern in (anaphora.HE, anaphora.IT, anaphora.THEY, anaphora.COUNTRY, anaphora.PAIR)
    )


def _solo() -> re.Pattern[str]:
    global _SOLO  # noqa: PLW0603 - compiled once from the tables
    if _SOLO is None:
        words = {
            row.word
            for rows in (lexicon.default().verbs, lexicon.default().nouns)
            for own in rows.values()
            for row in own
            if "solo" in row.flags
        }
        words |= {"call", "urge", "demand"}
        stems = sorted({word[: max(4, len(word) - 1)] for word in words if len(word) > 3})
        _SOLO = re.compile(r"\b(?:" + "|".join(map(re.escape, stems)) + ")")
    return _SOLO


_SOLO: re.Pattern[str] | None = None


def document(sentences: Sequence[Sentence], published: dt.date) -> Iterator[tuple[list[Mention], list[Found]]]:
    """For each sentence of a document its mentions, coreference included, and the acts that it tells of."""
    linked = coreference.link([(one.doc, list(one.mentions), one.text) for one in sentences], on=published)
    narrative: dating.When | None = None
    for sentence, more in zip(sentences, linked, strict=True):
        mentions = sorted([*sentence.mentions, *more], key=lambda one: (one.start, one.end, one.actor or ""))
        if sentence.doc is None or sentence.kind in _NO_EVENTS:
            yield mentions, []
            continue
        spans = times.resolve(sentence.text, published)
        found = code(parse.tree(sentence.doc), mentions, spans, published, narrative=narrative)
        dated = [one for one in found if one.precision not in {"published", "period"}]
        if dated:
            narrative = dating.When(dated[0].first, dated[0].last, dated[0].precision, dated[0].when_text)
        yield mentions, found


def code(
    tree: Tree,
    mentions: Sequence[Mention],
    spans: Sequence[times.Span],
    published: dt.date,
    *,
    narrative: dating.When | None = None,
) -> list[Found]:
    """The acts of one parsed sentence, one row for each ordered pair of actors."""
    links = linking.Links(tree, mentions)
    found: list[Found] = []
    for act in predicates.Reader(tree, links.kind).acts():
        sides = _sides(links, act)
        if sides:
            found += _rows(tree, links, act, sides, spans, published, narrative)
    found = _best(found)
    for act, source, target in _open(tree, links, mentions, found):
        found += _rows(tree, links, act, [(source, target)], spans, published, narrative)
    return found


def _open(
    tree: Tree, links: linking.Links, mentions: Sequence[Mention], found: Sequence[Found]
) -> Iterator[tuple[Act, Mention, Mention]]:
    """Pairs that no rule ties: the subject of a verb, and an actor in that verb's own slots, with nothing found between the two."""
    told_of = {frozenset((one.source, one.target)) for one in found}
    for source in mentions:
        verb = links.verb_of(source)
        if verb is None or source.actor is None or source.reports or source.sectors[:1] in _OWN_ACCOUNT:
            continue
        for target in links.reached(verb):
            pair = frozenset((source.actor, target.actor))
            if (
                target.actor is None
                or target.reports
                or len(pair) < 2
                or pair in told_of
                or target.how == "coreference"
            ):
                continue
            if not (source.start < target.end and target.start < source.end):
                told_of.add(pair)
                yield Act(verb, (verb,), OPEN, "", "", (), (), False, False, False, 0.0, "model"), source, target


def _sides(links: linking.Links, act: Act) -> list[tuple[Mention | None, Mention | None]]:
    """The ordered pairs of an act; a side that is no known actor is None where the act may be told without it."""
    sources = links.sources(act)
    targets = links.targets(act, sources)
    if not _known(targets) and sources and act.code[:2] in _FORCE and (place := links.place(act)) is not None:
        targets = [place]
    if (
        act.nominal
        and (not _known(sources) or not _known(targets))
        and not (act.among and len(_known(sources or targets)) > 1)
    ):
        return []
    if act.nominal and _guessed(links, sources):
        return []
    together = act.among and (not targets or _same(sources, targets))
    if together or links.reciprocal(act):
        members = _known(sources) or _known(targets)
        if len(members) > 1:
            return [(one, other) for one in members for other in members if one.actor != other.actor]
        return [(one, None) for one in members] if act.solo else []
    if not sources and (act.mutual or act.among) and len(_known(targets)) > 1:
        members = _known(targets)
        return [(one, other) for one in members for other in members if one.actor != other.actor]
    if not sources:
        return [(None, one) for one in _known(targets)] if links.somebody(act, act.sources) else []
    if not targets:
        return [(one, None) for one in _known(sources)] if act.solo or links.somebody(act, act.targets) else []
    pairs = [
        (one, other)
        for one in sources
        for other in targets
        if one.actor != other.actor or (len(sources) == len(targets) == 1)
    ]
    if act.mutual:
        pairs += [(other, one) for one, other in pairs if one.actor != other.actor]
    return [(one, other) for one, other in pairs if one.actor or other.actor]


def _guessed(links: linking.Links, sources: Sequence[Mention]) -> bool:
    """Whether "its attack" could be that of several states named before."""
    for one in sources:
        if one.how == "coreference" and one.text.lower() in {"its", "their"}:
            named = {
                other.actor
                for own in links.over.values()
                for other in own
                if other.end <= one.start and other.actor and other.how != "coreference"
            }
            if len(named) > 1:
                return True
    return False


def _known(side: Sequence[Mention]) -> list[Mention]:
    return [one for one in side if one.actor is not None]


def _same(one: Sequence[Mention], other: Sequence[Mention]) -> bool:
    return {mention.actor for mention in one} == {mention.actor for mention in other}


def _rows(
    tree: Tree, links: linking.Links, act: Act, sides: Sequence[tuple[Mention | None, Mention | None]],
    spans: Sequence[times.Span], published: dt.date, narrative: dating.When | None,
) -> Iterator[Found]:  # fmt: skip
    mood = modality.of(tree, act.path, nominal=act.nominal)
    code_, mood, rule = told(act, mood)
    root = ontology.plover_of(code_)
    if root is None and code_ != OPEN:
        sides = [side for side in sides if all(side)]  # to tell nobody known something is no event
    mode, context = modes.of(code_, tree, act), contexts.of(tree, act)
    days = dating.when(tree, act.path, spans, published, narrative=narrative)
    taken = {place for place, own in links.over.items() if any(one in own for pair in sides for one in pair if one)}
    place = dating.where(tree, act.path, taken)
    speaker = _speaker(tree, links, act.path[0])
    trigger = act.path[-1] if act.path else act.place
    for source, target in sides:
        sure = act.sure * min(one.confidence if one else 0.9 for one in (source, target)) ** 0.5
        yield Found(
            source.actor if source else None, source.role if source else None, target.actor if target else None,
            target.role if target else None, root, mode, context, code_, ontology.quad_of(root),
            ontology.goldstein(code_, root), days.first, days.last, days.precision, days.text, mood.value, mood.cue,
            speaker, place[0] if place else None, place[1] if place else None, rule, round(sure, 3),
            (tree.start[act.path[0]], tree.end[trigger]) if tree.start[act.path[0]] <= tree.start[trigger] else (tree.start[trigger], tree.end[trigger]),
            (source.start, source.end) if source else None, (target.start, target.end) if target else None,
            _told_path(tree, act, source, target, mood),
            frozenset(tree.lemma[p] for p in tree.under(act.path[0]) if tree.tag[p][:1] in "NVJ"),
            0.0 if code_ == OPEN else 0.67 if act.nominal else 1.0,
        )  # fmt: skip


def told(act: Act, mood: modality.Modality) -> tuple[str, modality.Modality, str]:
    """Code, modality and rule of an act once tense and negation are counted in.

    What "will" be done is an intent (CAMEO 03, 13), what one "will not" do or
    fails to do is a refusal where the codebook has one (CAMEO 12). Force that
    a speaker announces on a condition is a threat made.
    """
    book = lexicon.default()
    if mood.value == "denied" and mood.cue in _REFUSED and not act.nominal:
        made = book.composed("refuse", act.code)
        if made is not None and made[1] != "denied" and made[0] != act.code and not act.code.startswith("10"):
            return made[0], modality.ASSERTED, f"not + {act.rule}"
    if mood.cue == "would if" and not act.nominal:
        made = book.composed("agree", act.code)
        if made is not None and made[0].startswith("13"):
            return made[0], modality.ASSERTED, f"would if + {act.rule}"
    if mood.value == "planned" and mood.cue in _FUTURE and not act.nominal:
        made = book.composed("agree", act.code)
        if made is not None:
            return made[0], mood, f"will + {act.rule}"
    if act.modality != "asserted" and mood.value == "asserted":
        return act.code, modality.Modality(act.modality, "intent"), act.rule
    return act.code, mood, act.rule


def _speaker(tree: Tree, links: linking.Links, top: int) -> str | None:
    """Who is named as saying it: an actor's id, or the words that name a person or medium."""
    said = next(
        (
            tree.head[now]
            for now in tree.up(top)
            if tree.dep[now] in {"ccomp", "parataxis"} and tree.lemma[tree.head[now]] in clauses.SAYING
        ),
        None,
    )
    heads = tree.children(said, "nsubj") if said is not None and said != top else []
    if not heads:
        marks = [place for place, word in enumerate(tree.low) if word == "according"]
        heads = [kid for mark in marks for to in tree.children(mark, "prep") for kid in tree.children(to, "pobj")]
    for head in heads:
        own = links.over.get(head)
        if own:
            return own[0].actor if own[0].actor and not own[0].reports else own[0].text
        if tree.tag[head] in {"NNP", "NNPS"}:
            tokens = sorted(clauses.within(tree, head))
            return tree.phrase(tokens[0], tokens[-1])
    return None


def _told_path(tree: Tree, act: Act, source: Mention | None, target: Mention | None, mood: modality.Modality) -> str:
    words = " > ".join(tree.low[place] for place in act.path)
    cue = f" [{mood.value}: {mood.cue}]" if mood.cue else ""
    return f"{source.text if source else '-'} | {words}{cue} | {target.text if target else '-'}"


def _best(found: Iterable[Found]) -> list[Found]:
    """One row for each source, target and root of a sentence: the surest, the first of equals; none half told beside the whole."""
    found = list(found)
    whole = {
        (side, one.root)
        for one in found
        if one.source and one.target
        for side in (("source", one.source), ("target", one.target))
    }
    kept: dict[tuple[object, ...], Found] = {}
    for one in found:
        if (one.target is None and (("source", one.source), one.root) in whole) or (
            one.source is None and (("target", one.target), one.root) in whole
        ):
            continue
        key = (one.source, one.target, one.root, one.modality)
        if key not in kept or one.confidence > kept[key].confidence:
            kept[key] = one
    return list(kept.values())


def read(texts: Sequence[tuple[str, str]], published: dt.date, book: Gazetteer, path: str | None) -> list[Sentence]:
    """Sentences (text and kind) with the mentions that their words name, not parsed yet."""
    return [Sentence(text, kind, tuple(book.find(text, on=published, path=path))) for text, kind in texts]
