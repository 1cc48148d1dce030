"""Time and memory of imported event data, on files made by chance from fixed seeds.

First a KEDS list of 145,709 rows, the size of the Levant set, from file to the
page of notebook 07; or a list of your own: `bench_eventdata.py PATH FORMAT`.
Then ten million rows of a GDELT 2.0 table, some 3 GB of text in a temporary
folder, aggregated to pairs by weeks in a process of its own, whose largest
resident memory is told: without and with the one-a-day filter.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from analysis import _package, eventdata, ontology
from analysis.eventdata import codebooks
from analysis.report import runner

LEVANT_ROWS, LEVANT_DAYS = 145_709, 11_900
GDELT_ROWS, CHUNK = 10_000_000, 250_000
NOTEBOOK = _package.NOTEBOOKS / "07-external-events.ipynb"
ROLES = ("", "GOV", "MIL", "REB", "OPP", "BUS", "CVL", "MED")


def codes() -> np.ndarray:
    return np.array([code for code in ontology.cameo()["code"] if len(code) >= 3])


def keds_list(path: Path, rng: np.random.Generator) -> None:
    states = np.array(sorted(codebooks.state_codes()))[:60]
    busy = rng.dirichlet(np.full(len(states), 0.15))
    days = np.datetime64("1979-04-15") + np.sort(rng.integers(0, LEVANT_DAYS, LEVANT_ROWS))
    sides = [np.char.add(rng.choice(states, LEVANT_ROWS, p=busy), rng.choice(ROLES, LEVANT_ROWS)) for _ in range(2)]
    rows = pa.table(
        {"date": days.astype(str), "source": sides[0], "target": sides[1], "code": rng.choice(codes(), LEVANT_ROWS)}
    )
    pc.write_csv(rows, path)


def gdelt_table(path: Path, rng: np.random.Generator) -> None:
    """A year of rows with every column filled, as wide as real ones."""
    columns = codebooks.layout("gdelt2").columns
    states = np.array(sorted(codebooks.state_codes()))
    busy = rng.dirichlet(np.full(len(states), 0.3))
    days = np.char.replace((np.datetime64("2016-01-01") + np.arange(366)).astype(str), "-", "")
    options = pc.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    with path.open("wb") as stream:
        for start in range(0, GDELT_ROWS, CHUNK):
            when = np.sort(
                rng.integers(start * 366 // GDELT_ROWS, min((start + CHUNK) * 366 // GDELT_ROWS + 1, 366), CHUNK)
            )
            found = {
                "GLOBALEVENTID": np.arange(start, start + CHUNK).astype(str), "SQLDATE": days[when],
                "EventCode": rng.choice(codes(), CHUNK), "NumArticles": rng.integers(1, 30, CHUNK).astype(str),
                "GoldsteinScale": rng.integers(-10, 11, CHUNK).astype(str),
                "SOURCEURL": np.char.add("address.example/world/a-story-", rng.integers(0, 10**7, CHUNK).astype(str)),
            }  # fmt: skip
            for side in ("Actor1Code", "Actor2Code"):
                found[side] = np.char.add(rng.choice(states, CHUNK, p=busy), rng.choice(ROLES, CHUNK))
            rows = {
                column: pa.array(found[column]) if column in found else pa.array(["10.25"] * CHUNK)
                for column in columns
            }
            pc.write_csv(pa.table(rows), stream, options)


def page(events: Path, form: str, folder: Path) -> None:
    started = time.perf_counter()
    run = folder / NOTEBOOK.name
    runner.run_notebook(NOTEBOOK, run, {"events": str(events), "format": form})
    text = runner.to_html(run, heading="07")
    print(f"page: {time.perf_counter() - started:.1f} s from file to {len(text) / 1e6:.1f} MB of HTML", flush=True)


def aggregate(path: str, once: str) -> None:
    started = time.perf_counter()
    got = eventdata.aggregate(path, "gdelt2", "W", one_a_day=once == "once")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"aggregate, {once}: {got.counts['rows']:,} rows to {len(got.table):,} pairs by weeks in "
        f"{time.perf_counter() - started:.1f} s, {peak:.2f} GB at most",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["aggregate"]:
        aggregate(*sys.argv[2:])
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if sys.argv[1:]:
            page(Path(sys.argv[1]), sys.argv[2], folder)
            return
        keds_list(folder / "list.csv", np.random.default_rng(1))
        page(folder / "list.csv", "keds_cameo", folder)
        table = folder / "gdelt.CSV"
        gdelt_table(table, np.random.default_rng(2))
        print(f"table: {table.stat().st_size / 2**30:.1f} GB", flush=True)
        for once in ("all", "once"):
            subprocess.run([sys.executable, __file__, "aggregate", str(table), once], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
