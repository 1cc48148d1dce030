"""Tables of counts: acts by pair, period and quad class, made, checked, summed to levels and laid on a grid.

A table of counts has `a` (acts on) `b`, `period` (first day; weeks begin on
Monday), `n_vc`, `n_mc`, `n_vf`, `n_mf` (verbal and material cooperation,
verbal and material conflict) and, once finished, `n`. Where the classes of the acts are
known it has `n_force` as well, the acts of conflict that threaten, show or use force. What counts as an act
between two actors is decided by `analysis.events.selection`, for this module as for
`analysis.relations.measures`.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import errors
from analysis.events import periods, selection

QUADS = selection.COUNTS
COLUMNS = ("a", "b", "period", *QUADS)
FORCE = "n_force"
FORCE_ROOTS = ("THREATEN", "MOBILIZE", "ASSAULT")
"""Classes of conflict that threaten, show or use force: what makes a militarised dispute (Jones, Bremer and
Singer 1996, Conflict Management and Peace Science 15)."""
LEVELS = ("dyad", "actor", "triad", "system")
ALL = "*"
"""Stands for every other actor, where counts are summed over them."""
MAX_TRIAD_ACTORS = 40
_CONFLICT = 3  # the first quad class of conflict


def empty() -> pd.DataFrame:
    """A table of counts without rows."""
    return finish(pd.DataFrame({name: [] for name in COLUMNS}))


def is_counts(frame: pd.DataFrame) -> bool:
    """Tell whether `frame` has the columns of a table of counts."""
    return selection.is_counts(frame)


def kind_of(quad: int, root: str | None) -> int:
    """The quad class of an act, and 5 or 6 for 3 or 4 (verbal or material conflict) with threat or use of force."""
    return quad + 2 if quad >= _CONFLICT and root in FORCE_ROOTS else quad


def spread(long: pd.DataFrame, *, forces: bool = False) -> pd.DataFrame:
    """A table of counts from rows `a`, `b`, `period`, `quad` (1 to 4), `n`.

    With `forces` the column `quad` has kinds (`kind_of`), and the table `n_force`.
    """
    wide = long.pivot_table(index=["a", "b", "period"], columns="quad", values="n", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=[1, 2, 3, 4, 5, 6], fill_value=0)
    table = wide[[1, 2]].assign(n_vf=wide[3] + wide[5], n_mf=wide[4] + wide[6], n_force=wide[5] + wide[6])
    table.columns = pd.Index([*QUADS, FORCE])
    return (table if forces else table.drop(columns=FORCE)).reset_index()


def numbers(table: pd.DataFrame) -> list[str]:
    """The columns of counts that a table has: the quad classes, and `n_force` where it is known."""
    return [*QUADS, FORCE] if FORCE in table.columns else list(QUADS)


def finish(table: pd.DataFrame) -> pd.DataFrame:
    """Add `n`, sort by pair and period, and set the dtypes."""
    out = table[["a", "b", "period", *numbers(table)]].copy()
    out["period"] = pd.to_datetime(out["period"]).astype("datetime64[us]")
    out = out.astype({"a": "str", "b": "str", **dict.fromkeys(numbers(table), "float64")})
    out["n"] = out[list(QUADS)].sum(axis=1)
    return out.sort_values(["a", "b", "period"], kind="stable").reset_index(drop=True)


def count_acts(
    events: pd.DataFrame, *, freq: str = "W", directed: bool = True, modality: Sequence[str] = ("asserted",),
    status: Sequence[str] = ("now",),
    evidence: pd.DataFrame | None = None, keep_private: bool = False, once: bool | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Count the acts of an events frame.

    Parameters
    ----------
    events
        The events frame.
    freq
        D, W, M, Q or Y.
    directed
        False puts a before b in the alphabet and adds both directions up.
    once
        Count an act that two actors do together once, in the direction that comes
        first, and not in both. By default so where directions are added up.
    modality, status
        Modalities, and which of `schemas.STATUSES`, count.
    evidence
        Dates undated events by their first report.
    keep_private
        Count acts of persons and firms of their own for their state.
    """
    freq = periods.check_freq(freq, periods.COUNTED)
    whole = "W" if freq == "D" else freq
    selected = selection.select_acts(
        events, freq=whole, evidence=evidence, modality=modality, status=status, keep_private=keep_private
    )
    chosen, forces = selected.frame, "root" in events.columns
    if forces:
        forceful = events["root"].iloc[selected.rows].isin(FORCE_ROOTS).to_numpy()
        chosen = chosen.assign(quad=chosen["quad"].where(~forceful | (chosen["quad"] < _CONFLICT), chosen["quad"] + 2))
    if once if once is not None else not directed:
        chosen = chosen[~chosen["again"]]
    long = chosen.rename(columns={"source": "a", "target": "b", "count": "n"})
    long["period"] = periods.period_start(periods.period_number(long["day"], freq), freq)
    table = spread(long[["a", "b", "period", "quad", "n"]], forces=forces) if len(long) else empty()
    return finish(table if directed else undirected(table))


