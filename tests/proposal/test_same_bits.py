"""The same question has the same files, figures too, bit for bit, whatever the order of hashes and the threads."""

import json
import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


def digests(seed: int, threads: int) -> dict[str, str]:
    """Digests of all files, by a process with a seed for hashes and so many threads."""
    around = {**os.environ, "PYTHONHASHSEED": str(seed), **dict.fromkeys(THREADS, str(threads))}
    command = [sys.executable, "-m", "tests.proposal.bits"]
    answer = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(answer.stdout)
    return found


@pytest.mark.long
def test_neither_hashes_nor_threads_change_a_bit() -> None:
    one, other = digests(seed=1, threads=1), digests(seed=4_242, threads=4)
    assert {"report.md", "packages.csv", "figures/access-map.png", "figures/calendar.svg"} <= one.keys()
    assert one == other
