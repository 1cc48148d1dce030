"""The mention of an actor: the record that the gazetteer, coreference and the coder share."""

from dataclasses import dataclass

REPORTER = "JRN"
"""Sector of media and news agencies, which are sources of a report and not actors of the event."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an actor in a sentence.

    Attributes
    ----------
    start, end
        Character offsets in the sentence; `end` is exclusive.
    text
        The words of the mention.
    actor
        An ISO 3166-1 alpha-3 code, an `IGO:` or `ARM:` id, or None where nobody
        known acts: persons without a country. Former office-holders keep their state, with the sector ELI.
    state
        The home state or nationality, an alpha-3 code or None.
    sectors
        CAMEO and PLOVER sector codes (`data/actors/README.md`), the main one first.
    person
        The person's name, in full where the tables have it, or None.
    how
        How the actor was found; one of `schemas.HOW`.
    confidence
        Between 0 and 1.
    noun
        The title or noun that a phrase ends in ("foreign minister", "soldiers"), or None where it has none.
    """

    start: int
    end: int
    text: str
    actor: str | None
    state: str | None
    sectors: tuple[str, ...]
    person: str | None
    how: str
    confidence: float
    noun: str | None = None

    @property
    def role(self) -> str | None:
        """The sectors as the frames have them: joined by "/", or None."""
        return "/".join(self.sectors) or None

    @property
    def reports(self) -> bool:
        """Whether this is a medium or a news agency: a source of the report."""
        return self.sectors[:1] == (REPORTER,)
