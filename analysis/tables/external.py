"""Tables about imported event data: actors and periods to show, pairs, changes, and the events behind them.

Everything rests on the counts that `eventdata.aggregate` gives; only the events of the
pairs that are shown are read again, one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.actors import labels
from analysis.eventdata import DyadCounts, EventDataset
from analysis.events import CodedCorpus
from analysis.events.counts import QUADS, undirected
from analysis.events.pairs import between, unordered
from analysis.events.periods import DAYS, NAMES, parse_period
from analysis.events.scope import MAX_ACTORS, Scope, choose_actors
from analysis.relations import RelationOptions, Relations, turned_inside
from analysis.tables import html
from analysis.tables.changes import ARROWS
from analysis.tables.events import COUNT_HEADINGS, SHARE_HEADING, event_days, event_type, share_with_band
from analysis.tension import Breaks
from analysis.tension.recent_change import HOSTILE
from analysis.viz.sparklines import sparkline

LAST_EVENTS = 15
"""How many of the last events of a pair are shown."""
MAX_PERIODS = 530
WEIGHED_HEADING, SHARE_OF_WEIGHED = "acts, weighed by age", "conflict share of these"
SIGN_DAYS = 3 * 366
_CHANGED_HEADINGS = {
    "cooperative": "periods cooperative", "hostile": "periods hostile", "last_turn": "last turn",
    "standing": "since then",
}  # fmt: skip
_PROVENANCE = ("story", "publisher", "path", "line")
_MAX_CLASSES = 3
_MAX_TURNED = 15
_BREAK_COLUMNS = ("pair", "component", "kind", "period", "period_low", "period_high", "known", "before", "after")


def shown_actors(table: pd.DataFrame, actors: str = "", *, max_actors: int = MAX_ACTORS) -> list[str]:
    """The actors asked for, or those with most events, busiest first; one that is asked for alone with its partners.

    Parameters
    ----------
    table
        A table of counts with `n`.
    actors
        As for `Scope.parse`: ids, names or demonyms.
    max_actors
        How many of the busiest.

    Raises
    ------
    InputError
        If an actor is unknown or takes part in no event.
    """
    sides = pd.concat([table[[side, "n"]].set_axis(["actor", "n"], axis=1) for side in ("a", "b")])
    totals = sides.groupby("actor")["n"].sum()
    asked = Scope.parse(actors=actors, known=totals.index).actors
    chosen = choose_actors(asked, totals, max_actors=max_actors)
    if len(asked) != 1:
        return chosen
    partners = pd.concat([
        table.loc[table[side].eq(asked[0]), [other, "n"]].set_axis(["actor", "n"], axis=1)
        for side, other in (("a", "b"), ("b", "a"))
    ])  # fmt: skip
    return chosen + choose_actors((), partners.groupby("actor")["n"].sum(), max_actors=max_actors - 1)


def focus_pair(table: pd.DataFrame, chosen: Sequence[str], actors: str = "") -> tuple[str, ...]:
    """The two actors asked for, whatever their events; else the pair with most events, if there is one.

    Parameters
    ----------
    table
        A table of counts.
    chosen
        The actors among whom the pair is chosen, as `shown_actors` gives them.
    actors
        The actors asked for: one of them takes part.
    """
    known = {*table["a"], *table["b"]}
    asked = Scope.parse(actors=actors, known=known).actors
    if len(asked) == 2:
        return unordered(*asked)
    rows = undirected(table[table["a"].isin(chosen) & table["b"].isin(chosen)])
    rows = rows[rows["a"].isin(asked) | rows["b"].isin(asked)] if len(asked) == 1 else rows
    totals = rows.groupby(["a", "b"])[list(QUADS)].sum().sum(axis=1).rename("n").reset_index()
    ranked = totals.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable")
    return tuple(ranked[["a", "b"]].iloc[0]) if len(ranked) else ()


def freq_for_counts(by_year: pd.DataFrame) -> str:
    """The finest of W, M, Q, Y that suits the data.

    A freq suits if it gives at most `MAX_PERIODS` periods and the busiest pair has on
    average an event in each. `events.periods.freq_for` cannot serve here: it looks
    at the days alone, and event data are many times denser than a folder of articles.

    Parameters
    ----------
    by_year
        A table of counts by year.
    """
    if by_year.empty:
        return "Y"
    days = (by_year["period"].max() - by_year["period"].min()).days + DAYS["Y"]
    busiest = undirected(by_year).groupby(["a", "b"])[list(QUADS)].sum().sum(axis=1).max()
    return next((freq for freq in ("W", "M", "Q") if days / DAYS[freq] <= min(MAX_PERIODS, busiest)), "Y")


def freq_for_signs(table: pd.DataFrame, freq: str) -> str:
    """The period in which the standing of a pair can be one thing: all of the data up to three years, else a year.

    Parameters
    ----------
    table
        A table of counts.
    freq
        Length of its periods.
    """
    if table.empty:
        return "all"
    days = (table["period"].max() - table["period"].min()).days + DAYS[freq]
    return "all" if days <= SIGN_DAYS else "Y"


def changed_standing(relations: Relations, source: CodedCorpus | pd.DataFrame) -> html.Table:
    """The pairs whose standing changed between periods or inside one; a line where none did.

    Parameters
    ----------
    relations
        How pairs stand, by period.
    source
        What that was measured from.
    """
    freq = str(relations.parameters["freq"])
    rated = [field.name for field in fields(RelationOptions) if field.name != "goldstein_table"]  # told in words there
    options = RelationOptions(**{name: relations.parameters[name] for name in rated})
    inside = turned_inside(source, freq=freq, options=options)
    if freq == "all":
        return _turned(inside, "the time", "so that it has no sign")
    parts = [
        _changed_between(relations.changed_standing()),
        _turned(inside, f"one {NAMES[freq]}", "so that one sign for it misleads"),
    ]
    return html.Table(Markup("").join(part.html for part in parts), "\n".join(part.text for part in parts))


def _changed_between(changed: pd.DataFrame) -> html.Table:
    if changed.empty:
        return html.message("No pair is cooperative in one period and hostile in another.")
    head = (
        f"Cooperative in some periods and hostile in others: {labels.counted(len(changed), 'pair')}, which no one sign "
        "over the whole time would describe"
    )
    shown = changed.drop(columns=["a", "b"]).rename(columns=_CHANGED_HEADINGS)
    shown.insert(0, "pair", pair_names(changed))
    return _below(head, html.frame(shown, numbers=["periods cooperative", "periods hostile", "turns"]))


def _turned(inside: pd.DataFrame, span: str, so: str) -> html.Table:
    """The pairs that turned inside a period, the last first."""
    if inside.empty:
        return html.message(f"No pair is cooperative in one part of {span} and hostile in another.")
    n = labels.counted(len(inside), "pair")
    head = f"Turned: cooperative in one part of {span} and hostile in another, {so}: {n}" + (
        f", of which {_MAX_TURNED} are shown" if len(inside) > _MAX_TURNED else ""
    )
    rows = inside.sort_values("turned", ascending=False, kind="stable").head(_MAX_TURNED)
    shown = pd.DataFrame({"pair": pair_names(rows), "turned": rows["turned"].dt.date.astype(str)})
    for part in ("before", "after"):
        values = zip(rows[part], rows[f"share_{part}"], rows[f"n_{part}"], strict=True)
        shown[part] = [f"{standing}: {share:.2f}, {labels.counted(n, 'act')}" for standing, share, n in values]
    return _below(head, html.frame(shown))


def _below(head: str, table: html.Table) -> html.Table:
    return html.Table(Markup("<p>{}.</p>").format(head) + table.html, f"{head}\n{table.text}")


def busiest_pairs(measured: pd.DataFrame, max_pairs: int) -> list[tuple[str, str]]:
    """The pairs of a tension frame with most events, busiest first."""
    totals = measured.groupby(["a", "b"])[["n"]].sum().reset_index()
    totals = totals.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable").head(max_pairs)
    return list(zip(totals["a"], totals["b"], strict=True))


def pair_names(rows: pd.DataFrame) -> list[str]:
    """The names of the pairs in columns `a` and `b`."""
    return [labels.pair(a, b) for a, b in zip(rows["a"], rows["b"], strict=True)]


def pair_counts(pairs: pd.DataFrame) -> html.Table:
    """Rows of the relations frame without sentences: acts by quad class, conflict share with its band, rating.

    Acts that are weighed by age, as in `Relations.latest` with a half-life, are given with a decimal.
    """
    counts = pairs[list(COUNT_HEADINGS)]
    weighed = bool((counts % 1).to_numpy().any())
    shown = counts.map("{:,.1f}".format) if weighed else counts.astype(int)
    shown = shown.rename(columns={**COUNT_HEADINGS, **({"n": WEIGHED_HEADING} if weighed else {})})
    shown.insert(0, "pair", pair_names(pairs))
    shown[SHARE_OF_WEIGHED if weighed else SHARE_HEADING] = [share_with_band(row) for row in pairs.to_dict("records")]
    return html.frame(shown.assign(rating=pairs["standing"]), numbers=shown.columns[1:6])


def last_events(read: EventDataset, pair: Sequence[str], *, max_rows: int = LAST_EVENTS) -> html.Table:
    """The last events between a pair, with the file and line of each; a line that says so where there is none."""
    if not pair:
        return html.message("There is no event between two of these actors.")
    rows = events_between(read, (pair[0], pair[1])).tail(max_rows).iloc[::-1]
    if rows.empty:
        return html.message(f"No event between {labels.pair(*pair)}.")
    shown = pd.DataFrame({
        "when": [event_days({str(k): v for k, v in row.items()}) for row in rows.to_dict("records")],
        "who": rows["source"].map(labels.label), "did": [_type_and_code(row) for row in rows.to_dict("records")],
        "to whom": rows["target"].map(labels.label), "weight": rows["goldstein"],
        "story": rows["story"].fillna(""), "file": rows["path"], "line": rows["line"],
    })  # fmt: skip
    return html.frame(shown, numbers=["weight", "line"])


def _type_and_code(row: Mapping[Any, Any]) -> str:
    """The class of the event, with the code as published where there is one."""
    code = str(row["decided_by"]).partition(":")[2]
    return f"{event_type(row)} {code}".strip()


def events_between(read: EventDataset, pair: tuple[str, str]) -> pd.DataFrame:
    """The events between a pair in either direction, by day, with their provenance; statements are left out."""
    events: pd.DataFrame = read.events.join(read.provenance[list(_PROVENANCE)])
    kept = between(events, *pair) & (events["quad"] > 0)
    rows: pd.DataFrame = events[kept]
    return rows.sort_values(["when_first", "line"], kind="stable")


def reasons(read: EventDataset, moved: pd.DataFrame) -> list[str]:
    """For each change the commonest classes of event since, on the side that the direction moved to.

    Where the intensity alone changed, the classes of material conflict.

    Parameters
    ----------
    read
        The events of these pairs.
    moved
        Changes by pair, as `tension.recent_change.recent_changes` gives.
    """
    return [_reason(events_between(read, (row["a"], row["b"])), row) for row in moved.to_dict("records")]


def _reason(events: pd.DataFrame, row: Mapping[Any, Any]) -> str:
    events = events[events["when_first"] >= row["since"]]
    hostile = HOSTILE.get(row["direction_change"])
    if hostile is not None:
        side = events[events["quad"].ge(3) == hostile]
    elif row["intensity_change"] in HOSTILE:
        side = events[events["quad"] == 4]
    else:
        return ""
    if side.empty:
        return "no material conflict" if hostile is None else "none"
    common = side["root"].value_counts().rename_axis("root").reset_index(name="n")
    common = common.sort_values(["n", "root"], ascending=[False, True], kind="stable").head(_MAX_CLASSES)
    classes = ", ".join(f"{root} {n}" for root, n in zip(common["root"], common["n"], strict=True))
    last = side.iloc[-1]
    return f"{classes}; last {last['when_first'].date()}, line {last['line']}"


def rows_read(counts: DyadCounts) -> html.Table:
    """What became of the rows that were read."""
    rows = pd.Series(counts.counts, name="rows").rename_axis("what became of them").reset_index()
    return html.frame(rows, numbers=["rows"])


def since(moved: pd.DataFrame, period: object = "") -> str:
    """The part of a period from the first change on, as text; where nothing changed, the whole period."""
    return _from(moved["since"].min() if len(moved) else None, period)


def since_last(table: pd.DataFrame, period: object = "", *, n: int = LAST_EVENTS) -> str:
    """The part of a period that holds the last `n` events of a table of counts, as text."""
    totals = table.groupby("period")["n"].sum().sort_index(ascending=False).cumsum()
    starts = totals.index[totals >= n]
    return _from(starts[0] if len(starts) else None, period)


def _from(day: pd.Timestamp | None, period: object) -> str:
    asked = parse_period(period)
    first = day if day is not None else asked[0] if asked else None
    last = f"{asked[1]:%Y-%m-%d}" if asked else ""
    return "" if first is None else f"{first:%Y-%m-%d}/{last}"


def external_breaks(found: Breaks) -> html.Table:
    """The breaks, each with the interval of its date and when it could first be known."""
    shown = found.breaks.drop(columns=["a", "b"]).assign(pair=pair_names(found.breaks))
    return html.frame(shown[list(_BREAK_COLUMNS)])


def external_changes(moved: pd.DataFrame, measured: pd.DataFrame, why: Sequence[str]) -> html.Table:
    """What changed lately between pairs: arrows and levels with bands, acts, a sparkline, the classes of acts since.

    Parameters
    ----------
    moved
        Changes by pair, as `tension.recent_change.recent_changes` gives.
    measured
        The tension frame that the sparklines show.
    why
        What `reasons` gives for these changes.
    """
    series = dict(iter(measured.groupby(["a", "b"])))
    rows = []
    for row, reason in zip(moved.to_dict("records"), why, strict=True):
        pair, values = labels.pair(row["a"], row["b"]), series[row["a"], row["b"]]["direction"].tolist()
        rows.append({
            "pair": pair, "direction": _change(row, "direction"), "intensity": _change(row, "intensity"),
            "acts before that": int(row["n_before"]), "acts lately": int(row["n"]),
            "direction, whole time": sparkline(values, title=f"direction of {pair}", top=1.0),
            "classes of acts since": reason,
        })  # fmt: skip
    table = html.table(rows, numbers=["acts before that", "acts lately"])
    if not rows:
        return table
    first = moved.iloc[0]
    last = first["until"] - pd.Timedelta(days=1)
    return _below(f"Lately: {first['since'].date()} to {last.date()}, against the time before that", table)


def _change(row: Mapping[Any, Any], name: str) -> str:
    change = row[f"{name}_change"]
    return f"{ARROWS[change]} {change}: {_with_band(row, name, '_before')} to {_with_band(row, name)}"


def _with_band(row: Mapping[Any, Any], name: str, end: str = "") -> str:
    value, low, high = (row[f"{name}{part}{end}"] for part in ("", "_low", "_high"))
    return "none" if pd.isna(value) else f"{value:.2f} [{low:.2f}, {high:.2f}]"
