"""Between whom an act holds: the ordered pairs of its sides, and the pairs that no rule ties."""

from collections.abc import Iterator, Sequence

from analysis import ontology
from analysis.actions import Act
from analysis.actors.mention import Mention
from analysis.coding import _location_targets, _open_pairs
from analysis.coding.candidates import OPEN, Found
from analysis.coding.linking import Links
from analysis.text.parsing import Tree

Side = Mention | None
_FORCE = frozenset({"15", "18", "19", "20"})
"""CAMEO classes whose target may be told by the place alone."""
_SURE = 0.7
"""How surely the subject of an open pair must be known: "they" are not enough."""
_OWN_ACCOUNT = frozenset({("BUS",), ("JRN",), ("EDU",), ("MED",), ("CVL",)})


def pairs(links: Links, act: Act) -> list[tuple[Side, Side]]:
    """The ordered pairs of an act; a side that is no known actor is None where the act may be told without it."""
    sources = links.sources(act)
    targets = links.targets(act, sources)
    if not _known(targets) and sources and act.code[:2] in _FORCE:
        place = _location_targets.struck(links, act)
        targets = targets if place is None else [place]
    if act.nominal and (_half_named(act, sources, targets) or _guessed(links, sources)):
        return []
    together = act.among and (not targets or _same(sources, targets))
    if together or links.reciprocal(act):
        members = _known(sources) or _known(targets)
        return _each_other(members) if len(members) > 1 else [(one, None) for one in members if act.solo]
    if not sources and _holds_them(act) and len(_known(targets)) > 1:
        return _each_other(_known(targets))
    if not (sources and targets):
        return _one_sided(links, act, sources, targets)
    found = _across(sources, targets, mutual=act.mutual)
    # What a state does to itself is told of where it is hostile; "Kyiv allowed its army" is no act between two.
    hostile = ontology.quad_of(ontology.plover_of(act.code)) > 2
    return [pair for pair in found if hostile or pair[0] is None or pair[1] is None or pair[0].actor != pair[1].actor]


def _holds_them(act: Act) -> bool:
    """Whether the act is between those named: "a truce between A and B was signed", not "calls with both A and B"."""
    return (act.mutual or act.among) and any(slot.name in {"between", "among"} for slot in act.targets)


def _half_named(act: Act, sources: Sequence[Mention], targets: Sequence[Mention]) -> bool:
    """Whether a noun of doing does not say between whom: a side of it is no known actor."""
    if act.among and len(_known(sources or targets)) > 1:
        return False
    return not _known(sources) or not _known(targets)


def _each_other(members: Sequence[Mention]) -> list[tuple[Side, Side]]:
    return [(one, other) for one in members for other in members if one.actor != other.actor]


def _one_sided(
    links: Links, act: Act, sources: Sequence[Mention], targets: Sequence[Mention]
) -> list[tuple[Side, Side]]:
    """Pairs of an act with one side: where it needs no other, or where the other is somebody at all."""
    if not sources:
        return [(None, one) for one in _known(targets)] if links.somebody(act, act.sources) else []
    return [(one, None) for one in _known(sources)] if act.solo or links.somebody(act, act.targets) else []


def _across(sources: Sequence[Mention], targets: Sequence[Mention], *, mutual: bool) -> list[tuple[Side, Side]]:
    domestic = len(sources) == len(targets) == 1
    found: list[tuple[Side, Side]] = []
    back: list[tuple[Side, Side]] = []
    for one in sources:
        for other in targets:
            apart = one.actor != other.actor
            if (one.actor or other.actor) and (apart or domestic):
                found.append((one, other))
                back += [(other, one)] if mutual and apart else []
    return found + back


def _guessed(links: Links, sources: Sequence[Mention]) -> bool:
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


def open_pairs(
    tree: Tree, links: Links, mentions: Sequence[Mention], found: Sequence[Found]
) -> Iterator[tuple[Act, Mention, Mention]]:
    """Pairs that no rule ties: the subject of a verb and an actor in its own slots, nothing found between them."""
    told_of = {frozenset((one.source, one.target)) for one in found}
    for source in mentions:
        verb = _open_pairs.verb_of(tree, source)
        if verb is None or source.actor is None or source.reports or source.sectors[:1] in _OWN_ACCOUNT:
            continue
        if source.confidence < _SURE:
            continue
        for target in _open_pairs.reached(links, verb):
            pair = frozenset((source.actor, target.actor))
            named = target.actor is not None and not target.reports and target.how != "coreference"
            overlap = source.start < target.end and target.start < source.end
            if named and not overlap and len(pair) > 1 and pair not in told_of:
                told_of.add(pair)
                yield _unread(verb), source, target


def _unread(verb: int) -> Act:
    return Act(index=verb, path=(verb,), code=OPEN, sources=(), targets=(), confidence=0.0, rule="model")
