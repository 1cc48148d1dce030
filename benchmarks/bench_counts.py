"""Count acts of generated events on the disk, and say how long it took and how much memory.

    python benchmarks/bench_counts.py [MILLIONS ...]

For each number (1, 10 and 100 if none is said) so many million rows of events are written as Parquet files of a
million rows, a sixth of them the other direction of the row before. They are counted by month, each act once, by
`count_dataset` in a process of its own, whose peak of memory is printed beside the seconds, and relations and tension
are measured from the table. The first million is counted by pandas, too: the tables must be equal.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import relations, schemas, tension
from analysis.events import count_acts
from analysis.scale import count_dataset

ROWS = 1_000_000
ACTORS = np.array([f"{letter}{other}A" for letter in "ABCDE" for other in "VWXYZ"], dtype=object)


def million(number):
    """The events frame of one file: acts of 25 actors on the days of twenty years."""
    draw = np.random.default_rng(number)
    ids = np.char.mod("%016x", np.arange(ROWS) + number * ROWS).astype(object)
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
    return frame.sort_values(["when_first", "source", "target", "event_id"])  # as the coder does


def count(folder, answers):
    before = time.perf_counter()
    table = count_dataset(f"{folder}/*.parquet", freq="M", once=True)
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers.put((seconds, peak, table))


def main():
    sizes = sorted(int(word) for word in sys.argv[1:]) or [1, 10, 100]
    with tempfile.TemporaryDirectory() as scratch:
        folder, written = Path(scratch), 0
        for size in sizes:
            for number in range(written, size):
                frame = schemas.check("events", million(number))
                pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / f"{number:05}.parquet")
                if number == 0:
                    first = count_acts(frame, freq="M", once=True)
            written = size
            spawn = multiprocessing.get_context("spawn")
            answers = spawn.Queue()
            process = spawn.Process(target=count, args=(folder, answers))
            process.start()
            seconds, peak, table = answers.get()
            process.join()
            if size == 1:
                pd.testing.assert_frame_equal(table, first)
                print("one million rows: the table is equal to that of pandas")
            before = time.perf_counter()
            measured = relations.measure(table, freq="Y").frame
            tense = tension.measure(table, freq="M").frame
            print(
                f"{size:5} million rows: counted in {seconds:.0f} s, peak {peak / 1024:.0f} MB; {len(table):,} rows of "
                f"counts; {len(measured):,} relations and {len(tense):,} rows of tension in "
                f"{time.perf_counter() - before:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
