"""Tables for notebooks and pages: rows in, HTML that opens to sentences and plain text out.

`html` turns any frame into a table and `events` adds the sentences; the other files
make the tables of one subject: relations, recent changes, robustness, two actors,
imported event data, validation, and how an event was coded.
"""

from analysis.tables.changes import alerts, changes, labelled_events, observed
from analysis.tables.dyad import Brief, brief
from analysis.tables.events import actor_counts, asserted_acts, events, most_reported, newest, pairs
from analysis.tables.explain import Explanation, explain
from analysis.tables.external import (
    busiest_pairs,
    external_changes,
    freq_for_counts,
    last_events,
    pair_counts,
    pair_names,
    reasons,
    shown_actors,
)  # fmt: skip
from analysis.tables.html import Table, frame
from analysis.tables.relations import (
    actor_presence,
    balance,
    before_after,
    bloc_ratings,
    brokerage,
    busiest_first,
    cooperating_groups,
    frustration_text,
    headline,
    pair_notes,
    parameters,
    set_aside,
    similarity,
    triad_counts,
)  # fmt: skip
from analysis.tables.robustness import (
    attention_agreement,
    breaks,
    goldstein_weights,
    outlet_note,
)  # fmt: skip
from analysis.tables.validation import SHIPPED, story_errors, story_measures, validation_errors, validation_measures

__all__ = [
    "SHIPPED", "Brief", "Explanation", "Table", "actor_counts", "actor_presence", "alerts", "asserted_acts",
    "attention_agreement", "balance", "before_after", "bloc_ratings", "breaks", "brief",
    "brokerage", "busiest_first", "busiest_pairs", "changes", "cooperating_groups", "events", "explain",
    "external_changes", "frame", "freq_for_counts", "frustration_text", "goldstein_weights", "headline",
    "labelled_events", "last_events", "most_reported", "newest", "observed", "outlet_note",
    "pair_counts", "pair_names", "pair_notes", "pairs", "parameters", "reasons", "set_aside", "shown_actors",
    "similarity", "story_errors", "story_measures", "triad_counts", "validation_errors", "validation_measures",
]  # fmt: skip
