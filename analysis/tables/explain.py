"""How an event was coded: sentence, spans, path, rule or score, date expression, how each actor was resolved."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from analysis import errors, ontology, schemas
from analysis.actions import wording
from analysis.actors import labels
from analysis.events.coded import CodedCorpus
from analysis.events.corrections import DECIDED_BY
from analysis.tables import html

_Row = dict[str, Any]
_Place = tuple[str, int, int]  # sentence, first and last character of a mention
_HOW = {
    "name": "by name", "capital": "by a capital that stands for its government",
    "demonym": "by the adjective or people of the state",
    "seat": "by a seat of government", "office": "by an office held on that day", "alias": "by your aliases",
    "organisation": "by an organisation's name", "group": "by a group's name",
    "coreference": "by reference to an earlier mention", "deed": "as the doer of a deed told before",
    "unresolved": "not resolved",
    "correction": "by your correction", "place": "by the place with which it is named",
    "context": "by the state of which the article speaks",
}  # fmt: skip
_INFERRED = frozenset({"coreference", "context", "deed", "place"})
"""How a side is known that the sentence itself does not name."""
_ON_THE_SPOT = "by the place where it is done"
"""How a side is known for which the sentence has no mention."""
_UNNAMED = "known only as who speaks"
_DOUBTFUL, _EVEN = 0.6, 0.5
"""Confidence of a side, and probability of the model, beneath which they speak against an event."""
_MARKED = re.compile(r"\[(\w+): (.+?)\]")
_OPINION = re.compile(r"(?:^|; )model ([A-Z]+) ([\d.]+)$")


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one event was coded, as text; a notebook shows it as preformatted text."""

    event_id: str
    text: str

    def __str__(self) -> str:
        """The explanation, one line for each reason."""
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<pre style="white-space:pre-wrap">{escape(self.text)}</pre>'


def explain(event_id: str, corpus: CodedCorpus) -> Explanation:
    """Explain how one event of a coded corpus was coded.

    Parameters
    ----------
    event_id
        Id of the event, as in the events frame.
    corpus
        The corpus that holds it.

    Raises
    ------
    InputError
        If no event has that id.
    """
    chosen = corpus.events[corpus.events["event_id"] == event_id]
    if chosen.empty:
        raise errors.InputError(
            f"no event {event_id!r} among the {labels.counted(len(corpus.events), 'event')} of this corpus"
        )
    evidence = corpus.evidence[corpus.evidence["event_id"] == event_id]
    ids = set(evidence["sentence_id"])
    part = replace(
        corpus, sentences=corpus.sentences[corpus.sentences["sentence_id"].isin(ids)],
        mentions=corpus.mentions[corpus.mentions["sentence_id"].isin(ids)], events=chosen, evidence=evidence,
    )  # fmt: skip
    return Explanation(event_id, explain_all(part)[event_id])


def explain_first(corpus: CodedCorpus, rows: pd.DataFrame) -> Explanation | html.Table:
    """How the first of some events came about; a line that says so where there is none."""
    if rows.empty:
        return html.message("There is no event to explain.")
    return explain(str(rows["event_id"].iloc[0]), corpus)


def explain_all(corpus: CodedCorpus) -> dict[str, str]:
    """The explanation of every event, by its id."""
    texts = corpus.sentences.set_index("sentence_id")["text"].to_dict()
    paths = corpus.documents.set_index("doc_id")["path"].to_dict()
    mentions: dict[_Place, list[_Row]] = {}
    for row in schemas.records(corpus.mentions):
        mentions.setdefault((row["sentence_id"], int(row["start"]), int(row["end"])), []).append(row)
    evidence: dict[str, list[_Row]] = {}
    for row in schemas.records(corpus.evidence):
        evidence.setdefault(row["event_id"], []).append(row)
    decided: dict[str, list[str]] = {}
    for row in schemas.records(corpus.corrections[corpus.corrections["status"] == "applied"]):
        decided.setdefault(row["event_id"], []).append(_correction(row))
    found = {}
    reasons = corpus.selected_acts().reason
    for event, reason in zip(schemas.records(corpus.events), reasons, strict=True):
        rows = evidence.get(event["event_id"], [])
        reports = [_Report(row, event, texts.get(row["sentence_id"], ""), mentions) for row in rows]
        lines = _head(event, reports, reason) + decided.get(event["event_id"], [])
        for number, (row, report) in enumerate(zip(rows, reports, strict=True), start=1):
            lines.append(f"[{number}] {paths.get(row['doc_id'], '')}, published {row['published'].date()}")
            lines += report.lines(rows)
        found[event["event_id"]] = "\n".join(lines)
    return found


