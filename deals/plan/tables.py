"""The plan as tidy tables: who signs, on what terms, which chips flow where, and what diversion is left."""

from collections import defaultdict

import pandas as pd

from deals.kit.cells import number
from deals.kit.codes import ALLIED_TIER, BARRED_TIER, UNITED_STATES
from deals.model.rows.adversary import limit, network, worst_case_flow
from deals.model.rows.diversion import expected_diversion
from deals.model.rows.objective import GOALS
from deals.model.rows.participation import standard_to_partner
from deals.model.worth.talks import cost_of_talks
from deals.plan.alone import displaced_cost_by_kh, done_alone
from deals.plan.plan import SMALLEST, Plan
from deals.world.instrument import CHIPS, INVESTMENT, MATCHING, RELIEF, STANDARD

GIVES, ASKS = "US gives", "US asks"
PLEDGED = "USD bn pledged"
"""Unit of what is promised as a total and may not come."""
TERM_COLUMNS = [
    "partner",
    "name",
    "period",
    "quarter",
    "side",
    "instrument",
    "label",
    "amount",
    "unit",
    "share_of_limit",
    "us_value",
    "partner_value",
    "legal_authority",
    "kind",
]
SUMMARY_COLUMNS = [
    "name",
    "period",
    "quarter",
    "teams",
    "us_gain",
    "expected_gain",
    "over_alone",
    "partner_gain",
    "partner_gross_gain",
    "us_gain_without_pledges",
    "reservation_value",
    "chips_kh",
    "licensed_kh",
    "chips_kh_tpp",
    "opened_kh",
    "asks",
    "relief_points",
    "threatened",
    "tariff_from",
    "tariff_to",
    "investment_usd_bn",
    "matching_usd_bn",
    "purchases_usd_bn",
    "standard",
    "certified",
    "judgement_share",
    "flags",
]
SCHEDULE_COLUMNS = [
    "partner",
    "jurisdiction",
    "quarter",
    "year",
    "demand_kh",
    "no_deal_kh",
    "granted_kh",
    "opened_kh",
    "granted_kh_tpp",
    "other_supplier_kh",
    "denial",
]


def terms_table(plan: Plan) -> pd.DataFrame:
    """Every term of every signed deal: amount with its unit, and its worth to each side in USD bn (present value)."""
    rows = []
    for code in plan.signed:
        rows += _agreed(plan, code)
        rows += _chips(plan, code)
        rows += _standard(plan, code)
    frame = pd.DataFrame(rows, columns=TERM_COLUMNS)
    order = {code: place for place, code in enumerate(plan.signed)}
    return frame.sort_values(
        ["partner", "side", "us_value"], key=lambda c: c.map(order) if c.name == "partner" else c, ignore_index=True
    )


def _row(plan: Plan, code: str, name: str, **rest: object) -> dict[str, object]:
    instrument = next(i for i in plan.question.world.instruments if i.name == name)
    period = plan.question.timeline.periods[plan.signed[code]]
    return {
        "partner": code,
        "name": plan.question.partner(code).name,
        "period": period.label,
        "quarter": period.first_quarter,
        "side": GIVES if instrument.side == "us" else ASKS,
        "instrument": name,
        "label": instrument.label,
        "unit": instrument.unit,
        "legal_authority": instrument.legal_authority,
        **rest,
    }


def _agreed(plan: Plan, code: str) -> list[dict[str, object]]:
    rows, signing = [], plan.signed[code]
    for term in plan.choices.terms(code):
        taken = [plan.values["ask"][code, term.instrument, s, signing] for s in range(len(term.segments))]
        if sum(taken) <= SMALLEST:
            continue
        used = list(enumerate(taken))
        rows.append(
            _row(
                plan,
                code,
                term.instrument,
                amount=sum(x * term.shown(step) for step, x in used),
                share_of_limit=sum(taken) / term.limit,
                us_value=sum(x * term.us(step, signing) for step, x in used),
                partner_value=sum(x * term.to_partner(step, signing) for step, x in used),
                kind=term.kind,
            )
        )
    return rows


