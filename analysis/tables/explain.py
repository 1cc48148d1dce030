"""How an event came about: sentence, spans, path, rule or score, date expression, how each actor was settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis import errors, ontology
from analysis.actions import lexicon
from analysis.actors import labels
from analysis.events.coded import CodedCorpus

_HOW = {
    "name": "by name", "capital": "by a capital that stands for its government",
    "demonym": "by the adjective or people of the state",
    "seat": "by a seat of government", "office": "by an office on that day", "alias": "by your aliases",
    "organisation": "by an organisation's name", "group": "by a group's name",
    "coreference": "by reference to an earlier mention", "unresolved": "not settled",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for one event, as text; in a notebook it shows itself."""

    event_id: str
    text: str

    def __str__(self) -> str:
        """The explanation, a line a reason."""
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<pre style="white-space:pre-wrap">{escape(self.text)}</pre>'


def explain(event_id: str, coded: CodedCorpus) -> Explanation:
    """Explain one event of a coded corpus.

    Raises
    ------
    InputError
        If no event has that id.
    """
    chosen = coded.events[coded.events["event_id"] == event_id]
    if chosen.empty:
        raise errors.InputError(f"no event {event_id!r} among the {len(coded.events)} events of this corpus")
    evidence = coded.evidence[coded.evidence["event_id"] == event_id]
    told = set(evidence["sentence_id"])
    part = CodedCorpus(
        documents=coded.documents, sentences=coded.sentences[coded.sentences["sentence_id"].isin(told)],
        mentions=coded.mentions[coded.mentions["sentence_id"].isin(told)], events=chosen, evidence=evidence,
        rejects=coded.rejects, run=coded.run,
    )  # fmt: skip
    return Explanation(event_id, explain_all(part)[event_id])


def explain_all(coded: CodedCorpus) -> dict[str, str]:
    """The explanation of every event, by its id."""
    texts = coded.sentences.set_index("sentence_id")["text"]
    titles = coded.documents.set_index("doc_id")["path"]
    mentions: dict[tuple[str, int, int], list[Mapping[str, Any]]] = {}
    for row in coded.mentions.to_dict("records"):
        mentions.setdefault((row["sentence_id"], int(row["start"]), int(row["end"])), []).append(
            {str(k): v for k, v in row.items()}
        )
    proofs: dict[str, list[Mapping[str, Any]]] = {}
    for row in coded.evidence.to_dict("records"):
        proofs.setdefault(row["event_id"], []).append({str(k): v for k, v in row.items()})
    found = {}
    for row in coded.events.to_dict("records"):
        event = {str(k): v for k, v in row.items()}
        lines = _head(event)
        for number, proof in enumerate(proofs.get(event["event_id"], []), start=1):
            lines += _proof(
                number, proof, event, texts.get(proof["sentence_id"], ""), titles.get(proof["doc_id"], ""), mentions
            )
        found[event["event_id"]] = "\n".join(lines)
    return found


def _head(event: Mapping[str, Any]) -> list[str]:
    root = "statement" if pd.isna(event["root"]) else event["root"]
    code = "" if pd.isna(event["cameo"]) else f", CAMEO {event['cameo']} ({_name(event['cameo'])})"
    quad = ontology.QUAD_NAMES[int(event["quad"])]
    sides = f"{labels.label(event['source'])} -> {labels.label(event['target'])}"
    lines = [
        f"{sides}: {root}{code}; {quad}; {event['modality']}",
        f"decided by   {event['decided_by']}{_meaning(event['decided_by'])}",
        f"confidence   {event['confidence']:.2f}, {event['n_reports']} article(s)",
        f"Goldstein    {event['goldstein']:.1f} (table {ontology.DEFAULT_GOLDSTEIN}; negative is hostile)",
    ]
    if not pd.isna(event["attributed_to"]):
        lines.append(f"said by      {event['attributed_to']}")
    return lines


def _name(code: str) -> str:
    table = ontology.cameo()
    for end in range(len(code), 1, -1):
        row = table[table["code"] == code[:end]]
        if len(row):
            return str(row["name"].iloc[0]).lower()
    return "unnamed"


def _meaning(rule: str) -> str:
    """What the embedding verb of a rule does, in words."""
    first = rule.split(" + ", maxsplit=1)[0]
    kinds = {one.kind for own in lexicon.default().embedding_verbs.values() for one in own if one.id == first}
    if rule.startswith("model"):
        return "  (score of the small model; no rule of the lexicon applies)"
    return (
        f"  (the verb makes it: {', '.join(sorted(kinds))} + act)"
        if kinds and " + " in rule
        else "  (row of the lexicon)"
    )


def _proof(
    number: int,
    proof: Mapping[str, Any],
    event: Mapping[str, Any],
    text: str,
    path: str,
    mentions: Mapping[tuple[str, int, int], list[Mapping[str, Any]]],
) -> list[str]:
    """The lines of one piece of evidence."""
    day = proof["published"].date()
    lines = [f"[{number}] {path}, published {day}", f'    "{text}"', f"    path       {proof['path']}"]
    when = proof["when_text"]
    if pd.isna(when):
        lines.append(
            f"    when       {_days(event)}: no date expression belongs to the act ({event['when_precision']})"
        )
    else:
        lines.append(f'    when       {_days(event)}: from "{when}" ({event["when_precision"]})')
    for side in ("source", "target"):
        start, end = proof[f"{side}_start"], proof[f"{side}_end"]
        if pd.isna(start):
            lines.append(f"    {side}     not named")
            continue
        own = mentions.get((proof["sentence_id"], int(start), int(end)), [])
        known = next((one for one in own if one["actor"] == event[side]), own[0] if own else None)
        how = _HOW.get(known["how"], known["how"]) + f", {known['confidence']:.2f}" if known else ""
        lines.append(f'    {side}     "{text[int(start) : int(end)]}" is {event[side]} {how}'.rstrip())
    return lines


def _days(event: Mapping[str, Any]) -> str:
    first, last = event["when_first"].date(), event["when_last"].date()
    return f"{first}" if first == last else f"{first} to {last}"
