"""Read, aggregate and write the event data sets of the field, to and from the events frame.

ICEWS, KEDS lists with CAMEO or WEIS codes, GDELT 1.0 and 2.0, and a CSV of
our own (`entente`: the columns of the events frame). POLECAT, Phoenix and
ACLED are read as far as their codebooks are certain. `docs/event_data.md` and
`data/eventdata/README.md` describe formats, mappings and what was tried on
real files.
"""

import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import errors, schemas
from analysis.eventdata import aggregation, codebooks, entente_csv, files, filters, mapping, parsing, writing
from analysis.eventdata.actors import ActorCoder, table_actors

FORMATS = ("entente", "icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2", "polecat", "phoenix", "acled")
_FULLY_MAPPED = ("given", "exact", "prefix")
_PROVENANCE = ["event_id", "publisher", "story", "path", "line"]


@dataclass(frozen=True, slots=True)
class _Mapped:
    """What reading and aggregating have in common: how values were mapped."""

    rejects: pd.DataFrame
    mapping: pd.DataFrame
    counts: Mapping[str, int]

    def unmapped(self) -> pd.DataFrame:
        """The rows of `mapping` for values that no table has, or only in part."""
        return self.mapping[~self.mapping["how"].isin(_FULLY_MAPPED)].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class EventDataset(_Mapped):
    """An event data set as read by `read`.

    Attributes
    ----------
    rejects
        The frame `rejects`: rows that could not be read, with line and reason.
    mapping
        `kind` (actor, code, weight, text, format), `raw`, `mapped`, `how`, `n`: how
        every published value was mapped, and in how many rows. Of kind `text` are
        bytes that are not UTF-8, of kind `format` codes that lost a leading zero, and
        lists that seem to have another format.
    counts
        Number of rows: read, rejected, filtered out, duplicates within a day and
        within a story (removed or not), removed by each filter, events, sides
        unresolved, statements, domestic events.
    events
        The events frame (`analysis.schemas`), in the order of the files.
    provenance
        `event_id`, `publisher`, `story`, `path`, `line` of every event.
    """

    events: pd.DataFrame
    provenance: pd.DataFrame

    def __repr__(self) -> str:
        """One line: how many events, from when to when, and how many rows were rejected."""
        days = self.events["when_first"].dropna()
        span = f", {days.min().date()} to {days.max().date()}" if len(days) else ""
        return f"EventDataset: {len(self.events):,} events{span}; {len(self.rejects):,} rows rejected"


@dataclass(frozen=True, slots=True)
class DyadCounts(_Mapped):
    """A data set counted by directed dyad and period, without its events.

    Attributes
    ----------
    rejects, mapping
        As in `EventDataset`.
    counts
        Number of rows: read, rejected, filtered out, removed as duplicates,
        one-sided, domestic, statements, counted. All but the first sum to the first.
    table
        `a` (source), `b` (target), `period` (its first day), `n_vc`, `n_mc`,
        `n_vf`, `n_mf` (events of verbal and material cooperation, verbal and
        material conflict), `n` (all events): what `relations.measure` and
        `tension.measure` take.
    """

    table: pd.DataFrame

    def among(self, actors: Collection[str]) -> pd.DataFrame:
        """The rows of the table in which both sides are among `actors` (ids)."""
        rows: pd.DataFrame = self.table[self.table["a"].isin(actors) & self.table["b"].isin(actors)]
        return rows

    def __repr__(self) -> str:
        """One line: how many events between how many dyads, in how many periods."""
        dyads = len(self.table[["a", "b"]].drop_duplicates())
        return (
            f"DyadCounts: {self.counts.get('counted', 0):,} events of {dyads:,} directed dyads "
            f"in {self.table['period'].nunique():,} periods; {len(self.rejects):,} rows rejected"
        )


