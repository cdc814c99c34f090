"""What is done with draws, and what it must say of itself so that its rows can be kept and it can be gone on with."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

ALWAYS = {"draw": "int", "status": "text", "reason": "text"}
"""Columns of every answer: the draw's number, `ok` or `failed`, and why it failed."""


class Work(Protocol):
    """What is done with draws. It is sent to workers whole, with every chunk: it must be picklable and small."""

    @property
    def columns(self) -> Mapping[str, str]:
        """Names of the answer's columns, each with its kind: `float`, `int` or `text`."""

    @property
    def chunk(self) -> int:
        """Draws in a chunk: what is sent at once, and what is lost at most by each worker that is stopped."""

    def fingerprint(self) -> Mapping[str, str]:
        """What the answer rests on but the draws' numbers, each by name, so that a mismatch can be told by name."""

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """One row a draw, in the order given, column by column.

        A row rests on its draw's number alone, not on which others are asked for with it. A failed draw is a row too:
        its status is `failed`, its reason says why, its numbers are NaN and its whole numbers 0.
        """


def columns_of(work: Work) -> dict[str, str]:
    """Every column of the answer with its kind, those of :data:`ALWAYS` first."""
    return {**ALWAYS, **work.columns}


def chunks(count: int, size: int) -> Iterator[range]:
    """Draws 0 to `count`, cut at multiples of `size` whatever the count: the last chunk may be short."""
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


def done(work: Work, numbers: range) -> Mapping[str, Sequence[Any]]:
    """The work's answer for some draws. Workers are sent this: they load nothing but what the work itself needs."""
    return work(numbers)
