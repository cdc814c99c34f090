"""Work for the tests of sweeps: some numbers from a draw's number alone, some draws that fail, and every odd float."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Client
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import pandas as pd

ODD = (-0.0, 0.0, float("inf"), 5e-324, float(np.int64(0x7FF8000000000123).view(np.float64)))
"""Floats that a careless file changes: both zeros, the smallest, and a NaN of another pattern."""


@dataclass(frozen=True)
class Toy:
    chunk: int = 4
    seed: int = 1
    pause: float = 0.0
    extra: tuple[str, ...] = ()

    @property
    def columns(self) -> Mapping[str, str]:
        return {"gain": "float", "odd": "float", "deals": "int", "who": "text", **dict.fromkeys(self.extra, "float")}

    def fingerprint(self) -> Mapping[str, str]:
        return {"seed": str(self.seed), "data": "of the tests"}

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        time.sleep(self.pause)
        rows = [self._row(number) for number in numbers]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def _row(self, number: int) -> dict[str, Any]:
        random = np.random.default_rng([self.seed, number])
        gain = float(np.exp(random.normal(size=100)).sum())
        row: dict[str, Any] = {"draw": number, "gain": gain, "odd": ODD[number % len(ODD)]}
        row |= {"deals": number % 3, "who": f"partner {number % 2} – é", "status": "ok", "reason": ""}
        if number % 7 == 3:
            row |= {"status": "failed", "reason": "no optimum", "gain": np.nan, "odd": np.nan, "deals": 0, "who": ""}
        return row | dict.fromkeys(self.extra, gain)


@dataclass(frozen=True)
class Counted(Toy):
    """Keeps the draws that it is asked for; for work in this process."""

    asked: list[int] = field(default_factory=list)

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        self.asked.extend(numbers)
        return super().__call__(numbers)


@dataclass(frozen=True)
class Connected(Toy):
    """Connects each process that works to whoever listens, who notices when it ends."""

    address: str = ""

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        connected(self.address)
        return super().__call__(numbers)


@cache
def connected(address: str) -> "Connection":
    """One connection a process, open for as long as it lives."""
    return Client(address)


@dataclass(frozen=True)
class Broken(Toy):
    """Raises when it comes to one draw."""

    at: int = 0
    error: type[BaseException] = RuntimeError

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        if self.at in numbers:
            raise self.error("the work is broken")
        return super().__call__(numbers)


def bits(frame: "pd.DataFrame") -> str:
    """A digest of a frame to the last bit: names, types, order and every value."""
    digest = hashlib.sha256(repr([(name, str(kind)) for name, kind in frame.dtypes.items()]).encode())
    digest.update(repr(list(frame.index)).encode())
    for name in frame:
        values = frame[name]
        plain = values.dtype.kind in "fi"
        digest.update(values.to_numpy().tobytes() if plain else repr(values.to_list()).encode())
    return digest.hexdigest()
