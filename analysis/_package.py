"""The package itself: its version, and where its own tables and notebooks lie.

In a clone the tables are the top-level folder `data/`, beside `notebooks/` and
`seeds/`; in an installed wheel they travel inside the package as `_share/`
(`hatch_build.py`).
"""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

try:
    VERSION = version("entente")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "0.0.0"

PACKAGE = Path(__file__).resolve().parent
_SHARE = PACKAGE / "_share" if (PACKAGE / "_share").is_dir() else PACKAGE.parent

DATA = _SHARE / "data"
NOTEBOOKS = _SHARE / "notebooks"
SEEDS = _SHARE / "seeds"
CHRONICLE = DATA / "chronicle"
