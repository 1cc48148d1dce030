"""The coded corpus as frames: what a user asks of it, which events count as acts, and how they are counted.

`coded` holds the frames, `scope` what is asked for, `selection` decides which
events count, `counts` sums them, `home_front` turns to the inside of one state;
`periods` and `pairs` are the rules that the other rooms share.
"""

from analysis.events.coded import (
    CodedCorpus,
    frames_folder,
    merge,
    new_frames,
    read_frames,
    write_frames,
    write_record,
)
from analysis.events.counts import count_acts
from analysis.events.home_front import home_front, home_fronts
from analysis.events.pairs import Pair, between, middle_day, unordered
from analysis.events.periods import check_freq, parse_period, period_number, period_start
from analysis.events.scope import Scope, choose_actors
from analysis.events.selection import SelectedActs, select_acts

__all__ = [
    "CodedCorpus", "Pair", "Scope", "SelectedActs", "between", "check_freq", "choose_actors", "count_acts",
    "frames_folder", "home_front", "home_fronts", "merge", "middle_day", "new_frames", "parse_period",
    "period_number", "period_start", "read_frames", "select_acts", "unordered", "write_frames", "write_record",
]  # fmt: skip
