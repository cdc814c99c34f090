"""The judgements that move the answer most, over their ranges, with the deals held: quick enough for a first screen."""

import pandas as pd

from deals.plan.plan import Plan
from deals.sensitivity.worlds.decisions import Decisions
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere

HEAVIEST = {
    "threat.failure": "Talks once begun fail with this chance, and what was threatened stands",
    "denial.erosion": "Refusal softens while talks last, by this share a year",
    "tariff.threat_probability": "Partners believe an announced tariff with this probability",
    "tariff.pass_through": "Who bears a tariff: buyers at home this share of it, sellers abroad the rest",
    "tariff.floor": "No deal gives a country rate below this floor",
}
"""What no reader may miss: whether threats are carried out and believed, and what tariffs are worth to whom."""
COLUMNS = [
    "parameter",
    "what",
    "value",
    "low",
    "high",
    "unit",
    "gain",
    "gain_low",
    "gain_high",
    "lost_low",
    "lost_high",
]


def heaviest(plan: Plan) -> pd.DataFrame:
    """The gain at both ends of the judgements that weigh most, deals and dates held, terms adapting.

    Returns
    -------
    DataFrame
        One row a judgement that this plan rests on: its value and range, the gain as it stands and at either end (USD
        bn over no deals), and the deals that are dropped there. The limit on worst-case diversion is left out.
    """
    elsewhere, rows = SameDealsElsewhere(Decisions.of(plan)), []
    for name, what in HEAVIEST.items():
        quantity = plan.question.scenario.world().parameters[name]
        if not elsewhere.felt({name}):
            continue
        ends = [elsewhere.under({name: {"set": at}}) for at in (quantity.low, quantity.high)]
        lost = [len(plan.signed.keys() - end.signed.keys()) for end in ends]
        gains = [elsewhere.base.gain, *(end.gain for end in ends)]
        rows.append([name, what, quantity.value, quantity.low, quantity.high, quantity.unit, *gains, *lost])
    return pd.DataFrame(rows, columns=COLUMNS)
