"""A sweep: any piece of work over the numbers of draws, chunk by chunk, over any executor."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd

from deals.kit.errors import InputError, Problem, need
from deals.kit.folder.place import path_of
from deals.uncertainty.sweeping.executors import running
from deals.uncertainty.sweeping.manifest import Manifest
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.store import InFolder, InMemory, Store, check_place
from deals.uncertainty.sweeping.tables import failures, tabulated
from deals.uncertainty.sweeping.work import Work, chunks, columns_of, done

type Answer = Mapping[str, Sequence[Any]]


def sweep(
    work: Work,
    count: int,
    *,
    folder: str | Path | None = None,
    resume: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    client: Any = None,
    progress: Callable[[Progress], None] | None = None,
) -> pd.DataFrame:
    """Do a piece of work for draws 0 to `count`.

    The answer does not depend on who does the work, in which order, or how often it was stopped on the way.

    Parameters
    ----------
    work : Work
        What is done with draws.
    count : int
        Draws.
    folder : path, optional
        Keeps every chunk as soon as it is done, a file each, so that nothing is lost when the sweep is stopped.
    resume : bool
        Go on with the sweep in the folder: what is done stays; a larger count than before adds draws.
    workers : int
        Processes; with one, the work is done here. Others start from nothing, so a script that asks for them must guard
        its own main part, as Python's documentation of `multiprocessing` says. With an executor or a client handed in:
        how many workers it has at least.
    executor : Executor, optional
        Does the work instead, in threads or wherever it likes; left open.
    client : Dask client, optional
        Does the work instead, on as many machines as it has; workers may die and join, and while there are none the
        sweep waits for one. Left open.
    progress : callable, optional
        Told how far the sweep is, at the start and after each chunk.

    Returns
    -------
    DataFrame
        A row a draw in their order: `draw`, `status`, `reason` and the work's own columns.

    Raises
    ------
    InputError
        If an argument cannot be used, the folder holds something already, or it holds a sweep of something else.
    NotInstalledError
        If a plain set-up left out pyarrow, by which files are written.
    Exception
        Whatever the work or its executor raises beyond failed draws, or an interruption: the rest is cancelled. What is
        finished stays in the folder, and a note on the exception says how to go on.
    """
    check(count, workers, executor, client, folder, resume, progress)
    store = _store(work, count, folder, resume)
    finished = store.finished()
    before, failed = sum(map(len, finished)), sum(finished.values())
    kept, began = before, perf_counter()

    def tell() -> None:
        if progress is not None:
            progress(Progress(kept, count, failed, perf_counter() - began, before))

    columns = columns_of(work)
    left = [numbers for numbers in chunks(count, work.chunk) if numbers not in finished]
    try:
        tell()
        if left:
            with running(workers, executor, client) as (runner, room):
                for numbers, answer in _as_done(runner, room, work, left):
                    rows = tabulated(answer, columns, numbers)
                    store.keep(numbers, rows)
                    kept, failed = kept + len(numbers), failed + failures(rows["status"].tolist())
                    tell()
    except BaseException as stop:
        if folder is not None:
            stop.add_note(f"{kept:,} of {count:,} draws are kept in {folder}; sweep with resume=True to go on.")
        raise
    return store.frame()


def check(
    count: int,
    workers: int,
    executor: object,
    client: object,
    folder: str | Path | None,
    resume: bool,
    progress: object = None,
) -> None:
    """Check what a sweep is asked for, before anything long is begun for it; arguments as for :func:`sweep`.

    Raises
    ------
    InputError
        With everything that is wrong.
    NotInstalledError
        If a folder is named and pyarrow is missing.
    """
    if folder is not None:
        need("pyarrow")
    problems = []
    if count < 1:
        problems.append(Problem("", "count", count, "is no number of draws", "ask for one or more"))
    if workers < 1:
        problems.append(Problem("", "workers", workers, "is no number of workers", "ask for one or more"))
    if executor is not None and client is not None:
        problems.append(Problem("", "executor", None, "is given and a client too", "hand in one of them"))
    elif not (executor is None or isinstance(executor, Executor)):
        fix = "hand in one of concurrent.futures"
        problems.append(Problem("", "executor", executor, "is no executor", fix))
    elif not (client is None or hasattr(client, "get_executor")):
        problems.append(Problem("", "client", client, "is no Dask client", "hand in a distributed.Client"))
    if not (progress is None or callable(progress)):
        problems.append(Problem("", "progress", progress, "is no function", "hand in one that takes the progress"))
    if resume and folder is None:
        problems.append(Problem("", "resume", None, "needs a folder", "name the folder of the sweep to go on with"))
    if problems:
        raise InputError(problems)
    if folder is not None:
        check_place(path_of(folder, "folder"), resume)


def _store(work: Work, count: int, folder: str | Path | None, resume: bool) -> Store:
    if folder is None:
        return InMemory(work)
    manifest = Manifest.of(work, count)
    place = path_of(folder, "folder")
    return InFolder.resumed(place, manifest) if resume else InFolder.begun(place, manifest)


def _as_done(
    runner: Executor, room: Callable[[], int], work: Work, left: Iterable[range]
) -> Iterator[tuple[range, Answer]]:
    """Answers as they come, with few chunks in flight; those that are done come before an error is raised."""
    waiting = iter(left)
    flying: dict[Future[Answer], range] = {}
    try:
        while True:
            for numbers in islice(waiting, max(0, room() - len(flying))):
                flying[runner.submit(done, work, numbers)] = numbers
            if not flying:
                return
            for future in sorted(wait(flying, return_when=FIRST_COMPLETED).done, key=_went_wrong):
                yield flying.pop(future), future.result()
    finally:
        for future in flying:
            future.cancel()


def _went_wrong(future: Future[Answer]) -> bool:
    return future.cancelled() or future.exception() is not None
