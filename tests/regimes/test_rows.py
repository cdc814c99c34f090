"""The rows that rules become in the contract problem, coefficient by coefficient."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import accumulate

import pytest

import deals
from deals.model.compute_value import tpp_factor
from deals.model.formulation import formulate
from deals.model.question import Question, assemble, chip_capex
from deals.negotiation.plan import solve
from deals.regimes.access import kh_of_tpp
from deals.scenario import Scenario

Row = Mapping[str, float]
FEW = ("MYS", "IND", "JPN", "TWN")


@pytest.fixture(scope="module")
def small() -> Scenario:
    """Two years, few partners."""
    return deals.load("leverage-2025").changed(
        first_quarter="2026Q1", last_quarter="2027Q4", period_months=12, segments=4, gap=0.0, talks_under_way={}
    )


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
    terms = next(row for key, row in rows(question, "country allocation").items() if "MYS" in key and "1" in key)[0]
    grants = [g for g in question.grants if g.economy == "MYS"]
    all_of_it = sum(g.withheld for g in grants) * next(g.tpp_factor for g in grants if g.period == 1)
    assert starting(terms, "promoted") == pytest.approx([-all_of_it]), "a promoted partner has all it wants"


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
    assert "gain on trade" not in shot.rows.families


def test_dropping_the_limit_in_one_country_never_hurts(small: Scenario) -> None:
    """Reservation values and baseline held fixed: what providers could add beside the allocation widens the choice.

    With providers a tenth as large and Malaysia five times, for seven percent bind only where one country wants more
    than 7 parts in 25 of what all of tier 2 wants.
    """
    large = {f"demand.MYS.{year}": {"scale": 5.0} for year in (2026, 2027)}
    fewer = deals.Reform("small providers, large Malaysia", {"providers.share_of_supply": {"scale": 0.1}, **large})
    tight = small.apply(fewer).changed(regime="diffusion_rule")
    question = assemble(tight).keep(FEW)
    loose = assemble(tight.changed(regime="diffusion_rule+no_limit_in_one_country")).path.access
    access = dict(question.path.access)
    factor = {p.index: tpp_factor(question.world, p.year) for p in question.timeline.periods}
    for code, found in access.items():
        if found.beside_limit is not None:
            more = [loose[code].beside[t] - found.beside[t] for t in factor]
            room = accumulate(max(0.0, m) * factor[t] for t, m in enumerate(more))
            wider = tuple(a + b for a, b in zip(found.beside_limit, room, strict=True))
            access[code] = replace(found, beside_limit=wider)
    wide, narrow = access["MYS"].beside_limit, question.path.access["MYS"].beside_limit
    assert wide is not None
    assert narrow is not None
    assert wide[-1] > narrow[-1] + 1, "the limit binds here"
    kept = solve(question, budgets=False).solution.objective
    dropped = solve(replace(question, path=replace(question.path, access=access)), budgets=False)
    assert dropped.solution.objective >= kept - 1e-7


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
