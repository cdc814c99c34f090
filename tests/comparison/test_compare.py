"""Regimes side by side: one scale, each dollar once, and orderings that must hold."""

import re
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from deals import regimes
from deals.comparison import Comparison, after_ruling, compare, comparing, pages
from deals.comparison.outcome import RegimeOutcome, outcome
from deals.comparison.ruling import share_left, years_until
from deals.kit.errors import InputError, UnknownNameError
from deals.model.question import Question
from deals.page.chart import Chart
from deals.plan.baselines import baselines
from deals.plan.levels import levels, rates_alone, sold_abroad
from deals.plan.plan import solve
from deals.plan.tables import terms_table
from deals.scenario.scenario import Scenario
from optimizer import InfeasibleError, Status, TimeLimitError
from tests import three
from tests.wide import WIDEST, width_of

SOME = ("pre_2025", "open_embargo_only", "monopoly", "leverage", "refined_tiers")


@pytest.fixture(scope="session")
def comparison(scenario: Scenario) -> Comparison:
    return compare(scenario, SOME)


def test_a_plan_over_its_own_regime_without_deals_is_its_objective(comparison: Comparison) -> None:
    """Each dollar once: levels with deals less levels without, plus leverage and talks, is what the solver maximised.

    A model that counted displacement or saved diversion twice would be off by the size of either.
    """
    for name in ("pre_2025", "leverage", "refined_tiers", "monopoly"):
        found = comparison.outcomes[name]
        gain = sum(found.goals.values()) + found.talks - found.without.control - found.without.promotion
        assert gain == pytest.approx(found.plan.solution.objective, abs=1e-6), name


def test_a_regime_that_was_not_compared_is_told_with_those_that_were(comparison: Comparison) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown regime compared .*'bananas'.*leverage"):
        comparison.access_by_regime(["bananas"])


def test_processes_share_regimes_out_and_change_nothing(scenario: Scenario) -> None:
    names = ["pre_2025", "monopoly"]
    here, there = compare(scenario, names), compare(scenario, names, workers=2)
    assert list(there.outcomes) == names
    for frame in ("goals", "physical", "partners"):
        pd.testing.assert_frame_equal(getattr(here, frame), getattr(there, frame))
    assert dict(here.binding) == dict(there.binding)


def test_which_regime_is_under_way_is_told(scenario: Scenario, told: list[str]) -> None:
    compare(scenario, ["pre_2025", "monopoly"])
    assert "comparing regimes: 1 of 2, Controls before January 2025" in told
    assert "comparing regimes: 2 of 2, Monopoly: keep the chips at home" in told


def test_a_monopoly_has_the_largest_us_share_of_uptake(comparison: Comparison) -> None:
    share = comparison.physical["us_share_of_uptake"]
    assert share.idxmax() == "monopoly"
    assert share["open_embargo_only"] == share.min()


@pytest.mark.parametrize("name", [name for name in regimes.IDS if name != "monopoly"])
def test_so_it_has_without_deals_against_every_regime(question: Callable[[str], Question], name: str) -> None:
    assert share_at_home(question("monopoly")) > share_at_home(question(name))


def test_power_bounds_what_is_used_at_home(question: Callable[[str], Question]) -> None:
    lone = question("monopoly")
    for period in lone.timeline.periods:
        power = lone.world.value(f"power.usa.{period.year}") * period.years
        assert lone.displacement.uptake(period.index) <= max(power, lone.path.home_demand[period.index]) + 1e-9


def test_control_is_best_where_least_is_sold(comparison: Comparison) -> None:
    goals = comparison.goals
    assert goals["control"].idxmax() == "monopoly"
    assert goals["control"].idxmin() == "open_embargo_only"
    assert goals["promotion"].idxmax() == "open_embargo_only"
    assert (goals["control"] <= 0).all()


def test_only_the_repeal_of_2023_sells_to_firms_of_barred_places(comparison: Comparison) -> None:
    sold = comparison.physical["to_barred_places_kh"]
    assert sold["open_embargo_only"] > 0
    assert (sold.drop("open_embargo_only") == 0).all()


def test_the_share_of_demand_met_is_one_number_by_partner_and_by_place(comparison: Comparison) -> None:
    """Of all that is wanted: three tenths of Malaysia's by firms of barred places, which one regime of these serves."""
    by_partner = comparison.partners["share_of_demand"]
    for name in ("pre_2025", "leverage"):
        for code in by_partner[name].index.difference(["EUU"]):
            assert by_partner[name, code] == pytest.approx(comparison.access.loc[code, name]), (name, code)
    met = comparison.access.loc["MYS"]
    assert (met["leverage"], met["open_embargo_only"]) == pytest.approx((0.7, 1.0))


