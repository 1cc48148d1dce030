"""How an event was coded: sentence, spans, path, rule or score, date expression, how each actor was resolved."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd

from analysis import errors, ontology, schemas
from analysis.actions import lexicon
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
    "coreference": "by reference to an earlier mention", "unresolved": "not resolved",
    "correction": "by your correction",
}  # fmt: skip


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
        raise errors.InputError(f"no event {event_id!r} among the {len(corpus.events)} events of this corpus")
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
    for event in schemas.records(corpus.events):
        lines = _head(event) + decided.get(event["event_id"], [])
        for number, row in enumerate(evidence.get(event["event_id"], []), start=1):
            lines.append(f"[{number}] {paths.get(row['doc_id'], '')}, published {row['published'].date()}")
            lines += _evidence(row, event, texts.get(row["sentence_id"], ""), mentions)
        found[event["event_id"]] = "\n".join(lines)
    return found


_STATUSES = {"now": "", "state": "; a standing state or habit", "reference": "; only referred to"}


def _head(event: _Row) -> list[str]:
    root: str = "statement" if pd.isna(event["root"]) else event["root"]
    code: str = "" if pd.isna(event["cameo"]) else f", CAMEO {event['cameo']} ({_name(event['cameo'])})"
    quad = ontology.QUAD_NAMES[int(event["quad"])]
    sides = f"{labels.label(event['source'])} -> {labels.label(event['target'])}"
    lines = [
        f"{sides}: {root}{code}; {quad}; {event['modality']}{_STATUSES[event.get('status', 'now')]}",
        f"decided by   {event['decided_by']}{_meaning(event['decided_by'])}",
        f"confidence   {event['confidence']:.2f}, {event['n_reports']} article(s)",
        f"Goldstein    {event['goldstein']:.1f} (table {ontology.DEFAULT_GOLDSTEIN}; negative is hostile)",
    ]
    if not pd.isna(event["attributed_to"]):
        lines.append(f"said by      {event['attributed_to']}")
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


@functools.cache
def _meaning(rule: str) -> str:
    """What kind of rule it is and, for an embedding verb, what the verb does."""
    if rule == DECIDED_BY:
        return "  (a user's)"
    if rule.startswith("model"):
        return "  (the pair model's root with its probability; no rule of the lexicon has it)"
    rule, _, opinion = rule.partition("; model ")
    beside = f"; the pair model says {opinion}" if opinion else ""
    first, _, embedded = rule.partition(" + ")
    kinds = {one.kind for own in lexicon.default().embedding_verbs.values() for one in own if one.id == first}
    if kinds and embedded:
        return f"  (embedding verb: {', '.join(sorted(kinds))} + embedded act{beside})"
    return f"  (row of the lexicon{beside})"


def _evidence(row: _Row, event: _Row, text: str, mentions: Mapping[_Place, list[_Row]]) -> list[str]:
    """The lines of one sentence behind an event."""
    lines = [f'    "{text}"', f"    path       {row['path']}", f"    when       {_date(row['when_text'], event)}"]
    for side in ("source", "target"):
        start, end = row[f"{side}_start"], row[f"{side}_end"]
        if pd.isna(start):
            lines.append(f"    {side}     not named")
            continue
        own = mentions.get((row["sentence_id"], int(start), int(end)), [])
        known = next((one for one in own if one["actor"] == event[side]), own[0] if own else None)
        how = f"{_HOW.get(known['how'], known['how'])}, {known['confidence']:.2f}" if known else ""
        lines.append(f'    {side}     "{text[int(start) : int(end)]}" is {event[side]} {how}'.rstrip())
    return lines


def _date(expression: Any, event: _Row) -> str:
    """The days of an event and the date expression that they rest on."""
    if pd.isna(expression):
        return f"{_days(event)}: the event has no date expression ({event['when_precision']})"
    return f'{_days(event)}: from "{expression}" ({event["when_precision"]})'


def _days(event: _Row) -> str:
    first, last = event["when_first"].date(), event["when_last"].date()
    return f"{first}" if first == last else f"{first} to {last}"
