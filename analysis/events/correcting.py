"""Correcting a coded corpus: what a user says of an event, a name or a missed event, applied and written down.

`corrections_file` is the form in which it is kept, `corrections` lays it over the frames as they were coded.
"""

import datetime as dt
import getpass
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from analysis import errors, schemas
from analysis.events import corrections, corrections_file
from analysis.events.corrections import AsCoded
from analysis.events.corrections_file import DIRECTION, MUTUAL, NOBODY, Correction
from analysis.events.periods import parse_period
from analysis.events.scope import Scope

_NOT_APPLIED = "correct"  # the stage of rejects that are corrections
_STATUS = {
    "overruled": "overruled by later ones", "gone": "without their event or sentence",
    "outside": "outside of this part",
}  # fmt: skip


def numbered(rows: Iterable[Correction]) -> list[tuple[Correction, int]]:
    """Each correction without its place, and how often it stood before: what two files say alike is one decision."""
    seen: Counter[Correction] = Counter()
    found = []
    for row in rows:
        one = replace(row, file="", line=0)
        found.append((one, seen[one]))
        seen[one] += 1
    return found


class Correctable:
    """What can be said of the events of a coded corpus; `analysis.events.CodedCorpus` describes the frames."""

    __slots__ = ()

    documents: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    rejects: pd.DataFrame
    scope: Scope
    corrections: pd.DataFrame
    as_coded: AsCoded | None
    home: Path | None

    if TYPE_CHECKING:

        def find_actor(self, text: str) -> str: ...  # noqa: D102 - of the class that corrects
        def totals(self) -> pd.Series: ...  # noqa: D102
        def cut_to(self, actors: Sequence[str]) -> Self: ...  # noqa: D102

    def correct(  # noqa: PLR0913 - what may be wrong with an event, all by keyword
        self,
        event_id: str,
        *,
        reject: bool | str = False,
        confirm: bool = False,
        root: str | None = None,
        cameo: str | None = None,
        modality: str | None = None,
        status: str | None = None,
        day: object = None,
        source: str | None = None,
        target: str | None = None,
        source_role: str | None = None,
        target_role: str | None = None,
        join: str | None = None,
        part: str | None = None,
        reason: str = "",
        author: str | None = None,
        file: str | Path | None = None,
    ) -> Self:
        """Correct an event, or confirm it; written to `corrections.csv` beside the articles, and applied at once.

        What is said of one direction of an act holds of both. Take the row out of the file to undo it.

        Parameters
        ----------
        event_id
            Id of the event, as in `corpus.events`.
        reject
            True if no such event is reported; `"direction"` if only this direction of an act of both is wrong.
        confirm
            True if the event is right as it stands: it counts in your own figure of accuracy.
        root, cameo
            The right class: a PLOVER root (or `"STATEMENT"` for mere words), or a CAMEO code.
        modality
            asserted, planned, hypothetical or denied.
        status
            now, state (a standing state or habit) or reference (taken as known).
        day
            When it happened: a day, a month, a year, or first and last.
        source, target
            Who acted, and on whom: ids or names; `""` for nobody.
        source_role, target_role
            Sector codes such as `"GOV/MIL"`; `""` for none.
        join
            Id of another event that reports the same act.
        part
            Id of a sentence that reports another act than the event's other sentences.
        reason, author
            For those who read the file; the author is by default the user's name on this machine.
        file
            Where it is written, if not to `corpus.home`.

        Returns
        -------
        corpus
            The corrected corpus; `corpus.corrections` lists the corrections.

        Raises
        ------
        InputError
            If there is no such event, a value is unknown, nothing is said, or there is no place to write to.

        Examples
        --------
        >>> corpus = load("seed")
        >>> threat = corpus.events[corpus.events["root"] == "THREATEN"]["event_id"].iloc[0]
        >>> corrected = corpus.correct(threat, root="ACCUSE", reason="no threat is made", file="mine.csv")
        >>> corrected.corrections["status"].tolist()
        ['applied']
        """
        given = {
            "reject": DIRECTION if reject == DIRECTION else "" if reject else None, "confirm": "" if confirm else None,
            "root": root, "cameo": cameo, "modality": modality, "status": status,
            "day": None if day is None else _as_days(day),
            "source": source, "target": target, "source_role": source_role, "target_role": target_role,
            "join": join, "part": None if part is None else "",
        }  # fmt: skip
        said = {name: value for name, value in given.items() if value is not None}
        if not said:
            raise errors.InputError(f"nothing is said of event {event_id!r}; give one of {', '.join(given)}")
        if event_id not in set(self.events["event_id"]):
            raise errors.InputError(f"no event {event_id!r} among the {len(self.events)} events of this corpus")
        seen = self.evidence[self.evidence["event_id"] == event_id]["sentence_id"]
        coded = self.events if self.as_coded is None else self.as_coded.events
        was = schemas.records(coded[coded["event_id"] == event_id])
        common = {
            "event": event_id, "sentence": part or (seen.iloc[0] if len(seen) else ""),
            "was": corrections.signature(was[0]) if was else "",
        }  # fmt: skip
        return self._decided([{**common, "field": name, "value": value} for name, value in said.items()],
                             reason=reason, author=author, file=file)  # fmt: skip

    def name_actor(
        self, sentence_id: str, words: str, actor: str, *,
        reason: str = "", author: str | None = None, file: str | Path | None = None,
    ) -> Self:  # fmt: skip
        """Say whom words of one sentence name: in its mentions, and in the events that it reports.

        A name that means the same everywhere belongs in `aliases.csv`.

        Parameters
        ----------
        sentence_id, words
            A row of `corpus.mentions`.
        actor
            An id or a name; `""` for nobody.
        reason, author, file
            As for `correct`.

        Raises
        ------
        InputError
            If the sentence has no such mention, or the actor is unknown.
        """
        row = {"sentence": sentence_id, "words": words, "field": "actor", "value": actor}
        return self._decided([row], reason=reason, author=author, file=file)

    def add_event(  # noqa: PLR0913 - what an event says, all by keyword
        self,
        sentence_id: str,
        source: str,
        root: str,
        target: str,
        *,
        modality: str = "asserted",
        day: object = None,
        mutual: bool = False,
        words: str = "",
        reason: str = "",
        author: str | None = None,
        file: str | Path | None = None,
    ) -> Self:
        """Add an event that a sentence reports and the coder missed.

        Parameters
        ----------
        sentence_id
            A row of `corpus.sentences`.
        source, root, target
            Who did what to whom: ids or names, and a PLOVER root; `""` for a side that nobody fills.
        modality, day
            As for `correct`; by default asserted, on the day of publication.
        mutual
            Both did it together, as in a meeting.
        words
            The words that report it.
        reason, author, file
            As for `correct`.

        Raises
        ------
        InputError
            If there is no such sentence, or a value is unknown.
        """
        sides = [self.find_actor(side) if side else NOBODY for side in (source, target)]
        value = " ".join(
            [sides[0], root, sides[1], modality, _as_days(day) if day is not None else "", MUTUAL * mutual]
        )
        row = {"sentence": sentence_id, "words": words, "field": "add", "value": value}
        return self._decided([row], reason=reason, author=author, file=file)

    def _decided(self, rows: list[dict[str, str]], *, reason: str, author: str | None, file: str | Path | None) -> Self:
        """Apply decisions and write them to the file of corrections; nothing is written of what cannot be applied."""
        place = Path(file) if file else self.home
        if place is None:
            raise errors.InputError(
                "this corpus has no place of its own for corrections; name a file (file=...), and load it with "
                "load(..., corrections=...)"
            )
        today = dt.datetime.now().astimezone().date().isoformat()
        common: dict[str, Any] = {"author": _user() if author is None else author, "reason": reason, "day": today}
        known = frozenset(self.totals().index)
        new = [
            corrections_file.checked(
                Correction(**{**row, **common}), where=f"correction of {row['field']}", known=known
            )
            for row in rows
        ]
        earlier = corrections.restore(self.corrections)
        last = self.lay_over([*earlier, *((one, "") for one in new)]).corrections.tail(len(new))
        failed = last[last["status"] == "gone"]
        if len(failed):
            raise errors.InputError(failed["note"].iloc[0])
        written = corrections_file.write_corrections(place, new)
        return self.lay_over([*earlier, *((one, "") for one in written)])

    def corrected(self, further: Iterable[Correction] = ()) -> Self:
        """The corpus with further corrections; those that it has are applied anew with them.

        Parameters
        ----------
        further
            As `corrections_file.read_corrections` gives them. What the corpus has already is not applied twice.
        """
        rows, earlier = list(further), corrections.restore(self.corrections)
        known = set(numbered(one for one, _ in earlier))
        new = [(one, "") for one, said in zip(rows, numbered(rows), strict=True) if said not in known]
        return self.lay_over([*earlier, *new]) if new else self

    def lay_over(self, rows: Sequence[tuple[Correction, str]]) -> Self:
        """The corpus with corrections, each with its earlier status, laid over it as it was coded."""
        coded = self.as_coded or AsCoded(self.events, self.evidence, self.mentions)
        found = corrections.apply(coded, self.sentences, self.documents, rows)
        gone = found.table[found.table["status"] == "gone"]
        told = [
            {"path": row["file"], "line": row["line"], "stage": _NOT_APPLIED, "reason": row["note"]}
            for row in schemas.records(gone)
        ]
        others = self.rejects[self.rejects["stage"] != _NOT_APPLIED]
        rejects = pd.concat([others, schemas.from_rows("rejects", told)], ignore_index=True) if told else others
        whole: Self = replace(  # type: ignore[type-var]
            self, events=found.events, evidence=found.evidence, mentions=found.mentions, as_coded=coded,
            corrections=found.table, rejects=rejects.reset_index(drop=True),
        )  # fmt: skip
        return whole.cut_to(self.scope.actors) if self.scope.actors else whole

    def uncorrected(self) -> Self:
        """The corpus as it was coded."""
        if self.as_coded is None:
            return self
        return replace(  # type: ignore[type-var]
            self, **self.as_coded._asdict(), as_coded=None, corrections=schemas.empty("corrections"),
            rejects=self.rejects[self.rejects["stage"] != _NOT_APPLIED],
        )  # fmt: skip

    def correction_counts(self) -> str:
        """How many corrections were applied, of which kinds, and how many were not; empty where there are none."""
        if self.corrections.empty:
            return ""
        applied = self.corrections[self.corrections["status"] == "applied"]
        kinds = applied["field"].value_counts(sort=False).sort_index()
        named = ", ".join(f"{n} {name}" for name, n in kinds.items())
        counts = [f"{len(applied):,} applied" + (f" ({named})" if named else "")]
        others = self.corrections["status"].value_counts()
        counts += [f"{others[name]:,} {meaning}" for name, meaning in _STATUS.items() if name in others]
        return "; ".join(counts)


def _as_days(day: object) -> str:
    """A day, or first and last, as the file has it."""
    days = parse_period(day)
    return "" if days is None else "/".join(one.date().isoformat() for one in days)


def _user() -> str:
    """The user's name on this machine; empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