_STATUSES = {"now": "", "state": "; a standing state or habit", "reference": "; only referred to"}


@dataclass(frozen=True, slots=True)
class _Report:
    """One sentence that reports an event, and the mentions of the corpus."""

    row: _Row
    event: _Row
    text: str
    mentions: Mapping[_Place, list[_Row]]

    @property
    def trigger(self) -> str:
        """The words that tell of the act."""
        start, end = self.row["trigger_start"], self.row["trigger_end"]
        return "" if pd.isna(start) else self.text[int(start) : int(end)]

    def side(self, side: str) -> _Row | None:
        """The mention on one side of the event; None where nobody is named there."""
        start, end = self.row[f"{side}_start"], self.row[f"{side}_end"]
        if pd.isna(start):
            return None
        own = self.mentions.get((self.row["sentence_id"], int(start), int(end)), [])
        unknown = {"how": "", "confidence": float("nan")}
        known = next((one for one in own if one["actor"] == self.event[side]), own[0] if own else unknown)
        return {**known, "text": self.text[int(start) : int(end)]}

    def _is_voice(self, side: str) -> bool:
        """Whether the side speaks in the sentence: it is not named, and yet known."""
        return side == "source" and self.event["decided_by"].startswith(wording.VOICE)

    def doubts(self) -> list[str]:
        """What makes the sides of the event less sure."""
        found = []
        for side in ("source", "target"):
            known = self.side(side)
            if known is None and self._is_voice(side):
                found.append(f"the {side} is {_UNNAMED}")
            elif known is None:
                found.append(f"no {side} is named")
            elif known["how"] in _INFERRED:
                found.append(f"the {side} is known only {_HOW[known['how']]}")
            elif known["confidence"] < _DOUBTFUL:
                found.append(f'"{known["text"]}" may not stand for the {side}')
        return found

    def lines(self, rows: Sequence[_Row]) -> list[str]:
        """The lines of the sentence; `rows` are all reports of the event."""
        path = self.row["path"]
        lines = [f'    "{self.text}"', f"    words      {path}", f"    when       {_date(self.row, self.event, rows)}"]
        for side in ("source", "target"):
            known = self.side(side)
            if known is None:
                lines.append(f"    {side}     {_UNNAMED if self._is_voice(side) else 'not named'}")
                continue
            how = f"{_HOW.get(known['how'], known['how'])}, {known['confidence']:.2f}" if known["how"] else _ON_THE_SPOT
            lines.append(f'    {side}     "{known["text"]}" is {self.event[side]} {how}')
        return lines


def _head(event: _Row, reports: Sequence[_Report], reason: str) -> list[str]:
    root: str = "statement" if pd.isna(event["root"]) else event["root"]
    code: str = "" if pd.isna(event["cameo"]) else f", CAMEO {event['cameo']} ({_name(event['cameo'])})"
    quad = ontology.QUAD_NAMES[int(event["quad"])]
    sides = f"{labels.label(event['source'])} -> {labels.label(event['target'])}"
    lines = [
        f"{sides}: {root}{code}; {quad}; {event['modality']}{_STATUSES[event.get('status', 'now')]}",
        f"why          {_why(event, reports)}",
        *_modality(event, reports),
        f"confidence   {event['confidence']:.2f} that source, target and act are right{_against(event, reports)}",
        f"counted      {_counted(event, reason)}",
        f"Goldstein    {event['goldstein']:.1f} (table {ontology.DEFAULT_GOLDSTEIN}; negative is hostile)",
        f"decided by   {event['decided_by']}",
    ]
    if not pd.isna(event["attributed_to"]):
        lines.append(f"said by      {labels.label(event['attributed_to'])}")
    return lines


def _correction(row: _Row) -> str:
    """One correction of an event, with its author, day and reason."""
    before: str = "" if pd.isna(row["before"]) else f" (was {row['before']})"
    who = " ".join(filter(None, (row["author"] and f"by {row['author']}", row["day"])))
    said = ", ".join(filter(None, (f"{row['field']} {row['value']}".strip() + before, who)))
    return f"corrected    {said}{': ' if row['reason'] else ''}{row['reason']}"


