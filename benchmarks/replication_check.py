"""One published number beside the one found here: what `benchmarks/replication.py` prints."""

from dataclasses import dataclass
from pathlib import Path

DIGITS = 5e-8


@dataclass(frozen=True, slots=True)
class Check:
    """One number: what is published (or was found before), what is found here, and how near they must be."""

    name: str
    published: float
    found: float
    source: str
    within: float = DIGITS

    @property
    def holds(self) -> bool:
        """Whether both agree: by default to the published digits, at most nine."""
        return abs(self.published - self.found) < self.within


def file_in(folder: Path, name: str) -> Path | None:
    """The first file of that name in the folder or below it."""
    return next(iter(sorted(folder.rglob(name))), None)
