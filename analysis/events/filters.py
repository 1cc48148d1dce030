"""The filters of the evidence browser: which events a link opens, in Python as on the page.

A filter is a mapping of the names below to text, as `{"pair": "PRK-RUS", "class":
"conflict", "from": "2022-01"}`; a link writes it behind the address of the browser,
as `#pair=PRK-RUS&class=conflict&from=2022-01`. Several values are joined by commas
and any of them may hold; several names must all hold.

- `actor`: either side is one of these; `source`, `target`: that side is one of these (`none`: not named);
- `pair`: the two sides in either direction; `among`: both sides are among these;
- `class`: verbal-cooperation, material-cooperation, verbal-conflict, material-conflict, cooperation, conflict,
  statement; `root`: PLOVER roots, or STATEMENT; `modality`; `status`;
- `use`: `measured`, what the measures of relations count, or the reason why an event is set aside
  (unresolved, one-sided, domestic, private, statements, planned, hypothetical, denied, state, reference, history);
- `once`: `yes` leaves out the second direction of an act of both together, `no` keeps these alone;
- `private`: whether the one who acts is a person or firm of its own, `yes` or `no`;
- `from`, `to`: first and last day, month or year of the event (the middle of its days, else its first report);
- `dated`: `yes`, `no`, or to one period at most as long as W, M, Q, Y; `vague`: longer than one such period;
- `confidence`: at least this;
- `events`: ids.

The page has some more, which no table counts by: `place`, `text`, `article`, `corrected`.
"""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import errors, ontology
from analysis.events import pairs, selection
from analysis.events.coded import CodedCorpus
from analysis.events.periods import parse_period

Where = Mapping[str, str]
"""A filter: names and values as in the link."""
Mask = npt.NDArray[np.bool_]
NOBODY = "none"
MEASURED = "measured"
CLASSES: Mapping[str, tuple[int, ...]] = {
    **{name.replace(" ", "-"): (quad,) for quad, name in ontology.QUAD_NAMES.items()},
    "cooperation": (1, 2), "conflict": (3, 4),
}  # fmt: skip
"""Quad classes by the values of the filter `class`."""
ASSERTED: Where = {"modality": "asserted", "status": "now", "class": "cooperation,conflict"}
"""The acts that are asserted to have happened, as `selection.asserted` marks them."""
OF_STATES: Where = {**ASSERTED, "private": "no"}
"""The acts that count for the two states, as `tables.asserted_acts` gives them."""
COUNTED: Where = {"use": MEASURED, "once": "yes"}
"""What the measures of pairs count."""


def of_class(*quads: int) -> str:
    """The value of the filter `class` for some quad classes."""
    return ",".join(ontology.QUAD_NAMES[quad].replace(" ", "-") for quad in quads)


def of_pairs(*two: pairs.Pair) -> str:
    """The value of the filter `pair` for some pairs."""
    return ",".join("-".join(pairs.unordered(*one)) for one in two)


def of_reason(reason: str) -> str:
    """The value of the filter `use` for a reason why events are set aside."""
    head, _, rest = reason.partition(":")
    named = {words: status for status, words in selection.STATUS_REASONS.items()}
    return named.get(reason) or (rest.strip() if head == "modality" else head)


def facets(corpus: CodedCorpus) -> pd.DataFrame:
    """What the filters look at, one row for each event of a corpus, in its order.

    Returns
    -------
    facets
        `event_id`, `source`, `target` (empty where not named), `quad`, `root`, `modality`,
        `status`, `confidence`; `day`; `width`, the days of its interval (0 where it has none); `use`; `again`,
        whether an earlier row of the same use is the other direction of the same act; `private`.
    """
    events, selected = corpus.events.reset_index(drop=True), corpus.selected_acts()
    use = selected.reason.map({reason: of_reason(reason) or MEASURED for reason in selected.reason.unique()})
    width = (events["when_last"] - events["when_first"]).dt.days + 1
    return pd.DataFrame({
        "event_id": events["event_id"], "source": events["source"].fillna(""), "target": events["target"].fillna(""),
        "quad": events["quad"], "root": events["root"].fillna("STATEMENT"), "modality": events["modality"],
        "status": selection.statuses(events), "confidence": events["confidence"],
        "day": pairs.day_or_report(events, corpus.evidence),
        "width": width.fillna(0).astype("int64"), "use": use,
        "again": pd.DataFrame({"act": events["act_id"], "use": use}).duplicated(),
        "private": selection.private(events),
    })  # fmt: skip


