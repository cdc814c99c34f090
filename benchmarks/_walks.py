"""The work of the benchmark of interrupted sweeps, by itself: its workers load nothing else."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CHUNK = 8
PAUSE = 0.04
"""Seconds that a chunk takes beside its numbers: so long that most kills fall into one."""


@dataclass(frozen=True)
class Walks:
    """Where random walks end; some draws fail. Each call leaves a byte in a file, so that calls can be counted."""

    calls: Path
    chunk: int = CHUNK

    @property
    def columns(self) -> Mapping[str, str]:
        """Where the walk ended, how far it went, and in how many steps up."""
        return {"end": "float", "widest": "float", "up": "int"}

    def fingerprint(self) -> Mapping[str, str]:
        """One thing alone."""
        return {"walks": "of a thousand steps"}

    def __call__(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Any]]:
        """A row a draw."""
        with self.calls.open("ab") as file:
            file.write(b".")
        time.sleep(PAUSE)
        rows = [_walk(number) for number in numbers]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def begun(self) -> int:
        """Chunks begun so far."""
        return self.calls.stat().st_size if self.calls.exists() else 0


def _walk(number: int) -> dict[str, Any]:
    steps = np.random.default_rng([7, number]).normal(size=1000)
    path = np.cumsum(np.exp(steps) - np.exp(-steps))
    row: dict[str, Any] = {"draw": number, "up": int((steps > 0).sum())}
    if number % 13 == 5:
        return row | {"status": "failed", "reason": "the walk left the map", "end": np.nan, "widest": np.nan, "up": 0}
    return row | {"status": "ok", "reason": "", "end": path[-1], "widest": np.abs(path).max()}
