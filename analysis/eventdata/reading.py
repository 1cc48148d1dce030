"""Read, aggregate and write the event data sets of the field, to and from the events frame.

ICEWS, KEDS lists with CAMEO or WEIS codes, GDELT 1.0 and 2.0, and a CSV of
our own (`entente`: the columns of the events frame). POLECAT, Phoenix and
ACLED are read as far as their codebooks are certain. Formats, mappings and
what was tried on real files: `docs/event_data.md`, `data/eventdata/README.md`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import errors, schemas
from analysis.eventdata import actors as eventdata_actors
from analysis.eventdata import aggregation, files, native, writing
from analysis.eventdata import codebooks as tables
from analysis.eventdata import filters as eventdata_choice
from analysis.eventdata import mapping as eventdata_rows

FORMATS = ("entente", "icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2", "polecat", "phoenix", "acled")
_RESOLVED = ("given", "exact", "prefix")


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported data set.

    Attributes
    ----------
    events
        The events frame (`analysis.schemas`), in the order of the files.
    rejects
        The frame `rejects`: rows that could not be read, with line and reason.
    mapping
        `kind` (actor, code, weight), `raw`, `mapped`, `how`, `n`: how every
        published value was read; `unmapped()` gives those that were not.
    counts
        Rows read, events, rejects, rows not wanted, sides not resolved, statements,
        domestic acts; acts that repeat one of their day or of their story, whether
        they were removed or not, and how many were removed.
    origins
        `event_id`, `publisher`, `story`, `path`, `line` of every event.
    """

    events: pd.DataFrame
    rejects: pd.DataFrame
    mapping: pd.DataFrame
    counts: Mapping[str, int]
    origins: pd.DataFrame

    def unmapped(self) -> pd.DataFrame:
        """The rows of `mapping` for values that no table knows, or knows in part only."""
        return _unmapped(self.mapping)


@dataclass(frozen=True, slots=True)
class Aggregated:
    """The counts of a data set that was never held in memory.

    Attributes
    ----------
    table
        `a` (acts on) `b`, `period` (its first day), `n_vc`, `n_mc`, `n_vf`,
        `n_mf` (acts by quad class), `n` (all acts): what `relations.measure` and
        `tension.measure` take.
    rejects, mapping
        As in `Imported`.
    counts
        Rows read and what became of them: rejected, not wanted, repeated and removed,
        one-sided, domestic, statements, counted. They add up to the rows.
    """

    table: pd.DataFrame
    rejects: pd.DataFrame
    mapping: pd.DataFrame
    counts: Mapping[str, int]

    def unmapped(self) -> pd.DataFrame:
        """The rows of `mapping` for values that no table knows, or knows in part only."""
        return _unmapped(self.mapping)


def _unmapped(mapping: pd.DataFrame) -> pd.DataFrame:
    return mapping[~mapping["how"].isin(_RESOLVED)].reset_index(drop=True)


def read(  # noqa: PLR0913 - one call takes every choice, by keyword
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    *,
    actors: Mapping[str, str] | None = None,
    groups: str = "home",
    weights: str | None = None,
    only: Collection[str] = (),
    period: str = "",
    one_a_day: bool = False,
    one_a_story: bool = False,
    block: int = files.BLOCK,
) -> Imported:
    """Read event data into the events frame.

    Parameters
    ----------
    path
        A file (plain, gzipped or zipped), a folder of files, or several;
        `example` is the example that ships.
    format
        One of `FORMATS`.
    actors
        Actor ids by published code or name; they go before the tables.
    groups
        `home` counts an armed group for its state, `own` on its own (see
        `analysis.eventdata.actors`).
    weights
        Goldstein weights: `column` (what the file says), `gdelt`, `keds`,
        `weis` or `plover`; by default what `data/eventdata/layouts.csv` names.
    only
        Actor ids: keep acts between these alone, and hold no others in memory.
    period
        `FIRST/LAST` with ISO days, both included; empty for all.
    one_a_day
        Keep one event of the same day, source, target and code as published;
        `n_reports` adds up (petrarch2 issue 16 tells of this filter's drawbacks).
    one_a_story
        Keep one event of the same story, source, target and code.
    block
        Bytes read at a time.

    Raises
    ------
    InputError
        If the format is unknown, a file is missing, a column is, or `one_a_story` is
        asked of a format that names no story.
    """
    layout = _layout(format)
    choice = _choice(layout, only, period, one_a_day=one_a_day, one_a_story=one_a_story)
    paths, rejects = files.paths_of(path), files.Rejects()
    if format == "entente":
        frame, mapping = native.read(paths, actors or {}, weights, rejects, block=block)
        read_rows = len(frame)
        frame = _wanted(frame, choice)
    else:
        mapper = _mapper(layout, actors, groups, weights)
        parts = [native.no_rows().assign(raw_source="", raw_target="", raw_code="", key="")]
        read_rows = 0
        for chunk in files.all_chunks(paths, layout, eventdata_rows.EVENT_FIELDS, rejects, block=block):
            part = eventdata_rows.events(chunk, mapper, rejects)
            read_rows += len(part)
            parts.append(_wanted(part, choice))
        frame = pd.concat(parts[1:] or parts, ignore_index=True)
        frame, mapping = eventdata_rows.finish(frame, format), mapper.report()
    return _imported(frame, rejects, mapping, choice, read_rows)


