"""What one regime brings: dollars by goal, physical units, partners, and what holds it back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter

import pandas as pd

from deals.comparison.reuse import plan_of
from deals.comparison.tight import tight
from deals.kit.cells import number
from deals.model.question import Question
from deals.model.worth.compute_value import system_price
from deals.model.worth.no_deal import window_flow
from deals.model.worth.talks import cost_of_talks
from deals.plan.levels import Levels, buyers, cost_of_measures, levels, rates_alone, sold_abroad
from deals.plan.plan import Plan, solve
from deals.plan.rounds import settled
from deals.plan.tables import ASKS, diversion_table, summary_table, terms_table
from deals.regimes import Regime
from deals.regimes.rules.vocabulary import licence_class
from deals.scenario.scenario import Scenario
from deals.world.instrument import INVESTMENT, MATCHING, RELIEF, STANDARD


@dataclass(frozen=True)
class RegimeOutcome:
    """A regime's outcome in one scenario.

    Attributes
    ----------
    regime : Regime
    plan : Plan
    without : Levels
        The regime without deals.
    levels : Levels
        The regime with its deals.
    concessions : DataFrame
        By instrument: partners, amount with its unit, worth to the United States (USD bn).
    relief : float
        What relief agreed in deals is worth to the United States, USD bn.
    rates : float
        What rates set without a deal are worth to it, USD bn.
    talks : float
        Cost of talks and of measures, USD bn, negative.
    partners : DataFrame
        By partner: welfare (worth of compute in use plus what a deal adds, USD bn), chips, share of demand met, signed.
    physical : Series
        Chips, diversion, talks and concessions in their own units.
    binds : tuple of str
        Families of rules at their limit.
    seconds : float
    """

    regime: Regime
    plan: Plan
    without: Levels
    levels: Levels
    concessions: pd.DataFrame
    relief: float
    rates: float
    talks: float
    partners: pd.DataFrame
    physical: "pd.Series[float]"
    binds: tuple[str, ...]
    seconds: float

    @property
    def leverage(self) -> float:
        """Worth of concessions, of relief in deals and of rates set alone, USD bn."""
        return self.conceded("leverage") + self.relief + self.rates

    def conceded(self, goal: str) -> float:
        """Worth of concessions that serve a goal, USD bn."""
        return float(self.concessions.loc[self.concessions["goal"] == goal, "us_value"].sum())

    @property
    def goals(self) -> dict[str, float]:
        """Control, promotion and leverage, USD bn present value."""
        return {
            "control": self.levels.control + self.conceded("control"),
            "promotion": self.levels.promotion + self.conceded("promotion"),
            "leverage": self.leverage,
        }


def outcome(scenario: Scenario, regime: str, earlier: Iterable[RegimeOutcome] = ()) -> RegimeOutcome:
    """Solve a scenario under `regime` and measure the plan.

    Parameters
    ----------
    scenario : Scenario
    regime : str
        Name of the regime.
    earlier : iterable of RegimeOutcome
        Outcomes of the same scenario; where one leaves the same deals to choose from, its plan is taken over.

    Raises
    ------
    InputError
        If the regime is unknown.
    optimizer.OptimizerError
        If no plan exists.
    """
    started = perf_counter()
    question = settled(scenario.changed(regime=regime))
    plan = plan_of(question, (o.plan for o in earlier)) or solve(question, checked=False)
    terms = terms_table(plan)
    summary = summary_table(plan, terms)
    cost = -sum(
        cost_of_talks(question.world, question.timeline, question.talks[code], signed)
        for code, signed in plan.signed.items()
    )
    return RegimeOutcome(
        regime=question.regime,
        plan=plan,
        without=levels(question),
        levels=levels(question, plan),
        concessions=_concessions(terms, {i.name: i.goal for i in question.world.instruments}, question.holds),
        relief=question.holds * float(terms.loc[terms["instrument"].isin(_relief(question)), "us_value"].sum()),
        rates=rates_alone(plan),
        talks=cost - cost_of_measures(question),
        partners=_partners(plan, summary),
        physical=_physical(plan, terms),
        binds=tuple(tight(plan)),
        seconds=perf_counter() - started,
    )


def _relief(question: Question) -> frozenset[str]:
    """Instruments by which the United States gives way on trade."""
    return frozenset(i.name for i in question.world.instruments if i.is_trade and i.side == "us")


def _concessions(terms: pd.DataFrame, goals: Mapping[str, str], holds: float) -> pd.DataFrame:
    """What partners give, worth counted by the chance that talks hold.

    The security standard is left out: its worth is diversion avoided, which is control.
    """
    asked = terms[(terms["side"] == ASKS) & (terms["instrument"] != STANDARD)]
    groups = asked.groupby("instrument")
    return pd.DataFrame(
        {
            "label": groups["label"].first(),
            "partners": groups["partner"].nunique(),
            "amount": groups["amount"].sum(),
            "unit": groups["unit"].first(),
            "us_value": holds * groups["us_value"].sum(),
            "goal": [goals[str(name)] for name in groups.groups],
        }
    ).sort_values("us_value", ascending=False)


def _partners(plan: Plan, summary: pd.DataFrame) -> pd.DataFrame:
    question, rows = plan.question, {}
    granted: dict[str, float] = {}
    for grant in plan.asked.deliverable:
        granted[grant.economy] = granted.get(grant.economy, 0.0) + plan.delivered(grant)
    for partner in question.partners:
        members = [j for j in partner.jurisdictions if j in question.reservation.value.index]
        access = [question.path.access[j] for j in members]
        wanted = sum(a.wanted for a in access)
        chips = sum(sum(a.no_deal) for a in access) + sum(granted.get(j, 0.0) for j in members)
        signed = partner.code in plan.signed
        gain = number(summary, partner.code, "partner_gain") if signed else 0.0
        gain += _given_alone(plan, partner.code)
        rows[partner.code] = {
            "name": partner.name,
            "welfare": float(question.reservation.value[members].sum()) + gain - _duty_borne(question, members),
            "chips_kh": chips,
            "share_of_demand": chips / wanted if wanted else float("nan"),
            "signed": signed,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")


def _given_alone(plan: Plan, code: str) -> float:
    """What the partner has of what is opened, and of the rate that is set, without a deal: USD bn."""
    chips = sum(
        width * (value - cell.burden)
        for cell in plan.asked.cells
        if cell.partner == code and plan.opened(cell)
        for width, value in zip(cell.widths, cell.values, strict=True)
    )
    return chips + (plan.asked.alone[code].to_partner if code in plan.unthreatened else 0.0)


def _duty_borne(question: Question, members: list[str]) -> float:
    world, borne = question.world, 0.0
    for code in members:
        access = question.path.access[code]
        if access.duty:
            for p in question.timeline.periods:
                each = access.duty * world.value("duty.passed_on") * system_price(world, p.year)
                borne += each * access.no_deal[p.index] * question.timeline.present_partner(p)
    return borne


def _physical(plan: Plan, terms: pd.DataFrame) -> "pd.Series[float]":
    question, periods = plan.question, plan.question.timeline.periods
    granted = dict.fromkeys(range(len(periods)), 0.0)
    rival = {code: list(amounts) for code, amounts in question.path.rival.items()}
    by_deal = 0.0
    for grant in plan.asked.deliverable:
        delivered = plan.delivered(grant)
        granted[grant.period] += delivered
        by_deal += delivered - plan.opened(grant)
        rival[grant.economy][grant.period] *= 1 - delivered / grant.withheld
    abroad = sum(sold_abroad(question, p, granted[p.index]) for p in periods)
    home = sum(question.displacement.uptake(p.index, granted[p.index]) for p in periods)
    at_risk = [c for c, a in buyers(question).items() if licence_class(a) == "D1_D4"]
    deliveries = [plan.deliveries(p.index) for p in periods]
    diversion = diversion_table(plan)
    talks = [question.talks[code] for code in plan.signed]
    asked = terms[terms["side"] == ASKS].groupby("instrument")["amount"].sum()
    points = terms.loc[terms["instrument"] == RELIEF, "amount"]
    return pd.Series(
        {
            "chips_abroad_kh": abroad,
            "chips_by_deal_kh": by_deal,
            "chips_opened_kh": sum(granted.values()) - by_deal,
            "us_share_of_uptake": home / (home + abroad),
            "lost_to_other_supplier_kh": sum(map(sum, rival.values())),
            "diverted_expected_kh": float(diversion["expected_kh"].sum()),
            "diverted_worst_kh": float(diversion["worst_case_kh"].sum()),
            "to_barred_places_kh": sum(window_flow(question.path.access, p.index) for p in periods)
            + _to_owners(question),
            "to_places_at_risk_kh": sum(flows[c] for flows in deliveries for c in at_risk),
            "deals": float(len(plan.signed)),
            "with_standard": float(len(plan.adopted)),
            "talk_months": float(sum(3 * t.quarters for t in talks)),
            "team_months": float(sum(3 * t.teams * t.quarters for t in talks)),
            "months_to_last_deal": _months_to_last(plan),
            "relief_points_mean": float(points.mean()) if len(points) else 0.0,
            "investment_usd_bn": float(asked.reindex([INVESTMENT, MATCHING]).sum()),
            "purchases_usd_bn": float(asked.get("purchases", 0.0)),
        }
    )


def _to_owners(question: Question) -> float:
    """Chips sold without deals to firms headquartered in tier 3, wherever they stand, thousand H100e."""
    return sum(sum(access.no_deal) * access.owners for access in buyers(question).values())


def _months_to_last(plan: Plan) -> float:
    """Months from the start of the horizon to the end of the period in which the last deal is signed."""
    last = max(plan.signed.values(), default=-1)
    return float(sum(3 * len(p.quarters) for p in plan.question.timeline.periods[: last + 1]))
