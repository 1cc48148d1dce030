"""How far the tension of notebook 04 depends on choices, and how it agrees with the attention index."""

import pandas as pd

from analysis.actors import labels
from analysis.events.periods import NAMES
from analysis.tables import html
from analysis.tension import Breaks, Note, TensionSurvey, attention
from analysis.tension.measures import counted_events
from analysis.tension.sensitivity import weights as goldstein_weights

FEWEST_PERIODS = 10
_BREAK_COLUMNS = ("component", "kind", "period", "period_low", "period_high", "known", "before", "after", "reason")
_COMPONENTS = {"direction": "with the conflict share", "threats": "with words", "intensity": "with deeds"}


def outlet_note(g: TensionSurvey) -> str:
    """How many outlets the articles name."""
    named = g.corpus.documents["source"].dropna()
    several = len(named.unique())
    if several > 1:
        return f"{several} outlets are named; each of the largest was left out in turn"
    share = f"{len(named)} of {len(g.corpus.documents)} articles name an outlet"
    return f"{share}, {several} in all: none can be left out"


def weights(g: TensionSurvey, *, most: int = 12) -> html.Table | Note:
    """Mean Goldstein weight of each pair by table of weights: signs that flip between tables hang on the table."""
    if g.note is not None:
        return g.note
    yearly = goldstein_weights(counted_events(g.events, freq=g.freq), freq="Y")
    tables = [name for name in yearly.columns if name not in {"a", "b", "period", "n", "apart"}]
    yearly[tables] = yearly[tables].mul(yearly["n"], axis=0)
    sums = yearly.groupby(["a", "b"])[["n", *tables]].sum()
    means = sums[tables].div(sums["n"], axis=0)
    rows = means.loc[list(g.pairs[:most])].reset_index()
    shown = pd.DataFrame({"pair": [labels.pair(a, b) for a, b in zip(rows["a"], rows["b"], strict=True)]})
    for name in tables:
        shown[f"mean weight, {name}"] = [f"{value:+.2f}" for value in rows[name]]
    shown["apart"] = [f"{value:.2f}" for value in rows[tables].max(axis=1) - rows[tables].min(axis=1)]
    return html.frame_table(shown, numbers=shown.columns[1:])


def agreement(g: TensionSurvey, series: pd.DataFrame, *, most: int = 10) -> html.Table | Note:
    """Rank correlations of the attention index with the coded components, for the system and the busiest pairs."""
    if g.note is not None:
        return g.note
    joined = pd.concat([g.system(decay=False).frame, g.undecayed().frame], ignore_index=True)
    found = attention.agreement(series, joined)
    hits = series[series["side"] == "all"].groupby(["a", "b"])["n_matching"].sum()
    rows = []
    for a, b in [(attention.ALL, attention.ALL), *g.pairs[:most]]:
        own = found[(found["a"] == a) & (found["b"] == b)].set_index("component")
        rows.append({
            "pair": "all actors" if a == attention.ALL else labels.pair(a, b),
            "articles that match": int(hits.get((a, b), 0)),
            **{title: _correlation(own, name) for name, title in _COMPONENTS.items()},
        })  # fmt: skip
    table = pd.DataFrame(rows)
    return html.frame_table(table, numbers=table.columns[1:])


def _correlation(own: pd.DataFrame, component: str) -> str:
    """The rank correlation with the number of periods that it rests on."""
    if component not in own.index:
        return "no acts"
    row = own.loc[component]
    if row["n"] < FEWEST_PERIODS or pd.isna(row["spearman"]):
        return "too few"
    return f"{row['spearman']:+.2f} ({row['n']:.0f})"


def break_table(g: TensionSurvey, found: Breaks | None) -> html.Table | Note:
    """The breaks of all pairs, newest first, then changes that are not told as breaks, and what they rest on."""
    if g.note is not None or found is None:
        return g.note or html.frame_table(pd.DataFrame())
    searched = found.series[found.series["note"] == ""]
    chosen = found.parameters
    head = (
        f"{len(found.breaks)} breaks and {len(found.doubtful)} doubtful changes in {len(searched)} searched "
        f"of {len(found.series)} series by {NAMES[chosen['freq']]}; penalty {chosen['penalty']:g}, "
        f"at least {chosen['min_size']} periods apart, {chosen['min_events']:g} acts needed; "
        f"of the series with a break {chosen['false_discovery_rate']:.0%} may be false"
    )
    told = pd.concat([found.breaks.assign(reason=""), found.doubtful], ignore_index=True)
    return _breaks(told, head)


def _breaks(rows: pd.DataFrame, head: str) -> html.Table:
    if rows.empty:
        return html.Table(f"<p>{head}.</p>", head)
    keys, ascending = ["reason", "period", "a", "b", "component"], [True, False, True, True, True]
    ordered = rows.sort_values(keys, ascending=ascending, kind="stable").head(30)
    shown = ordered[list(_BREAK_COLUMNS)].rename(columns={"reason": "not told as a break"})
    shown.insert(0, "pair", [labels.pair(a, b) for a, b in zip(ordered["a"], ordered["b"], strict=True)])
    table = html.frame_table(shown, numbers=["before", "after"])
    return html.Table(f"<p>{head}.</p>{table.html}", f"{head}\n{table.text}")
