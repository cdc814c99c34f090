"""The last backtest of a scenario that is kept with the data: the only place a page takes a score from."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from deals.kit.errors import InputError, Problem
from deals.page.wording import number, percent
from deals.world import data_folder

FOLDER = "backtests"
NEEDED = ("zone_as_judged", "zone_learned", "who_auc", "rate_error", "coverage_80")


@dataclass(frozen=True)
class LastRun:
    """Scores of a backtest, read from its file.

    Attributes
    ----------
    scenario : str
    run_on : date
    scores : mapping
        By name: the score's row.
    """

    scenario: str
    run_on: date
    scores: dict[str, dict[str, Any]]

    @property
    def sentence(self) -> str:
        """The scores in words, also where the model loses."""
        judged, learned, who, off, band = (self.scores[name] for name in NEEDED)
        told = [
            f"Tried on what really happened (backtest of {self.run_on:%d %B %Y}): of {judged['cases']} deals since,",
            f"{judged['model']:.0f} leave neither side worse off by the values judged here, {learned['model']:.0f} by",
            "values learned from the others. Of one that signed and one that did not it puts the right one first in",
            f"{percent(who['model'])} of pairs, {who['naive_is']} alone in {percent(who['naive'])}. Country rates",
            f"after the deal are off by {number(off['model'])} percentage points, a guess of {off['naive_is']} by",
            f"{number(off['naive'])}. Of real terms with a number {percent(band['model'])} lie in the band that holds",
            "80% of drawn worlds.",
        ]
        return " ".join(told)


def last_run(scenario: str) -> LastRun | None:
    """The last kept backtest of a packaged scenario; None where there is none.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    path = data_folder() / FOLDER / f"{scenario}.json"
    return _read(path) if path.is_file() else None


@lru_cache(maxsize=4)
def _read(path: Path) -> LastRun:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        scores = {str(score["score"]): score for score in held["scores"]}
        missing = [name for name in NEEDED if name not in scores]
        if missing:
            raise KeyError(missing[0])
        return LastRun(str(held["scenario"]), date.fromisoformat(held["run_on"]), scores)
    except (OSError, ValueError, KeyError, TypeError) as error:
        fix = "make it again with deals backtest --out"
        raise InputError(Problem(path.name, "", None, f"is no backtest: {error}", fix)) from error
