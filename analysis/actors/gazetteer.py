"""The gazetteer: an automaton over the names of all actor tables, and the mentions that it finds in a sentence."""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import ahocorasick

from analysis.actors import _ambiguity, _phrase_grammar, _phrases, office_holders, tables
from analysis.actors._phrase_grammar import Hit
from analysis.actors.mention import Mention
from analysis.actors.tables import Aliases

_REPORTING = re.compile(r"(?:'s)? (?:said|says|reported|reports|quoted|wrote|has|newspaper|daily|cited|first|also)\b")
_THE = "the "
_INITIALS = re.compile(r"\b[A-Z][\w'-]+ (?:[A-Z]\. ?)+[A-Z][\w'-]*\w")
_ARTICLE_OF_NAME = re.compile(r" [A-Z]")
_CALENDAR_NAME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october"
    r"|november|december|(?<=in )(?:march|may))\b"
)
_FORCED = {"alias", "ignore"}
_NOT_ACTORS = {"mask", "ignore", "city", "region"}
_NOUNS = _phrase_grammar.HEADS | {"deed"}


class Gazetteer:
    """Finds names of actors: the longest match, without overlaps, at word boundaries.

    `Gazetteer.load` builds one. It pickles as its aliases and is rebuilt in the other process.
    """

    def __init__(self, *, aliases: Aliases | None = None) -> None:
        self.aliases = aliases
        self.offices = office_holders.default()
        own = tuple(aliases.names()) if aliases else ()
        self._own = bool(own)
        self._ignores = any(one.kind == "ignore" for one in own)
        self._automaton = ahocorasick.Automaton()
        names_by_key: dict[str, list[tables.Name]] = {}
        for name in [*_shipped(), *own]:
            names_by_key.setdefault(tables.key(name.label), []).append(name)
        for key, meanings in names_by_key.items():
            meanings.sort(key=lambda one: tables.RANK[one.kind])
            self._automaton.add_word(key, (len(key) - 1, meanings))
        self._automaton.make_automaton()

    @classmethod
    def load(cls, *, aliases: Path | None = None) -> Self:
        """The gazetteer of the shipped tables and, if given, the user's `aliases.csv`.

        Raises
        ------
        InputError
            If an alias cannot be used; the message names file, row, column and value.
        """
        return cls(aliases=None if aliases is None else Aliases.read(aliases))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the aliases alone: the automaton is rebuilt in the other process."""
        return with_aliases, (self.aliases,)

    def find(
        self, text: str, *, on: dt.date, path: str | None = None, places: bool = False, generic: bool = False
    ) -> list[Mention]:
        """The mentions in `text`, in order and without overlaps; other sentences are not looked at.

        Parameters
        ----------
        text
            One sentence.
        on
            The day for which office-holders and dated names are resolved.
        path
            The path of the document, for aliases that hold in one document only.
        places
            Whether to include towns and regions that no agent noun follows.
        generic
            Whether to include agent nouns without a state ("the soldiers"), with actor None.
        """
        plain = tables.fold(text)
        norm = tables.lower(plain).translate(tables.SPACES)
        hits = self._hits(plain, norm, on, path)
        if not hits:
            return []
        hits = _ambiguity.settle(hits, plain, norm)
        return _phrases.Reader(text, plain, hits, on, self.offices).read(places=places, generic=generic)

    def recase(self, text: str, *, on: dt.date) -> str:
        """A sentence in capitals in the letters of running text, one character for one: names as the tables have them.

        What is no name of an actor, place, weekday or month becomes lower case.
        """
        plain, lower = tables.fold(text), text.lower()
        if not len(plain) == len(lower) == len(text):
            return text
        letters, words = list(lower), tables.words("words in capitals")
        for hit in self._hits(plain, tables.lower(plain).translate(tables.SPACES), on, None):
            own = hit.name.label if len(hit.name.label) == hit.end - hit.start else ""
            if hit.name.kind in _NOUNS or (hit.name.exact and lower[hit.start : hit.end] in words):
                continue
            fits = tables.fold(own).lower() == tables.fold(lower[hit.start : hit.end])
            name = own if fits else lower[hit.start : hit.end].title().replace("'S", "'s")
            letters[hit.start : hit.end] = name
        for found in _CALENDAR_NAME.finditer(lower):
            letters[found.start()] = letters[found.start()].upper()
        first = next((index for index, letter in enumerate(letters) if letter.isalpha()), 0)
        letters[first] = letters[first].upper()
        return "".join(letters)

    def not_actors(self, text: str, *, on: dt.date, path: str | None = None) -> list[tuple[int, int]]:
        """Spans of known names that are not actors: seas, wars, treaties, towns, regions, ignored aliases."""
        return self._spans(text, _NOT_ACTORS, on, path)

    def ignored(self, text: str, *, on: dt.date, path: str | None = None) -> list[tuple[int, int]]:
        """Spans of the phrases that the user's aliases ignore."""
        return self._spans(text, {"ignore"}, on, path) if self._ignores else []

    def _spans(self, text: str, kinds: set[str], on: dt.date, path: str | None) -> list[tuple[int, int]]:
        plain = tables.fold(text)
        hits = self._hits(plain, tables.lower(plain).translate(tables.SPACES), on, path)
        return [(hit.start, hit.end) for hit in hits if hit.name.kind in kinds]

    def _hits(self, plain: str, norm: str, on: dt.date, path: str | None) -> list[Hit]:
        end_of_text = len(norm)
        found = []
        for last, (length, meanings) in self._automaton.iter((" " + norm).replace(" '", "  ")):
            end = last  # the leading space shifts by one; ends are exclusive
            if end < end_of_text and (norm[end].isalnum() or (norm[end] == "'" and norm[end - 1] == "'")):
                continue
            start = end - length
            meaning = _meaning(meanings, plain, start, end, on, path)
            if meaning is not None and not (meaning.kind in _NOUNS and _in_compound(plain, start, end)):
                found.append(Hit(start, end, meaning))
        found += self._with_initials(plain)
        return _without_overlaps(found, forced=self._own)

    def _with_initials(self, plain: str) -> Iterator[Hit]:
        """Office-holders whose initials the text gives beside their names: "Antony J. Blinken"."""
        for one in _INITIALS.finditer(plain):
            name = one[0].removesuffix("'s")
            person = self.offices.full_name(name)
            if person is not None:
                yield Hit(one.start(), one.start() + len(name), tables.name(name, "person", person=person))


