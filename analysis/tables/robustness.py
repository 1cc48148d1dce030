"""How far the gauges of notebook 04 hang on choices, and how they agree with the attention index."""

import pandas as pd

from analysis.actors import gazetteer, labels
from analysis.relations.rating import MIN_EVENTS
from analysis.tables import html
from analysis.tension import attention, breaks, sensitivity, survey
from analysis.tension import measures as tension
from analysis.viz import system

FEWEST_PERIODS = 10
_BREAK_COLUMNS = ("component", "kind", "period", "period_low", "period_high", "known", "before", "after", "reason")
_COMPONENTS = {"direction": "with the conflict share", "threats": "with words", "intensity": "with deeds"}


def variants(g: survey.TensionSurvey) -> pd.DataFrame:
    """Each pair over all the time read: as measured, with all modalities, and with each outlet left out.

    Returns
    -------
    variants
        Rows of `tension.measure` for the last period, whose window holds all
        others, with a first column `variant`; pairs of the gauges alone. Outlets
        are tried only if the articles name two or more.
    """
    if not g.rated:
        return pd.DataFrame(columns=["variant", "a", "b"])
    options = {
        "freq": g.freq, "window": len(g.articles) + 1, "exposure": g.corpus.documents, "only": g.actors,
        "until": g.corpus.documents["published"].max(),
    }  # fmt: skip
    parts = [sensitivity.modalities(g.events, **options)]
    reports = outlets(g)
    if len(reports["outlet"].unique()) > 1:
        parts.append(sensitivity.outlets(g.events, reports, **options))
    joined = pd.concat(parts, ignore_index=True)
    last = joined[joined["period"] == joined.groupby(["variant", "a", "b"])["period"].transform("max")]
    shown = pd.MultiIndex.from_frame(last[["a", "b"]]).isin(list(g.pairs))
    return last[shown].drop_duplicates(["variant", "a", "b"]).reset_index(drop=True)


def outlets(g: survey.TensionSurvey) -> pd.DataFrame:
    """`event_id` and `outlet` of each report whose article names its outlet."""
    sources = g.corpus.documents[["doc_id", "source"]].rename(columns={"source": "outlet"})
    return g.corpus.evidence.merge(sources, on="doc_id")[["event_id", "outlet"]].dropna().drop_duplicates()


def outlet_note(g: survey.TensionSurvey) -> str:
    """How many outlets the articles name."""
    named = g.corpus.documents["source"].dropna()
    several = len(named.unique())
    if several > 1:
        return f"{several} outlets are named; each of the largest was left out in turn"
    share = f"{len(named)} of {len(g.corpus.documents)} articles name an outlet"
    return f"{share}, {several} in all: none can be left out"


def weights(g: survey.TensionSurvey, *, most: int = 12) -> html.Table | survey.Note:
    """Mean Goldstein weight of each pair by table of weights: signs that flip between tables hang on the table."""
    if g.note is not None:
        return g.note
    yearly = sensitivity.weights(survey.counted_events(g.events, g.freq), freq="Y")
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


def attention_series(g: survey.TensionSurvey) -> pd.DataFrame:
    """The attention index of all articles and of the pairs of the gauges."""
    matched = attention.matches(g.corpus.documents, gazetteer=gazetteer.of_run(g.corpus.run))
    return attention.index(matched, freq=g.freq, pairs=g.pairs)


def agreement(g: survey.TensionSurvey, series: pd.DataFrame, *, most: int = 10) -> html.Table | survey.Note:
    """Rank correlations of the attention index with the coded components, for the system and the busiest pairs."""
    if g.note is not None:
        return g.note
    joined = pd.concat([system.whole(g, fade=False), _undecayed(g)], ignore_index=True)
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


def _undecayed(g: survey.TensionSurvey) -> pd.DataFrame:
    """The pairs measured period by period: the attention index has no memory either."""
    return tension.measure(g.events, freq=g.freq, least=MIN_EVENTS, exposure=g.corpus.documents, only=g.actors)


def break_table(g: survey.TensionSurvey, found: breaks.Found | None) -> html.Table | survey.Note:
    """The breaks of all pairs, newest first, then changes that are not told as breaks, and what they rest on."""
    if g.note is not None or found is None:
        return g.note or html.frame_table(pd.DataFrame())
    searched = found.series[found.series["note"] == ""]
    chosen = found.parameters
    head = (
        f"{len(found.breaks)} breaks and {len(found.doubtful)} doubtful changes in {len(searched)} searched "
        f"of {len(found.series)} series by {survey.NAMES[chosen['freq']]}; penalty {chosen['penalty']:g}, "
        f"at least {chosen['shortest']} periods apart, {chosen['least']:g} acts needed; "
        f"of the series with a break {chosen['false_rate']:.0%} may be false"
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
