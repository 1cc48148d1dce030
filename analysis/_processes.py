"""Worker processes that end with the process that started them, however it ends."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>


def pool(workers: int, method: str) -> ProcessPoolExecutor:
    """A pool of processes; none of them lives on when this process is killed.

    Parameters
    ----------
    workers
        Number of processes, at least 1.
    method
        How they are started: "fork" or "spawn".
    """
    context = get_context(method)
    return ProcessPoolExecutor(
        max_workers=max(1, workers), mp_context=context, initializer=_end_with_parent, initargs=(os.getpid(),)
    )


def _end_with_parent(parent: int) -> None:
    """Let this process end when its parent does: by the kernel where it can, and by a thread that waits for it."""
    if sys.platform == "linux":
        # At once, also while one long call holds the interpreter's lock.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before this line
            os._exit(1)
    threading.Thread(target=_wait_for_parent, name="end with parent", daemon=True).start()


def _wait_for_parent() -> None:
    process = parent_process()
    if process is not None:
        wait([process.sentinel])
        os._exit(1)
