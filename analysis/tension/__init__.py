"""Direction and intensity of conflict over time, their breaks and recent changes, escalation, attention.

`measures` computes the frame of a corpus, an events frame or a table of counts, with the bands of
`dispersion`; `result` hands it out as a `Tension`; `breaks`, `recent_change` and `alerts` read it;
`survey` gathers what the figures and tables of a set of actors rest on.
"""

from analysis.tension.alerts import EarlyWarning
from analysis.tension.attention import attention_index
from analysis.tension.escalation import escalation
from analysis.tension.measures import TensionOptions
from analysis.tension.result import Tension, alerts, compare, find_breaks, measure
from analysis.tension.sensitivity import sensitivity
from analysis.tension.survey import Note, TensionSurvey, survey
from analysis.tension.turns.breaks import BreakOptions, Breaks

__all__ = [
    "BreakOptions", "Breaks", "EarlyWarning", "Note", "Tension", "TensionOptions", "TensionSurvey", "alerts",
    "attention_index", "compare", "escalation", "find_breaks", "measure", "sensitivity", "survey",
]  # fmt: skip