def matches(table: pd.DataFrame, where: Where) -> Mask:
    """Which events of `facets` a filter keeps.

    Raises
    ------
    InputError
        If a name or a value of the filter is unknown.
    """
    kept = np.ones(len(table), dtype=bool)
    for name, value in where.items():
        if name not in _TESTS:
            raise errors.unknown("filter", name, tuple(_TESTS))
        kept &= np.asarray(_TESTS[name](table, value), dtype=bool)
    return kept


def fragment(where: Where) -> str:
    """The filter as the end of a link, with its mark; nothing where nothing is filtered."""
    parts = [f"{name}={quote(str(value), safe=',:-')}" for name, value in where.items() if value != ""]
    return "#" + "&".join(parts) if parts else ""


def _sides(table: pd.DataFrame, value: str) -> tuple[Mask, Mask]:
    wanted = ["" if one == NOBODY else one for one in value.split(",")]
    return table["source"].isin(wanted).to_numpy(), table["target"].isin(wanted).to_numpy()


def _of_pairs(table: pd.DataFrame, value: str) -> Mask:
    known = set(table["source"]) | set(table["target"])
    kept = np.zeros(len(table), dtype=bool)
    for one in value.split(","):
        a, b = _two(one, known)
        kept |= np.asarray(pairs.between(table, a, b), dtype=bool)
    return kept


def _two(value: str, known: Iterable[str]) -> pairs.Pair:
    """The two ids of a pair; an id may hold a hyphen itself."""
    known = set(known)
    cuts = [(value[:at], value[at + 1 :]) for at, mark in enumerate(value) if mark == "-"]
    if not cuts:
        raise errors.InputError(f"pair {value!r} does not name two actors; write it as PRK-RUS")
    a, b = next((cut for cut in cuts if known.issuperset(cut)), cuts[0])
    return ("" if a == NOBODY else a), ("" if b == NOBODY else b)


def _of_class(table: pd.DataFrame, value: str) -> pd.Series:
    unknown = sorted(set(value.split(",")) - set(CLASSES))
    if unknown:
        raise errors.unknown("class", unknown[0], tuple(CLASSES))
    return table["quad"].isin([quad for one in value.split(",") for quad in CLASSES[one]])


def _dated(table: pd.DataFrame, value: str) -> pd.Series:
    if value in {"yes", "no"}:
        return (table["width"] > 0) == (value == "yes")
    return table["width"].between(1, selection.LONGEST[value])


def _span(value: str, end: int) -> pd.Timestamp:
    return pd.Timestamp(parse_period(value)[end])  # type: ignore[index]


_TESTS: Mapping[str, Callable[[pd.DataFrame, str], pd.Series | Mask]] = {
    "actor": lambda table, value: np.logical_or(*_sides(table, value)),
    "source": lambda table, value: _sides(table, value)[0],
    "target": lambda table, value: _sides(table, value)[1],
    "pair": _of_pairs,
    "among": lambda table, value: np.logical_and(*_sides(table, value)),
    "class": _of_class,
    "root": lambda table, value: table["root"].isin(value.split(",")),
    "modality": lambda table, value: table["modality"].isin(value.split(",")),
    "status": lambda table, value: table["status"].isin(value.split(",")),
    "use": lambda table, value: table["use"].isin(value.split(",")),
    "once": lambda table, value: table["again"] == (value != "yes"),
    "private": lambda table, value: table["private"] == (value == "yes"),
    "from": lambda table, value: table["day"] >= _span(value, 0),
    "to": lambda table, value: table["day"] <= _span(value, 1),
    "dated": _dated,
    "vague": lambda table, value: table["width"] > selection.LONGEST[value],
    "confidence": lambda table, value: table["confidence"] >= float(value),
    "events": lambda table, value: table["event_id"].isin(value.split(",")),
}