def aggregate(  # noqa: PLR0913 - one call takes every choice, by keyword
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    freq: str = "W",
    *,
    actors: Mapping[str, str] | None = None,
    groups: str = "home",
    only: Collection[str] = (),
    period: str = "",
    one_a_day: bool = False,
    one_a_story: bool = False,
    block: int = files.BLOCK,
) -> Aggregated:
    """Count acts by directed pair and period without holding the events in memory.

    Statements, domestic acts and acts with a side that is not resolved are
    counted apart and are not in the table.

    Parameters
    ----------
    freq
        D, W (from Monday), M, Q or Y.
    path, format, actors, groups, only, period, one_a_day, one_a_story, block
        As for `read`. The filters hold 8 bytes for each different act.

    Raises
    ------
    InputError
        As `read`, or if `freq` is none of these.
    """
    layout = _layout(format)
    choice = _choice(layout, only, period, one_a_day=one_a_day, one_a_story=one_a_story)
    if format == "entente":
        got = read(
            path, format, actors=actors, only=only, period=period, one_a_day=one_a_day, one_a_story=one_a_story,
            block=block,
        )  # fmt: skip
        table, counts = aggregation.of_events(got.events, freq)
        kept = ("rows", "rejected", "not wanted", *(name for name in got.counts if name.startswith("removed")))
        return Aggregated(table, got.rejects, got.mapping, {**{name: got.counts[name] for name in kept}, **counts})
    mapper, rejects = _mapper(layout, actors, groups, None), files.Rejects()
    table, counts = aggregation.of_files(files.paths_of(path), mapper, freq, choice, rejects, block)
    return Aggregated(table, schemas.from_rows("rejects", rejects.rows), mapper.report(), counts)


def write(events: pd.DataFrame, path: str | Path, format: str = "entente") -> dict[str, int]:  # noqa: A002
    """Write the events frame as a file of another format.

    What a format has no place for is left out: KEDS lists hold day, actors and
    code; ICEWS and GDELT rows hold weight and place as well. A root without a
    CAMEO code is written as its two-digit CAMEO root.

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
        Rows `written`, and `left_out` because the format cannot say them
        (undated; without an actor; not asserted; without a code).
    """
    return writing.write(schemas.check("events", events), Path(path), _layout(format))


def tried(format: str) -> str:  # noqa: A002
    """Tell whether a format's reader was tried on real files or follows the codebook only."""
    return _layout(format).tried


def _layout(name: str) -> tables.Layout:
    layout = tables.layout(name)
    if name not in FORMATS:
        msg = f"format {name!r} has a layout but no reader"
        raise errors.InputError(msg)
    return layout


def _choice(
    layout: tables.Layout, only: Collection[str], period: str, *, one_a_day: bool, one_a_story: bool
) -> eventdata_choice.Choice:
    return eventdata_choice.choose(
        only, period, one_a_day=one_a_day, one_a_story=one_a_story, format_name=layout.name,
        has_story="story" in layout.fields or layout.name == "entente",
    )  # fmt: skip


def _mapper(
    layout: tables.Layout, actors: Mapping[str, str] | None, groups: str, weights: str | None
) -> eventdata_rows.Mapper:
    eventdata_rows.check_weights(weights or layout.weights)
    resolver = eventdata_actors.Resolver(layout.actors, actors or {}, groups)
    return eventdata_rows.Mapper(layout, resolver, weights or layout.weights)


def _wanted(frame: pd.DataFrame, choice: eventdata_choice.Choice) -> pd.DataFrame:
    wanted = choice.wants(frame["when_first"].to_numpy(), frame["source"], frame["target"])
    return frame[wanted].reset_index(drop=True)


def _imported(
    frame: pd.DataFrame, rejects: files.Rejects, mapping: pd.DataFrame, choice: eventdata_choice.Choice, read_rows: int
) -> Imported:
    counts = {
        "rows": read_rows + len(rejects.rows),
        "rejected": len(rejects.rows),
        "not wanted": read_rows - len(frame),
    }
    filters = (
        ("day", eventdata_choice.DAY_KEYS, choice.one_a_day),
        ("story", eventdata_choice.STORY_KEYS, choice.one_a_story),
    )
    for name, keys, _ in filters:
        counts[f"repeat one of their {name}"] = int(eventdata_choice.repeated(frame, keys).sum())
    for name, keys, asked in filters:
        before = len(frame)
        frame = eventdata_choice.once(frame, keys) if asked else frame
        counts[f"removed by one_a_{name}"] = before - len(frame)
    events = schemas.check("events", frame)
    counts |= {
        "events": len(events),
        "source not resolved": int(events["source"].isna().sum()),
        "target not resolved": int(events["target"].isna().sum()),
        "statements": int((events["quad"] == 0).sum()),
        "domestic": int((events["source"] == events["target"]).fillna(value=False).sum()),
    }
    origins = frame[["event_id", "publisher", "story", "path", "line"]].reset_index(drop=True)
    return Imported(events, schemas.from_rows("rejects", rejects.rows), mapping, counts, origins)
