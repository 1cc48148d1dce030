"""Tables for notebooks and pages: rows in, HTML that opens to sentences and plain text out.

`html` turns any frame into a table, `events` adds the sentences, and `links` lets numbers open to
their events; the other files make the tables of one subject: counts, relations, recent changes, robustness, two actors,
imported event data, validation, and how an event was coded.
"""

from analysis.tables.changes import alerts, changes, labelled_events, observed, set_aside_in_survey
from analysis.tables.corpus import corrections, rejects, resolution, sources, unresolved
from analysis.tables.counts import actor_counts, busiest_actors, classes_by_modality, roots_by_modality
from analysis.tables.dyad import Brief, brief
from analysis.tables.events import (
    asserted_acts,
    events,
    most_reported,
    newest,
    not_asserted,
    one_sided,
    pairs,
)  # fmt: skip
from analysis.tables.explain import Explanation, explain, explain_first
from analysis.tables.external import (
    busiest_pairs,
    external_breaks,
    external_changes,
    freq_for_counts,
    last_events,
    pair_counts,
    pair_names,
    reasons,
    rows_read,
    shown_actors,
    since,
)  # fmt: skip
from analysis.tables.html import Table, frame
from analysis.tables.relations import (
    actor_presence,
    balance,
    before_after,
    bloc_ratings,
    brokerage,
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
    "SHIPPED",
    "Brief",
    "Explanation",
    "Table",
    "actor_counts",
    "actor_presence",
    "alerts",
    "asserted_acts",
    "attention_agreement",
    "balance",
    "before_after",
    "bloc_ratings",
    "breaks",
    "brief",
    "brokerage",
    "busiest_actors",
    "busiest_pairs",
    "changes",
    "classes_by_modality",
    "cooperating_groups",
    "corrections",
    "events",
    "explain",
    "explain_first",
    "external_breaks",
    "external_changes",
    "frame",
    "freq_for_counts",
    "frustration_text",
    "goldstein_weights",
    "headline",
    "labelled_events",
    "last_events",
    "most_reported",
    "newest",
    "not_asserted",
    "observed",
    "one_sided",
    "outlet_note",
    "pair_counts",
    "pair_names",
    "pair_notes",
    "pairs",
    "parameters",
    "reasons",
    "rejects",
    "resolution",
    "roots_by_modality",
    "rows_read",
    "set_aside",
    "set_aside_in_survey",
    "shown_actors",
    "similarity",
    "since",
    "sources",
    "story_errors",
    "story_measures",
    "triad_counts",
    "unresolved",
    "validation_errors",
    "validation_measures",
]  # fmt: skip
