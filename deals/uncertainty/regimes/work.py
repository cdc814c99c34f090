"""Plans of several regimes held in the same drawn worlds, as a piece of work that can be sent anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from deals.plan.identity import digest
from deals.plan.levels import total
from deals.plan.plan import Plan
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.draws import DrawnWorlds
from deals.uncertainty.held.reading import gain
from deals.uncertainty.held.work import HeldWork

CHUNK = 16
"""Draws in a piece of work: under all regimes together most of a minute."""
HELD = "held"


@dataclass(frozen=True, eq=False)
class RegimesWork:
    """What each regime brings in all in drawn worlds: USD bn by the scale on which regimes are compared.

    That is the regime without deals, as it would be in that world, and what its plan adds there: deals, dates and
    standards stand, terms adapt, and deals that no longer pay both sides fall away.

    Attributes
    ----------
    held : mapping
        By regime its plan, held in the same draws.
    draws : DrawnWorlds
    chunk : int
        Draws in a piece of work.
    """

    held: Mapping[str, HeldWork]
    draws: DrawnWorlds
    chunk: int = field(default=CHUNK)

    @classmethod
    def of(cls, plans: Mapping[str, Plan], draws: DrawnWorlds, chunk: int = CHUNK) -> "RegimesWork":
        """The work for the plans of some regimes, each made in the scenario's own world."""
        held = {name: HeldWork.of({HELD: Decisions.of(plan)}, draws, chunk) for name, plan in plans.items()}
        return cls(held, draws, chunk)

    @property
    def columns(self) -> Mapping[str, str]:
        """The regimes: each column is what one brings in all, USD bn."""
        return dict.fromkeys(self.held, "float")

    def fingerprint(self) -> Mapping[str, str]:
        """What the answer rests on but the draws' numbers, each by name."""
        by_regime = {f"plan under {name}": digest(work.fingerprint()) for name, work in self.held.items()}
        return {"depth": "held, between regimes", "draws": self.draws.fingerprint(), **by_regime}

    def __call__(self, numbers: Sequence[int]) -> dict[str, Any]:
        """One row a draw; one that fails under a regime fails as a whole, since regret is on the same draws."""
        count = len(numbers)
        totals: dict[str, Any] = {}
        reasons = [""] * count
        for name, work in self.held.items():
            asked = work.asked(numbers)
            held, answer = work.solved(HELD, asked, count)
            totals[name] = total(asked).sum + gain(held, answer)
            told = [f"{name}: {reason}" if reason else "" for reason in answer.reasons]
            reasons = [before or now for before, now in zip(reasons, told, strict=True)]
        failed = np.array([bool(reason) for reason in reasons])
        return {
            "draw": np.array(numbers, dtype=np.int64),
            "status": np.where(failed, "failed", "ok").tolist(),
            "reason": reasons,
            **{name: np.where(failed, np.nan, values) for name, values in totals.items()},
        }
