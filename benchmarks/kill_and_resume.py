"""Kill a run at random moments, give the same command again, and compare its frames to an undisturbed run's.

    python benchmarks/kill_and_resume.py FOLDER [KILLS] [SMALL_DISK]

`entente code` codes the articles of the folder (or file) undisturbed first. Then, for each of the kills (20 if not
said), it is started with an empty store, ended with its workers' parent by SIGKILL at a random moment, and started
again until it ends by itself. After that two commands code the same articles at once into one store. With a folder
on a file system too small for the store (such as a tmpfs of 2 MB), a run with its store there is made, too. Each
time every frame must be equal, byte for byte, to that of the undisturbed run; the first that is not ends the script
with exit code 1.
"""

import filecmp
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.events.coded import FRAMES

SEED = 13


def start(articles, out, store):
    words = [sys.executable, "-m", "analysis.cli", "code", articles, "--out", out, "--quiet"]
    return subprocess.Popen([str(word) for word in words], env={**os.environ, "ENTENTE_CACHE": str(store)})  # noqa: S603


def finish(what, running, out, expected):
    """Wait for a run and compare its frames; say how many documents it coded itself."""
    if running.wait():
        sys.exit(f"{what}: exit code {running.returncode}")
    wrong = [
        name for name in FRAMES if not filecmp.cmp(out / f"{name}.parquet", expected / f"{name}.parquet", shallow=False)
    ]
    if wrong:
        sys.exit(f"{what}: not equal to the undisturbed run: {', '.join(wrong)}")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return record["counts"]["coded_documents"]


def main():
    articles = Path(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    moments = random.Random(SEED)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        expected = folder / "undisturbed"
        before = time.monotonic()
        n_documents = finish("undisturbed", start(articles, expected, folder / "store"), expected, expected)
        whole = time.monotonic() - before
        print(f"undisturbed: {n_documents} documents coded in {whole:.0f} s", flush=True)
        for number in range(1, kills + 1):
            out, store = folder / f"out-{number}", folder / f"store-{number}"
            running, moment = start(articles, out, store), moments.uniform(0, whole)
            time.sleep(moment)
            ended = running.poll() is not None
            running.kill()
            running.wait()
            left = finish(f"kill {number}", start(articles, out, store), out, expected)
            how = "after its end" if ended else f"after {moment:.1f} s"
            print(f"kill {number}, {how}: equal; {left} documents were left to code", flush=True)
        outs, store = [folder / "one", folder / "other"], folder / "shared"
        both = [(start(articles, out, store), out) for out in outs]
        left = [finish("two at once", running, out, expected) for running, out in both]
        print(f"two at once, one store: equal; {left[0]} and {left[1]} documents coded", flush=True)
        if len(sys.argv) > 3:
            out = folder / "full"
            left = finish("full disk", start(articles, out, Path(sys.argv[3]) / "store"), out, expected)
            print(f"store on a full disk: equal; {left} documents coded", flush=True)


if __name__ == "__main__":
    main()