def read(  # noqa: PLR0913 - every option is a keyword
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    *,
    actors: str | Collection[str] = (),
    period: object = None,
    actor_codes: Mapping[str, str] | None = None,
    groups: str = "home",
    weights: str | None = None,
    one_a_day: bool = False,
    one_a_story: bool = False,
    mutual: str | None = None,
    block_size: int = files.BLOCK_SIZE,
) -> EventDataset:
    """Read event data into the events frame.

    Parameters
    ----------
    path
        A file (plain, gzipped or zipped), a folder of files, or several;
        `example` is the example that ships with the package.
    format
        One of `FORMATS`.
    actors
        Actors, as ids, names or demonyms ("RUS", "rus", "Russia"), in a list or as
        text with commas: keep events between these, and hold no others in memory.
    period
        A year, a month, a day, or first and last, both included (2001,
        "2001-06", "2001-06/2002-12"); None or empty for all.
    actor_codes
        Actor ids by published code or name, such as {"ARB": "IGO:ARABLEAGUE"};
        they take precedence over the tables.
    groups
        `home` counts an armed group for its home state, `own` as an actor of its
        own.
    weights
        Goldstein weights: `column` (what the file says), `gdelt`, `keds`, `weis`
        or `plover`; by default what `data/eventdata/layouts.csv` names.
    one_a_day
        Keep one event of the same day, source, target and code as published, and
        sum the reports in `n_reports`. Two real events of one day count as one.
    one_a_story
        Keep one event of the same story, source, target and code.
    mutual
        `once`: two rows of the same day, pair and code in opposite directions are one
        act; they get one `act_id`, and undirected measures count them once. `both`:
        each row is an act. By default what `data/eventdata/layouts.csv` names.
    block_size
        Bytes read at a time.

    Raises
    ------
    InputError
        If the format, an actor, the period or `mutual` is unknown; if a file or a column is
        missing; or if `one_a_story` is asked of a format without stories.
    """
    layout = _layout(format)
    once = _counts_once(mutual, layout)
    paths, rejects, given = files.find_files(path), parsing.Rejects(), actor_codes or {}
    duplicates = {"one_a_day": one_a_day, "one_a_story": one_a_story}
    if format == "entente":
        frame, report = entente_csv.read(paths, given, weights, rejects, block_size=block_size)
        # This format may name actors that no table has.
        known = {*frame["source"].dropna(), *frame["target"].dropna(), *given.values()}
        row_filter = filters.RowFilter.parse(layout, actors, period, known=known, **duplicates)
        n_read = len(frame)
        frame = _kept(frame, row_filter)
    else:
        row_filter = filters.RowFilter.parse(layout, actors, period, known=_named(layout, given), **duplicates)
        mapper = _mapper(layout, given, groups, weights)
        parts = [entente_csv.no_rows().assign(raw_source="", raw_target="", raw_code="", key="")]
        n_read = 0
        for chunk in files.read_chunks(paths, layout, mapping.EVENT_FIELDS, rejects, block_size=block_size):
            part = mapping.map_events(chunk, mapper, rejects)
            n_read += len(part)
            parts.append(_kept(part, row_filter))
        frame = mapping.add_ids(pd.concat(parts[1:] or parts, ignore_index=True), format)
        report = _report(mapper)
    return _dataset(frame, rejects, report, row_filter, n_read, layout if once else None)


def aggregate(  # noqa: PLR0913 - every option is a keyword
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    freq: str = "W",
    *,
    actors: str | Collection[str] = (),
    period: object = None,
    actor_codes: Mapping[str, str] | None = None,
    groups: str = "home",
    one_a_day: bool = False,
    one_a_story: bool = False,
    mutual: str | None = None,
    block_size: int = files.BLOCK_SIZE,
) -> DyadCounts:
    """Count events by directed dyad and period without holding the events in memory.

    Statements, domestic events and events with an unresolved side are counted
    apart and are not in the table.

    Parameters
    ----------
    freq
        D, W (from Monday), M, Q or Y.
    mutual
        As for `read`; `once` counts such an act in the direction that comes first
        only, so it suits undirected measures and no others.
    path, format, actors, period, actor_codes, groups, one_a_day, one_a_story, block_size
        As for `read`. The filters for duplicates hold 8 bytes for each different event.

    Raises
    ------
    InputError
        As for `read`, or if `freq` is none of these.
    """
    layout = _layout(format)
    once = _counts_once(mutual, layout)
    if format == "entente":
        dataset = read(
            path, format, actors=actors, period=period, actor_codes=actor_codes, one_a_day=one_a_day,
            one_a_story=one_a_story, mutual=mutual, block_size=block_size,
        )  # fmt: skip
        table, counted = aggregation.count_events(dataset.events, freq, once=once)
        names = [name for name in dataset.counts if name in {"rows", "rejected", "filtered out"} or "removed" in name]
        return DyadCounts(
            dataset.rejects, dataset.mapping, {**{name: dataset.counts[name] for name in names}, **counted}, table
        )
    given = actor_codes or {}
    row_filter = filters.RowFilter.parse(
        layout, actors, period, one_a_day=one_a_day, one_a_story=one_a_story, known=_named(layout, given)
    )
    mapper, rejects = _mapper(layout, given, groups, None), parsing.Rejects()
    paths = files.find_files(path)
    table, counts = aggregation.count_files(paths, mapper, freq, row_filter, rejects, block_size, once=once)
    return DyadCounts(schemas.from_rows("rejects", rejects.rows), _report(mapper), counts, table)


