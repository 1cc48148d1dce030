"""Worker processes: they end with the process that started them, and what ends one of them costs one item of work.

`pool` is the standard pool. `run_each` does many items and outlives them all: an item on which its worker dies, or
that takes more than its time, fails alone, and another worker goes on with the next.
"""

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import psutil

if TYPE_CHECKING:
    from multiprocessing.context import SpawnContext

Item = TypeVar("Item")
Result = TypeVar("Result")
MAX_DEATHS = 2
"""Deaths of its worker from which an item has failed; after the first it is tried once more, by itself."""
MAX_ITEMS = 2000
"""Items after which a worker is replaced, so that what its libraries hoard does not grow with the work."""
PATIENCE = 20
"""Seconds for which a worker is watched for each second of its time: on a busy machine it waits, in a deadlock too."""
_TICK_S = 1.0
_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
_FIRST_TO_GO = "500"  # of -1000 to 1000: when memory is short, Linux ends a worker before the process that started it


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """How an item of work ended.

    Attributes
    ----------
    index
        Its position among the items.
    value
        What the function returned; None where it failed.
    failure
        Why it failed: it begins with "slow", "killed" or the name of an exception.
    """

    index: int
    value: Result | None
    failure: str | None


def run_each(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    workers: int,
    method: str,
    seconds: Callable[[Item], float],
    chunk: int,
) -> Iterator[Outcome[Result]]:
    """Do a function for each item in worker processes, whatever becomes of one of them.

    Parameters
    ----------
    function
        What is done; function, items and results travel between processes.
    items
        What it is done for.
    workers
        Number of processes, at least 1.
    method
        How they are started: "fork" or "spawn".
    seconds
        The processor time that an item may take; then its worker is killed, also within one long call of a
        library. A worker that does nothing is killed after twenty times that, not counting the time in which
        this process is stopped or busy.
    chunk
        Items that a worker is given at a time.

    Returns
    -------
    outcomes
        One for each item, as they are done.
    """
    staff = _Staff(function, items, workers=max(1, workers), method=method, seconds=seconds, chunk=chunk)
    try:
        while staff.is_busy():
            yield from staff.watch()
    finally:
        staff.end()


@dataclass(slots=True)
class _Worker:
    """A process with the indices of the items that it was given, the first of which it works at.

    `watched` are the seconds since it began with that one, `spent` its processor time until then, `done` the items
    before.
    """

    process: BaseProcess
    pipe: Any  # a Connection, which is not generic at run time
    given: deque[int] = field(default_factory=deque)
    watched: float = 0.0
    spent: float = 0.0
    done: int = 0

    def begin(self) -> None:
        """Note that it begins with an item."""
        self.watched, self.spent = 0.0, self._processor_time()

    def exceeds(self, seconds: float) -> bool:
        """Whether it has spent more than so many seconds on the item that it works at."""
        if self.watched <= seconds:
            return False
        return self.watched > seconds * PATIENCE or self._processor_time() - self.spent > seconds

    def _processor_time(self) -> float:
        try:
            times = psutil.Process(self.process.pid).cpu_times()
        except psutil.Error:  # it has ended
            return self.spent
        return float(times.user + times.system)


class _Staff(Generic[Item, Result]):
    """The workers of one call of `run_each`, and the items that wait for them."""

    def __init__(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        workers: int,
        method: str,
        seconds: Callable[[Item], float],
        chunk: int,
    ) -> None:
        self.function, self.items, self.seconds = function, items, seconds
        self.size, self.context = workers, cast("SpawnContext", get_context(method))
        self.waiting = deque(range(start, min(start + chunk, len(items))) for start in range(0, len(items), chunk))
        self.deaths: Counter[int] = Counter()
        self.workers: list[_Worker] = []

    def is_busy(self) -> bool:
        """Give every idle worker its next items; tell whether anybody works."""
        for worker in [one for one in self.workers if not one.given]:
            if worker.done >= MAX_ITEMS or not worker.process.is_alive():
                self._dismiss(worker)
        idle = [one for one in self.workers if not one.given]
        while self.waiting and (idle or len(self.workers) < self.size):
            self._give(idle.pop() if idle else self._hire())
        return any(worker.given for worker in self.workers)

    def watch(self) -> list[Outcome[Result]]:
        """Wait a moment for the workers, and return what ended."""
        busy = [worker for worker in self.workers if worker.given]
        start = time.monotonic()
        wait([end for worker in busy for end in (worker.pipe, worker.process.sentinel)], timeout=_TICK_S)
        passed = min(time.monotonic() - start, _TICK_S)
        return [outcome for worker in busy for outcome in self._look_after(worker, passed)]

    def _look_after(self, worker: _Worker, passed: float) -> Iterator[Outcome[Result]]:
        worker.watched += passed
        dead = not worker.process.is_alive()  # asked first, so that all that it sent before is there
        yield from self._received(worker)
        if not worker.given:
            if dead:
                self._dismiss(worker)
        elif dead:
            yield from self._bury(worker)
        elif worker.exceeds(limit := self.seconds(self.items[worker.given[0]])):
            yield Outcome(worker.given.popleft(), None, f"slow: not done within {limit:.0f} seconds of processor time")
            self._dismiss(worker)

    def _received(self, worker: _Worker) -> Iterator[Outcome[Result]]:
        """What a worker has sent; a message that breaks off with its sender is none."""
        with contextlib.suppress(EOFError, OSError):
            while worker.given and worker.pipe.poll():
                value, failure = worker.pipe.recv()
                worker.done += 1
                worker.begin()
                yield Outcome(worker.given.popleft(), value, failure)

    def _bury(self, worker: _Worker) -> Iterator[Outcome[Result]]:
        """Try the item that a dead worker was at once more by itself, or give it up."""
        index, code = worker.given.popleft(), worker.process.exitcode
        self.deaths[index] += 1
        self._dismiss(worker)
        if self.deaths[index] < MAX_DEATHS:
            self.waiting.appendleft(range(index, index + 1))
            return
        how = f"signal {-code}, perhaps for want of memory" if code is not None and code < 0 else f"exit code {code}"
        yield Outcome(index, None, f"killed: its process ended {MAX_DEATHS} times ({how})")

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_work, args=(self.function, theirs, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _give(self, worker: _Worker) -> None:
        indices = self.waiting.popleft()
        worker.given.extend(indices)
        worker.begin()
        with contextlib.suppress(OSError):  # it has died, which is seen when it is looked after
            worker.pipe.send([self.items[index] for index in indices])

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker; what it was given and has not begun waits for another."""
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        if worker.given:
            self.waiting.appendleft(range(worker.given[0], worker.given[-1] + 1))

    def end(self) -> None:
        """End all workers."""
        for worker in list(self.workers):
            self._dismiss(worker)


def _work(function: Callable[[Item], Result], pipe: Any, parent: int) -> None:
    """What a worker does: it takes items and sends back a result or a failure for each."""
    _end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    while True:
        items: list[Item] = pipe.recv()
        for item in items:
            try:
                message: tuple[Result | None, str | None] = function(item), None
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are done
                message = None, f"{type(error).__name__}: {str(error)[:200]}"
            pipe.send(message)


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