def test_without_teams_and_without_opening_leverage_is_its_interim_path(question: Callable[[str], Question]) -> None:
    asked = question("leverage")
    plan = solve(replace(asked, scenario=asked.scenario.changed(teams=0.0), cells=(), alone={}))
    assert not plan.signed
    assert plan.solution.objective == pytest.approx(0.0, abs=1e-9)
    for period in asked.timeline.periods:
        without = {c: a.no_deal[period.index] for c, a in asked.path.access.items() if a.tier != 3}
        assert plan.deliveries(period.index) == pytest.approx(without)
    assert levels(asked, plan) == levels(asked)


def test_without_teams_leverage_is_the_best_alone(question: Callable[[str], Question]) -> None:
    """What is opened is delivered over the interim path, whole cells at a time, and rates make up the rest."""
    asked = question("leverage")
    plan = solve(replace(asked, scenario=asked.scenario.changed(teams=0.0)))
    assert not plan.signed
    assert plan.gain == pytest.approx(baselines(asked).best_alone, abs=1e-6)
    for period in asked.timeline.periods:
        opened = {c.economy: plan.opened(c) for c in plan.asked.cells if c.period == period.index}
        assert plan.deliveries(period.index) == pytest.approx(
            {
                code: a.no_deal[period.index] + opened.get(code, 0.0)
                for code, a in asked.path.access.items()
                if a.tier != 3
            }
        )
    over, base = levels(asked, plan), levels(asked)
    chips = over.promotion + over.control - base.promotion - base.control
    assert chips + rates_alone(plan) == pytest.approx(plan.gain, abs=1e-6)
    assert rates_alone(plan) > 0


def test_chips_opened_and_by_deal_are_all_that_flows_beyond_the_interim_path(comparison: Comparison) -> None:
    for name, found in comparison.outcomes.items():
        question = found.plan.question
        without = sum(sold_abroad(question, period) for period in question.timeline.periods)
        physical = found.physical.to_dict()
        beyond = physical["chips_by_deal_kh"] + physical["chips_opened_kh"]
        assert physical["chips_abroad_kh"] - without == pytest.approx(beyond), name
    opened = comparison.physical["chips_opened_kh"]
    assert opened["leverage"] > 0
    assert (opened[["pre_2025", "open_embargo_only", "monopoly"]] == 0).all(), "nothing is refused, or nothing sold"


def test_rates_set_alone_are_leverage_under_every_regime(comparison: Comparison) -> None:
    """Tariffs hang on no regime; so each goal's sum has concessions, relief in deals, and rates without a deal."""
    for name, found in comparison.outcomes.items():
        assert found.rates == pytest.approx(rates_alone(found.plan))
        assert found.rates >= 0
        parts = found.conceded("leverage") + found.relief + found.rates
        assert found.goals["leverage"] == pytest.approx(parts), name


def test_the_table_names_winners_losers_and_what_binds(comparison: Comparison) -> None:
    table = comparison.winners_and_losers()
    assert table.loc["pre_2025", "gain"] == 0
    assert "Japan" in str(table.loc["monopoly", "losers"])
    assert "United Arab Emirates" in str(table.loc["open_embargo_only", "winners"])
    assert set(comparison.binding.index) == set(SOME)


def test_inputs_come_before_outcomes_on_the_page(comparison: Comparison) -> None:
    page = comparison.markdown()
    headings = [
        "What differs",
        "The rules",
        "Gains by goal",
        "Control",
        "Promotion",
        "Leverage",
        "Who wins",
        "What binds",
    ]
    places = [page.index(f"## {heading}") for heading in headings]
    assert places == sorted(places)
    assert "low threshold (0.3 thousand H100e a year; indicative)" in page
    assert not [name for name in SOME if f"\n| {name} |" in page], "regimes go by their titles"
    assert "pre_2025" not in page
    assert not re.search(r"\w\(.*=", page), "nothing as Python writes it"
    assert "7 percent" not in comparison.differences["refined_tiers"], "the limit in one country is gone"
    assert "790,000,000 TPP" in comparison.differences["refined_tiers"]


def test_the_reading_says_what_each_regime_gives_up(comparison: Comparison) -> None:
    paragraphs = comparison.reading().split("\n\n")
    assert len(paragraphs) == len(SOME) - 1
    lone = next(text for text in paragraphs if text.startswith("**Monopoly"))
    assert "Gains control" in lone
    assert "gives up promotion" in lone


