"""Findings: what a corpus says about its actors in plain sentences, each with the interval that supports it.

`finding` says what a finding is; the other files answer one question each: `direction`
who draws closer and who drifts apart, `conflict` where material conflict rose, `between`
who stands between blocs, `silence` who fell silent and who is new, `standing` who is on
good terms and who is at odds. `search` asks them all.
"""

from analysis.findings.finding import QUESTIONS, Answer, Finding, Findings, Level
from analysis.findings.search import find

__all__ = ["QUESTIONS", "Answer", "Finding", "Findings", "Level", "find"]
