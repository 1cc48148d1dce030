"""Read, aggregate and write the event data sets of the field, to and from the events frame.

ICEWS, KEDS lists with CAMEO or WEIS codes, GDELT 1.0 and 2.0, and a CSV of
our own (`entente`: the columns of the events frame). POLECAT, Phoenix and
ACLED are read as far as their codebooks are certain. Formats, mappings and
what was tried on real files: `docs/formats.md`, `data/eventdata/README.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import errors, eventdata_actors, eventdata_counts, eventdata_rows, eventdata_write, frames
from analysis import eventdata_files as files
from analysis import eventdata_tables as tables

FORMATS = ("entente", "icews", "keds_cameo", "keds_weis", "gdelt1", "gdelt2", "polecat", "phoenix", "acled")
_DAY = ["when_first", "raw_source", "raw_target", "decided_by"]
_STORY = ["story", "raw_source", "raw_target", "decided_by"]


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported data set.

    Attributes
    ----------
    events
        The events frame (`analysis.frames`), in the order of the files.
    rejects
        The frame `rejects`: rows that could not be read, with line and reason.
    mapping
        `kind` (actor, code, weight), `raw`, `mapped`, `how`, `n`: how every
        published value was read; `unmapped()` gives those that were not.
    counts
        Rows read, events, rejects, sides not resolved, statements, domestic
        acts, removed by the one-a-day and the story filter.
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
        return self.mapping[~self.mapping["how"].isin(["given", "exact", "prefix"])].reset_index(drop=True)


def read(
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    *,
    actors: Mapping[str, str] | None = None,
    groups: str = "home",
    weights: str | None = None,
    one_a_day: bool = False,
    one_a_story: bool = False,
    block: int = files.BLOCK,
) -> Imported:
    """Read event data into the events frame.

    Parameters
    ----------
    path
        A file (plain, gzipped or zipped), a folder of files, or several.
    format
        One of `FORMATS`.
    actors
        Actor ids by published code or name; they go before the tables.
    groups
        `home` counts an armed group for its state, `own` on its own (see
        `analysis.eventdata_actors`).
    weights
        Goldstein weights: `column` (what the file says), `gdelt`, `keds`,
        `weis` or `plover`; by default what `data/eventdata/layouts.csv` names.
    one_a_day
        Keep one event of the same day, source, target and code as published;
        `n_reports` adds up. Sources that report an act twice, and acts done twice, look
        the same to this filter (petrarch2 issue 16 tells of its drawbacks).
    one_a_story
        Keep one event of the same story, source, target and code, where the
        format names stories.
    block
        Bytes read at a time.

    Raises
    ------
    InputError
        If the format is unknown, a file is missing, or a column is.
    """
    layout = _layout(format)
    rejects = files.Rejects()
    if format == "entente":
        return _own(files.paths_of(path), rejects)
    eventdata_rows.check_weights(weights or layout.weights)
    resolver = eventdata_actors.Resolver(layout.actors, actors or {}, groups)
    mapper = eventdata_rows.Mapper(layout, resolver, weights or layout.weights)
    parts = [
        eventdata_rows.events(chunk, mapper, rejects)
        for file in files.paths_of(path)
        for chunk in files.chunks(file, layout, eventdata_rows.EVENT_FIELDS, rejects, block=block)
    ]
    if not parts:
        return _imported(_no_rows(), rejects, mapper.report(), {})
    frame = eventdata_rows.finish(pd.concat(parts, ignore_index=True), format)
    removed = {}
    frame, removed["one_a_day"] = _once(frame, _DAY, wanted=one_a_day)
    frame, removed["one_a_story"] = _once(frame, _STORY, wanted=one_a_story)
    return _imported(frame, rejects, mapper.report(), removed)


def aggregate(
    path: str | Path | Sequence[str | Path],
    format: str,  # noqa: A002 - the word that users type
    freq: str = "W",
    *,
    actors: Mapping[str, str] | None = None,
    groups: str = "home",
    block: int = files.BLOCK,
) -> pd.DataFrame:
    """Count acts by directed pair and period without holding the events in memory.

    Parameters
    ----------
    path, format, actors, groups, block
        As for `read`.
    freq
        W (from Monday), M, Q or Y.

    Returns
    -------
    counts
        `a` (acts on) `b`, `period` (its first day), `n_vc`, `n_mc`, `n_vf`,
        `n_mf` (acts by quad class), `n` (all acts). Statements, domestic acts
        and acts with a side that is not resolved are not in the rows;
        `counts.attrs["counts"]` tells how many they were, and `rejects` how many
        rows could not be read.
    """
    layout = _layout(format)
    if format == "entente":
        return eventdata_counts.of_events(read(path, format).events, freq)
    resolver = eventdata_actors.Resolver(layout.actors, actors or {}, groups)
    mapper = eventdata_rows.Mapper(layout, resolver, layout.weights)
    return eventdata_counts.of_files(files.paths_of(path), mapper, freq, block)


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
    return eventdata_write.write(frames.check("events", events), Path(path), _layout(format))


def tried(format: str) -> str:  # noqa: A002
    """Tell whether a format's reader was tried on real files or follows the codebook only."""
    return _layout(format).tried


