"""Corrections applied to a coded corpus: the frames stay as the coder made them, and the decisions are laid over them.

Rows are applied in their order, to the frames as they were coded. Where two decide the same thing differently, the
last one holds, and the first is marked as overruled. A row whose event or sentence is not there is marked as gone
(or as outside, in a part of a corpus in which it was applied). So a correction never needs coding anew, and taking
a row out of the file undoes it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from analysis import ontology, schemas
from analysis.events.corrections_file import DIRECTION, STATEMENT, Correction, missed_event
from analysis.events.periods import parse_period

DECIDED_BY = "correction"
"""What stands in `decided_by` for an event whose class, sides, modality or day a user has set."""
_Row = dict[str, Any]
_SIDES = {"source": "target", "target": "source"}
_ROLES = {"source_role": "source", "target_role": "target"}
_PRECISIONS = {"day": "D", "month": "M", "quarter": "Q", "year": "Y"}
_REPORT = ("event_id", "sentence_id", "trigger_start", "source_start", "target_start")


class AsCoded(NamedTuple):
    """The frames of a corpus that corrections change, as the coder made them."""

    events: pd.DataFrame
    evidence: pd.DataFrame
    mentions: pd.DataFrame


class Corrected(NamedTuple):
    """The corrected frames, and what became of each correction (frame `corrections`)."""

    events: pd.DataFrame
    evidence: pd.DataFrame
    mentions: pd.DataFrame
    table: pd.DataFrame


class _Gone(Exception):  # noqa: N818 - it ends one row, and is no error of the program
    """What a row speaks of is not there."""


@dataclass(slots=True)
class _Act:
    """One act at work: its events (one for each direction), their reports, and which row decided what of it."""

    events: list[_Row]
    reports: list[_Row]
    rejected: int | None = None
    dropped: dict[str, int] = field(default_factory=dict)
    decided: dict[Hashable, tuple[int, str]] = field(default_factory=dict)
    recount: bool = False


def apply(
    coded: AsCoded, sentences: pd.DataFrame, documents: pd.DataFrame, rows: Sequence[tuple[Correction, str]]
) -> Corrected:
    """Lay corrections over the frames as they were coded.

    Parameters
    ----------
    coded
        The frames as coded.
    sentences, documents
        Those of the corpus, for missed events.
    rows
        Each correction with its earlier status, empty for a new one.

    Returns
    -------
    corrected
        New frames; events, reports and mentions keep their order, an event that is parted from another follows it,
        and missed events come last.
    """
    work = _Work(coded, sentences, documents)
    for number, (one, earlier) in enumerate(rows):
        work.apply(number, one, earlier)
    return work.result()


def restore(table: pd.DataFrame) -> list[tuple[Correction, str]]:
    """The rows of the frame `corrections` as corrections with their status, to be applied anew."""
    names = [name for name in schemas.columns("corrections") if name in Correction.__dataclass_fields__]
    return [
        (Correction(**{**{name: row[name] for name in names}, "line": int(row["line"])}), row["status"])
        for row in schemas.records(table)
    ]


def signature(event: Mapping[str, Any]) -> str:
    """What an event says in short, as in the column `was`: source, root, target, modality; "-" for none."""
    return " ".join(str(_plain(event[name]) or "-") for name in ("source", "root", "target", "modality"))


def _plain(value: Any) -> Any:
    """A cell of a frame, None where it is empty."""
    return None if value is None or value is pd.NA or value != value else value


class _Work:
    """Corrections at work: only the acts that they name are taken out of the frames."""

    def __init__(self, coded: AsCoded, sentences: pd.DataFrame, documents: pd.DataFrame) -> None:
        self._coded, self._sentences, self._documents = coded, sentences, documents
        self._row = {event_id: at for at, event_id in enumerate(coded.events["event_id"])}
        self._members = coded.events.groupby("act_id").indices
        self._reports = coded.evidence.groupby("event_id").indices
        self._by_sentence = coded.evidence.groupby("sentence_id")["event_id"].agg(list).to_dict()
        self._mentions = coded.mentions.copy()
        self._acts: list[_Act] = []
        self._act_of: dict[str, _Act] = {}
        self._joined: dict[str, str] = {}
        self._parted: dict[str, _Act] = {}
        self._named: dict[tuple[str, str], tuple[int, str]] = {}
        self._rows: list[_Row] = []

    def apply(self, number: int, one: Correction, earlier: str) -> None:
        """Apply one row, and note what became of it."""
        row = {name: getattr(one, name) for name in Correction.__dataclass_fields__}
        row |= {"event_id": None, "before": None, "status": "applied", "note": ""}
        self._rows.append(row)
        try:
            if one.field == "add":
                self._add(row, one)
            elif one.field == "actor":
                self._name(number, row, one)
            else:
                self._decide(number, row, one)
        except _Gone as gone:
            row["status"] = "outside" if earlier in {"applied", "overruled", "outside"} else "gone"
            row["note"] = str(gone)

    def _decide(self, number: int, row: _Row, one: Correction) -> None:
        """A row on an event."""
        event = self._find(one)
        act = self._act_of[event["event_id"]]
        row["event_id"] = event["event_id"]
        if one.field == "reject":
            self._reject(number, row, act, event, one.value)
            return
        if one.field == "join":
            self._join(number, act, event, one.value)
        elif one.field == "part":
            row["event_id"] = self._part(act, event, one.sentence)["event_id"]
        elif one.field == "confirm":
            self._claim(number, act, one.field, one.value)
            for each in act.events:
                each["confidence"] = 1.0
        else:
            row["before"] = self._before(event, one.field)
            self._claim(number, act, _slot(act, event, one.field), one.value)
            _change(act, event, one.field, one.value)
        self._revive(number, act, event)

    def _find(self, one: Correction) -> _Row:
        """The event that a row names: by its id, else as what the coder had found in the sentence."""
        event_id = self._joined.get(one.event, one.event)
        if event_id in self._act_of or event_id in self._row:
            return self._take(event_id)
        if one.sentence and (one.was or not one.event):
            ids = [
                found for found in self._by_sentence.get(one.sentence, []) if not one.was or self._was(found, one.was)
            ]
            acts = {id(self._act_with(found)): self._joined.get(found, found) for found in ids}
            if len(acts) == 1:
                return self._take(next(iter(acts.values())))
            if len(acts) > 1:
                raise _Gone(f"the sentence {one.sentence} reports {len(acts)} such acts; name the event")
        if not one.event:
            known = one.sentence in set(self._sentences["sentence_id"])
            raise _Gone(f"the sentence {one.sentence} " + ("reports no event" if known else "is not in this corpus"))
        raise _Gone(f"no event {one.event} in this corpus: its articles or its coding have changed")

    def _was(self, event_id: str, was: str) -> bool:
        at = self._row[event_id]
        return signature(schemas.records(self._coded.events.iloc[at : at + 1])[0]) == was

    def _take(self, event_id: str) -> _Row:
        """An event, with its act taken out of the frames if it was not before."""
        act = self._act_with(event_id)
        return next(event for event in act.events if event["event_id"] == event_id)

    def _act_with(self, event_id: str) -> _Act:
        event_id = self._joined.get(event_id, event_id)
        if event_id not in self._act_of:
            places = self._members[self._coded.events["act_id"].iloc[self._row[event_id]]]
            events = [
                {**row, "_at": float(at), "_was": signature(row)}
                for row, at in zip(schemas.records(self._coded.events.iloc[places]), places, strict=True)
            ]
            lines = [at for event in events for at in self._reports.get(event["event_id"], ())]
            reports = [
                {**row, "_at": float(at)}
                for row, at in zip(schemas.records(self._coded.evidence.iloc[lines]), lines, strict=True)
            ]
            self._keep(_Act(events, reports))
        return self._act_of[event_id]

    def _keep(self, act: _Act) -> None:
        self._acts.append(act)
        self._act_of |= {event["event_id"]: act for event in act.events}

    def _claim(self, number: int, act: _Act, slot: Hashable, value: str) -> None:
        """Note which row decides a thing; the one that decided otherwise before is overruled."""
        earlier = act.decided.get(slot)
        if earlier is not None and earlier[1] != value:
            self._overrule(earlier[0], number)
        act.decided[slot] = number, value

    def _overrule(self, earlier: int, number: int) -> None:
        """Mark a row as overruled by another, and say by which."""
        other = self._rows[number]
        what = " ".join(filter(None, (other["field"], other["value"])))
        where = f"{other['file']}, line {other['line']}"
        self._rows[earlier] |= {"status": "overruled", "note": f"overruled by {where}: {what}"}

    def _reject(self, number: int, row: _Row, act: _Act, event: _Row, how: str) -> None:
        row["before"] = signature(event)
        if how == DIRECTION:
            act.dropped[event["event_id"]] = number
            act.recount = True
            return
        for earlier, _ in act.decided.values():
            self._overrule(earlier, number)
        act.decided.clear()
        act.rejected = number

    def _revive(self, number: int, act: _Act, event: _Row) -> None:
        """Whoever decides something of an event takes it for one: an earlier rejection no longer holds."""
        if act.rejected is not None:
            self._overrule(act.rejected, number)
            act.rejected = None
        if event["event_id"] in act.dropped:
            self._overrule(act.dropped.pop(event["event_id"]), number)

    @staticmethod
    def _before(event: _Row, name: str) -> Any:
        """What the event said before, as the value of the field would."""
        if name == "day":
            first, last = (_plain(event[column]) for column in ("when_first", "when_last"))
            if first is None:
                return None
            days = [first.date().isoformat(), last.date().isoformat()]
            return days[0] if days[0] == days[1] else "/".join(days)
        if name == "root":
            return _plain(event["root"]) or STATEMENT
        return _plain(event[name])

    def _join(self, number: int, act: _Act, event: _Row, other_id: str) -> None:
        """All reports of another act become reports of this one, each in its direction."""
        other_id = self._joined.get(other_id, other_id)
        if other_id not in self._act_of and other_id not in self._row:
            raise _Gone(f"no event {other_id} in this corpus, which was to be joined")
        other = self._act_with(other_id)
        if other is act:
            return
        joined = next(one for one in other.events if one["event_id"] == other_id)
        self._rows[number]["before"] = signature(joined)
        if other.rejected is not None:
            self._overrule(other.rejected, number)
        back = [one for one in act.events if _is_back(one, event)]
        target_of = {
            one["event_id"]: (back[0] if back and _is_back(one, joined) else event)["event_id"] for one in other.events
        }
        self._joined |= target_of
        for old, new in list(self._joined.items()):
            self._joined[old] = target_of.get(new, new)
        seen = {tuple(str(report[name]) for name in _REPORT) for report in act.reports}
        for report in other.reports:
            moved = {**report, "event_id": target_of[report["event_id"]]}
            if report["event_id"] not in other.dropped and tuple(str(moved[name]) for name in _REPORT) not in seen:
                act.reports.append(moved)
        other.events, other.reports, act.recount = [], [], True

    def _part(self, act: _Act, event: _Row, sentence: str) -> _Row:
        """The event that the sentence reports, in a new act that takes the sentence's reports with it.

        The new ids rest on the sentence and on what the coder had found in it, so they stay when articles are added.
        """
        new_id = self._part_id(act, event, sentence)
        if new_id in self._parted:  # parted before
            return self._take(new_id)
        mine = [report for report in act.reports if report["sentence_id"] == sentence]
        if not any(report["event_id"] == event["event_id"] for report in mine):
            raise _Gone(f"the event has no report in the sentence {sentence}")
        if len(mine) == len(act.reports):
            raise _Gone(f"the sentence {sentence} is the event's only report, so there is nothing to part")
        own = {report["event_id"] for report in mine}
        ids = {one["event_id"]: self._part_id(act, one, sentence) for one in act.events if one["event_id"] in own}
        events = [
            {**one, "event_id": ids[one["event_id"]], "act_id": min(ids.values()), "_at": one["_at"] + 0.5}
            for one in act.events if one["event_id"] in ids
        ]  # fmt: skip
        act.reports = [report for report in act.reports if report["sentence_id"] != sentence]
        left = {report["event_id"] for report in act.reports}
        self._joined |= {old: new for old, new in ids.items() if old not in left}
        act.events = [one for one in act.events if one["event_id"] in left]
        act.recount = True
        self._parted |= dict.fromkeys(ids.values(), act)
        self._keep(_Act(events, [{**report, "event_id": ids[report["event_id"]]} for report in mine], recount=True))
        return self._take(new_id)

    def _part_id(self, act: _Act, event: _Row, sentence: str) -> str:
        new_id = schemas.content_id("part", sentence, event["_was"])
        if self._parted.get(new_id, act) is not act:  # another act that says the same in the same sentence
            new_id = schemas.content_id("part", sentence, event["_was"], event["event_id"])
        return new_id

    def _why_unnamed(self, one: Correction) -> str:
        """Why no mention of a sentence has the words of a correction, and which words it could have."""
        if one.sentence not in set(self._sentences["sentence_id"]):
            return "is not in this corpus"
        found = self._mentions.loc[self._mentions["sentence_id"] == one.sentence, "text"].unique()
        there = f"; its mentions are {', '.join(map(repr, found))}" if len(found) else "; it has none"
        return f"has no mention {one.words!r}{there}"

    def _name(self, number: int, row: _Row, one: Correction) -> None:
        """Words of a sentence name an actor: in the mentions, and as a side of the events that the sentence reports."""
        own = (self._mentions["sentence_id"] == one.sentence) & (self._mentions["text"] == one.words)
        if not own.any():
            raise _Gone(f"the sentence {one.sentence} {self._why_unnamed(one)}")
        earlier = self._named.get((one.sentence, one.words))
        if earlier is not None and earlier[1] != one.value:
            self._overrule(earlier[0], number)
        self._named[one.sentence, one.words] = number, one.value
        row["before"] = _plain(self._mentions.loc[own, "actor"].iloc[0])
        self._mentions.loc[own, ["actor", "how", "confidence"]] = [one.value or None, "correction", 1.0]
        starts = set(self._mentions.loc[own, "start"])
        for event_id in self._by_sentence.get(one.sentence, []):
            self._act_with(event_id)
        for act in list(self._acts):
            for side in _SIDES:
                self._name_side(number, act, side, starts, one)

    def _name_side(self, number: int, act: _Act, side: str, starts: set[int], one: Correction) -> None:
        """Set a side of an event where the words stand for it; other sentences may mean another, so they are parted."""
        mine = [report for report in act.reports if report["sentence_id"] == one.sentence]
        event_id = next((report["event_id"] for report in mine if report[f"{side}_start"] in starts), None)
        if event_id is None:
            return
        event = self._take(event_id)
        if len(mine) < len(act.reports):
            event = self._part(act, event, one.sentence)
            act = self._act_of[event["event_id"]]
        self._rows[number]["event_id"] = self._rows[number]["event_id"] or event["event_id"]
        self._claim(number, act, _slot(act, event, side), one.value)
        _change(act, event, side, one.value)
        self._revive(number, act, event)

    def _add(self, row: _Row, one: Correction) -> None:
        """A missed event, in one direction or in both."""
        found = self._sentences[self._sentences["sentence_id"] == one.sentence]
        if found.empty:
            raise _Gone(f"the sentence {one.sentence} is not in this corpus")
        text, doc_id = (str(found[name].iloc[0]) for name in ("text", "doc_id"))
        start = text.find(one.words) if one.words else 0
        if start < 0:
            raise _Gone(f"the sentence {one.sentence} does not hold the words {one.words!r}")
        published = self._documents.loc[self._documents["doc_id"] == doc_id, "published"].iloc[0]
        missed = missed_event(one.value)
        sides = [(missed.source, missed.target), *([(missed.target, missed.source)] if missed.mutual else [])]
        ids = [schemas.content_id("add", one.sentence, one.value, *side) for side in sides]
        row["event_id"] = ids[0]
        if ids[0] in self._act_of:  # a row that stands twice
            return
        code = ontology.code_of(missed.root)
        event = {
            "act_id": min(ids), "root": missed.root, "cameo": code, "quad": ontology.quad_of(missed.root),
            "goldstein": ontology.goldstein(code, missed.root), "when_first": published, "when_last": published,
            "when_precision": "published", "modality": missed.modality, "status": schemas.STATUSES[0],
            "decided_by": DECIDED_BY, "confidence": 1.0, "n_reports": 1, "_at": float("inf"), "_was": one.value,
        }  # fmt: skip
        if missed.days:
            event |= _interval(missed.days)
        report = {
            "sentence_id": one.sentence, "doc_id": doc_id, "published": published, "trigger_start": start,
            "trigger_end": start + len(one.words or text), "_at": float("inf"),
        }  # fmt: skip
        spans = {side: self._span(one.sentence, side) for side in {*sides[0]}}
        self._keep(_Act(
            [{**event, "event_id": event_id, "source": source, "target": target}
             for event_id, (source, target) in zip(ids, sides, strict=True)],
            [{**report, "event_id": event_id,
              **dict(zip(("source_start", "source_end"), spans[source], strict=True)),
              **dict(zip(("target_start", "target_end"), spans[target], strict=True))}
             for event_id, (source, target) in zip(ids, sides, strict=True)],
            recount=True,
        ))  # fmt: skip

    def _span(self, sentence: str, actor: str | None) -> tuple[int | None, int | None]:
        """Where a sentence names an actor, if its mentions are known."""
        own = self._mentions[(self._mentions["sentence_id"] == sentence) & (self._mentions["actor"] == actor)]
        first = schemas.records(own.head(1))
        return (int(first[0]["start"]), int(first[0]["end"])) if first else (None, None)

    def result(self) -> Corrected:
        """The corrected frames."""
        events: list[_Row] = []
        reports: list[_Row] = []
        for act in self._acts:
            if act.rejected is None:
                _recount(act)
                events += act.events
                reports += act.reports
        taken = list(self._act_of)
        return Corrected(
            _put_back("events", self._coded.events, taken, events),
            _put_back("evidence", self._coded.evidence, taken, reports),
            schemas.check("mentions", self._mentions) if self._named else self._coded.mentions,
            schemas.from_rows("corrections", self._rows),
        )


def _slot(act: _Act, event: _Row, name: str) -> Hashable:
    """What a field decides of an act: root and code are one thing, and a side is the same in both directions."""
    if name in {"root", "cameo"}:
        return "class"
    kind, side = ("role", _ROLES[name]) if name in _ROLES else ("side", name)
    if side not in _SIDES:
        return name
    first = act.events[0]["event_id"]
    turned = event["event_id"] != first and _is_back(event, act.events[0])
    return kind, _SIDES[side] if turned else side


def _is_back(one: _Row, other: _Row) -> bool:
    """Whether two events of an act are its two directions."""
    return one is not other and (one["source"], one["target"]) == (other["target"], other["source"])


def _change(act: _Act, event: _Row, name: str, value: str) -> None:
    """Set a field in all events of an act; sides and roles where they belong in each direction."""
    kind = "_role" if name in _ROLES else ""
    side = _ROLES.get(name, name)
    if side in _SIDES:
        back = [_is_back(one, event) for one in act.events]
        same = [(one["source"], one["target"]) == (event["source"], event["target"]) for one in act.events]
        for one, turned, alike in zip(act.events, back, same, strict=True):
            if turned or alike:
                one |= {f"{_SIDES[side] if turned else side}{kind}": value or None, "decided_by": DECIDED_BY}
                one["confidence"] = 1.0
        act.recount = True
        return
    for one in act.events:
        one |= {**_new_values(name, value), "decided_by": DECIDED_BY, "confidence": 1.0}


def _new_values(name: str, value: str) -> _Row:
    """The columns of an event that a field sets."""
    if name == "day":
        return _interval(value)
    if name in {"modality", "status"}:
        return {name: value}
    root = ontology.plover_of(value) if name == "cameo" else None if value == STATEMENT else value
    code = value if name == "cameo" else None if root is None else ontology.code_of(root)
    return {
        "root": root, "cameo": code, "mode": None, "quad": ontology.quad_of(root),
        "goldstein": ontology.goldstein(code, root),
    }  # fmt: skip


def _interval(value: str) -> _Row:
    days = parse_period(value)
    if days is None:
        return {}
    first, last = days
    whole = ((name, pd.Period(first, freq)) for name, freq in _PRECISIONS.items())
    fitting = (name for name, one in whole if one.start_time == first and one.end_time.normalize() == last)
    precision = next(fitting, "period")
    return {"when_first": first, "when_last": last, "when_precision": precision}


def _recount(act: _Act) -> None:
    """Leave out the directions that are rejected, and count reports and directions anew where they have changed."""
    act.events = [one for one in act.events if one["event_id"] not in act.dropped]
    act.reports = [one for one in act.reports if one["event_id"] not in act.dropped]
    if not act.recount:
        return
    sources = {_plain(one["source"]) for one in act.events}
    for one in act.events:
        articles = {report["doc_id"] for report in act.reports if report["event_id"] == one["event_id"]}
        one |= {"n_reports": max(1, len(articles)), "mutual": len(sources) > 1}


def _put_back(name: str, frame: pd.DataFrame, taken: Iterable[str], rows: list[_Row]) -> pd.DataFrame:
    """The frame with the rows of some events exchanged, each where it was."""
    frame = frame.reset_index(drop=True)
    kept = frame[~frame["event_id"].isin(set(taken))]
    rows.sort(key=lambda row: row["_at"])
    places = [*map(float, kept.index), *(row["_at"] for row in rows)]
    whole = pd.concat([kept, schemas.from_rows(name, rows)], ignore_index=True) if rows else kept
    order = pd.Series(places).sort_values(kind="stable").index
    return schemas.check(name, whole.iloc[order])
