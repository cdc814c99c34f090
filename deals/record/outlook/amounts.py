"""What may be agreed: rates, pledges and chips as quantiles of mixtures, counted from the record or computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from deals.model.question import Question
from deals.record.lessons.inequalities import as_stated
from deals.record.outlook.on_record import OnRecord
from deals.record.outlook.signing import months
from deals.record.signed.rates import days_of_rates, rates_on
from deals.record.signed.reading_files import recorded
from deals.record.trial.predicting import LEVELS, Predictions, drawn
from deals.record.trial.scores import mean_log_ratio
from deals.record.trial.scoring import PLEDGED
from deals.record.trial.solo import SoloDeal
from optimizer import Floats

WEEK = timedelta(days=7)


def mixture(parts: Iterable[tuple[float, Floats]]) -> list[float]:
    """Quantiles at :data:`LEVELS` of a mixture: of each part its weight and values as likely as each other.

    A quantile is the least value that is not exceeded with at least that chance, so that they do not fall.

    Examples
    --------
    >>> mixture([(0.7, np.array([0.0])), (0.3, np.array([4.0, 8.0, 9.0]))])
    [0.0, 0.0, 0.0, 4.0, 8.0]
    """
    full = [(weight, values) for weight, values in parts if len(values)]
    values = np.concatenate([part for _, part in full])
    chances = np.concatenate([np.full(len(part), weight / len(part)) for weight, part in full])
    order = np.argsort(values, kind="stable")
    below = np.cumsum(chances[order]) / chances.sum()
    places = np.minimum(np.searchsorted(below, np.array(LEVELS) - 1e-9), len(values) - 1)
    return [float(value) for value in values[order][places]]


def changes_of_rates(span: int, made_on: date) -> dict[float, Floats]:
    """How country rates changed over some days, points, by the rate that a partner has today, percent.

    From one week to the next, as far back as the record goes; of every partner with a rate on both days. None at all
    where the record is shorter.

    Parameters
    ----------
    span : int
        Days.
    made_on : date
        What became known later is left out.
    """
    today, days = _in_force(made_on), days_of_rates(made_on)
    found: dict[float, list[float]] = {rate: [] for rate in today.values()}
    start = days[0]
    while start + timedelta(days=span) <= days[-1]:
        before, after = _in_force(start), _in_force(start + timedelta(days=span))
        for code in before.keys() & after.keys():
            found[today[code]].append(after[code] - before[code])
        start += WEEK
    return {rate: np.array(changes) for rate, changes in found.items() if changes}


def _in_force(day: date) -> dict[str, float]:
    return {partner: rate for (partner, measure), rate in rates_on(day).items() if measure == "in_force"}


def level_of_pledges(base: Question, predictions: Predictions, made_on: date) -> float:
    """What is predicted of pledges in money over what was pledged, geometric mean of deals on record.

    Investment and purchases in the world as judged, as the backtest scores them (`pledges_level`).
    """
    said, real = [], []
    for code, deal in recorded(made_on, base.scenario.world_date).items():
        if code in predictions.solo:
            amounts = as_stated(base, deal).amounts
            real.append(sum(amounts.get(name, 0.0) for name in PLEDGED))
            central = (predictions.central(code, name) for name in PLEDGED)
            said.append(sum(amount for amount in central if np.isfinite(amount)))
    both = [(model, pledged) for model, pledged in zip(said, real, strict=True) if model > 0 and pledged > 0]
    return float(np.exp(mean_log_ratio(*zip(*both, strict=True))))


def pledges(deal: SoloDeal, level: float) -> Floats:
    """Investment and purchases in those drawn worlds in which a deal pays, over a level: USD bn; 0 where none does."""
    total = sum((drawn(deal.amounts[name]) for name in PLEDGED if name in deal.amounts), np.zeros(len(drawn(deal.us))))
    agreed: Floats = total[drawn(deal.us) > 0] / level
    return agreed if len(agreed) else np.zeros(1)


@dataclass(frozen=True)
class Licences:
    """How often chips are licensed, counted from the record.

    Attributes
    ----------
    first, again : float
        A month: to a partner that had no licence, and to one that had.
    with_chips : float
        Share of deals with chips.
    amounts : tuple of float
        Thousand H100e of those on record.
    """

    first: float
    again: float
    with_chips: float
    amounts: tuple[float, ...]

    @classmethod
    def of(cls, record: OnRecord, partners: Iterable[str], start: date) -> "Licences":
        """Count the licences of some partners from a day on; two on one day are one."""
        seen, at_risk = {True: 0, False: 0}, {True: 0.0, False: 0.0}
        for code in partners:
            days = record.licences.get(code, ())
            turn = min(max(min(days, default=record.last), start), record.last)
            at_risk[False] += months(start, turn)
            at_risk[True] += months(turn, record.last)
            for day in days:
                seen[day > days[0]] += day > start
        return cls(seen[False] / at_risk[False], seen[True] / at_risk[True], record.with_chips, record.amounts)

    def chance(self, signs: float, licensed_before: bool, span: float) -> float:
        """That chips are licensed within some months, by a deal (signed with a chance) or without one."""
        each = self.again if licensed_before else self.first
        return float(1 - (1 - self.with_chips * signs) * np.exp(-each * span))