def _meaning(
    meanings: list[tables.Name], plain: str, start: int, end: int, on: dt.date, path: str | None
) -> tables.Name | None:
    for one in meanings:
        if one.exact:
            if not _is_abbreviation(plain[start:end], one):
                continue
        elif one.capitals and not _is_capitalised(plain, start, one.capitals):
            continue
        if not one.first <= on <= one.last or (one.kind == "person" and _joins_names(plain[start:end], one.label)):
            continue
        if one.label.startswith(_THE) and _ARTICLE_OF_NAME.match(plain, end):
            continue  # "the South African army" is not "the South"
        if one.kind == "media" and start == 0 and one.label.startswith("The ") and not _REPORTING.match(plain, end):
            continue  # "The Australian dollar"
        if one.path is not None and (path is None or not path.endswith(one.path)):
            continue
        return one
    return None


def _joins_names(found: str, label: str) -> bool:
    """Whether a hyphen stands between two names: "Kim Il Sung-Kim Jong Il"."""
    index = found.find("-")
    return index >= 0 and label[index : index + 1] == " " and found[index + 1 : index + 2].isupper()


def _in_compound(plain: str, start: int, end: int) -> bool:
    """Whether a noun is part of a compound ("Son-hui", "drone-maker"); "ex-president" is not."""
    if plain.startswith("-", end):
        return True
    return start > 0 and plain[start - 1] == "-" and not plain.lower().endswith(("ex-", "then-", "now-"), 0, start)


def _is_abbreviation(found: str, one: tables.Name) -> bool:
    """Whether an abbreviation has a usual spelling: "UNESCO", "Unesco", "DfID", but not "us" or "Mend"."""
    if found == one.label:
        return True
    if len(found) < 4 or not found[0].isupper() or not found.isalpha():
        return False
    return (
        sum(map(str.isupper, found)) > 1
        or one.kind == "organisation"
        or one.label in tables.words("word-like abbreviations")
    )


def _is_capitalised(plain: str, start: int, capitals: tuple[int, ...]) -> bool:
    return all(plain[start + index].isupper() for index in capitals)


def _without_overlaps(found: list[Hit], *, forced: bool) -> list[Hit]:
    """Hits without overlaps: from the left, the longest first, the user's own names before all others.

    An article does not count for the length: "the Commonwealth of Independent States" is not "the Commonwealth".
    """
    ends: dict[int, int] = {}
    for hit in found:
        ends[hit.start] = max(hit.end, ends.get(hit.start, 0))
    found = [
        hit for hit in found if not (hit.name.label.startswith(_THE) and ends.get(hit.start + len(_THE), 0) > hit.end)
    ]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    if forced:
        own = [hit for hit in found if hit.name.kind in _FORCED]
        found = [
            hit for hit in found
            if hit.name.kind in _FORCED or not any(hit.start < one.end and one.start < hit.end for one in own)
        ]  # fmt: skip
    kept, end = [], 0
    for hit in found:
        if hit.start >= end:
            kept.append(hit)
            end = hit.end
    return kept


@functools.cache
def _shipped() -> tuple[tables.Name, ...]:
    return (*tables.shipped_names(), *_persons())


def _persons() -> Iterator[tables.Name]:
    """Names and variants of the office-holders; namesakes share one entry, joined by "|"."""
    owners: dict[str, list[str]] = {}
    for person, terms in office_holders.default().terms.items():
        for label in dict.fromkeys([person, *(variant for term in terms for variant in term.variants)]):
            owners.setdefault(label, []).append(person)
    for label, shared in owners.items():
        yield tables.name(label, "person", person="|".join(shared))


@functools.lru_cache(maxsize=4)
def with_aliases(aliases: Aliases | None) -> Gazetteer:
    """The gazetteer of the shipped tables and these aliases; built once for each content of the aliases."""
    return Gazetteer(aliases=aliases)


def default() -> Gazetteer:
    """The gazetteer of the shipped tables alone, built once."""
    return with_aliases(None)


def of_run(run: Mapping[str, Any]) -> Gazetteer:
    """The gazetteer with which a corpus was coded: the record of its run keeps the table of aliases."""
    kept = run.get("aliases")
    return with_aliases(Aliases(kept["file"], kept["table"].encode("utf-8")) if kept else None)
