"""Processes that share work, and never outlive what they work for."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread


@contextmanager
def processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give an executor over some processes, until it is done with or stopped.

    They start from nothing, so a script that asks for them must guard its own main part, as Python's documentation of
    `multiprocessing` says. An error or an interruption ends them at once, whatever they do; so does the end of this
    process, however it comes.
    """
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        yield pool
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Let a worker end with the process that started it, however that one ends, and at once when both are interrupted.

    A worker that waits for its next task would not notice otherwise, and stay for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
