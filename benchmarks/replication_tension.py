"""Published numbers of tension, breaks and attention, checked on the user's own copies of the data.

- `levant_cameo.csv.gz` and `balkans_weis.csv.gz`: the KEDS lists (columns
  `date`, `source`, `target`, `code`) for the Levant, 1979 to 2011, and the
  Balkans, 1989 to 2003;
- `gpr_monthly_country.csv`: the monthly index of Caldara and Iacoviello, with
  `month`, `GPR`, `SHARE_GPR`, `GPRH`, `SHARE_GPRH`.
"""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import replication_check
from replication_check import Check

from analysis import errors, eventdata
from analysis.tension import attention, breaks, measures

_HISTORY = "the historical record"
_VIGNETTE = "vignette of the R package events: weekly sums, Serbia to Bosnia"
# weeks of the vignette's last rows: sum of WEIS Goldstein weights, number of events
_WEEKS = {
    "1995-11-20": (24.5, 11), "1995-11-27": (24.3, 5), "1995-12-04": (2.9, 2), "1995-12-11": (11.7, 10),
    "1995-12-18": (-0.2, 1),
}  # fmt: skip
# pair, component, the week of the event and what happened
_EVENTS = (
    (("ISR", "PSE"), "direction", "2000-10-02", "second Intifada"),
    (("ISR", "PSE"), "intensity", "1987-12-07", "first Intifada"),
    (("ISR", "LBN"), "intensity", "1982-06-07", "invasion of Lebanon"),
    (("ISR", "LBN"), "intensity", "2006-07-10", "July war"),
)


def levant(folder: Path) -> Iterator[Check]:
    """Known breaks of Israel's dyads in weekly series at the default setting, in weeks from the event."""
    file = replication_check.file_in(folder, "levant_cameo.csv.gz")
    if file is None:
        return
    events = eventdata.read(file, "keds_cameo").events
    found = breaks.find(measures.measure(events, freq="W", only=("ISR", "PSE", "LBN"))).breaks
    for pair, component, week, what in _EVENTS:
        mine = found["a"].isin(pair) & found["b"].isin(pair) & (found["component"] == component)
        weeks = (found.loc[mine, "period"] - pd.Timestamp(week)).dt.days / 7
        nearest = float(weeks.abs().min()) if len(weeks) else float("inf")
        yield Check(f"{'-'.join(pair)}: {what}, {component}, weeks apart", 0, nearest, _HISTORY, within=1.01)


def balkans(folder: Path) -> Iterator[Check]:
    """Weekly sums of weights of what Serbia did to Bosnia."""
    file = replication_check.file_in(folder, "balkans_weis.csv.gz")
    if file is None:
        return
    own = {"SER": "SER", "BOS": "BOS"}  # the bare codes, apart from those of armies and parties
    events = eventdata.read(file, "keds_weis", weights="weis", actors=own).events
    acts = events[(events["source"] == "SER") & (events["target"] == "BOS")]
    weekly = acts.groupby(acts["when_first"].dt.to_period("W-SUN").dt.start_time)["goldstein"].agg(["sum", "size"])
    for week, (total, number) in _WEEKS.items():
        found = weekly.reindex([pd.Timestamp(week)]).fillna(0.0).iloc[0]
        yield Check(f"week of {week}: sum of weights", total, round(float(found["sum"]), 9), _VIGNETTE)
        yield Check(f"week of {week}: events", number, float(found["size"]), _VIGNETTE)


def geopolitical_risk(folder: Path) -> Iterator[Check]:
    """The published index from its article shares, which are rounded to 0.01 per cent.

    Raises
    ------
    InputError
        If the table lacks a column.
    """
    file = replication_check.file_in(folder, "gpr_monthly_country.csv")
    if file is None:
        return
    table = pd.read_csv(file, encoding="utf-8-sig", low_memory=False)
    missing = {"month", "GPR", "SHARE_GPR", "GPRH", "SHARE_GPRH"} - set(table.columns)
    if missing:
        msg = f"{file}: no column {', '.join(sorted(missing))}"
        raise errors.InputError(msg)
    table = table.set_index(pd.to_datetime(table["month"], format="%d/%m/%Y"))
    for name, first in (("GPR", "1985-01-01"), ("GPRH", "1900-01-01")):
        share, base = table[f"SHARE_{name}"].dropna(), (first, "2019-12-31")
        found = attention.normalise(share, base=base)
        rounding = 0.005 * 100 / float(share[slice(*base)].mean()) + 0.005
        apart = float((found - table[name]).abs().max())
        yield Check(f"{name}: mean over {first[:4]} to 2019", 100, float(found[slice(*base)].mean()), "AER 2022")
        yield Check(f"{name}: largest difference, {len(share)} months", 0, apart, "AER 2022", within=rounding)
