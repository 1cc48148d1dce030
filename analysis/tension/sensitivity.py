"""How far tension depends on choices: one outlet, the modality of acts, the table of weights."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import errors, ontology
from analysis.events import periods
from analysis.events.coded import CodedCorpus
from analysis.relations import measure as measure_relations
from analysis.tension.measures import COMPONENTS, DEFAULTS, Source, TensionOptions, counted_events
from analysis.tension.result import measure

WHOLE, ALL_MODALITIES, WITHOUT = "as measured", "all modalities", "without "
MAX_OUTLETS = 12


def sensitivity(source: Source, options: TensionOptions = DEFAULTS, **overrides: Any) -> pd.DataFrame:
    """How far each row moves if all modalities count, or if one of the largest outlets is left out.

    Parameters
    ----------
    source
        A coded corpus, or an events frame (without outlets).
    options, **overrides
        As for `tension.measure`.

    Returns
    -------
    spread
        As `spread` returns it.

    Raises
    ------
    InputError
        If an option is unknown or out of range.
    """
    chosen = options.changed(**overrides)
    if not isinstance(source, CodedCorpus):
        return spread(modalities(source, chosen))
    chosen = chosen.changed(
        exposure=source.documents if chosen.exposure is None else chosen.exposure,
        until=source.documents["published"].max() if chosen.until is None else chosen.until,
    )
    return spread(variants(source.events, outlets_of(source), chosen))


def outlets_of(corpus: CodedCorpus) -> pd.DataFrame:
    """`event_id` and `outlet` of each report whose article names its outlet."""
    named = corpus.documents[["doc_id", "source"]].rename(columns={"source": "outlet"})
    return corpus.evidence.merge(named, on="doc_id")[["event_id", "outlet"]].dropna().drop_duplicates()


def variants(
    events: pd.DataFrame, reports: pd.DataFrame, options: TensionOptions = DEFAULTS, **overrides: Any
) -> pd.DataFrame:
    """Measure as asked, with all modalities, and with each of the largest outlets left out if there are several.

    Parameters
    ----------
    events, reports
        As for `outlets`.
    options, **overrides
        As for `tension.measure`.

    Returns
    -------
    variants
        Rows of `tension.measure` with a first column `variant`; each row once for each variant.
    """
    chosen = options.changed(**overrides)
    parts = [modalities(events, chosen)]
    if len(reports["outlet"].unique()) > 1:
        parts.append(outlets(events, reports, chosen))
    joined = pd.concat(parts, ignore_index=True)
    return joined.drop_duplicates(["variant", "a", "b", "period"]).reset_index(drop=True)


def outlets(
    events: pd.DataFrame, reports: pd.DataFrame, options: TensionOptions = DEFAULTS, *,
    max_outlets: int = MAX_OUTLETS, **overrides: Any,
) -> pd.DataFrame:  # fmt: skip
    """Measure anew with each of the largest outlets left out.

    An act that another outlet reports as well stays.

    Parameters
    ----------
    events
        The events frame.
    reports
        `event_id` and `outlet`, one row for each report.
    max_outlets
        Number of outlets tried, the largest first.
    options, **overrides
        As for `tension.measure`.

    Returns
    -------
    variants
        The rows of `measure` with a first column `variant` ("as measured",
        "without ...").

    Raises
    ------
    InputError
        If a column is missing, or an option is unknown or out of range.
    """
    missing = {"event_id", "outlet"} - set(reports.columns)
    if missing:
        msg = f"the table of outlets lacks the {errors.columns(sorted(missing))}"
        raise errors.InputError(msg)
    chosen = options.changed(**overrides)
    if chosen.until is None:
        chosen = chosen.changed(until=events["when_last"].max())
    parts = {WHOLE: events, **_without_outlets(events, reports, max_outlets)}
    return _joined({name: measure(part, chosen).frame for name, part in parts.items()})


def whole_shares(corpus: CodedCorpus, *, max_outlets: int = MAX_OUTLETS) -> pd.DataFrame:
    """The conflict share of each pair over the whole time, as `relations.measure` gives it, by variant.

    Parameters
    ----------
    corpus
        A coded corpus.
    max_outlets
        Number of outlets tried, the largest first.

    Returns
    -------
    variants
        `variant`, `a`, `b`, `share`, `share_low`, `share_high`: as measured, with all modalities, and with each of
        the largest outlets left out if there are several.
    """
    events, reports = corpus.events, outlets_of(corpus)
    parts = {WHOLE: events, ALL_MODALITIES: events}
    if len(reports["outlet"].unique()) > 1:
        parts |= _without_outlets(events, reports, max_outlets)
    every = {ALL_MODALITIES: {"modality": tuple(sorted(set(events["modality"])))}}
    rows = []
    for name, part in parts.items():
        chosen: dict[str, Any] = {"exposure": corpus.documents, "evidence": corpus.evidence, **every.get(name, {})}
        pairs = measure_relations(part, freq="all", directed=False, **chosen).pairs()
        rows.append(pairs[["a", "b", "share", "share_low", "share_high"]].assign(variant=name))
    joined = pd.concat(rows, ignore_index=True)
    return joined[["variant", "a", "b", "share", "share_low", "share_high"]]


def _without_outlets(events: pd.DataFrame, reports: pd.DataFrame, max_outlets: int) -> dict[str, pd.DataFrame]:
    """The events that are left without each of the largest outlets, by name of the variant."""
    known = reports[reports["event_id"].isin(events["event_id"])].dropna()
    sizes = known.groupby("outlet").size()
    parts = {}
    for name in sizes.sort_values(ascending=False, kind="stable").index[:max_outlets]:
        others = set(known.loc[known["outlet"] != name, "event_id"])
        alone = set(known.loc[known["outlet"] == name, "event_id"]) - others
        parts[f"{WITHOUT}{name}"] = events[~events["event_id"].isin(alone)]
    return parts


def modalities(events: pd.DataFrame, options: TensionOptions = DEFAULTS, **overrides: Any) -> pd.DataFrame:
    """Measure asserted acts alone, and all acts: those planned, hypothetical and denied as well."""
    chosen = options.changed(**overrides)
    every = chosen.changed(modality=tuple(sorted(set(events["modality"]))))
    return _joined({WHOLE: measure(events, chosen).frame, ALL_MODALITIES: measure(events, every).frame})


def weights(events: pd.DataFrame, *, tables: Sequence[str] = ("gdelt", "keds"), freq: str = "M") -> pd.DataFrame:
    """Mean Goldstein weight of each pair by table of weights, both directions together.

    Direction and intensity rest on quad classes and do not depend on the table;
    a mean weight should always be reported with its table.

    Parameters
    ----------
    events
        The events frame; weights go by `cameo`, else by `root`.
    tables
        Names of `ontology.GOLDSTEIN_TABLES`.
    freq
        D, W, M, Q or Y.

    Returns
    -------
    means
        `a`, `b`, `period`, `n`, a column for each table (-10 to 10, negative is
        hostile), and `apart`: the largest difference between tables.

    Raises
    ------
    InputError
        If a column is missing or `freq` is unknown.
    """
    acts = counted_events(events, freq=freq)
    frame = acts[["a", "b"]].assign(
        period=periods.start_of_each(acts["day"], periods.check_freq(freq, periods.COUNTED))
    )
    codes = list(zip(acts["cameo"], acts["root"], strict=True))
    for table in tables:
        frame[table] = [ontology.goldstein(_text(code), _text(root), table=table) for code, root in codes]
    grouped = frame.groupby(["a", "b", "period"])
    means = grouped[list(tables)].mean()
    means.insert(0, "n", grouped.size())
    means["apart"] = means[list(tables)].max(axis=1) - means[list(tables)].min(axis=1)
    return means.reset_index()


def spread(variants: pd.DataFrame) -> pd.DataFrame:
    """How far each row moves over its variants, and which variant moves it most.

    Returns
    -------
    spread
        `a`, `b`, `period` and for direction and intensity the value as measured,
        `_min` and `_max` over all variants, and `_moved_by`, the variant farthest
        from it (empty where none moves it).
    """
    keys = ["a", "b", "period"]
    out = variants.loc[variants["variant"] == WHOLE, [*keys, *COMPONENTS]].set_index(keys)
    names = [name for name in variants["variant"].unique() if name != WHOLE]
    for component in COMPONENTS:
        wide = variants.pivot_table(index=keys, columns="variant", values=component).reindex(out.index)
        out[f"{component}_min"], out[f"{component}_max"] = wide.min(axis=1), wide.max(axis=1)
        distance = wide[[name for name in names if name in wide.columns]].sub(out[component], axis=0).abs()
        farthest = distance.fillna(0.0).idxmax(axis=1) if len(distance.columns) else pd.Series("", index=out.index)
        out[f"{component}_moved_by"] = farthest.where(distance.max(axis=1).fillna(0.0) > 1e-9, "")
    return out.reset_index()


def _joined(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    joined = pd.concat([frame.assign(variant=name) for name, frame in parts.items()], ignore_index=True)
    return joined[["variant", *(name for name in joined.columns if name != "variant")]]


def _text(value: object) -> str | None:
    return None if pd.isna(value) else str(value)  # type: ignore[call-overload]
