"""Reports that several tests look at, each made once in a worker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHOSEN = {"actors": "RUS,PRK,KOR,USA", "period": "2023-01-01/2024-01-19", "freq": "Q"}


def entente(*words, where=None, **environment):
    """Run the command as a user does; return what came of it."""
    program = [sys.executable, "-m", "analysis.cli", *map(str, words)]
    return subprocess.run(
        program, cwd=where, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def seed_report(tmp_path_factory):
    """A report on the seed article, with the notebooks' own parameters."""
    out = tmp_path_factory.mktemp("seed") / "report"
    done = entente("report", ROOT / "seeds", "--out", out, "--name", "The <seed> article", where=out.parent)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def chosen_report(tmp_path_factory):
    """A report on a part of the chronicle, with actors, period and granularity chosen, on a shelf."""
    out = tmp_path_factory.mktemp("shelf") / "chosen"
    options = [word for name, value in CHOSEN.items() for word in (f"--{name}", value)]
    done = entente("report", ROOT / "data" / "chronicle", "--out", out, "--shelf", *options, where=out.parent)
    assert done.returncode == 0, done.stderr
    return out
