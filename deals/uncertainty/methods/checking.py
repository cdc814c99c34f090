"""What is given to a method, checked once: shapes that fit, and draws that failed left out and counted."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem
from optimizer import Flags, Floats

CONFIDENCE = 0.95
"""Share of repetitions in which a sampling interval holds what it is about: of every interval in this folder."""

SEED = 20250701
"""Of every resampling in this folder, so that an answer is the same in every run."""

FEWEST = 2
"""Draws, or blocks of them, below which nothing has a spread."""


def complete(outcomes: pd.DataFrame, field: str = "outcomes") -> tuple[pd.DataFrame, int]:
    """Rows without a missing number, and how many had one: a draw that failed for one column is left out for all.

    Raises
    ------
    InputError
        If there is no column, or fewer than two complete rows.
    """
    if not len(outcomes.columns):
        raise InputError(Problem("", field, None, "no column to look at"))
    sound = outcomes.notna().all(axis=1)
    kept = outcomes[sound].astype(float)
    if len(kept) < FEWEST:
        raise InputError(Problem("", field, len(kept), "too few draws without a failure", "solve two or more"))
    return kept, int((~sound).sum())


def in_blocks(names: Sequence[str], rows: int, outcomes: Floats, size: int, field: str) -> tuple[Floats, Flags]:
    """Outcomes as blocks of a design (a row a block), and which blocks are whole: none of their draws failed.

    A design is made of blocks that mean nothing without each of their draws, so that a failed draw costs its block.

    Raises
    ------
    InputError
        If there is not one outcome a row of the design, rows are no whole number of blocks, names are given twice, or
        fewer than two blocks are whole.
    """
    check_names(names)
    if outcomes.shape != (rows,) or rows % size:
        fix = f"one number for each of its {rows} rows, {size} rows a block"
        raise InputError(Problem("", field, outcomes.shape, "outcomes do not fit the design", fix))
    blocks = outcomes.reshape(-1, size)
    whole: Flags = np.isfinite(blocks).all(axis=1)
    if whole.sum() < FEWEST:
        found = f"{int(whole.sum())} of {len(blocks)}"
        raise InputError(Problem("", field, found, "too few blocks of the design without a failed draw"))
    return blocks, whole


def check_names(names: Sequence[str]) -> None:
    """Every input has a name of its own.

    Raises
    ------
    InputError
        If there is none, or one is given twice.
    """
    if not names or len(set(names)) < len(names):
        raise InputError(Problem("", "names", len(names), "inputs need a name each, no two the same"))


def problem(names: Sequence[str]) -> dict[str, object]:
    """Inputs as SALib wants them told, each between -1 and 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[-1.0, 1.0]] * len(names)}


def said_failed(failed: int, what: str = "draw") -> str:
    """What is said under a picture where draws were left out; nothing where none were."""
    if not failed:
        return ""
    were = "was" if failed == 1 else "were"
    return f"{failed} {what}{'' if failed == 1 else 's'} failed and {were} left out."