def _chips(plan: Plan, code: str) -> list[dict[str, object]]:
    grants = plan.choices.grants(code)
    total = sum(plan.granted(g) for g in grants)
    if total <= SMALLEST:
        return []
    displaced = displaced_cost_by_kh(plan)
    us = sum(plan.granted(g) * (g.us - displaced[g.period]) for g in grants)
    worth = sum(
        plan.values["grant"][g.economy, g.period, step] * (value - g.burden)
        for g in grants
        for step, value in enumerate(g.values)
    )
    share = total / sum(g.withheld for g in grants)
    return [
        _row(
            plan,
            code,
            CHIPS,
            amount=total,
            share_of_limit=share,
            us_value=us,
            partner_value=worth,
            kind="judgement",
        )
    ]


def _standard(plan: Plan, code: str) -> list[dict[str, object]]:
    if code not in plan.adopted:
        return []
    question, standard = plan.question, plan.question.standards[code]
    in_force = range(plan.adopted[code] + question.lag, len(question.timeline.periods))
    worth = sum(plan.values["saved"][code, period] * standard.harm[period] for period in in_force)
    cost = -plan.amount(standard_to_partner(plan.choices, code))
    return [
        _row(
            plan,
            code,
            STANDARD,
            amount=1.0,
            share_of_limit=1.0,
            us_value=worth,
            partner_value=-cost,
            kind="judgement",
        )
    ]


def summary_table(plan: Plan, terms: pd.DataFrame, alone: Plan | None = None) -> pd.DataFrame:
    """One row for each signed deal, in order of signing and then of what it brings the United States.

    A deal is signed within `period`, by whose end its talks are over; `quarter` is the first of that period.

    `us_gain` is what the deal brings where its talks hold, over nothing; `expected_gain` counts it by the chance that
    they do, with what is opened and set toward the partner without a deal; `over_alone` is that less what is done
    toward the partner in the best plan without deals (`alone`). `asks` names what is asked, the largest worth first.
    """
    question, rows = plan.question, {}
    own_way = {} if alone is None else done_alone(alone)["us_value"].to_dict()
    beside = done_alone(plan)
    for code, signing in plan.signed.items():
        own = terms[terms["partner"] == code]
        when = question.timeline.periods[signing]
        cost = cost_of_talks(question.world, question.timeline, question.talks[code], signing)
        relief = own.loc[own["instrument"] == RELIEF, "amount"]
        points = float(relief.sum()) if len(relief) else float("nan")
        chips = {g: plan.granted(g) for g in plan.choices.grants(code)}
        points_from = _rate_from(plan, code)
        displaced = displaced_cost_by_kh(plan)
        values = float(own["us_value"].sum())
        sure = sum(amount * displaced[g.period] for g, amount in chips.items())
        more = number(beside, code, "us_value") if code in beside.index else 0.0
        expected = question.holds * (values + sure) - sure - cost + more
        members = [j for j in question.partner(code).jurisdictions if j in question.reservation.value.index]
        rows[code] = {
            "name": question.partner(code).name,
            "period": when.label,
            "quarter": when.first_quarter,
            "teams": question.talks[code].teams,
            "us_gain": values - cost,
            "expected_gain": expected,
            "over_alone": expected - own_way.get(code, 0.0) if alone is not None else float("nan"),
            "partner_gain": float(own["partner_value"].sum()) - question.political_cost(code, signing),
            "partner_gross_gain": float(own["partner_value"].clip(lower=0).sum()),
            "us_gain_without_pledges": float(own.loc[own["unit"] != PLEDGED, "us_value"].sum()) - cost,
            "reservation_value": float(question.reservation.value[members].sum()),
            "chips_kh": sum(chips.values()),
            "licensed_kh": sum(kh / question.delivery(signing, g.period) for g, kh in chips.items() if kh),
            "chips_kh_tpp": sum(amount * g.tpp_factor for g, amount in chips.items()),
            "opened_kh": number(beside, code, "opened_kh") if code in beside.index else 0.0,
            "asks": _asks(own),
            "relief_points": points,
            "threatened": code not in plan.unthreatened,
            "tariff_from": points_from,
            "tariff_to": points_from - points,
            "investment_usd_bn": _amount(own, INVESTMENT),
            "matching_usd_bn": _amount(own, MATCHING),
            "purchases_usd_bn": _amount(own, "purchases"),
            "standard": code in plan.adopted,
            "certified": any(g.certified and amount > SMALLEST for g, amount in chips.items()),
            "judgement_share": _judgement_share(own),
            "flags": _flags(plan, code, own),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=SUMMARY_COLUMNS).rename_axis("partner")
    return frame.sort_values(["quarter", "us_gain"], ascending=[True, False])


