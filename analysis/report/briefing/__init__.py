"""The pages that say what was found: the brief that a report opens with, pairs, map and timeline."""

from analysis.report.briefing.brief import Measures

__all__ = ["Measures"]