def test_each_goal_stands_in_dollars_and_in_its_own_units(comparison: Comparison) -> None:
    for goal in ("control", "promotion", "leverage"):
        table = pages.physical(comparison, goal)
        assert table.columns[0] == f"{goal}, USD bn"
        assert len(table.columns) > 4
        assert list(table.index) == list(SOME)
    assert {"diverted", "worst case"} <= set(pages.physical(comparison, "control"))
    assert (comparison.physical["diverted_worst_kh"] >= comparison.physical["diverted_expected_kh"]).all()
    assert "lost to rival" in pages.physical(comparison, "promotion")
    assert {"months of talks", "team-months"} <= set(pages.physical(comparison, "leverage"))


def test_results_on_shares_of_providers_are_labelled_indicative(comparison: Comparison) -> None:
    assert set(comparison.indicative.index) == {"refined_tiers", "monopoly"}
    assert "where its compute stands" in comparison.indicative["refined_tiers"]
    assert "(indicative)" in comparison.markdown()
    owners = comparison.providers
    assert set(owners["regime"]) == {"refined_tiers"}
    assert {"Microsoft", "Oracle", "other"} <= set(owners["owner"])
    assert (owners["outside"] <= 0.25 + 1e-9).all()
    assert (owners["abroad"] <= 0.5 + 1e-9).all()


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("goals_by_regime", {"regime", "goal", "usd_bn", "change"}),
        ("access_by_partner", {"regime", "partner", "share_of_demand"}),
        ("ternary", {"control", "promotion", "leverage", "best", "sure"}),
        ("access_by_regime", {"regime", "iso3", "share", "shade"}),
    ],
)
def test_every_answer_has_a_table_and_a_figure_with_its_data(
    comparison: Comparison, question: str, columns: set[str]
) -> None:
    two = replace(comparison, outcomes={name: comparison.outcomes[name] for name in SOME[:2]})
    answer = getattr(two, question)()
    chart = answer.chart()
    assert isinstance(chart, Chart)
    assert columns <= set(chart.data.columns)
    assert "<svg" in chart.svg()
    assert len(answer.table)
    assert "image/png" in answer._repr_mimebundle_()
    assert len(repr(answer)) < 200


def test_the_figures_of_regimes_fit_a_notebook(comparison: Comparison) -> None:
    """With the longest title of all beside the reference."""
    longest = max((regimes.get(name).title for name in regimes.COMPARED), key=len)
    first, other = (comparison.outcomes[name] for name in SOME[:2])
    titled = replace(other, regime=replace(other.regime, title=longest))
    two = replace(comparison, outcomes={SOME[0]: first, SOME[1]: titled})
    assert width_of(two.goals_by_regime().chart()) < WIDEST
    assert width_of(two.access_by_partner().chart()) < WIDEST


def test_titles_of_several_lines_have_room_in_their_rows(comparison: Comparison) -> None:
    """The second line of a regime with a measure lay upon the regime below it."""
    first, other = (comparison.outcomes[name] for name in SOME[:2])
    heights = []
    for title in ("Leverage", "Leverage; chips and tariffs not linked; an entity list"):
        titled = replace(other, regime=replace(other.regime, title=title))
        two = replace(comparison, outcomes={SOME[0]: first, SOME[1]: titled})
        panel = two.goals_by_regime().chart().spec["hconcat"][0]
        heights.append(panel["height"] / 2)
    assert heights[1] >= 3 * 14 > heights[0]


def test_the_figure_of_goals_shows_the_table(comparison: Comparison) -> None:
    answer = comparison.goals_by_regime()
    assert answer.table.equals(comparison.goals)
    data = answer.chart().data.set_index(["regime", "goal"])["change"]
    goals = comparison.goals
    assert data["monopoly", "promotion"] == pytest.approx(
        goals["promotion"]["monopoly"] - goals["promotion"]["pre_2025"]
    )
    assert data["pre_2025"].abs().max() == 0


def test_maps_are_drawn_of_the_regimes_named(comparison: Comparison) -> None:
    answer = comparison.access_by_regime(["monopoly"])
    assert list(answer.table) == ["monopoly"]
    assert set(answer.chart().data["regime"]) == {"monopoly"}


