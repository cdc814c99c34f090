"""What the model says of every partner before it is known: whether a deal pays, its rate, its pledges, its chips."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deals.model.question import Question
from deals.record.trial.solo import SoloDeal, solo_deal
from deals.record.weighing.stated import TARIFF_TO
from deals.record.weighing.worlds import Weighing
from deals.world.instrument import CHIPS
from optimizer import Floats

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
QUANTITIES = (TARIFF_TO, "investment", "purchases", CHIPS)


@dataclass(frozen=True, eq=False)
class Predictions:
    """The best deal with each partner by itself, in the world as judged and in drawn ones.

    Attributes
    ----------
    solo : mapping of str to SoloDeal
        By partner.
    """

    solo: Mapping[str, SoloDeal]

    @classmethod
    def of(
        cls,
        base: Question,
        partners: Collection[str],
        draws: int,
        *,
        seed: int = 0,
        changes: Mapping[str, float] | None = None,
        factors: Mapping[str, float] | None = None,
    ) -> "Predictions":
        """Predictions for some partners, parameters set or multiplied in every world as asked."""
        worlds = Weighing.of(base, partners, draws, seed=seed, changes=changes, factors=factors)
        codes = [code for code in base.codes if code in set(partners)]
        return cls({c: solo_deal(worlds.question, c, min(base.talks[c].load, default=0)) for c in codes})

    @property
    def partners(self) -> list[str]:
        """Codes, in the order of the data."""
        return list(self.solo)

    @property
    def gain(self) -> Floats:
        """What a deal with each partner is expected to bring, mean over drawn worlds (else as judged): USD bn."""
        return np.array([float(np.mean(drawn(deal.us))) for deal in self.solo.values()])

    @property
    def pays(self) -> Floats:
        """In which share of drawn worlds a deal pays more than acting alone."""
        return np.array([float(np.mean(drawn(deal.pays) > 0)) for deal in self.solo.values()])

    def central(self, partner: str, quantity: str) -> float:
        """A quantity in the world as judged; NaN where the partner has none of it to give."""
        amounts = self.solo[partner].amounts.get(quantity)
        return float("nan") if amounts is None else float(amounts[0])

    def quantiles(self, partner: str, quantity: str) -> list[float]:
        """A quantity in drawn worlds, at :data:`LEVELS`; NaN where the partner has none of it to give."""
        amounts = self.solo[partner].amounts.get(quantity)
        if amounts is None:
            return [float("nan")] * len(LEVELS)
        return [float(level) for level in np.quantile(drawn(amounts), LEVELS)]

    @property
    def table(self) -> pd.DataFrame:
        """One row a partner: expected gain, odds that a deal pays, and each quantity as judged."""
        rows = {
            code: [gain, pays, *(self.central(code, quantity) for quantity in QUANTITIES)]
            for code, gain, pays in zip(self.partners, self.gain, self.pays, strict=True)
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["gain", "pays", *QUANTITIES])


def drawn(worlds: Floats) -> Floats:
    """The drawn worlds of an answer; the world as judged where none are drawn."""
    return worlds[1:] if len(worlds) > 1 else worlds
