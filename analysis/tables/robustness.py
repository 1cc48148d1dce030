"""How far the tension of a survey depends on choices, how it agrees with attention, its breaks and episodes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import schemas
from analysis.actors import labels
from analysis.events.periods import NAMES, following
from analysis.tables import html
from analysis.tables.events import event_days, event_type, no_example, quotes, quotes_html
from analysis.tension import Breaks, Note, TensionSurvey, attention
from analysis.tension.measures import counted_events
from analysis.tension.recent_change import heaviest
from analysis.tension.sensitivity import weights

MIN_PERIODS = 10
_MAX_BREAKS = 30
_EPISODE_NUMBERS = ("acts in it", "at the peak", "rate before", "within", "after")
_KEY_EVENT = "the act that weighs most, with its sentence"
_BREAK_COLUMNS = ("component", "kind", "period", "period_low", "period_high", "known", "before", "after", "reason")
_BREAK_COMPONENTS = {"direction": "conflict share", "threats": "verbal conflict", "intensity": "material conflict"}
_BREAK_HEADINGS = {
    "kind": "change", "period": "date", "period_low": "earliest", "period_high": "latest", "known": "known since",
    "before": "level before", "after": "level after", "reason": "why it does not count as a break",
}  # fmt: skip
_COMPONENTS = {
    "direction": "with the conflict share", "threats": "with verbal conflict", "intensity": "with material conflict",
}  # fmt: skip


def outlet_note(survey: TensionSurvey) -> str:
    """How many outlets the articles name."""
    documents = survey.corpus.documents
    named = documents["source"].dropna()
    n_outlets = len(named.unique())
    if n_outlets > 1:
        return f"{n_outlets} outlets are named; each of the largest was left out in turn"
    share = f"{len(named)} of {labels.counted(len(documents), 'article')} name an outlet"
    return f"{share}, {'one outlet' if n_outlets else 'no outlet'} in all: none can be left out"


def goldstein_weights(survey: TensionSurvey, *, max_rows: int = 12) -> html.Table | Note:
    """Mean Goldstein weight of each pair by table of weights; a sign that differs depends on the table."""
    if survey.note is not None:
        return survey.note
    yearly = weights(counted_events(survey.events, freq=survey.freq), freq="Y")
    names = [name for name in yearly.columns if name not in {"a", "b", "period", "n", "apart"}]
    yearly[names] = yearly[names].mul(yearly["n"], axis=0)
    sums = yearly.groupby(["a", "b"])[["n", *names]].sum()
    means = sums[names].div(sums["n"], axis=0)
    rows = means.loc[list(survey.pairs[:max_rows])].reset_index()
    shown = pd.DataFrame({"pair": [labels.pair(a, b) for a, b in zip(rows["a"], rows["b"], strict=True)]})
    for name in names:
        shown[f"mean weight, {name}"] = [f"{value:+.2f}" for value in rows[name]]
    shown["difference"] = [f"{value:.2f}" for value in rows[names].max(axis=1) - rows[names].min(axis=1)]
    return html.frame(shown, numbers=shown.columns[1:])


def attention_agreement(survey: TensionSurvey, index: pd.DataFrame, *, max_rows: int = 10) -> html.Table | Note:
    """Rank correlations of the attention index with the coded series, for the system and the busiest pairs.

    Parameters
    ----------
    survey
        The survey with the coded series.
    index
        The attention index, as `survey.attention()` gives.
    max_rows
        How many pairs are shown.
    """
    if survey.note is not None:
        return survey.note
    coded = pd.concat([survey.system(decay=False).frame, survey.undecayed().frame], ignore_index=True)
    found = attention.agreement(index, coded)
    matching = index[index["side"] == "all"].groupby(["a", "b"])["n_matching"].sum()
    rows = []
    for a, b in [(attention.ALL, attention.ALL), *survey.pairs[:max_rows]]:
        own = found[(found["a"] == a) & (found["b"] == b)].set_index("component")
        rows.append({
            "pair": "all actors" if a == attention.ALL else labels.pair(a, b),
            "articles that match": int(matching.get((a, b), 0)),
            **{heading: _correlation(own, name) for name, heading in _COMPONENTS.items()},
        })  # fmt: skip
    table = pd.DataFrame(rows)
    return html.frame(table, numbers=table.columns[1:])


def _correlation(own: pd.DataFrame, component: str) -> str:
    """The rank correlation with the number of periods that it rests on."""
    if component not in own.index:
        return "no acts"
    row = own.loc[component]
    if row["n"] < MIN_PERIODS or pd.isna(row["spearman"]):
        return "too few"
    return f"{row['spearman']:+.2f} ({row['n']:.0f})"


def episodes(survey: TensionSurvey, found: Breaks | None, *, max_rows: int = 20) -> html.Table | Note:
    """The episodes of all pairs, newest first, each with the act that weighs most and its sentence.

    Parameters
    ----------
    survey
        The survey with the pairs.
    found
        Its breaks and episodes, as `survey.breaks()` gives.
    max_rows
        How many episodes are shown.
    """
    if survey.note is not None or found is None:
        return survey.note or html.frame(pd.DataFrame())
    shown, freq = _newest_episodes(found), str(found.parameters["freq"])
    kept = schemas.records(shown.head(max_rows))
    acts = [_heaviest_in(survey, row, freq) for row in kept]
    sentences = quotes(survey.corpus, [act["event_id"] for act in acts if act is not None])
    rows = [
        {**_episode_cells(row), _KEY_EVENT: no_example() if act is None else _with_sentences(act, sentences)}
        for row, act in zip(kept, acts, strict=True)
    ]
    return _under(_episode_head(found), html.table(rows, numbers=_EPISODE_NUMBERS), len(shown), max_rows)


def external_episodes(found: Breaks, *, max_rows: int = 30) -> html.Table:
    """The episodes of imported event data, newest first."""
    shown = _newest_episodes(found)
    rows = [_episode_cells(row) for row in schemas.records(shown.head(max_rows))]
    return _under(_episode_head(found), html.table(rows, numbers=_EPISODE_NUMBERS), len(shown), max_rows)


def _under(head: str, table: html.Table, n: int, max_rows: int) -> html.Table:
    """A table under its heading, with a line for the rows that are not shown; without rows the heading alone."""
    line = Markup("<p>{}.</p>").format(head)
    if not n:
        return html.Table(line, head)
    return html.Table(line + table.html + html.more_rows(n, max_rows, "episodes"), f"{head}\n{table.text}")


def _newest_episodes(found: Breaks) -> pd.DataFrame:
    keys, ascending = ["begin", "a", "b", "component"], [False, True, True, True]
    return found.episodes.sort_values(keys, ascending=ascending, kind="stable")


def _episode_head(found: Breaks) -> str:
    chosen, n = found.parameters, len(found.episodes)
    crises = int((found.episodes["component"] == "conflict").sum())
    return (
        f"{labels.counted(crises, 'crisis', 'crises')} and {labels.counted(n - crises, 'opening')} by "
        f"{NAMES[chosen['freq']]}, each at least "
        f"{chosen['episode_ratio']:g} times above the time before and the time after; at most about "
        f"{chosen['expected_false']:.1f} of them may be chance"
    )


def _episode_cells(row: Mapping[str, Any]) -> dict[str, object]:
    kind = "crisis" if row["component"] == "conflict" else "opening"
    return {
        "pair": labels.pair(row["a"], row["b"]), "kind": kind if row["over"] else f"{kind}, may go on",
        "begin": row["begin"].date(), "peak": row["peak"].date(), "end": row["end"].date(),
        "known since": row["known"].date(), "acts in it": f"{row['n']:.0f}", "at the peak": f"{row['n_peak']:.0f}",
        "rate before": _rate(row["before"]), "within": _rate(row["level"]), "after": _rate(row["after"]),
    }  # fmt: skip


def _rate(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _with_sentences(act: Mapping[str, Any], sentences: Mapping[str, Any]) -> Markup:
    return Markup("{} {} ").format(event_days(act), event_type(act)) + quotes_html(sentences[act["event_id"]])


def _heaviest_in(survey: TensionSurvey, row: Mapping[str, Any], freq: str) -> dict[str, Any] | None:
    """The act of an episode that weighs most, on the side of the episode; None if no sure one is dated to it."""
    acts = survey.acts_between((row["a"], row["b"]))
    inside = acts["day"].ge(row["begin"]) & acts["day"].lt(following(row["end"], freq))
    side = acts[inside & (acts["quad"].ge(3) == (row["component"] == "conflict"))]
    return next(iter(schemas.records(heaviest(side).head(1))), None)


def breaks(survey: TensionSurvey, found: Breaks | None) -> html.Table | Note:
    """The breaks of all pairs, newest first, then changes that do not count as breaks, and what they rest on.

    Parameters
    ----------
    survey
        The survey with the pairs.
    found
        Its breaks, as `survey.breaks()` gives.
    """
    if survey.note is not None or found is None:
        return survey.note or html.frame(pd.DataFrame())
    searched = found.series[found.series["note"] == ""]
    chosen = found.parameters
    head = (
        f"{labels.counted(len(found.breaks), 'break')} and {labels.counted(len(found.doubtful), 'doubtful change')} in "
        f"{len(searched)} searched "
        f"of {len(found.series)} series by {NAMES[chosen['freq']]}; penalty {chosen['penalty']:g}, "
        f"at least {chosen['min_size']} periods apart, {chosen['min_events']:g} acts needed; "
        f"of the series with a break {chosen['false_discovery_rate']:.0%} may be false"
    )
    rows = pd.concat([found.breaks.assign(reason=""), found.doubtful], ignore_index=True)
    if rows.empty:
        return html.Table(Markup("<p>{}.</p>").format(head), head)
    keys, ascending = ["reason", "period", "a", "b", "component"], [True, False, True, True, True]
    ordered = rows.sort_values(keys, ascending=ascending, kind="stable").head(_MAX_BREAKS)
    shown = ordered[list(_BREAK_COLUMNS)].rename(columns=_BREAK_HEADINGS)
    shown["component"] = shown["component"].replace(_BREAK_COMPONENTS)
    shown.insert(0, "pair", [labels.pair(a, b) for a, b in zip(ordered["a"], ordered["b"], strict=True)])
    table = html.frame(shown, numbers=["level before", "level after"])
    return html.Table(Markup("<p>{}.</p>").format(head) + table.html, f"{head}\n{table.text}")