@pytest.mark.parametrize("name", ["open_embargo_only", "monopoly"])
def test_a_plan_taken_over_is_the_plan_solved_anew(comparison: Comparison, scenario: Scenario, name: str) -> None:
    """Where chips are on no table, what flows without deals changes no deal: one solve serves all such regimes."""
    anew = outcome(scenario, name)
    taken = comparison.outcomes[name]
    assert taken.plan.solution is comparison.outcomes["pre_2025"].plan.solution
    assert taken.goals == pytest.approx(anew.goals)
    assert taken.plan.signed == anew.plan.signed
    assert taken.physical.to_dict() == pytest.approx(anew.physical.to_dict())
    assert taken.partners["welfare"].to_dict() == pytest.approx(anew.partners["welfare"].to_dict())


def test_where_nobody_is_talked_to_rates_are_set_all_the_same() -> None:
    """Also where a plan is taken over from another regime: Brazil's talks do not pay, its best rate does."""
    few = three.scenario(("BRA", "EGY", "VNM"), teams=0.0)
    found = compare(few, ["pre_2025", "open_embargo_only"]).outcomes
    rates = [found[name].rates for name in found]
    assert rates[0] > 0
    assert rates[1] == pytest.approx(rates[0])
    assert all("BRA" in outcome.plan.unthreatened for outcome in found.values())


def test_files_are_written(comparison: Comparison, tmp_path: Path) -> None:
    two = replace(comparison, outcomes={name: comparison.outcomes[name] for name in (SOME[0], SOME[-1])})
    written = {path.name for path in two.save(tmp_path / "out")}
    assert {"comparison.md", "differences.csv", "timing.csv", "goals.csv", "partners.csv", "ternary.png"} <= written
    assert all(path.stat().st_size > 100 for path in (tmp_path / "out").iterdir())


def test_the_map_of_weights_covers_the_corners(comparison: Comparison) -> None:
    cells = comparison.ternary(steps=6, draws=40).table
    assert (cells[["control", "promotion", "leverage"]].sum(axis=1) - 1).abs().max() < 1e-9
    corner = cells.set_index(["control", "promotion"])["best"]
    assert corner[1.0, 0.0] == "monopoly"
    assert corner[0.0, 1.0] == "open_embargo_only"
    assert cells["sure"].between(0, 1).all()
    assert (cells["sure"] < 1).any(), "somewhere the border is uncertain"
    with pytest.raises(InputError, match="at least two steps"):
        comparison.ternary(steps=1)


def test_an_unknown_regime_is_refused_before_anything_is_solved(scenario: Scenario) -> None:
    with pytest.raises(UnknownNameError, match="did you mean monopoly"):
        compare(scenario, ["leverage", "monopolly"])


def test_a_regime_under_which_no_plan_meets_the_rules_says_who_tells_which(scenario: Scenario) -> None:
    """One who must sign has nothing to sign for where no deals are made; under leverage it has."""
    code = next(iter(outcome(scenario, "leverage").plan.signed))
    found = compare(scenario.changed(must_sign=(code,)), ["pre_2025", "leverage"])
    assert list(found.outcomes) == ["leverage"]
    told = 'deals.propose(scenario.changed(regime="pre_2025")) says which cannot all hold'
    assert told in found.failed["pre_2025"]
    with pytest.raises(InfeasibleError, match="under pre_2025"):
        compare(scenario.changed(must_sign=(code,)), ["pre_2025"])


