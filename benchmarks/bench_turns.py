"""Find known turns of history in the event lists of the KEDS project, and count false alarms on quiet histories.

Short crises are planted in the same quiet histories, four a pair, to see how many the episodes find.

`python benchmarks/bench_turns.py folder`, with the lists of `replication.py` in the folder. `known_turns.csv` was
written from general history before anything was tried, whether or not the lists report the turn: `file`, `a`,
`b`, `day`, `what`. A turn is found if a break, or the begin, peak or end of an episode, lies within one week of it.
"""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import planted

from analysis import eventdata
from analysis.events import periods
from analysis.tension import Breaks, find_breaks, measure

FORMATS = {"levant_cameo.csv.gz": "keds_cameo", "balkans_weis.csv.gz": "keds_weis"}
TURNS = Path(__file__).with_name("known_turns.csv")
WITHIN = 1
QUIET: dict[str, dict[str, float]] = {
    "sparse (0.3 acts a week)": {"rate": 0.3}, "busy (4 a week)": {"rate": 4.0},
    "sparse, stories of 2 acts": {"rate": 0.4, "acts_of_a_story": 2.0},
    "sparse, stories of 4 acts": {"rate": 0.4, "acts_of_a_story": 4.0},
    "restless (weekly variance 0.5)": {"rate": 2.0, "unrest": 0.5},
}  # fmt: skip


def distances(found: Breaks, turn: pd.Series) -> tuple[float, float]:
    """Weeks from a turn to the nearest break and to the nearest begin, peak or end of an episode."""
    week = periods.period_start(periods.period_number(pd.Series([turn["day"]]), "W"), "W")[0]
    breaks, episodes = (
        table[(table["a"] == turn["a"]) & (table["b"] == turn["b"])] for table in (found.breaks, found.episodes)
    )
    nearest = [
        (pd.concat(days) - week).dt.days.abs().min() / 7 if len(days[0]) else float("inf")
        for days in ([breaks["period"]], [episodes[name] for name in ("begin", "peak", "end")])
    ]
    return nearest[0], nearest[1]


def known_turns(folder: Path) -> None:
    turns = pd.read_csv(TURNS, parse_dates=["day"])
    rows = []
    for name, own in turns.groupby("file"):
        measured = measure(eventdata.read(folder / str(name), FORMATS[str(name)]).events, freq="W", min_events=30)
        found = measured.select(own[["a", "b"]].drop_duplicates()).breaks()
        for turn in own.to_dict("records"):
            near = distances(found, pd.Series(turn))
            rows.append({**turn, "break": near[0], "episode": near[1]})
    table = pd.DataFrame(rows)
    for row in table.to_dict("records"):
        print(f"  {row['a']:18s}{row['b']:10s}{row['day'].date()} {row['what']:24s}"
              f"{row['break']:8.0f}{row['episode']:8.0f}")  # fmt: skip
    by_break, by_episode = table["break"] <= WITHIN, table["episode"] <= WITHIN
    print(
        f"Of {len(table)} turns within one week: {by_break.sum()} by a break, {by_episode.sum()} by an episode, "
        f"{(by_break | by_episode).sum()} by either"
    )


def quiet_tables(seed: int, pairs: int, weeks: int = 520) -> dict[str, pd.DataFrame]:
    """Tables of counts of pairs that never turn, by kind; in the last five acts bring further acts."""
    tables = {name: planted.quiet_counts(seed, pairs=pairs, weeks=weeks, **plan) for name, plan in QUIET.items()}
    for rate, answered in ((0.5, 0.3), (0.5, 0.5), (2.0, 0.5), (0.3, 0.7), (2.0, 0.7)):
        name = f"{rate:g} a week, each brings {answered:g}"
        tables[name] = planted.exciting_counts(seed, pairs=pairs, weeks=weeks, rate=rate, answered=answered)
    return tables


def false_alarms(pairs: int = 48) -> None:
    print("False alarms of a pair in ten years of quiet weeks: breaks, episodes")
    for name, table in quiet_tables(900, pairs).items():
        found = find_breaks(table)
        print(f"  {name:32s}{len(found.breaks) / pairs:.2f} {len(found.episodes) / pairs:.2f}")


def planted_crises(pairs: int = 24) -> None:
    print("Share of planted crises that an episode finds within a week")
    for name, table in quiet_tables(901, pairs).items():
        raised, where = planted.with_crises(902, table, crises=4)
        found = planted.crises_found(where, find_breaks(raised).episodes)
        print(f"  {name:32s}{found.mean():.2f} of {len(found)}")


def main() -> None:
    false_alarms()
    planted_crises()
    if len(sys.argv) > 1:
        known_turns(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