def check(table: pd.DataFrame, freq: str) -> pd.DataFrame:
    """A finished table of counts from anyone's, its periods brought to the first day of `freq`.

    A whole number in `period` is a year. Rows with a missing side or with one actor on both
    sides are left out. `n_force` is kept where the table has it.

    Raises
    ------
    InputError
        If a column is missing, a count is negative or no number, or a period is no day.
    """
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        msg = f"the table of counts lacks the {errors.columns(missing)}"
        raise errors.InputError(msg)
    checked = _by_period(table, freq)
    if checked.empty or FORCE not in table.columns:
        return checked
    forceful = _by_period(table.assign(n_vc=0, n_mc=0, n_vf=table[FORCE], n_mf=0), freq)
    keys = ["a", "b", "period"]
    found = checked.merge(forceful[[*keys, "n_vf"]].rename(columns={"n_vf": FORCE}), how="left", on=keys)
    found[FORCE] = np.minimum(found[FORCE].fillna(0.0), found["n_vf"] + found["n_mf"])
    return finish(found)


def _by_period(table: pd.DataFrame, freq: str) -> pd.DataFrame:
    chosen = selection.acts_of_counts(table, freq="W" if freq == "D" else freq).frame
    if chosen.empty:
        return empty()
    long = chosen.rename(columns={"source": "a", "target": "b", "count": "n"})
    long["period"] = periods.period_start(periods.period_number(long["day"], freq), freq)
    return finish(spread(long[["a", "b", "period", "quad", "n"]]))


def undirected(table: pd.DataFrame) -> pd.DataFrame:
    """Both directions of a pair added up, a before b in the alphabet."""
    swap = (table["a"] > table["b"]).to_numpy()
    both = table.assign(a=table["a"].where(~swap, table["b"]), b=table["b"].where(~swap, table["a"]))
    return both.groupby(["a", "b", "period"], as_index=False, sort=True)[numbers(table)].sum()


def add_empty_periods(table: pd.DataFrame, freq: str, *, first: object = None, last: object = None) -> pd.DataFrame:
    """Lay every pair on all periods from the table's first to its last; empty periods count 0."""
    if table.empty:
        return finish(table)
    number = periods.period_number(table["period"], freq)
    low = number.min() if first is None else min(number.min(), _number(first, freq))
    high = number.max() if last is None else max(number.max(), _number(last, freq))
    pairs = table[["a", "b"]].drop_duplicates().sort_values(["a", "b"])
    width = int(high - low + 1)
    pair_of = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(table[["a", "b"]]))
    at = pair_of * width + (number - low)
    values = {
        name: np.bincount(at, table[name].to_numpy(float), minlength=len(pairs) * width) for name in numbers(table)
    }  # fmt: skip
    grid = pairs.loc[pairs.index.repeat(width)].reset_index(drop=True)
    grid["period"] = np.tile(periods.period_start(np.arange(low, high + 1), freq), len(pairs))
    return finish(grid.assign(**values))


def _number(day: object, freq: str) -> int:
    return int(periods.period_number(np.array([pd.Timestamp(str(day)).to_datetime64()]), freq)[0])


def gather(table: pd.DataFrame, *, by: str, directed: bool, actors: Sequence[str] | None) -> pd.DataFrame:
    """Sum a directed table of counts to the level `by`; `actors` keeps acts between those named.

    Raises
    ------
    InputError
        If triads are asked for among more than `MAX_TRIAD_ACTORS` actors.
    """
    if actors is not None:
        table = table[table["a"].isin(actors) & table["b"].isin(actors)]
    if table.empty:
        return empty()
    if by == "dyad":
        return table if directed else finish(undirected(table))
    if by == "system":
        return _sum(table.assign(a=ALL, b=ALL))
    if by == "actor":
        sent = table.assign(b=ALL)
        got = table.assign(a=table["b"], b=ALL)
        return _sum(sent if directed else pd.concat([sent, got]))
    return _triads(undirected(table))


def _sum(table: pd.DataFrame) -> pd.DataFrame:
    return finish(table.groupby(["a", "b", "period"], as_index=False)[numbers(table)].sum())


def _triads(table: pd.DataFrame) -> pd.DataFrame:
    actors = sorted(set(table["a"]) | set(table["b"]))
    if len(actors) > MAX_TRIAD_ACTORS:
        raise errors.InputError(
            f"triads among {len(actors)} actors are too many; name at most {MAX_TRIAD_ACTORS} actors"
        )
    pairs = set(zip(table["a"], table["b"], strict=True))
    parts = []
    for three in itertools.combinations(actors, 3):
        edges = set(itertools.combinations(three, 2))
        if edges <= pairs:
            own = np.array([pair in edges for pair in zip(table["a"], table["b"], strict=True)])
            parts.append(table[own].assign(a=three[0], b=f"{three[1]}+{three[2]}"))
    return _sum(pd.concat(parts)) if parts else empty()
