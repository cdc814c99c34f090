"""The rows that rules become in the contract problem, coefficient by coefficient."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

import deals
from deals import regimes
from deals.model.formulation import formulate
from deals.model.question import Question, assemble, setting_of
from deals.model.worth.compute_value import chip_capex, tpp_factor
from deals.plan.plan import solve
from deals.regimes.rules.access import kh_of_tpp
from deals.regimes.rules.quantities import YearlyAllocation
from deals.regimes.rules.vocabulary import CountryAllocation
from deals.scenario.scenario import Scenario

Row = Mapping[str, float]
FEW = ("MYS", "IND", "JPN", "TWN")


@pytest.fixture(scope="module")
def small() -> Scenario:
    """Two years, few partners; limits do not soften, so that each is the number of its law."""
    years = deals.load("leverage-2025").changed(
        first_quarter="2026Q1",
        last_quarter="2027Q4",
        period_months=12,
        segments=4,
        gap=0.0,
        talks_under_way={},
        unilateral_opening=False,
    )
    return years.apply(deals.Reform("limits that hold", {"denial.erosion": {"set": 0}}))


@pytest.fixture(scope="module")
def asked(small: Scenario) -> Callable[[str], Question]:
    made: dict[str, Question] = {}

    def under(name: str) -> Question:
        if name not in made:
            made[name] = assemble(small.changed(regime=name)).keep(FEW)
        return made[name]

    return under


def rows(question: Question, family: str) -> dict[str, tuple[Row, float, float]]:
    """Rows of one family: coefficients by variable, and both limits."""
    shot = formulate(question).program.snapshot()
    found: dict[str, tuple[Row, float, float]] = {}
    for key in shot.rows.keys(family):
        at = shot.rows.position(family, key)
        columns, values = shot.arrays.matrix.row(at)
        terms = {shot.columns.written(int(c)): float(v) for c, v in zip(columns, values, strict=True)}
        found[str(key)] = (terms, float(shot.arrays.row_lower[at]), float(shot.arrays.row_upper[at]))
    return found


def starting(terms: Row, family: str) -> list[float]:
    return [value for name, value in terms.items() if name.startswith(f"{family}[")]


def test_the_allocation_counts_tpp_up_to_its_double(asked: Callable[[str], Question]) -> None:
    """Second year: both years' chips, each at its TPP, within the doubled allocation less what flows without a deal."""
    question = asked("diffusion_rule")
    found = rows(question, "country allocation")
    terms, _, limit = next(row for key, row in found.items() if "MYS" in key and "1" in key)
    malaysia = question.path.access["MYS"]
    factors = [g.tpp_factor for g in question.grants if g.economy == "MYS"]
    assert sorted(starting(terms, "counted")) == pytest.approx(sorted(factors))
    used = sum(f * x for f, x in zip(factors, malaysia.licensed, strict=True))
    assert limit == pytest.approx(2 * kh_of_tpp(790e6) - used)


def test_the_channel_is_its_table_beside_the_allocation(asked: Callable[[str], Question]) -> None:
    question = asked("diffusion_rule")
    found = rows(question, "channel beside the allocation")
    terms, _, limit = next(row for key, row in found.items() if "MYS" in key and "0" in key)
    factor = next(g.tpp_factor for g in question.grants if g.economy == "MYS")
    assert limit == pytest.approx(kh_of_tpp(4_272_750_000)), "the level of the last quarter of 2026"
    assert starting(terms, "counted") == [-factor]
    assert set(starting(terms, "grant")) == {factor}


def test_promotion_lifts_both_limits(asked: Callable[[str], Question]) -> None:
    question = asked("refined_tiers")
    found = rows(question, "country allocation")
    terms, _, limit = next(row for key, row in found.items() if "MYS" in key and "1" in key)
    all_of_it = sum(g.withheld * g.tpp_factor for g in question.grants if g.economy == "MYS")
    assert starting(terms, "promoted") == pytest.approx([limit - all_of_it]), "a promoted partner has all it wants"


def test_india_s_higher_allocation_is_its_row(asked: Callable[[str], Question]) -> None:
    """Three times the allocation and as much again by arrangement, less what flows without a deal."""
    question = asked("diffusion_rule+higher_cap_for_india")
    terms, _, limit = rows(question, "country allocation")["('IND', 1)"]
    factors = [g.tpp_factor for g in question.grants if g.economy == "IND"]
    assert sorted(starting(terms, "counted")) == pytest.approx(sorted(factors))
    every = [tpp_factor(question.world, p.year) for p in question.timeline.periods]
    used = sum(f * x for f, x in zip(every, question.path.access["IND"].licensed, strict=True))
    assert limit == pytest.approx(6 * kh_of_tpp(790e6) - used)


