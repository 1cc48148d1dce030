"""Count acts of generated events on the disk, and say how long it took and how much memory.

    python benchmarks/bench_counts.py [MILLIONS ...]

For each number (1, 10 and 50 if none is said) so many million rows of events are written as Parquet files of a
million rows: a sixth of them are the other direction of the row before, and each file has the acts of the first under
other ids. They are counted by month, each act once, by `count_dataset` in a process of its own, whose processor
time and peak of memory are printed; then relations and tension are measured from the table. The first million is
counted by pandas, too: the table must be as many times that as there are files.
"""

import multiprocessing
import re
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import relations, schemas, tension
from analysis.events import count_acts
from analysis.scale import count_dataset

ROWS = 1_000_000
GROUP = 50_000  # rows of a group; the coder writes fewer
ACTORS = np.array([f"{letter}{other}A" for letter in "ABCDE" for other in "VWXYZ"], dtype=object)


def first_million():
    """The events frame of the first file: acts of 25 actors on the days of twenty years."""
    draw = np.random.default_rng(0)
    ids = np.char.mod("%016x", np.arange(ROWS)).astype(object)
    sides = draw.integers(0, len(ACTORS), (2, ROWS))
    days = np.datetime64("2005-01-01", "us") + draw.integers(0, 7300, ROWS) * np.timedelta64(1, "D")
    acts = ids.copy()
    again = np.arange(5, ROWS, 6)
    sides[:, again], days[again], acts[again] = sides[::-1, again - 1], days[again - 1], acts[again - 1]
    frame = pd.DataFrame({
        "event_id": ids, "act_id": acts, "mutual": acts != ids, "source": ACTORS[sides[0]],
        "source_role": np.array(["GOV", "MIL", "BUS", None], dtype=object)[draw.integers(0, 4, ROWS)],
        "target": ACTORS[sides[1]], "target_role": None, "root": "CONSULT", "mode": None, "context": None,
        "cameo": "040", "quad": draw.integers(0, 5, ROWS), "goldstein": 1.0, "when_first": days, "when_last": days,
        "when_precision": "day",
        "modality": np.array(["asserted", "asserted", "planned"], dtype=object)[draw.integers(0, 3, ROWS)],
        "status": "now", "attributed_to": None, "place": None, "place_state": None, "decided_by": "generated",
        "confidence": 0.5, "n_reports": 1,
    })  # fmt: skip
    return schemas.check("events", frame.sort_values(["when_first", "source", "target", "event_id"]))


def renamed(table, number):
    """The events of a file under the ids of another."""
    for name in ("event_id", "act_id"):
        ids = pc.binary_join_element_wise(table[name].cast(pa.string()), f"{number:03x}", "-")
        table = table.set_column(table.column_names.index(name), name, ids)
    return table


def count(folder, answers):
    before = time.process_time()
    table = count_dataset(f"{folder}/*.parquet", freq="M", once=True)
    seconds = time.process_time() - before
    answers.put((seconds, peak_memory(), table))


def peak_memory():
    """Kilobytes of this process at its peak; what `getrusage` says holds that of the process that started it, too."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1])


def main():
    sizes = sorted(int(word) for word in sys.argv[1:]) or [1, 10, 50]
    frame = first_million()
    expected = count_acts(frame, freq="M", once=True)
    numbers = expected.columns.drop(["a", "b", "period"])
    first = pa.Table.from_pandas(frame, preserve_index=False)
    del frame
    with tempfile.TemporaryDirectory() as scratch:
        folder, written = Path(scratch), 0
        for size in sizes:
            for number in range(written, size):
                pq.write_table(renamed(first, number), folder / f"{number:05}.parquet", row_group_size=GROUP)
            written = size
            spawn = multiprocessing.get_context("spawn")
            answers = spawn.Queue()
            process = spawn.Process(target=count, args=(folder, answers))
            process.start()
            seconds, peak, table = answers.get()
            process.join()
            pd.testing.assert_frame_equal(table, expected.assign(**{name: expected[name] * size for name in numbers}))
            before = time.process_time()
            measured = relations.measure(table, freq="Y").frame
            tense = tension.measure(table, freq="M").frame
            print(
                f"{size:5} million rows: as pandas counts them; {seconds:.0f} s of processor time, peak "
                f"{peak / 1024:.0f} MB; {len(table):,} rows of counts; {len(measured):,} relations and "
                f"{len(tense):,} rows of tension in {time.process_time() - before:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
