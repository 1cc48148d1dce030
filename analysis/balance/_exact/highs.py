"""Make silent HiGHS solvers: by itself each prints a banner, which does not belong in a notebook."""

import ctypes
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import highspy


def make_solver(options: Mapping[str, object] | None = None) -> highspy.Highs:
    """Return a silent solver on one thread, with further options set."""
    with _silence():
        solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 1, **(options or {})}.items():
        solver.setOptionValue(name, value)
    return solver


@contextmanager
def _silence() -> Iterator[None]:
    """Discard what C code prints."""
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        _flush()
        os.dup2(nowhere, 1)
        yield
        _flush()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    library = None if os.name == "posix" else "msvcrt"
    ctypes.CDLL(library).fflush(None)
