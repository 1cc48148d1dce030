"""From what a user types to the id of an actor: ids, names, demonyms and usual abbreviations in any case.

The names are those of the tables in `data/actors/`. No text is read here: for
noun phrases of articles see `resolution`. A capital or an office-holder is no
actor; their states are suggested.
"""

import difflib
import functools
from collections.abc import Iterable

from analysis import errors
from analysis.actors import _ambiguity, labels, tables

_CUTOFF = 0.75
"""Similarity (Ratcliff and Obershelp, 0 to 1) from which a name is suggested."""
_MARGIN = 0.1
"""How much less similar than the nearest a further suggestion may be."""
_MAX_SUGGESTIONS = 3
_NO_LETTERS = str.maketrans(dict.fromkeys(".'"))


def find_actor(text: str, *, known: Iterable[str] = ()) -> str:
    """The id of the actor that `text` names.

    Parameters
    ----------
    text
        An id in any case ("rus", "IGO:UN", or "un" without the prefix), or a
        name, demonym, official name or abbreviation ("North Korea", "Russian",
        "DPRK", "U.S."). Case, accents, periods and surrounding space do not matter.
    known
        Further ids that may be asked for, such as those of a corpus that was
        coded with the user's aliases.

    Raises
    ------
    InputError
        If nobody is called so, with the nearest names; or if several are, with
        their names and ids.

    Examples
    --------
    >>> find_actor("Russian"), find_actor("rus"), find_actor("DPRK"), find_actor("un")
    ('RUS', 'RUS', 'PRK', 'IGO:UN')
    """
    if not isinstance(text, str) or not text.strip():
        msg = f"no actor {text!r}; give a name or an id, such as Russia or RUS"
        raise errors.InputError(msg)
    known = frozenset(known)
    asked = text.strip().upper()
    if asked in _ids():
        return asked
    further = {actor.upper(): actor for actor in known}
    if asked in further:
        return further[asked]
    key = _key(text)
    found = _by_name().get(key) or _by_name().get(key.removeprefix("the ")) or _by_suffix().get(asked)
    if not found:
        raise errors.InputError(_unknown(text.strip(), key, known))
    if len(found) > 1:
        msg = f"{text.strip()!r} may be {' or '.join(map(_shown, found))}; give the id"
        raise errors.InputError(msg)
    return found[0]


def _key(text: str) -> str:
    """Folded, lower case, without periods and apostrophes; every separator is one space."""
    plain = tables.lower(tables.fold(text)).translate(_NO_LETTERS).translate(tables.SPACES)
    return " ".join(plain.split())


@functools.cache
def _ids() -> frozenset[str]:
    return frozenset(actor for actors in _by_name().values() for actor in actors)


@functools.cache
def _by_name() -> dict[str, tuple[str, ...]]:
    """Ids by the key of each name; states come before organisations and groups of the same name.

    A name that articles use for several states has all of them, by `readings.csv`.
    """
    own: dict[str, dict[str, None]] = {}
    for file, column, kinds in (
        ("states.csv", "state", ("names", "demonyms", "people")), ("former_states.csv", "state", ("names",)),
    ):  # fmt: skip
        _collect(own, file, column, kinds)
    for name, actors in _ambiguity.candidates().items():
        if actors:
            own.setdefault(_key(name), {}).update(dict.fromkeys(actors))
    others: dict[str, dict[str, None]] = {}
    for file, column, kinds in (
        ("organisations.csv", "id", ("names",)), ("groups.csv", "id", ("names",)),
        ("regions.csv", "id", ("names", "demonyms", "people")),
    ):  # fmt: skip
        _collect(others, file, column, kinds)
    return {key: tuple(actors) for key, actors in (others | own).items()}


def _collect(into: dict[str, dict[str, None]], file: str, column: str, kinds: Iterable[str]) -> None:
    for row in tables.table(file):
        if row[column]:
            for kind in kinds:
                for name in tables.cells(row[kind]):
                    into.setdefault(_key(name), {})[row[column]] = None


@functools.cache
def _by_suffix() -> dict[str, tuple[str, ...]]:
    """Ids by what stands after the prefix: "UN" is IGO:UN."""
    return {actor.partition(":")[2]: (actor,) for actor in sorted(_ids()) if ":" in actor}


@functools.cache
def _capitals() -> dict[str, str]:
    return {
        _key(name): row["state"]
        for row in tables.table("states.csv")
        for column in ("capital", "seats")
        for name in tables.cells(row[column])
    }


def _unknown(text: str, key: str, known: Iterable[str]) -> str:
    nearest = [_capitals()[key]] if key in _capitals() else _nearest(key, known)
    if not nearest:
        return f"no actor {text!r}; give a name or an id, such as Russia or RUS"
    return f"no actor {text!r}; nearest: {', '.join(map(_shown, nearest))}"


def _nearest(key: str, known: Iterable[str]) -> list[str]:
    """The actors of the most similar names, and of those hardly less similar."""
    ids = {_key(actor): actor for actor in sorted({*_ids(), *known})}
    close = difflib.get_close_matches(key, [*_by_name(), *ids], n=20, cutoff=_CUTOFF)
    scores = [difflib.SequenceMatcher(None, name, key).ratio() for name in close]
    actors = [
        actor
        for name, score in zip(close, scores, strict=True)
        if score > scores[0] - _MARGIN
        for actor in _by_name().get(name, (ids.get(name, ""),))
    ]
    return list(dict.fromkeys(actors))[:_MAX_SUGGESTIONS]


def _shown(actor: str) -> str:
    return f"{labels.label(actor)} ({actor})"