def write(events: pd.DataFrame, path: str | Path, format: str = "entente") -> dict[str, int]:  # noqa: A002
    """Write the events frame in another format.

    What a format cannot hold is left out: KEDS lists hold day, actors and
    code; ICEWS and GDELT hold weight and place as well. A root without a CAMEO
    code is written as its two-digit CAMEO root.

    Parameters
    ----------
    events
        The events frame.
    path
        The file; `.gz` compresses.
    format
        `entente`, `icews`, `keds_cameo`, `keds_weis`, `gdelt1` or `gdelt2`.

    Returns
    -------
    counts
        Rows `written`, and `left_out` because the format cannot express them
        (undated; without an actor; not asserted; without a code).

    Raises
    ------
    InputError
        If the format is unknown or can only be read, or `events` breaks its schema.
    """
    return writing.write_events(schemas.check("events", events), Path(path), _layout(format))


def tried(format: str) -> str:  # noqa: A002
    """Whether the reader of a format was tried on real files, or follows its codebook only."""
    return _layout(format).tried


def _layout(name: str) -> codebooks.Layout:
    layout = codebooks.layout(name)
    if name not in FORMATS:
        msg = f"format {name!r} has a layout but no reader"
        raise errors.InputError(msg)
    return layout


def _named(layout: codebooks.Layout, given: Mapping[str, str]) -> frozenset[str]:
    """Ids that only this format or its user names, such as ARM:BOSNIAN-SERBS."""
    return table_actors(layout.actors) | frozenset(given.values())


def _mapper(layout: codebooks.Layout, given: Mapping[str, str], groups: str, weights: str | None) -> mapping.Mapper:
    mapping.check_weights(weights or layout.weights)
    return mapping.Mapper(layout, ActorCoder(layout.actors, given, groups), weights or layout.weights)


def _counts_once(mutual: str | None, layout: codebooks.Layout) -> bool:
    mutual = mutual or layout.mutual
    if mutual not in filters.MUTUAL:
        msg = f"mutual {mutual!r} is none of {', '.join(filters.MUTUAL)}"
        raise errors.InputError(msg)
    return mutual == "once"


def _report(mapper: mapping.Mapper) -> pd.DataFrame:
    """The report on the mapping; a list that seems to be in another format is told by a warning as well."""
    if other := mapper.other_format():
        name, n_rows = other
        msg = (
            f"{n_rows:,} codes or actors are those of format {name!r}, not of {mapper.layout.name!r}: "
            f"the same codes mean other things there, so read the file as {name!r} if that is what it is"
        )
        warnings.warn(msg, stacklevel=3)
    return mapper.report()


def _kept(frame: pd.DataFrame, row_filter: filters.RowFilter) -> pd.DataFrame:
    kept = row_filter.keep(frame["when_first"].to_numpy(), frame["source"], frame["target"])
    return frame[kept].reset_index(drop=True)


def _dataset(
    frame: pd.DataFrame, rejects: parsing.Rejects, report: pd.DataFrame, row_filter: filters.RowFilter, n_read: int,
    once: codebooks.Layout | None,
) -> EventDataset:  # fmt: skip
    counts = {
        "rows": n_read + len(rejects.rows),
        "rejected": len(rejects.rows),
        "filtered out": n_read - len(frame),
    }
    duplicate_filters = (
        ("day", filters.DAY_KEYS, row_filter.one_a_day),
        ("story", filters.STORY_KEYS, row_filter.one_a_story),
    )
    for name, keys, _ in duplicate_filters:
        counts[f"duplicates within a {name}"] = int(filters.duplicated(frame, keys).sum())
    for name, keys, asked in duplicate_filters:
        before = len(frame)
        frame = filters.drop_duplicates(frame, keys) if asked else frame
        counts[f"removed by one_a_{name}"] = before - len(frame)
    if once:
        frame = filters.join_directions(frame, once)
        counts["acts in both directions"] = int(frame.loc[frame["mutual"].astype(bool), "act_id"].nunique())
    events = schemas.check("events", frame)
    counts |= {
        "events": len(events),
        "source unresolved": int(events["source"].isna().sum()),
        "target unresolved": int(events["target"].isna().sum()),
        "statements": int((events["quad"] == 0).sum()),
        "domestic": int((events["source"] == events["target"]).fillna(value=False).sum()),
    }
    provenance = frame[_PROVENANCE].reset_index(drop=True)
    return EventDataset(schemas.from_rows("rejects", rejects.rows), report, counts, events, provenance)
