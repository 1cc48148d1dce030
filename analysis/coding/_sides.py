"""Between whom an act holds: the ordered pairs of its sides."""

from collections.abc import Sequence

from analysis import ontology
from analysis.actions import Act
from analysis.actors import Mention
from analysis.coding import _location_targets
from analysis.coding.candidates import SidePair
from analysis.coding.linking import ArgumentLinker

_PROTEST_CODES = frozenset({"14", "05"})
"""CAMEO classes of what a crowd does in public, whose home may be given by the place alone."""
_VISIT_CODE = "042"
"""The CAMEO class of travel, whose host may be given by the place alone."""
_MAX_MEMBERS = 5
"""Members of one list that are still taken to deal with each other."""
_MAX_PAIRS = 12
"""Pairs of two lists that are still all taken."""
_NOT_NAMED = frozenset({"context", "coreference", "deed"})
FORCE_CODES = frozenset({"15", "18", "19", "20"})
"""CAMEO classes whose target may be given by the place alone."""


def side_pairs(linker: ArgumentLinker, act: Act, *, home: str | None = None) -> list[SidePair]:
    """The ordered pairs of an act; an unknown side is None where the act counts without it.

    Parameters
    ----------
    home
        The state of the place from which the document reports.
    """
    sources = linker.sources(act)
    if not _known(sources) and act.code[:2] in _PROTEST_CODES:
        crowd = _location_targets.home_of_crowd(linker, act)
        sources = [crowd] if crowd is not None else sources
    targets = _not_acting(linker, linker.targets(act, sources), sources)
    if not _known(targets) and sources and act.code[:2] in FORCE_CODES:
        state = _location_targets.state_hit(linker, act)
        targets = targets if state is None else [state]
    if not _known(targets) and _known(sources) and act.code.startswith(_VISIT_CODE):
        host = _location_targets.host_of(linker, act, home)
        targets = [host] if host is not None and host.actor not in {one.actor for one in sources} else targets
    if act.nominal and (_lacks_a_side(act, sources, targets) or _is_ambiguous_pronoun(linker, sources)):
        return []
    together = act.among and (not targets or _same_actors(sources, targets))
    if together or linker.is_reciprocal(act):
        members = _known(sources) or _known(targets)
        return _each_other(members) if len(members) > 1 else [SidePair(one, None) for one in members if act.solo]
    if not sources and _is_between_targets(act) and len(_known(targets)) > 1:
        return _each_other(_known(targets))
    if not (sources and targets):
        return _one_sided(linker, act, sources, targets)
    pairs = _across(sources, targets, mutual=act.mutual)
    # What a state does to itself counts where it is hostile; "Kyiv allowed its army" is no act between two.
    hostile = ontology.quad_of(ontology.plover_of(act.code)) > 2
    return [one for one in pairs if hostile or not one.source or not one.target or one.source.actor != one.target.actor]


def _not_acting(linker: ArgumentLinker, targets: Sequence[Mention], sources: Sequence[Mention]) -> list[Mention]:
    """The targets without those who only by the context are of the acting state, unless both sides have a role.

    "The army killed protesters" is an act inside a state. Whom "Poland urged the parties" means is open, and so are
    the "civilians" of a sentence that names another state.
    """
    acting = {one.actor: set(one.sectors[:1]) for one in sources}
    named = {one.actor for own in linker.mentions_at.values() for one in own if one.how not in _NOT_NAMED and one.actor}
    if named - acting.keys():
        return [one for one in targets if one.how != "context" or one.actor not in acting]
    return [
        one
        for one in targets
        if one.how != "context"
        or one.actor not in acting
        or (acting[one.actor] and not acting[one.actor] & set(one.sectors[:1]))
    ]


def _is_between_targets(act: Act) -> bool:
    """Whether the act is between those named: "a truce between A and B was signed", not "calls with both A and B"."""
    return any(slot.name in {"between", "among"} for slot in act.targets)


def _lacks_a_side(act: Act, sources: Sequence[Mention], targets: Sequence[Mention]) -> bool:
    """Whether an event noun does not say between whom: one of its sides is no known actor."""
    if act.among and len(_known(sources or targets)) > 1:
        return False
    return not _known(sources) or not _known(targets)


def _each_other(members: Sequence[Mention]) -> list[SidePair]:
    """Each member with each other; a long list says who was there, not who dealt with whom."""
    if len({one.actor for one in members}) > _MAX_MEMBERS:
        return []
    return [SidePair(one, other) for one in members for other in members if one.actor != other.actor]


def _one_sided(
    linker: ArgumentLinker, act: Act, sources: Sequence[Mention], targets: Sequence[Mention]
) -> list[SidePair]:
    """Pairs of an act with one known side: where it needs no other, or where the other is somebody at all."""
    if not sources:
        return [SidePair(None, one) for one in _known(targets)] if linker.names_somebody(act, act.sources) else []
    if act.solo or linker.names_somebody(act, act.targets):
        return [SidePair(one, None) for one in _known(sources)]
    return []


def _across(sources: Sequence[Mention], targets: Sequence[Mention], *, mutual: bool) -> list[SidePair]:
    """Each source with each target; then the way back where the act is mutual.

    Of two long lists the first of each, who leads it, is paired with all of the other.
    """
    domestic = len(sources) == len(targets) == 1
    crowded = min(len(sources), len(targets)) > 1 and len(sources) * len(targets) > _MAX_PAIRS
    forth: list[SidePair] = []
    back: list[SidePair] = []
    for source in sources:
        for target in targets:
            if crowded and source is not sources[0] and target is not targets[0]:
                continue
            differ = source.actor != target.actor
            if (source.actor or target.actor) and (differ or domestic):
                forth.append(SidePair(source, target))
                back += [SidePair(target, source)] if mutual and differ else []
    return forth + back


def _is_ambiguous_pronoun(linker: ArgumentLinker, sources: Sequence[Mention]) -> bool:
    """Whether "its attack" could be the attack of several states named before."""
    for one in sources:
        if one.how == "coreference" and one.text.lower() in {"its", "their"}:
            named = {
                other.actor
                for own in linker.mentions_at.values()
                for other in own
                if other.end <= one.start and other.actor and other.how != "coreference"
            }
            if len(named) > 1:
                return True
    return False


def _known(side: Sequence[Mention]) -> list[Mention]:
    return [one for one in side if one.actor is not None]


def _same_actors(mentions: Sequence[Mention], others: Sequence[Mention]) -> bool:
    return {one.actor for one in mentions} == {one.actor for one in others}
