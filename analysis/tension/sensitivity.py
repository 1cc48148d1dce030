"""How far tension depends on choices: one outlet, the modality of acts, the table of weights."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import errors, ontology
from analysis.tension import measures

WHOLE = "as measured"
COMPONENTS = ("direction", "intensity")


def outlets(events: pd.DataFrame, outlet_of: pd.DataFrame, *, most: int = 12, **choices: object) -> pd.DataFrame:
    """Measure anew with each of the largest outlets left out.

    An act that another outlet reports as well stays.

    Parameters
    ----------
    events
        The events frame.
    outlet_of
        `event_id` and `outlet`, one row for each report.
    most
        Outlets tried, the largest first.
    **choices
        Of `tension.measure`.

    Returns
    -------
    variants
        The rows of `measure` with a first column `variant` ("as measured",
        "without ...").

    Raises
    ------
    InputError
        If a column is missing.
    """
    missing = {"event_id", "outlet"} - set(outlet_of.columns)
    if missing:
        msg = f"the table of outlets lacks the column(s) {', '.join(sorted(missing))}"
        raise errors.InputError(msg)
    known = outlet_of[outlet_of["event_id"].isin(events["event_id"])].dropna()
    sizes = known.groupby("outlet").size()
    names = sizes.sort_values(ascending=False, kind="stable").index[:most]
    choices = {"until": events["when_last"].max(), **choices}
    parts = {WHOLE: events}
    for name in names:
        others = set(known.loc[known["outlet"] != name, "event_id"])
        only = set(known.loc[known["outlet"] == name, "event_id"]) - others
        parts[f"without {name}"] = events[~events["event_id"].isin(only)]
    return _measured(parts, choices)


def modalities(events: pd.DataFrame, **choices: object) -> pd.DataFrame:
    """Measure asserted acts alone, and all: those planned, hypothetical and denied as well."""
    every = sorted(set(events["modality"]))
    whole = measures.measure(events, **choices).assign(variant=WHOLE)  # type: ignore[arg-type]
    wide = measures.measure(events, **{**choices, "modality": every}).assign(variant="all modalities")  # type: ignore[arg-type]
    return _first([whole, wide])


def weights(events: pd.DataFrame, *, tables: Sequence[str] = ("gdelt", "keds"), freq: str = "M") -> pd.DataFrame:
    """Mean Goldstein weight of each pair by table of weights, both directions together.

    Direction and intensity rest on quad classes and do not depend on the table;
    whoever prints a mean weight should print by which.

    Parameters
    ----------
    events
        The events frame; weights go by `cameo`, else by `root`.
    tables
        Names of `ontology.GOLDSTEIN_TABLES`.
    freq
        W, M, Q or Y.

    Returns
    -------
    means
        `a`, `b`, `period`, `n`, a column for each table (-10 to 10, negative is
        hostile), and `apart`: the largest difference between tables.
    """
    kept = events[events["source"].notna() & events["target"].notna() & (events["source"] != events["target"])]
    kept = kept[(kept["quad"] > 0) & (kept["modality"] == "asserted") & kept["when_first"].notna()]
    forth = kept["source"] < kept["target"]
    frame = pd.DataFrame({
        "a": kept["source"].where(forth, kept["target"]), "b": kept["target"].where(forth, kept["source"]),
        "period": kept["when_first"].dt.to_period(freq).dt.start_time.astype("datetime64[us]"),
    })  # fmt: skip
    codes = list(zip(kept["cameo"], kept["root"], strict=True))
    for table in tables:
        frame[table] = [ontology.goldstein(_text(code), _text(root), table=table) for code, root in codes]
    grouped = frame.groupby(["a", "b", "period"])
    means = grouped[list(tables)].mean()
    means.insert(0, "n", grouped.size())
    means["apart"] = means[list(tables)].max(axis=1) - means[list(tables)].min(axis=1)
    return means.reset_index()


def spread(variants: pd.DataFrame) -> pd.DataFrame:
    """How far each row moves over its variants, and which moves it most.

    Returns
    -------
    spread
        `a`, `b`, `period` and for direction and intensity the value as measured,
        `_least` and `_most` over all variants, and `_moved_by`, the variant farthest
        from it (empty where none moves it).
    """
    keys = ["a", "b", "period"]
    out = variants.loc[variants["variant"] == WHOLE, [*keys, *COMPONENTS]].set_index(keys)
    names = [name for name in variants["variant"].unique() if name != WHOLE]
    for component in COMPONENTS:
        wide = variants.pivot_table(index=keys, columns="variant", values=component).reindex(out.index)
        out[f"{component}_least"], out[f"{component}_most"] = wide.min(axis=1), wide.max(axis=1)
        moved = wide[[name for name in names if name in wide.columns]].sub(out[component], axis=0).abs()
        biggest = moved.fillna(0.0).idxmax(axis=1) if len(moved.columns) else pd.Series("", index=out.index)
        out[f"{component}_moved_by"] = biggest.where(moved.max(axis=1).fillna(0.0) > 1e-9, "")
    return out.reset_index()


def _measured(parts: Mapping[str, pd.DataFrame], choices: Mapping[str, object]) -> pd.DataFrame:
    return _first([measures.measure(one, **choices).assign(variant=name) for name, one in parts.items()])  # type: ignore[arg-type]


def _first(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    joined = pd.concat(parts, ignore_index=True)
    return joined[["variant", *(name for name in joined.columns if name != "variant")]]


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]
