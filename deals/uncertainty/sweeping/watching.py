"""A sweep watched by a person: a bar in a terminal, a line that changes in a notebook, nothing where nobody watches."""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from deals.uncertainty.sweeping.progress import Progress

OFTEN = 0.5
"""Seconds between two changes of a notebook's line: each is kept in the notebook until it is run again."""


@contextmanager
def watching(silent: bool) -> Iterator[Callable[[Progress], None]]:
    """Give what shows the progress of a sweep, until it ends or is stopped.

    Parameters
    ----------
    silent : bool
        Show nothing.
    """
    console = Console(stderr=True)
    if silent or not (console.is_jupyter or console.is_terminal):
        yield _unseen
    elif console.is_jupyter:
        with _line() as show:
            yield show
    else:
        with _bar(console) as show:
            yield show


def in_words(progress: Progress) -> str:
    """How far a sweep is, in a line.

    Examples
    --------
    >>> in_words(Progress(done=2_048, count=10_000, failed=3, seconds=40.0))
    '2,048 of 10,000 draws, 3 failed; 51 a second, 0:02:36 left'
    """
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    said = f"{progress.done:,} of {progress.count:,} draws{failed}"
    if progress.done == progress.count:
        return f"{said} in {_clock(progress.seconds)}"
    if progress.rate == 0:
        return said
    rate = f"{progress.rate:,.0f} a second" if progress.rate >= 1 else f"{60 * progress.rate:,.1f} a minute"
    return f"{said}; {rate}, {_clock(progress.remaining)} left"


def _clock(seconds: float) -> str:
    return str(timedelta(seconds=math.ceil(seconds)))


def _unseen(progress: Progress) -> None:
    """Show nothing."""


@contextmanager
def _bar(console: Console) -> Iterator[Callable[[Progress], None]]:
    said = TextColumn("{task.description}", markup=False)
    with Bar(BarColumn(), said, console=console) as bar:
        task = bar.add_task("", total=None)

        def show(progress: Progress) -> None:
            bar.update(task, total=progress.count, completed=progress.done, description=in_words(progress))

        yield show


@contextmanager
def _line() -> Iterator[Callable[[Progress], None]]:
    """A line that goes back to its beginning: notebooks show only what was written last."""
    shown, width = -math.inf, 0

    def show(progress: Progress) -> None:
        nonlocal shown, width
        if progress.done < progress.count and monotonic() - shown < OFTEN:
            return
        text = in_words(progress)
        sys.stdout.write("\r" + text.ljust(width))
        sys.stdout.flush()
        shown, width = monotonic(), len(text)

    try:
        yield show
    finally:
        sys.stdout.write("\n")