def test_steps_by_size_are_rows(small: Scenario) -> None:
    """Assurances open 99,000 GB300 for each installation to tier 2; a close ally has 100,000 more, beside, matched.

    Taiwan wants twenty times as much as it does, for no ally of the data wants more than 100,000 an installation.
    """
    thirst = deals.Reform("a thirsty ally", {f"demand.TWN.{year}": {"scale": 20} for year in (2026, 2027)})
    question = assemble(small.changed(regime="draft_2026").apply(thirst)).keep(FEW)
    world = question.world
    gb300 = kh_of_tpp(60_000)
    within, beside = rows(question, "country allocation"), rows(question, "channel beside the allocation")
    for code, licensed, channel in (("MYS", 99_000, 0), ("TWN", 0, 100_000)):
        gdp = float(world.countries["gdp_usd_bn"][code])
        installations = max(1.0, world.value("installations.per_100bn_gdp") * gdp / 100)
        assert within[f"('{code}', 0)"][2] == pytest.approx(licensed * gb300 * installations)
        assert beside[f"('{code}', 0)"][2] == pytest.approx(channel * gb300 * installations)
    assert set(rows(question, "matching required")) == {"TWN"}


def test_a_yearly_allocation_is_a_row_for_each_year(small: Scenario) -> None:
    """Two half-years of 2026 share one limit; what they leave unused is nothing to 2027."""
    cap = YearlyAllocation("tier2.country_allocation", "tier2.g2g_uplift_max", "a yearly cap, for the test")
    rule = regimes.get("diffusion_rule")
    yearly = replace(rule, rules=tuple(cap if isinstance(r, CountryAllocation) else r for r in rule.rules))
    halves = small.changed(regime="diffusion_rule", period_months=6)
    access = yearly.access(setting_of(halves, halves.world()))
    question = assemble(halves, access).keep(FEW)
    found = rows(question, "yearly allocation")
    for year, index in ((2026, 0), (2027, 2)):
        terms, _, limit = found[f"('MYS', {year})"]
        factors = [g.tpp_factor for g in question.grants if g.economy == "MYS" and g.period in (index, index + 1)]
        assert sorted(starting(terms, "counted")) == pytest.approx(sorted(factors))
        used = sum(f * access["MYS"].licensed[g] for f, g in zip(factors, (index, index + 1), strict=True))
        assert limit == pytest.approx(2 * kh_of_tpp(790e6) - used)
    assert solve(question).solution.objective >= -1e-7
    assert not rows(assemble(halves).keep(FEW), "yearly allocation")


@pytest.mark.parametrize("name", ["diffusion_rule", "leverage"])
def test_chips_that_need_the_standard_go_to_certified_places(asked: Callable[[str], Question], name: str) -> None:
    """Its cost is borne chip by chip; the row itself leans on the signature, not on a standard for all deliveries."""
    question = asked(name)
    assert {g.certified for g in question.grants} == {question.path.access["MYS"].standard_required} == {True}
    assert all(g.burden > 0 for g in question.grants)
    terms, _, limit = rows(question, "access under a deal")["('IND', 1, 0)"]
    assert starting(terms, "grant") == [1.0]
    assert starting(terms, "sign")
    assert not starting(terms, "standard")
    assert limit == 0


def test_a_barred_place_has_no_column(asked: Callable[[str], Question]) -> None:
    columns = formulate(asked("diffusion_rule")).grant
    assert not {code for code, _, _ in columns} & {"CHN", "IRN", "PRK"}


def test_required_matching_is_at_least_the_cost_of_the_chips(asked: Callable[[str], Question]) -> None:
    question = asked("leverage+matching")
    found = rows(question, "matching required")
    terms, _, limit = found["MYS"]
    assert limit == 0
    assert set(starting(terms, "ask")) == {-1.0}
    years = {question.timeline.periods[g.period].year for g in question.grants if g.economy == "MYS"}
    costs = sorted(chip_capex(question.world, year) for year in years)
    assert sorted(set(starting(terms, "grant"))) == pytest.approx(costs)
    assert "JPN" not in found


def test_no_rule_requires_matching_by_default(asked: Callable[[str], Question]) -> None:
    assert not rows(asked("leverage"), "matching required")


def test_tracks_are_rows_only_where_talks_are_not_linked(asked: Callable[[str], Question]) -> None:
    apart = rows(asked("diffusion_rule"), "gain on trade")
    terms, low, _ = apart["IND"]
    assert low == 0
    assert not starting(terms, "grant")
    assert not starting(terms, "sign")
    shot = formulate(asked("leverage")).program.snapshot()
    assert not shot.rows.keys("gain on trade")


@pytest.mark.parametrize(
    "name",
    ["entity_list", "location_verification", "revenue_share", "export_duty", "matching", "allied_alignment"],
)
def test_leverage_solves_with_every_measure(asked: Callable[[str], Question], name: str) -> None:
    plan = solve(asked(f"leverage+{name}"))
    assert plan.solution.objective >= -1e-7


def test_a_duty_moves_worth_from_buyers_to_the_treasury(asked: Callable[[str], Question]) -> None:
    """What a buyer bears of the duty is what the United States gains on it, each at its own discount."""
    plain, taxed = asked("leverage"), asked("leverage+export_duty")
    before = {(g.economy, g.period): g for g in plain.grants}
    for grant in taxed.grants:
        old = before[grant.economy, grant.period]
        period = plain.timeline.periods[grant.period]
        us, partner = plain.timeline.present_us(period), plain.timeline.present_partner(period)
        assert (grant.margin - old.margin) / us == pytest.approx((max(old.values) - max(grant.values)) / partner)
