"""A held plan's answers in one line, for another process that was sent the work to say the same."""

import hashlib
import pickle
import sys

import numpy as np

from deals.uncertainty.draws import Draws
from deals.uncertainty.held.work import HeldWork

NUMBERS = (11, 2, 7)


def answer(work: HeldWork) -> str:
    """Of all columns, to the bit, and of what the work rests on, reckoned anew."""
    told, kinds = work(NUMBERS), work.columns
    said = b"".join(
        name.encode() + ("|".join(column).encode() if kinds[name] == "text" else np.ascontiguousarray(column).tobytes())
        for name, column in told.items()
    )
    question = next(iter(work.plans.values())).question
    again = HeldWork.of(work.plans, Draws.of(question.scenario.world()))
    return f"{hashlib.sha256(said).hexdigest()} {sorted(again.fingerprint().items())} {again == work}"


if __name__ == "__main__":
    sys.stdout.write(answer(pickle.load(sys.stdin.buffer)))
