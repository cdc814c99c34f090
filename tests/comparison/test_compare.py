"""Regimes side by side: one scale, each dollar once, and orderings that must hold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deals import regimes
from deals.comparison import Comparison, after_ruling, compare
from deals.comparison.levels import home_uptake, levels
from deals.comparison.ruling import share_left, years_until
from deals.errors import UnknownNameError
from deals.model.question import Question
from deals.negotiation.plan import solve
from deals.scenario import Scenario

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
        gain = found.levels.control - found.without.control + found.levels.promotion - found.without.promotion
        gain += found.leverage + found.talks
        assert gain == pytest.approx(found.plan.solution.objective, abs=1e-6), name


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
        assert home_uptake(lone, period) <= lone.world.value(f"power.usa.{period.year}") * period.years + 1e-9


def test_control_is_best_where_least_is_sold(comparison: Comparison) -> None:
    goals = comparison.goals
    assert goals["control"].idxmax() == "monopoly"
    assert goals["control"].idxmin() == "open_embargo_only"
    assert goals["promotion"].idxmax() == "open_embargo_only"
    assert (goals["control"] <= 0).all()


def test_without_teams_leverage_is_its_interim_path(scenario: Scenario, question: Callable[[str], Question]) -> None:
    from dataclasses import replace

    asked = question("leverage")
    plan = solve(replace(asked, scenario=asked.scenario.changed(teams=0.0)))
    assert not plan.signed
    assert plan.solution.objective == pytest.approx(0.0, abs=1e-9)
    for period in asked.timeline.periods:
        without = {c: a.no_deal[period.index] for c, a in asked.path.access.items() if a.tier != 3}
        assert plan.deliveries(period.index) == pytest.approx(without)
    assert levels(asked, plan) == levels(asked)


def test_the_table_names_winners_losers_and_what_binds(comparison: Comparison) -> None:
    table = comparison.winners_and_losers()
    assert table.loc["pre_2025", "gain"] == 0
    assert "JPN" in str(table.loc["monopoly", "losers"])
    assert "ARE" in str(table.loc["open_embargo_only", "winners"])
    assert set(comparison.binding.index) == set(SOME)


def test_inputs_come_before_outcomes_on_the_page(comparison: Comparison) -> None:
    page = comparison.markdown()
    assert page.index("## What differs") < page.index("## Gains by goal") < page.index("## Chips over the horizon")
    assert "low threshold" in page


def test_the_reading_says_what_each_regime_gives_up(comparison: Comparison) -> None:
    paragraphs = comparison.reading().split("\n\n")
    assert len(paragraphs) == len(SOME) - 1
    lone = next(text for text in paragraphs if "`monopoly`" in text)
    assert "Gains control" in lone
    assert "gives up promotion" in lone


def test_files_are_written(comparison: Comparison, tmp_path: Path) -> None:
    written = {path.name for path in comparison.save(tmp_path / "out")}
    assert {"comparison.md", "goals.csv", "partners.csv", "ternary.png", "access.png"} <= written
    assert all(path.stat().st_size > 100 for path in (tmp_path / "out").iterdir())


def test_the_map_of_weights_covers_the_corners(comparison: Comparison) -> None:
    cells = comparison.ternary(steps=6, draws=40).cells
    assert (cells[["control", "promotion", "leverage"]].sum(axis=1) - 1).abs().max() < 1e-9
    corner = cells.set_index(["control", "promotion"])["best"]
    assert corner[1.0, 0.0] == "monopoly"
    assert corner[0.0, 1.0] == "open_embargo_only"
    assert cells["sure"].between(0, 1).all()
    assert (cells["sure"] < 1).any(), "somewhere the border is uncertain"
    with pytest.raises(ValueError, match="at least two steps"):
        comparison.ternary(steps=1)


def test_an_unknown_regime_is_refused_before_anything_is_solved(scenario: Scenario) -> None:
    with pytest.raises(UnknownNameError, match="did you mean monopoly"):
        compare(scenario, ["leverage", "monopolly"])


def test_the_ruling_takes_relief_and_some_deals(comparison: Comparison) -> None:
    found = comparison.outcomes["leverage"]
    table = after_ruling(found.plan)
    assert set(table.index) == set(found.plan.signed)
    assert (table["relief_lost"] >= 0).all()
    assert (table["us_saves"] >= -1e-9).all()
    left = table[table["void"]]["left_to_partner"]
    assert (left < 0).all(), "a deal is called void only if what is left is not worth its cost"
    replayed = Comparison(comparison.scenario, comparison.outcomes, comparison.reference, ruling=True)
    changed = (replayed.goals["leverage"] - comparison.goals["leverage"])["leverage"]
    walk = found.plan.question.world.value("ruling.walk_share")
    assert changed == pytest.approx(float(table["us_saves"].sum() + walk * table["us_loses"].sum()))


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
    from deals.comparison.levels import sold_abroad

    home = sum(home_uptake(asked, p) for p in asked.timeline.periods)
    return home / (home + sum(sold_abroad(asked, p) for p in asked.timeline.periods))
