"""Reports that several tests look at, each made once in a worker."""

import pytest
from support import CHOSEN, ROOT, entente


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
