"""The executor of a sweep: this process, others, or whatever is handed in. Scheduling is left to it."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from deals.kit.workers import processes

AHEAD = 3
"""Chunks in flight for each worker: one being done, the others so that it need not wait for the next."""


@contextmanager
def running(workers: int, executor: Executor | None, client: Any) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Give an executor, and a function that says how many chunks may be in flight now.

    Parameters
    ----------
    workers : int
        Processes; with one, the work is done here. Of what is handed in: how many workers it has at least.
    executor : Executor, optional
        Does the work instead; left open.
    client : Dask client, optional
        Does the work instead, wherever it likes; asked ever again how many threads it has.
    """
    if client is not None:
        # Chunks are told apart by their key, not by a digest of the whole work.
        yield client.get_executor(pure=False), lambda: AHEAD * max(workers, sum(client.nthreads().values()))
    elif executor is not None:
        least = max(workers, os.cpu_count() or 1)
        yield executor, lambda: AHEAD * least
    elif workers > 1:
        with processes(workers) as pool:
            yield pool, lambda: AHEAD * workers
    else:
        yield _Here(), lambda: 1


class _Here(Executor):
    """Does at once what it is asked to, in this thread."""

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
