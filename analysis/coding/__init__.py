"""Coding: from the sentences of articles to events, who did what to whom on which days.

`loading` opens a corpus and keeps the result; `pipeline` codes it, document by document (`document`). In a
sentence, `linking` and `_sides` find the participants of each act, `candidates` and `dating` make candidate
events of them; `proposals` adds what the model sees between the same participants, and `adjudication` decides what
stands; `deduplication` joins the mentions of one event. `marked_pairs` classes pairs that are given.
"""

from analysis.coding.candidates import CandidateEvent
from analysis.coding.deduplication import EventMention
from analysis.coding.loading import load
from analysis.coding.marked_pairs import classify_pairs
from analysis.coding.pipeline import code_corpus, code_documents, code_sentences

__all__ = [
    "CandidateEvent",
    "EventMention",
    "classify_pairs",
    "code_corpus",
    "code_documents",
    "code_sentences",
    "load",
]