def _rate_from(plan: Plan, code: str) -> float:
    """The country rate that a deal is measured from, percent: announced, or the best where none is threatened."""
    rate = plan.asked.alone.get(code)
    if rate is not None and code in plan.unthreatened:
        return rate.best
    announced = plan.question.world.parameters.get(f"tariff.announced.{code}")
    return announced.value if announced is not None else float("nan")


def _asks(terms: pd.DataFrame) -> tuple[str, ...]:
    """What is asked of a partner, the largest worth first."""
    asked = terms[terms["side"] == ASKS].sort_values("us_value", ascending=False)
    return tuple(str(label) for label in asked["label"])


def _amount(terms: pd.DataFrame, instrument: str) -> float:
    return float(terms.loc[terms["instrument"] == instrument, "amount"].sum())


def _judgement_share(terms: pd.DataFrame) -> float:
    size = terms["us_value"].abs()
    total = float(size.sum())
    return float(size[terms["kind"] == "judgement"].sum()) / total if total else 0.0


def _flags(plan: Plan, code: str, terms: pd.DataFrame) -> tuple[str, ...]:
    question, used = plan.question, set(terms["instrument"])
    flags = [flag for t in plan.choices.terms(code) if t.instrument in used for flag in t.flags]
    members = list(question.partner(code).jurisdictions)
    chips = [g.economy for g in plan.choices.grants(code) if plan.granted(g) > SMALLEST]
    if question.world.tiers.loc[sorted(set(chips)), "recalled_groups"].any():
        flags.append("country group D:1 or D:4 recalled, not verified: the refusal behind the chips leans on it")
    statistical = {e for e in set(chips) if e in question.world.statistical_demand}
    if statistical:
        flags.append(f"demand known from statistics only: {', '.join(sorted(statistical))}")
    if not members:
        flags.append("arms-embargoed place: a tariff deal without chips")
    return tuple(dict.fromkeys(flags))


def schedule_table(plan: Plan) -> pd.DataFrame:
    """Chips by quarter for every economy of a signed partner, thousand H100e: without a deal, and granted by it."""
    rows = []
    grants = {(g.economy, g.period): g for g in plan.choices.question.grants}
    opened = {(g.economy, g.period): plan.opened(g) for g in plan.asked.cells}
    for code in plan.signed:
        for economy in plan.question.partner(code).jurisdictions:
            access = plan.question.path.access[economy]
            for period in plan.question.timeline.periods:
                grant = grants.get((economy, period.index))
                granted = plan.granted(grant) if grant else 0.0
                for quarter in period.quarters:
                    share = 1 / len(period.quarters)
                    rows.append(
                        {
                            "partner": code,
                            "jurisdiction": economy,
                            "quarter": quarter,
                            "year": period.year,
                            "demand_kh": access.demand[period.index] * share,
                            "no_deal_kh": access.no_deal[period.index] * share,
                            "granted_kh": granted * share,
                            "opened_kh": opened.get((economy, period.index), 0.0) * share,
                            "granted_kh_tpp": granted * share * (grant.tpp_factor if grant else 1.0),
                            "other_supplier_kh": plan.question.path.rival[economy][period.index] * share,
                            "denial": access.denial,
                        }
                    )
    return pd.DataFrame(rows, columns=SCHEDULE_COLUMNS)


