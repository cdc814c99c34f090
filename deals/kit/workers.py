"""Processes that share work, and never outlive what they work for."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from types import FrameType

from deals.kit.errors import WorkersError

GUARD = "__name__"
"""What a script asks about to know whether it is run or read."""
FIX = 'put what the script does under a line that reads if __name__ == "__main__": or ask for workers=1'


@contextmanager
def processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Give an executor over some processes, until it is done with or stopped.

    They start from nothing, so a script that asks for them must guard its own main part, as Python's documentation of
    `multiprocessing` says. An error or an interruption ends them at once, whatever they do; so does the end of this
    process, however it comes.

    Raises
    ------
    WorkersError
        If a script asks for them that guards nothing, or one of them ended before its time.
    """
    if script := unguarded_script():
        told = f"every process that shares the work reads {script} again from its first line, and would start others"
        raise WorkersError(f"workers={workers}: {told}; {FIX}")
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        yield pool
    except BrokenProcessPool as error:
        told = "a process that shared the work ended before its time"
        fix = f"in a script, {FIX}; elsewhere memory may have run out: ask for fewer workers"
        raise WorkersError(f"workers={workers}: {told}; {fix}") from error
    except BaseException:
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def unguarded_script() -> str:
    """The script whose own lines are being run and never ask whether they should be; nothing where there is none.

    A command, a notebook and a session have no such script, nor has what a script does once it has been read.
    """
    main = sys.modules["__main__"]
    script = getattr(main, "__file__", None)
    module = getattr(main, "__spec__", None)
    if script is None or (module is not None and module.name.endswith("__main__")):
        return ""
    frame: FrameType | None = sys._getframe()
    while frame is not None and not (frame.f_code.co_name == "<module>" and frame.f_globals is vars(main)):
        frame = frame.f_back
    if frame is None or frame.f_code.co_filename != script:
        return ""
    try:
        return "" if GUARD in Path(script).read_text(encoding="utf-8") else str(script)
    except (OSError, ValueError):
        return ""


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