def _layout(name: str) -> tables.Layout:
    layout = tables.layout(name)
    if name not in FORMATS:
        msg = f"format {name!r} has a layout but no reader"
        raise errors.InputError(msg)
    return layout


def _once(frame: pd.DataFrame, keys: list[str], *, wanted: bool) -> tuple[pd.DataFrame, int]:
    """One row for each of `keys`, the reports added up; rows without a story stay."""
    if not wanted:
        return frame, 0
    blank = frame["story"].isna() if "story" in keys else pd.Series(data=False, index=frame.index)
    again = frame.duplicated(keys) & ~blank
    filled = frame[keys].fillna("")
    reports = frame["n_reports"].groupby([filled[key] for key in keys]).transform("sum")
    frame = frame.assign(n_reports=np.where(blank, frame["n_reports"], reports))
    return frame[~again].reset_index(drop=True), int(again.sum())


def _imported(
    frame: pd.DataFrame, rejects: files.Rejects, mapping: pd.DataFrame, removed: Mapping[str, int]
) -> Imported:
    origins = frame[["event_id", "publisher", "story", "path", "line"]].reset_index(drop=True)
    events = frames.check("events", frame)
    read_rows = len(events) + len(rejects.rows) + sum(removed.values())
    counts = {
        "rows": read_rows, "events": len(events), "rejected": len(rejects.rows),
        "source not resolved": int(events["source"].isna().sum()),
        "target not resolved": int(events["target"].isna().sum()),
        "statements": int((events["quad"] == 0).sum()),
        "domestic": int((events["source"] == events["target"]).fillna(value=False).sum()),
        **{f"removed by {name}": number for name, number in removed.items()},
    }  # fmt: skip
    return Imported(events, frames.from_rows("rejects", rejects.rows), mapping, counts, origins)


def _no_rows() -> pd.DataFrame:
    return frames.empty("events").assign(publisher=None, story=None, path=None, line=0)


def _own(paths: Sequence[Path], rejects: files.Rejects) -> Imported:
    layout = tables.layout("entente")
    parts = [
        eventdata_write.from_text(chunk, rejects)
        for file in paths
        for chunk in files.chunks(file, layout, frames.columns("events"), rejects)
    ]
    frame = pd.concat(parts, ignore_index=True) if parts else _no_rows()
    mapping = pd.DataFrame(columns=["kind", "raw", "mapped", "how", "n"])
    again = frame["event_id"].duplicated()
    rejects.add(
        "entente",
        frame.loc[again, "line"],
        [f"column event_id: {value!r} stands twice" for value in frame.loc[again, "event_id"]],
    )
    return _imported(frame[~again].reset_index(drop=True), rejects, mapping, {})
