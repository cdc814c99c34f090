"""The price list of concessions: what one unit more or less of each term is worth to each side.

Worths are marginal, at the optimum, with the set and dates of deals fixed. Money becomes chips at the partner's
marginal chip: the grant whose extension or withdrawal costs the plan least.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from deals.model.terms import Term
from deals.negotiation.plan import SMALLEST
from deals.negotiation.tables import ASKS, GIVES
from deals.sensitivity.fixed import FixedPlan

CHIPS = "chip_access"
MORE, LESS = "one unit more", "one unit less"
AT_LIMIT, BETWEEN, AT_ZERO = "limit", "between", "zero"
ROUNDING = 1e-9
COLUMNS = [
    *("partner", "name", "side", "instrument", "label", "unit", "amount", "limit", "at", "change"),
    *("us_usd_bn", "us_usd_bn_net", "partner_usd_bn", "us_kh", "partner_kh"),
    *("if_forced_usd_bn", "logrolling_usd_bn", "logrolling_partner_usd_bn"),
    *("gain_price_down", "gain_price_up", "tied", "note"),
]


@dataclass(frozen=True)
class Step:
    """One step of a term or of a grant.

    `units` are units of the instrument, as on a term sheet, in one unit of the variable in `column`.
    """

    column: int
    used: float
    width: float
    units: float

    @property
    def has_room(self) -> bool:
        """Whether more of the step could be agreed."""
        return self.used < self.width - SMALLEST * max(1.0, self.width)

    @property
    def is_used(self) -> bool:
        """Whether anything of the step is agreed."""
        return self.used > SMALLEST * max(1.0, self.width)


def concession_prices(fixed: FixedPlan) -> pd.DataFrame:
    """What one unit more, and one unit less, of every term of every signed deal is worth to each side.

    Returns
    -------
    DataFrame
        One row for each partner, instrument and change. `us_usd_bn` and `partner_usd_bn` are the worth of the unit
        itself (USD bn present value; a cost is negative), `us_usd_bn_net` that of the United States after what the unit
        uses up of shared limits. `us_kh` and `partner_kh` are the same (net for the United States) in thousand H100e of
        the partner's marginal chips: how many the United States would give for the unit at most, and how many would
        repay the partner; missing where the deal has no chips, or where chips cost the United States nothing.
        `if_forced_usd_bn` is what the change brings the United States with everything else adapting: a loss wherever
        the plan could have chosen it. `logrolling_usd_bn` is the gain left in trading the term for others: nothing
        between the ends of a term, the price of the end where the term is at its limit; `logrolling_partner_usd_bn` is
        the same left to the partner instead, at the price of its gain. `gain_price_down` and
        `gain_price_up` are what the United States gives up for each USD bn of
        gain of the partner, below and above where it stands. `at` says where the term stands, `tied` whether equally
        good amounts exist, and `note` both, and prices that differ on the two sides, in words.
    """
    signed = list(fixed.plan.signed)
    if not signed:
        return pd.DataFrame(columns=COLUMNS)
    gains = fixed.solution.prices("participation", signed, intervals=False)
    moving = {fixed.column(family, key) for family, key in fixed.solution.ties.moving}
    rows = [row for partner in signed for row in _of_partner(fixed, partner, gains, moving)]
    forced = fixed.if_forced({column for column, _, _ in (row["step"] for row in rows)})
    for row in rows:
        column, sign, units = row.pop("step")
        change = _clean(forced[column][0 if sign > 0 else 1] / units)
        row["if_forced_usd_bn"] = change
        gain, price = max(change, 0.0) if row["at"] == AT_LIMIT else 0.0, float(row["gain_price_up"])
        row["logrolling_usd_bn"] = gain
        row["logrolling_partner_usd_bn"] = gain / price if price > ROUNDING else float("nan")
        row["note"] = _note(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_partner(fixed: FixedPlan, partner: str, gains: pd.DataFrame, moving: set[int]) -> Iterator[dict[str, Any]]:
    plan = fixed.plan
    own = fixed.to_partner(partner)
    table = {term.instrument: term_steps(fixed, term) for term in plan.choices.terms(partner)}
    table[CHIPS] = chip_steps(fixed, partner)
    chip = marginal_chip(fixed, table[CHIPS], partner)
    for name, steps in table.items():
        instrument = next(i for i in plan.question.world.instruments if i.name == name)
        amount = sum(s.used * s.units for s in steps)
        limit = sum(s.width * s.units for s in steps)
        if not steps or limit <= SMALLEST:
            continue
        at = AT_LIMIT if not any(s.has_room for s in steps) else BETWEEN if amount > SMALLEST else AT_ZERO
        tied = any(s.column in moving for s in steps)
        for change, sign in ((MORE, 1.0), (LESS, -1.0)):
            step = _next_step(fixed, steps, change)
            if step is None or step.units == 0:
                continue
            each = sign / step.units
            us, partner_worth = each * fixed.to_us_at_the_margin[step.column], each * own[step.column]
            yield {
                "partner": partner,
                "name": plan.question.partner(partner).name,
                "side": GIVES if instrument.side == "us" else ASKS,
                "instrument": name,
                "label": instrument.label,
                "unit": instrument.unit,
                "amount": amount,
                "limit": limit,
                "at": at,
                "change": change,
                "us_usd_bn": each * fixed.to_us[step.column] + 0.0,
                "us_usd_bn_net": us + 0.0,
                "partner_usd_bn": partner_worth + 0.0,
                "us_kh": us / chip[0] if chip is not None and chip[0] > ROUNDING else float("nan"),
                "partner_kh": partner_worth / chip[1] if chip is not None and chip[1] > ROUNDING else float("nan"),
                "step": (step.column, sign, step.units),
                "gain_price_down": -float(gains["price_down"][partner]),
                "gain_price_up": -float(gains["price_up"][partner]),
                "tied": tied,
            }


def _note(row: dict[str, Any]) -> str:
    notes = []
    if row["tied"]:
        notes.append("equally good amounts exist")
    if not math.isclose(row["gain_price_down"], row["gain_price_up"], rel_tol=1e-6, abs_tol=ROUNDING):
        notes.append("a kink: the price of the partner's gain differs on the two sides")
    return "; ".join(notes)


def term_steps(fixed: FixedPlan, term: Term) -> list[Step]:
    """Steps of a term, in the period in which the deal is signed."""
    signing = fixed.plan.signed[term.partner]
    found = []
    for number, segment in enumerate(term.segments):
        key = (term.partner, term.instrument, number, signing)
        units = 1.0
        if term.instrument == "tariff_relief":
            units = segment.points
        elif term.instrument == "sector_tariff_relief":
            units = 1.0 / term.limit
        found.append(Step(fixed.column("ask", key), fixed.plan.values["ask"][key], segment.width, units))
    return found


def chip_steps(fixed: FixedPlan, partner: str) -> list[Step]:
    """Steps of all grants that can be delivered under the deal, thousand H100e."""
    plan = fixed.plan
    found = []
    for grant in plan.choices.grants(partner):
        needed = plan.question.path.access[grant.economy].standard_required and partner in plan.question.standards
        if not plan.in_force(partner, plan.adopted if needed else plan.signed, grant.period):
            continue
        for number, width in enumerate(grant.widths):
            key = (grant.economy, grant.period, number)
            found.append(Step(fixed.column("grant", key), plan.values["grant"][key], width, 1.0))
    return found


def marginal_chip(fixed: FixedPlan, steps: list[Step], partner: str) -> tuple[float, float] | None:
    """Cost to the United States and worth to the partner of a thousand H100e of the chips that would move first."""
    if not steps:
        return None
    own = fixed.to_partner(partner)
    step = min(steps, key=lambda s: abs(fixed.reduced[s.column]) if s.has_room or s.is_used else float("inf"))
    return -float(fixed.to_us_at_the_margin[step.column]), float(own[step.column])


def _next_step(fixed: FixedPlan, steps: list[Step], change: str) -> Step | None:
    """The step that would move: of those with room the best for the plan, of those in use the least missed.

    At the limit of a term one unit more is priced like the last step.
    """
    worth = fixed.reduced
    used = [s for s in steps if s.is_used]
    if change == LESS:
        return min(used, key=lambda s: worth[s.column] / s.units if s.units else float("inf"), default=None)
    room = [s for s in steps if s.has_room]
    if room:
        return max(room, key=lambda s: worth[s.column] / s.units if s.units else -float("inf"))
    return min(used, key=lambda s: worth[s.column] / s.units if s.units else float("inf"), default=None)


def _clean(value: float) -> float:
    return 0.0 if abs(value) < ROUNDING else float(value)