def _name(code: str) -> str:
    names = _cameo_names()
    return next((names[code[:end]] for end in range(len(code), 1, -1) if code[:end] in names), "unnamed")


@functools.cache
def _cameo_names() -> dict[str, str]:
    table = ontology.cameo().drop_duplicates("code")
    return {str(code): str(name).lower() for code, name in zip(table["code"], table["name"], strict=True)}


def _why(event: _Row, reports: Sequence[_Report]) -> str:
    """Which words of the sentence are read as the act, by which rule, and what the pair model says of the two sides."""
    decided: str = event["decided_by"]
    if decided == DECIDED_BY:
        return "by a correction"
    rule, opinion = _OPINION.sub("", decided), _OPINION.search(decided)
    told = list(dict.fromkeys(one.trigger for one in reports if one.trigger))
    words = f'"{told[0]}"' if len(told) == 1 else f"the surest of {len(told)} wordings" if told else "the sentence"
    if rule == wording.VOICE:
        seen = f" ({opinion[2]})" if opinion else ""
        return f"{words}, said in words of {labels.label(event['source'])}, is {event['root']} to the pair model{seen}"
    if not rule:
        rival = f", which finds {opinion[1]} likelier" if opinion and opinion[1] != event["root"] else ""
        seen = f" ({opinion[2]})" if opinion else ""
        return f"{words} is read as {event['root']} by the pair model{rival}{seen}; no entry of the lexicon fits"
    return f"{words}, in the lexicon: {wording.in_words(rule)}; {_opinion(opinion, event)}"


def _opinion(opinion: re.Match[str] | None, event: _Row) -> str:
    if opinion is None:
        return "the pair model was not asked of these two sides"
    root, probability = opinion[1], float(opinion[2])
    if root == event["root"] and event["mutual"] and probability < _EVEN:
        return f"the pair model sees it more in the other direction (here {root} {probability:.2f})"
    if root == event["root"]:
        return f"the pair model {'agrees' if probability >= _EVEN else 'doubts it'} ({root} {probability:.2f})"
    return f"the pair model finds {root} likelier ({probability:.2f})"


def _modality(event: _Row, reports: Sequence[_Report]) -> list[str]:
    """Which word makes an act planned, hypothetical or denied, or that the pair model says so."""
    if event["modality"] == "asserted":
        return []
    paths = [one.row["path"] for one in reports if not pd.isna(one.row["path"])]
    marks = [found[2] for path in paths if (found := _MARKED.search(path)) and found[1] == event["modality"]]
    return [f"{event['modality']:<12} by {marks[0]!r}" if marks else f"{event['modality']:<12} by the pair model"]


def _against(event: _Row, reports: Sequence[_Report]) -> str:
    """What speaks against an event in every one of its reports, and in how many articles it stands."""
    own = [one.doubts() for one in reports]
    shared = [doubt for doubt in own[0] if all(doubt in other for other in own[1:])] if own else []
    opinion = _OPINION.search(event["decided_by"])
    weak = opinion is not None and float(opinion[2]) < _EVEN and not event["mutual"]
    if opinion and (opinion[1] != event["root"] or weak):
        shared.append("the pair model does not agree")
    if event["decided_by"].startswith(("model", wording.VOICE)):
        shared.append("the lexicon is silent")
    against = f"; against it: {', '.join(shared)}" if shared else ""
    return f", told by {labels.counted(event['n_reports'], 'article')}{against}"


def _counted(event: _Row, reason: str) -> str:
    """Whether the measures count the event, or why they do not."""
    return f"no, {reason}" if reason else "yes" + ("; the other direction is the same act" if event["mutual"] else "")


def _date(row: _Row, event: _Row, rows: Sequence[_Row]) -> str:
    """The days of an event and what in this sentence they rest on."""
    if not pd.isna(row["when_text"]):
        return f'{_days(event)}: from "{row["when_text"]}" (to the {event["when_precision"]})'
    if event["when_precision"] == "article":
        return f"{_days(event)}: the day of all acts that the article dates, since the sentence gives the act none"
    if event["when_precision"] == "published":
        return f"{_days(event)}: the day of publication, since the sentence gives the act no day"
    if any(not pd.isna(one["when_text"]) for one in rows):
        return f"{_days(event)}: as another report of the act says"
    return f"{_days(event)}: no date expression (to the {event['when_precision']})"


def _days(event: _Row) -> str:
    first, last = event["when_first"].date(), event["when_last"].date()
    return f"{first}" if first == last else f"{first} to {last}"
