"""Items of work done on a Dask cluster, for when one machine is too small; `distributed` is an optional package.

A worker of the cluster does its items in a process of its own, as `analysis._processes` does them here: what an item
may take, and what becomes of one that ends its process, is the same. A worker that is lost costs no item: the
scheduler gives what it had to another.
"""

import asyncio
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analysis import errors
from analysis._processes import Item, Outcome, Result

if TYPE_CHECKING:
    from distributed import Client, Future

ANSWER_S = 10
"""Seconds within which the scheduler must answer, and have a worker."""
MAX_CHUNKS = 400
"""Chunks that the scheduler holds at a time, so that its memory does not grow with the work."""


def run_each(
    function: Callable[[Sequence[Item]], list[Outcome[Result]]],
    items: Sequence[Item],
    *,
    scheduler: str,
    chunk: int,
) -> Iterator[Outcome[Result]]:
    """Do a function for chunks of items on a cluster.

    Parameters
    ----------
    function
        What a worker does for a chunk: it gives an outcome for each item, with its position in the chunk. Function,
        items and outcomes travel between machines.
    items
        What it is done for.
    scheduler
        The address of the Dask scheduler, as tcp://HOST:8786.
    chunk
        Items that a worker is given at a time.

    Returns
    -------
    outcomes
        One for each item, as they are done. An item has failed as "killed" where the scheduler gave it up by itself,
        having lost as many workers with it as its setting `allowed-failures` lets it.

    Raises
    ------
    InputError
        If `distributed` is not installed, the scheduler does not answer, has no worker or is lost, or a worker lacks
        this package or has another version of it.
    """
    waiting = deque(range(start, min(start + chunk, len(items))) for start in range(0, len(items), chunk))
    with _connect(scheduler) as client:
        from distributed import as_completed  # noqa: PLC0415 - an optional package

        given: dict[str, range] = {}
        ended = as_completed(loop=client.loop)
        while waiting or given:
            while waiting and len(given) < MAX_CHUNKS:
                indices = waiting.popleft()
                future = client.submit(_work, function, [items[index] for index in indices], pure=False)
                given[future.key] = indices
                ended.add(future)
            future = next(ended)
            indices = given.pop(future.key)
            outcomes = _outcomes(future, scheduler)
            if outcomes is not None:
                yield from (Outcome(indices[one.index], one.value, one.failure) for one in outcomes)
            elif len(indices) > 1:  # which of them it was shows when each is alone
                waiting.extendleft(range(index, index + 1) for index in reversed(indices))
            else:
                yield Outcome(indices[0], None, f"killed: the workers that had it were lost ({future.exception()})")


@contextmanager
def _connect(scheduler: str) -> Iterator["Client"]:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional package
    except ImportError as error:
        raise errors.InputError("a cluster needs a further package; pip install 'entente[cluster]'") from error
    try:
        with ThreadPoolExecutor(1) as beside:  # a notebook has a running loop in this thread
            beside.submit(lambda: asyncio.run(_greet(scheduler))).result()
        client = Client(scheduler, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise errors.InputError(
            f"no Dask scheduler answers at {scheduler!r}; write its address as tcp://HOST:8786"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ANSWER_S)
        except TimeoutError as error:
            raise errors.InputError(f"the Dask scheduler at {scheduler} has no workers; start some") from error
        yield client


async def _greet(scheduler: str) -> None:
    """Connect and leave; the client itself waits for ever where something else than a scheduler listens."""
    from distributed import Security  # noqa: PLC0415 - an optional package
    from distributed.comm import connect  # noqa: PLC0415

    async with asyncio.timeout(ANSWER_S):
        comm = await connect(scheduler, timeout=ANSWER_S, **Security().get_connection_args("client"))
    comm.abort()


def _work(function: Callable[[Sequence[Item]], list[Outcome[Result]]], items: Sequence[Item]) -> list[Outcome[Result]]:
    """What a worker does with a chunk."""
    # Dask forbids its workers processes of their own. Ours end with the chunk, or with the worker.
    multiprocessing.current_process().daemon = False
    return function(items)


def _outcomes(future: "Future", scheduler: str) -> list[Outcome[Any]] | None:
    """The outcomes of a chunk; None where the scheduler gave it up."""
    from distributed import KilledWorker  # noqa: PLC0415 - an optional package

    if future.status == "finished":
        outcomes: list[Outcome[Any]] = future.result()
        return outcomes
    if future.status != "error":
        raise errors.InputError(
            f"the Dask scheduler at {scheduler} was lost; what was done is kept, so give the command again"
        )
    error = future.exception()
    if isinstance(error, KilledWorker):
        return None
    if isinstance(error, errors.InputError):
        raise error
    raise errors.InputError(
        f"a worker of {scheduler} cannot do its work ({type(error).__name__}: {str(error)[:200]}); install the same "
        "version of entente where the workers run"
    ) from error
