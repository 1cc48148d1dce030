"""Recent changes, alerts and labelled events of a survey: arrows, sizes with bands, sparklines, sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis import schemas
from analysis.actors import labels
from analysis.events import filters, pairs
from analysis.events.pairs import Pair
from analysis.relations.rating import TOO_FEW
from analysis.tables import html
from analysis.tables.events import (
    NO_EXAMPLE,
    days_legend,
    event_days,
    event_type,
    events,
    no_example,
    pair_link,
    quotes,
    quotes_html,
    toned_type,
)
from analysis.tables.links import Links
from analysis.tension import Note, TensionSurvey, recent_change
from analysis.tension.alerts import size_text
from analysis.tension.recent_change import acts_since
from analysis.tension.survey import by_quad
from analysis.viz.sparklines import sparkbars

ARROWS: Mapping[str, str] = {
    recent_change.RISES: "\u25b2", recent_change.FALLS: "\u25bc", recent_change.UNCLEAR: "\u2013",
    recent_change.PERHAPS_RISES: "\u25b3", recent_change.PERHAPS_FALLS: "\u25bd",
    recent_change.NEW: "\u2022", recent_change.SILENT: "\u25cb",
}  # fmt: skip
_TONES = {True: "conf", False: "coop", None: "meta"}
SURVEYED = f"{filters.MEASURED},history"  # a survey has its own first day, which the filter gives as a day
CAVEAT = "These are observations of what was reported, neither causes nor forecasts."
_MEASURED: Mapping[str, str] = {"direction": "conflict among the acts", "intensity": "acts of material conflict"}
_RECENT_SHARE, _OVER_TIME = "conflict share, before → lately", "acts over time"
_LATELY, _EARLIER, _READ = "acts lately", "acts before that", "articles lately"
_IN_LAST, _IN_PAST = "acts in it", "acts of its past"
_BOTH = "left out: of both together"
_KEY_EVENT = "the act that weighs most, with its sentence"


def changes(survey: TensionSurvey, moved: pd.DataFrame, *, evidence_pages: str = "", max_rows: int = 15) -> html.Table:
    """What changed lately between pairs; where nothing is measured, the events themselves with their sentences.

    Parameters
    ----------
    survey
        The survey with the pairs.
    moved
        The changes by pair, as `survey.changes()` gives.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    max_rows
        How many pairs are shown.
    """
    if not survey.rated:
        return observed(survey, evidence_pages=evidence_pages)
    sentences = quotes(survey.corpus, moved["event_id"].dropna())
    acts = {row["event_id"]: row for row in survey.acts.to_dict("records")}
    links, rows = Links(survey.corpus, evidence_pages), []
    for row in schemas.records(moved.head(max_rows)):
        a, b, key = row["a"], row["b"], acts.get(row["event_id"])
        counted = by_quad(survey.acts_between((a, b)), survey.articles.index, survey.freq)
        rows.append({
            "pair": pair_link(a, b, evidence_pages), _RECENT_SHARE: _change(row, "direction"),
            _OVER_TIME: sparkbars(counted, title=labels.pair(a, b)),
            "material conflict": _change(row, "intensity"),
            **_volume(links, survey, row), _READ: row["n_articles"],
            _KEY_EVENT: _example(row["n"], key, sentences),
        })  # fmt: skip
    table = html.table(rows, numbers=(_LATELY, _EARLIER, _READ))
    head, more = _heading(moved), html.more_rows(len(moved), max_rows, "pairs")
    text = f"{head}\n{_in_words(moved.head(max_rows))}"
    key_events = survey.acts[survey.acts["event_id"].isin(moved["event_id"].head(max_rows).dropna())]
    legend = days_legend(key_events)
    return html.Table(Markup("<p>{}</p>").format(head) + table.html + more + legend, text)


def _volume(links: Links, survey: TensionSurvey, row: Mapping[str, Any]) -> dict[str, html.Cell]:
    """The acts of a pair in the recent past, and those of the time that they are compared with."""
    acts = survey.acts_between((row["a"], row["b"]))
    where = {"pair": filters.of_pairs((row["a"], row["b"])), "use": SURVEYED, "once": "yes", "dated": survey.freq}
    recent, until = acts_since(acts, row), row["until"] - pd.Timedelta(days=1)
    earlier = acts[acts["day"] < row["since"]].sort_values("day", kind="stable")["event_id"].tail(int(row["n_before"]))
    first = pd.Timestamp(acts["day"][acts["event_id"].isin(earlier)].min()) if len(earlier) else row["since"]
    now = {**where, "from": str(row["since"].date()), "to": str(until.date())}
    then = {**where, "from": str(first.date()), "to": str((row["since"] - pd.Timedelta(days=1)).date())}
    return {
        _LATELY: links.number(row["n"], now, events=recent["event_id"]),
        _EARLIER: links.number(row["n_before"], then, events=earlier),
    }


def set_aside_in_survey(survey: TensionSurvey, *, evidence_pages: str = "") -> html.Table:
    """The events that are in no series of a survey, by reason.

    Parameters
    ----------
    survey
        The survey.
    evidence_pages
        Folder of the report's evidence pages; empty for no links.
    """
    links = Links(survey.corpus, evidence_pages)
    begin = survey.articles.index[0]
    old = {"use": SURVEYED, "dated": "yes", "to": str((begin - pd.Timedelta(days=1)).date())}
    late = {"use": SURVEYED, "vague": survey.freq, "from": str(begin.date())}
    known = {"history": old, "undated": {"use": SURVEYED, "dated": "no"}, "vague date": late}
    rows = []
    for reason, n in survey.set_aside[["reason", "n"]].itertuples(index=False):
        value = filters.of_reason(reason)
        rows.append({"reason": reason, "n": links.number(n, known.get(value, {"use": value}))})
    return html.table(rows, numbers=["n"])


def early_warning(survey: TensionSurvey, max_rows: int = 15) -> html.Table:
    """The pairs that left their own usual range in the last complete period, and how many would by chance.

    Parameters
    ----------
    survey
        The survey with the pairs.
    max_rows
        How many are shown.
    """
    found = survey.early_warning()
    if found is None:
        return html.Table(Markup("<p>{}</p>").format(survey.note), str(survey.note))
    out = found.beyond()
    rows = [
        {
            "pair": labels.pair(row["a"], row["b"]), "of": _MEASURED[row["component"]], _IN_LAST: f"{row['n']:.0f}",
            "seen": f"{row['observed']:.0f}", "usual": f"{row['low']:.0f} to {row['high']:.0f}",
            "expected": f"{row['expected']:.1f}", "beyond": row["beyond"], _IN_PAST: f"{row['n_past']:.0f}",
        }
        for row in schemas.records(out.head(max_rows))
    ]  # fmt: skip
    table = html.table(rows, numbers=(_IN_LAST, "seen", "expected", _IN_PAST)).html if rows else Markup()
    more = html.more_rows(len(out), max_rows, "rows")
    text = "\n".join([found.summary(), *found.sentences()[:max_rows]])
    return html.Table(Markup("<p>{}</p>").format(found.summary()) + table + more, text)


def answers(survey: TensionSurvey, asked: Sequence[Pair]) -> html.Table:
    """Whether the conflict of each side of some pairs is answered by the other's, and how much later.

    Parameters
    ----------
    survey
        The survey that has the pairs.
    asked
        The pairs, each two actors.
    """
    found = [row for pair in asked for row in schemas.records(survey.answers(pair))]
    both = {pairs.unordered(*pair): survey.conflict_of_both(pair) for pair in asked}
    if not found:
        return html.Table(Markup("<p>No pair to show.</p>"), "No pair to show.")
    rows = [
        {
            "who, on whom": f"{labels.label(row['source'])} → {labels.label(row['target'])}",
            "acts of conflict": f"{row['n']:.0f}",
            _BOTH: both[pairs.unordered(row["source"], row["target"])],
            "part of both": _banded(row, "balance"),
            "answered": row["answered"], "observed": row["observed"],
        }
        for row in found
    ]  # fmt: skip
    table = html.table(rows, numbers=("acts of conflict", _BOTH))
    return html.Table(table.html, "\n".join(row["observed"] for row in found))


def _banded(row: Mapping[str, Any], name: str) -> str:
    """A value with its band; empty where it is missing."""
    return "" if pd.isna(row[name]) else f"{row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"


def observed(survey: TensionSurvey, *, evidence_pages: str = "", max_rows: int = 40) -> html.Table:
    """The events of a survey by pair, under a heading that says why nothing is measured."""
    own = survey.observed()
    table = events(survey.corpus, own, evidence_pages=evidence_pages, max_rows=max_rows)
    sums = _sums(own)
    head = Markup("<h3>{}</h3><p>{}. {}</p>").format(TOO_FEW.capitalize(), survey.reason, sums)
    return html.Table(head + table.html, f"{TOO_FEW}: {survey.reason}\n{sums}\n{table.text}")


def _sums(own: pd.DataFrame) -> str:
    parts = []
    for (a, b), rows in sorted(own.groupby(["a", "b"]), key=lambda item: (-len(item[1]), item[0])):
        once = rows.drop_duplicates("act_id")
        cooperation = int((once["quad"] <= 2).sum())
        parts.append(f"{labels.pair(a, b)}: {cooperation} cooperative, {len(once) - cooperation} conflict")
    return "; ".join(parts) + "." if parts else "No event between two of the actors."


def _heading(moved: pd.DataFrame) -> str:
    """The two times, the number of comparisons, and how many would look like a change by chance."""
    first = moved.iloc[0]
    last = first["until"] - pd.Timedelta(days=1)
    comparisons = [*moved["direction_change"], *moved["intensity_change"]]
    clear, perhaps = (
        sum(one in kinds for one in comparisons) for kinds in (recent_change.CERTAIN, recent_change.PERHAPS)
    )
    return (
        f"{first['since'].date()} to {last.date()} against the time before. "
        f"{labels.counted(len(moved), 'pair')}, {labels.counted(len(comparisons), 'comparison')}: {clear} clear, "
        f"{perhaps} perhaps; "
        f"with bands of 90 % about {0.1 * len(comparisons):.0f} 'perhaps' would come by chance alone. "
        "These shares are shrunk towards what is usual, not towards one half like those of the whole period, "
        "and so differ from them."
    )


def _in_words(moved: pd.DataFrame) -> str:
    lines = []
    for row in moved.to_dict("records"):
        change = f"{row['direction_change']} {size_text(row, 'direction')} | {row['intensity_change']}"
        volume = f"{labels.counted(row['n'], 'act')}, {row['n_before']:.0f} before"
        lines.append(f"{labels.pair(row['a'], row['b'])} | {change} | {volume}")
    return "\n".join(lines)


def _change(row: Mapping[str, Any], name: str) -> Markup:
    """The arrow, the two levels and their difference with its band."""
    change = row[f"{name}_change"]
    tone = _TONES[recent_change.HOSTILE.get(change)]
    head = Markup('<span class="{}">{} {}</span>').format(tone, ARROWS[change], change)
    levels = f"{_level(row[f'{name}_before'])} → {_level(row[name])}"
    lines = [line for line in (head, levels, size_text(row, name)) if line]
    return Markup('<div style="white-space:nowrap">{}</div>').format(Markup("<br>").join(lines))


def _level(value: float) -> str:
    return "none" if pd.isna(value) else f"{value:.2f}"


def _example(n: float, key: Mapping[Any, Any] | None, sentences: Mapping[str, Sequence[Mapping[str, Any]]]) -> Markup:
    """The act that stands for a change with its sentence, or why there is none."""
    if key is None:
        return no_example(NO_EXAMPLE if n else "no act lately")
    return _in_one_line(key) + quotes_html(sentences[key["event_id"]])


def _in_one_line(event: Mapping[Any, Any]) -> Markup:
    sides = f"{labels.label(event['source'])} → {labels.label(event['target'])}"
    return Markup("{} {} {} ").format(event_days(event), sides, toned_type(event))


def alerts(survey: TensionSurvey, found: pd.DataFrame, *, max_rows: int = 12) -> html.Table | Note:
    """Alerts as sentences, each with the sentence of the event that weighs most.

    Parameters
    ----------
    survey
        The survey with the pairs.
    found
        Alerts, as `survey.alerts()` gives.
    max_rows
        How many alerts are shown.
    """
    if survey.note is not None:
        return survey.note
    if found.empty:
        return html.message("Nothing in the recent past stands out of the bands.")
    sentences = quotes(survey.corpus, found["event_id"].dropna())
    shown = found.head(max_rows)
    rows = [
        {**row, "sentences": quotes_html(sentences[event_id]) if isinstance(event_id, str) else _no_act(row["kind"])}
        for row, event_id in zip(schemas.records(shown.drop(columns="event_id")), shown["event_id"], strict=True)
    ]
    table = html.table(rows)
    return html.Table(table.html + Markup("<p>{}</p>").format(CAVEAT), f"{table.text}\n{CAVEAT}")


def _no_act(kind: str) -> Markup:
    """Why an alert has no act."""
    return no_example({"silent": "no act to show", "break": "many acts make a break"}.get(kind, NO_EXAMPLE))


def labelled_events(survey: TensionSurvey, labelled: pd.DataFrame) -> html.Table:
    """The numbered events of a figure with their sentences.

    Parameters
    ----------
    survey
        The survey that has the pair.
    labelled
        The events, as `viz.key_events` gives.
    """
    sentences = quotes(survey.corpus, labelled["event_id"])
    rows = [
        {
            "no.": row["number"], "when": event_days(row), "who": labels.label(row["source"]),
            "did": event_type(row), "to whom": labels.label(row["target"]), "reports": row["n_reports"],
            "sentences": quotes_html(sentences[row["event_id"]]),
        }
        for row in schemas.records(labelled)
    ]  # fmt: skip
    found = html.table(rows, numbers=["no.", "reports"])
    return html.Table(found.html + days_legend(labelled), found.text)
