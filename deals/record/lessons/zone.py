"""Real deals against the zone of agreement: as judged, and with what other deals teach."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from deals.model.question import Question
from deals.record.lessons.inequalities import TOLERANCE, Inequality, rates_before
from deals.record.lessons.learning import Lessons
from deals.record.lessons.threats import threats
from deals.record.signed.real import RealDeal
from deals.record.weighing.worlds import Weighing

NOTHING = 1e-6


def zone_of(
    base: Question,
    found: Mapping[str, RealDeal],
    lines: tuple[Inequality, ...],
    lessons: Lessons,
    draws: int,
    seed: int,
    until: date | None = None,
) -> pd.DataFrame:
    """One row a deal, each weighed at the rates of its own day and with what the lessons of all other partners say.

    Parameters
    ----------
    base : Question
    found : mapping of str to RealDeal
        The deals, by partner.
    lines : tuple of Inequality
        The same, taken apart.
    lessons : Lessons
        What is learned from; a partner's own deal is left out for its row.
    draws, seed : int
    until : date, optional
        What became known later is left out of what is believed.
    """
    worlds = Weighing.of(base, found, draws, seed=seed, changes=rates_before(base, found))
    believed, rows = threats(base, until).believed, {}
    for line in lines:
        worth = worlds.weigh(line.stated)
        us = worth.us - worth.talks
        both = worth.accepted & (us >= 0)
        values = lessons.learned({line.partner}).central
        belief = values["belief"]
        of_us = values["template"], values["control"]
        own = believed.get(line.partner, belief)
        gains = line.us_gain(belief, *of_us), line.partner_gain(values["cost"], belief, values["politics"])
        by_own = line.us_gain(own, *of_us), line.partner_gain(values["cost"], own, values["politics"])
        odds = float(np.mean(both[1:])) if draws else float("nan")
        rows[line.partner] = {
            "name": line.stated.name,
            "signed": found[line.partner].signed,
            "stage": found[line.partner].stage,
            "us": float(us[0]),
            "partner_gain": float(worth.partner[0]),
            "inside": bool(both[0]),
            "us_learned": gains[0],
            "partner_learned": gains[1],
            "inside_learned": min(gains) >= -TOLERANCE,
            "believed": own,
            "inside_by_partner": min(by_own) >= -TOLERANCE,
            "odds": odds,
            "surprise": float(-np.log2(max(odds, 1 / (draws + 1)))) if draws else float("nan"),
            "cost_at_most": _cents(line, belief, values["politics"]),
            "belief_at_least": line.belief_at(values["cost"], values["politics"]),
            "empty": _empty(line),
            "notes": "; ".join(line.stated.notes),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _cents(line: Inequality, belief: float, politics: float) -> float:
    """Cents that a pledged dollar may cost the partner, present value, for it to gain."""
    if line.pledged <= 0:
        return float("nan")
    return 100 * max(0.0, line.partner_gain(0.0, belief, politics)) / line.pledged


def _empty(line: Inequality) -> bool:
    """Whether the model sees nothing in a deal but what signing and talks cost."""
    return all(abs(worth) < NOTHING for worth in (*line.rest, *line.us, line.pledge))