def quotas_table(plan: Plan, schedule: pd.DataFrame) -> pd.DataFrame:
    """Granted chips by class and quarter, thousand H100e in both bases. Partners buy the year's mix of classes."""
    world, rows = plan.question.world, []
    ratios = world.class_ratios
    for row in schedule[schedule["granted_kh"] > SMALLEST].to_dict("records"):
        for chip_class, share in world.class_mix.loc[row["year"]].items():
            amount = row["granted_kh"] * share
            if amount > SMALLEST:
                rows.append(
                    {
                        "partner": row["partner"],
                        "jurisdiction": row["jurisdiction"],
                        "quarter": row["quarter"],
                        "chip_class": chip_class,
                        "kh_8bit": amount,
                        "kh_tpp": amount * ratios[str(chip_class)],
                    }
                )
    columns = ["partner", "jurisdiction", "quarter", "chip_class", "kh_8bit", "kh_tpp"]
    return pd.DataFrame(rows, columns=columns)


def access_table(plan: Plan) -> pd.DataFrame:
    """Share of demand met over the horizon in every economy, without deals and with them.

    Of all demand: what firms headquartered in embargoed places want counts, though it is barred.
    """
    world, rows = plan.question.world, {}
    granted: dict[str, float] = defaultdict(float)
    opened: dict[str, float] = defaultdict(float)
    owner = {economy: p.code for p in plan.question.partners for economy in p.jurisdictions}
    for grant in plan.asked.deliverable:
        opened[grant.economy] += plan.opened(grant)
        granted[grant.economy] += plan.delivered(grant) - plan.opened(grant)
    for code, access in plan.question.path.access.items():
        wanted, without = access.wanted, sum(access.no_deal)
        known = sum(access.demand) > 0 and code != UNITED_STATES
        rows[code] = {
            "name": world.countries.loc[code, "name"],
            "tier": access.tier,
            "share_no_deal": without / wanted if known else float("nan"),
            "share_with_deals": (without + granted[code] + opened[code]) / wanted if known else float("nan"),
            "granted_kh": granted[code],
            "opened_kh": opened[code],
            "status": _status(code, access.tier, owner.get(code) in plan.signed),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("iso3")


def _status(code: str, tier: int, signed: bool) -> str:
    if code == UNITED_STATES:
        return "home"
    if tier == BARRED_TIER:
        return "barred"
    return "signed" if signed else "ally" if tier == ALLIED_TIER else "interim"


def goals_series(plan: Plan) -> "pd.Series[float]":
    """The gain over no deals by goal, USD bn present value."""
    return pd.Series({goal: plan.goals[goal] for goal in GOALS}, name="usd_bn")


def diversion_table(plan: Plan) -> pd.DataFrame:
    """Expected diversion by year without deals, with them and under open access, and the worst case, thousand H100e."""
    question, rows = plan.question, {}
    for row in expected_diversion(question):
        periods = [p.index for p in question.timeline.periods if p.year == row.year]
        added = sum(g.leak * plan.delivered(g) for g in plan.asked.deliverable if g.period in periods)
        saved = sum(amount for (_, period), amount in plan.values["saved"].items() if period in periods)
        caught = sum(plan.amount(pairs) for p, pairs in plan.choices.caught().items() if p in periods)
        worst = sum(worst_case_flow(network(question, p), plan.deliveries(p), plan.secured(p)) for p in periods)
        rows[row.year] = {
            "expected_no_deal_kh": row.no_deal,
            "expected_kh": row.no_deal + added - saved - caught,
            "expected_open_kh": row.open_access,
            "limit_kh": row.limit,
            "excess_kh": row.excess,
            "worst_case_kh": worst,
            "worst_case_limit_kh": sum(limit(question, p) for p in periods),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")
