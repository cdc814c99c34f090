"""What a signed deal says: that neither side was worse off for it. One line a deal, linear in what is learned.

The worth of a package to either side is linear in the chance that a threat is carried out, in what a pledged dollar
costs, in what a deal costs a government whatever its terms, in what talks cost, and in the harm of what is diverted.
So each deal is taken apart once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from deals.model.question import Question
from deals.record.signed.rates import rates_on
from deals.record.signed.reading_files import threatened_before
from deals.record.signed.real import RealDeal
from deals.record.weighing.stated import Stated, stated
from deals.record.weighing.worlds import Weighing
from deals.uncertainty.acceptance.packages import POLITICS, Weighed
from optimizer import Floats

PLEDGES = frozenset({"investment", "purchases", "defence", "matching_investment"})
"""Headlines: what they cost is learned."""
BELIEF, HARM = "tariff.threat_probability", "harm.per_kH"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Inequality:
    """A signed deal, taken apart: USD bn.

    Attributes
    ----------
    partner : str
    stated : Stated
    template : bool
        Whether it has no pledge in money and no chips: a text like others.
    rest : tuple of float
        What the partner has of it but for pledges and politics, where the threat is never and where it is surely
        carried out.
    pledge, politics : float
        What its pledges and what signing cost the partner, as judged; negative.
    us : tuple of float
        What it brings the United States, talks apart, where the threat is never and where it is surely carried out.
    control : float
        What of this is harm done or spared, as judged.
    talks : float
    pledged : float
        Headline dollars pledged, USD bn.
    """

    partner: str
    stated: Stated
    template: bool
    rest: tuple[float, float]
    pledge: float
    politics: float
    us: tuple[float, float]
    control: float
    talks: float
    pledged: float

    def partner_gain(self, cost: float, belief: float, politics: float) -> float:
        """What the partner gains where costs are so many times those judged, and the threat is believed so far."""
        never, surely = self.rest
        return never * (1 - belief) + surely * belief + cost * self.pledge + politics * self.politics

    def us_gain(self, belief: float, template: float, control: float) -> float:
        """What the United States gains, talks on a template text and harm counted so many times."""
        never, surely = self.us
        threatened = never * (1 - belief) + surely * belief
        return threatened + (control - 1) * self.control - self.talks * (template if self.template else 1.0)

    def cost_at(self, belief: float, politics: float = 0.0) -> float:
        """The cost of pledges, in parts of what is judged, that leaves the partner nothing; NaN without pledges."""
        if self.pledge == 0:
            return float("nan")
        return max(0.0, self.partner_gain(0.0, belief, politics) / -self.pledge)

    def belief_at(self, cost: float, politics: float = 0.0) -> float:
        """The least belief in the threat at which the partner gains; NaN where no belief decides it."""
        never, surely = (self.partner_gain(cost, belief, politics) for belief in (0.0, 1.0))
        if never >= 0:
            return 0.0
        return float("nan") if surely < 0 else -never / (surely - never)


def quarter_of(day: date) -> str:
    """The calendar quarter of a day."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def rates_before(base: Question, deals: Mapping[str, RealDeal]) -> dict[str, float]:
    """Rates in each deal's own world: as known on the day before, and as threatened last where the record says so.

    Parameters by name, percent. A partner without a rate in the scenario is left out.
    """
    found: dict[str, float] = {}
    for code, deal in deals.items():
        if f"tariff.announced.{code}" not in base.world.parameters:
            continue
        known = rates_on(deal.signed - timedelta(days=1))
        in_force = known.get((code, "in_force"), base.world.value(f"tariff.in_force.{code}"))
        announced = known.get((code, "announced"), base.world.value(f"tariff.announced.{code}"))
        threatened = threatened_before(code, deal.signed) if deal.threatened is None else deal.threatened
        found[f"tariff.announced.{code}"] = announced if threatened is None else threatened
        found[f"tariff.in_force.{code}"] = in_force
    return found


def as_stated(base: Question, deal: RealDeal) -> Stated:
    """A real deal as a package of the model, at the central reading.

    Raises
    ------
    InputError
        Where an amount of it cannot be.
    """
    quoted = {i.name: i.quoted_years for i in base.world.instruments}
    spent = base.economies[deal.partner].military_share
    end = date(int(base.timeline.periods[-1].quarters[-1][:4]), 12, 31)
    left = max(0.0, (end - deal.signed).days / 365.25)
    terms = deal.stated(quoted, left, spent if np.isfinite(spent) else 0.0)
    return stated(base, deal.partner, terms, signed=within(base, deal.signed))


def within(base: Question, day: date) -> str:
    """The quarter of a day, or the last of the scenario where it is later."""
    return min(quarter_of(day), base.timeline.periods[-1].quarters[-1])


def inequalities(base: Question, deals: Mapping[str, RealDeal]) -> tuple[Inequality, ...]:
    """Take deals apart, each at the rates of its own day."""
    packages = {code: as_stated(base, deal) for code, deal in deals.items()}
    changes = rates_before(base, deals)
    never, surely, harmless = (
        Weighing.of(base, packages, 0, changes={**changes, BELIEF: belief}, factors={HARM: harm})
        for belief, harm in ((0.0, 1.0), (1.0, 1.0), (0.0, 0.0))
    )
    return tuple(
        _apart(package, never.weigh(package), surely.weigh(package), harmless.weigh(package))
        for package in packages.values()
    )


def _apart(package: Stated, never: Weighed, surely: Weighed, harmless: Weighed) -> Inequality:
    def of(worth: Weighed, names: frozenset[str], *, but: bool = False) -> float:
        return float(sum(part.partner[0] for part in worth.parts if (part.name in names) != but))

    money = {name: amount for name, amount in package.amounts.items() if name in PLEDGES}
    counted = PLEDGES | {POLITICS}
    return Inequality(
        partner=package.partner,
        stated=package,
        template=not any(money.values()) and not package.chips_by_year,
        rest=(of(never, counted, but=True), of(surely, counted, but=True)),
        pledge=of(never, PLEDGES),
        politics=of(never, frozenset({POLITICS})),
        us=(float(never.us[0]), float(surely.us[0])),
        control=float(never.us[0] - harmless.us[0]),
        talks=float(never.talks[0]),
        pledged=sum(amount for name, amount in money.items() if name != "defence"),
    )


def table_of(lines: tuple[Inequality, ...]) -> Floats:
    """A row a deal: `rest` twice, pledge, politics, `us` twice, control, talks of a template deal, of any other."""
    rows = [
        [
            *(*line.rest, line.pledge, line.politics, *line.us, line.control),
            *(line.talks * line.template, line.talks * (not line.template)),
        ]
        for line in lines
    ]
    return np.array(rows, dtype=np.float64).reshape(len(lines), 9)
