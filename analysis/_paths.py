"""Where the package's own tables and notebooks lie.

In a clone they are the top-level folders `data/` and `notebooks/`; in an
installed wheel they travel inside the package as `_share/`.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_SHARE = PACKAGE / "_share" if (PACKAGE / "_share").is_dir() else PACKAGE.parent

DATA = _SHARE / "data"
NOTEBOOKS = _SHARE / "notebooks"
SEEDS = _SHARE / "seeds"
CHRONICLE = DATA / "chronicle"