def test_a_regime_that_runs_out_of_time_leaves_all_others_standing(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, with the reason, in the object, on the page and in the sentences of the terminal."""

    def slow(scenario: Scenario, regime: str, earlier: Iterable[RegimeOutcome]) -> RegimeOutcome:
        if regime == "pre_2025":
            raise TimeLimitError("no plan found in 60 seconds")
        return outcome(scenario, regime, earlier)

    monkeypatch.setattr(comparing, "outcome", slow)
    found = compare(scenario, ["pre_2025", "monopoly", "open_2023"])
    assert list(found.goals.index) == ["monopoly", "open_2023"]
    assert found.reference == "monopoly", "the reference gives way too"
    assert dict(found.failed) == {"pre_2025": "no plan found in 60 seconds"}
    assert not found.timing.loc["pre_2025", "solved"]
    assert found.timing.loc["open_2023", "plan"] == "solved"
    assert "no plan: no plan found in 60 seconds" in found.markdown()
    assert any(line.startswith("Controls before January 2025: no plan") for line in pages.timing_lines(found))
    with pytest.raises(TimeLimitError):
        compare(scenario, ["pre_2025"])


def test_a_plan_stopped_by_time_is_told_with_what_it_may_miss(comparison: Comparison) -> None:
    name = SOME[0]
    whole = comparison.outcomes[name]
    solution = copy(whole.plan.solution)
    solution.status, solution.bound = Status.TIME_LIMIT, solution.objective + 2.5
    cut = replace(whole, plan=replace(whole.plan, solution=solution))
    found = replace(comparison, outcomes={**comparison.outcomes, name: cut})
    assert found.stopped == pytest.approx({name: 2.5})
    assert "at most USD 2.5 bn better" in found.plans[name] == found.timing["plan"][name]
    assert found.timing.loc[name, "solved"]
    assert not comparison.stopped


def test_the_link_of_chips_and_trade_is_shown_apart(scenario: Scenario) -> None:
    """The one regime that links them stands beside itself without the link: same rules, at most the same gain."""
    found = compare(scenario, ["leverage", "leverage+unlinked"])
    assert "chips and trade each worth it by itself" in found.differences["leverage+unlinked"]
    linked, apart = (found.outcomes[name].plan.solution for name in found.outcomes)
    assert apart.objective <= linked.bound + 1e-6
    assert found.titles["leverage+unlinked"].endswith("not linked")


def test_a_promotion_of_the_emirates_costs_malaysia_nothing(scenario: Scenario) -> None:
    change = compare(scenario, ["pre_2025", "uae_2026"]).partners["change"]["uae_2026"]
    assert change["MYS"] == pytest.approx(0.0, abs=1e-9)
    assert change["ARE"] > 0


def test_no_regime_at_all_is_refused(scenario: Scenario) -> None:
    with pytest.raises(InputError, match="regimes: is empty; give one or more, or leave it out"):
        compare(scenario, [])


def test_the_ruling_takes_relief_and_some_deals(comparison: Comparison) -> None:
    found = comparison.outcomes["leverage"]
    table, terms = after_ruling(found.plan), terms_table(found.plan)
    assert set(table.index) == set(found.plan.signed)
    assert (table["relief_lost"] >= 0).all()
    relief = terms[terms["instrument"] == "tariff_relief"].set_index("partner")["us_value"]
    cost = -relief.reindex(table.index, fill_value=0.0)
    assert (table["us_saves"] * cost >= 0).all(), "saved where relief cost something, lost where it brought something"
    assert (table["us_saves"].abs() <= cost.abs() + 1e-9).all(), "what fell due before the ruling stays"
    assert table["us_saves"].abs().max() > 0.1
    left = table[table["void"]]["left_to_partner"]
    assert (left < 0).all(), "a deal is called void only if what is left is not worth its cost"
    replayed = replace(comparison, ruling=True)
    changed = (replayed.goals["leverage"] - comparison.goals["leverage"])["leverage"]
    walk = found.plan.question.world.value("ruling.walk_share")
    of_deals = float(table["us_saves"].sum() + walk * table["us_loses"].sum())
    of_rates = changed - found.plan.question.holds * of_deals
    assert -found.rates - 1e-9 <= of_rates <= 1e-9, "rates set alone rest on the same powers, and fall with them"
    assert (of_rates < 0) == (found.rates > 0)
    assert replayed.physical["deals_called_void"]["leverage"] == pytest.approx(walk * float(table["void"].sum()))
    before, after = comparison.partners["welfare"], replayed.partners["welfare"]
    spared = walk * -left
    for code, row in zip(map(str, table.index), table.to_dict("records"), strict=True):
        lost = before["leverage", code] - after["leverage", code]
        assert lost == pytest.approx(row["relief_lost"] - spared.get(code, 0.0))
    assert "is replayed" in replayed.markdown()


def test_what_is_left_of_a_promise_is_all_of_it_before_it_starts(question: Callable[[str], Question]) -> None:
    timeline = question("leverage").timeline
    first = timeline.periods[0]
    assert share_left(timeline, first, 6.0, 0.05, -1.0) == pytest.approx(1.0)
    assert share_left(timeline, first, 6.0, 0.05, 99.0) == 0.0
    shares = [share_left(timeline, first, 6.0, 0.05, when) for when in (0.0, 0.5, 1.0, 2.0)]
    assert shares == sorted(shares, reverse=True)


def test_the_ruling_falls_half_a_year_into_the_default_horizon() -> None:
    import datetime as dt

    import deals

    first = deals.load("leverage-2025").periods()[0]
    assert years_until(first, dt.date(2026, 2, 20)) == pytest.approx(234 / 365.25)


def share_at_home(asked: Question) -> float:
    home = sum(asked.displacement.uptake(p.index) for p in asked.timeline.periods)
    return home / (home + sum(sold_abroad(asked, p) for p in asked.timeline.periods))
