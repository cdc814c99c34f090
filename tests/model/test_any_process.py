"""The same question has the same numbers, bit by bit, in whatever order a process keeps its names."""

import hashlib
import os
import subprocess
import sys

import numpy as np

from deals.model.formulation import formulate
from deals.model.question import assemble
from deals.scenario import load

REGIMES = ("leverage", "draft_2026")


def fingerprints() -> list[str]:
    """One for every regime: of all that the solver is given."""
    found = []
    for regime in REGIMES:
        question = assemble(load("leverage-2025").changed(regime=regime))
        given = formulate(question, checked=False).program.snapshot().arrays
        parts = (given.cost, given.lower, given.upper, given.row_lower, given.row_upper, given.matrix.value)
        found.append(hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest())
    return found


def test_the_programme_does_not_hang_on_the_order_of_names() -> None:
    """Sets of names have another order in every process; a sum in that order differs in its last bit."""
    command = [sys.executable, "-c", "from tests.model.test_any_process import fingerprints; print(*fingerprints())"]
    told = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {" ".join(fingerprints())}
