"""What an actor mention is: the small record that all modules of the actor family pass on."""

from dataclasses import dataclass

REPORTER = "JRN"
"""Sector of media and news agencies: sources of a report, not actors of the event."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an actor in a sentence.

    `start` and `end` are character offsets in the sentence; `actor` is an ISO
    3166-1 alpha-3 code, an `IGO:` or `ARM:` id, or None; `state` is the home
    or nationality; `sectors` are CAMEO/PLOVER codes, the leading one first;
    `how` is one of `frames.HOW`; `confidence` lies in 0 to 1.
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

    @property
    def role(self) -> str | None:
        """The sectors as the frames spell them: joined by "/", None where there is none."""
        return "/".join(self.sectors) or None

    @property
    def reports(self) -> bool:
        """Whether this is a medium or news agency: a source of the report."""
        return self.sectors[:1] == (REPORTER,)
