"""Write and read a coded corpus: one Parquet file a frame, and `run.json`.

The bytes of the Parquet files depend on the frames and on the versions in the
lock alone: rows are written in the order that the frames have.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import errors, schemas

FRAMES = ("documents", "sentences", "mentions", "events", "evidence", "rejects")


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded corpus: its six frames (see `analysis.schemas`) and the record of the run.

    `run` holds versions, parameters, counts at every stage and seconds per
    stage, as `run.json` does.
    """

    documents: pd.DataFrame
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    rejects: pd.DataFrame
    run: Mapping[str, Any] = field(default_factory=dict)


def write(coded: Coded, folder: Path | str) -> None:
    """Write every frame of `coded`, checked, as `folder/NAME.parquet`, and `folder/run.json`."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        table = pa.Table.from_pandas(schemas.check(name, getattr(coded, name)), preserve_index=False)
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    text = json.dumps(coded.run, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def is_coded(folder: Path | str) -> bool:
    """Tell whether `folder` holds all the frames of a coded corpus."""
    return all((Path(folder) / f"{name}.parquet").is_file() for name in FRAMES)


def read(folder: Path | str) -> Coded:
    """Read what `write` wrote.

    Raises
    ------
    InputError
        If a frame is missing or cannot be read.
    FrameError
        If a frame does not keep its schema.
    """
    folder = Path(folder)
    tables = {name: _read_frame(folder / f"{name}.parquet", name) for name in FRAMES}
    run_file = folder / "run.json"
    run = json.loads(run_file.read_text(encoding="utf-8")) if run_file.is_file() else {}
    return Coded(**tables, run=run)


def _read_frame(file: Path, name: str) -> pd.DataFrame:
    try:
        table = pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise errors.InputError(f"{file}: {str(error).splitlines()[0]}") from error
    return schemas.check(name, table.to_pandas())
