"""Validation: the coder, or a part of it, measured against gold files by the field's measures.

`evaluation` reads a gold file (`gold`, `timeml`), asks a system for its answers
(`systems`) and counts them by task (`event_task`, `part_tasks`, `agreement`)
into measures with intervals (`metrics`). `stories` measures deduplication, `corrected_gold` makes gold of a user's
corrections.
"""

from analysis.validation.corrected_gold import check_gold_free, corrected_gold, write_corrected_gold
from analysis.validation.evaluation import FORMATS, Validation, evaluate
from analysis.validation.stories import StoryValidation, evaluate_stories

__all__ = [
    "FORMATS", "StoryValidation", "Validation", "check_gold_free", "corrected_gold", "evaluate", "evaluate_stories",
    "write_corrected_gold",
]  # fmt: skip
