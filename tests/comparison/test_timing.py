"""Whether a regime makes sense in the time of a scenario, and what becomes of those that do not."""

import datetime as dt

import pytest

import deals
from deals import regimes
from deals.comparison import compare, pages
from deals.model.question import assemble
from deals.regimes.timing import in_time, timing
from deals.scenario.scenario import Scenario

PAST = {"diffusion_rule", "refined_tiers"}


def test_every_regime_makes_sense_on_the_default_scenario() -> None:
    now = deals.load("leverage-2025")
    times = in_time(regimes.IDS, now.world(), now.periods())
    assert all(t.makes_sense and t.announced for t in times.values())
    later = {name for name, t in times.items() if "came later" in t.why}
    assert later == {"southeast_asia_2025", "draft_2026", "china_window_2026", "uae_2026"}


def test_in_november_2026_the_amounts_of_the_tiers_have_mostly_passed() -> None:
    """Seven of the twelve quarters of 2025 to 2027 lie before the fourth quarter of 2026."""
    late = deals.load("leverage-2026")
    times = in_time(regimes.IDS, late.world(), late.periods())
    assert {name for name, t in times.items() if not t.makes_sense} == PAST
    assert "7 of these 12 quarters lie before the horizon" in times["diffusion_rule"].why


def test_a_regime_of_a_reader_has_no_date() -> None:
    now = deals.load("leverage-2025")
    assert timing("gulf_only", now.world(), now.periods()).makes_sense


def test_those_that_make_no_sense_are_left_out_and_named(late: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regimes, "COMPARED", ("open_2023", "diffusion_rule", "monopoly"))
    found = compare(late)
    assert found.left_out == ("diffusion_rule",)
    assert list(found.goals.index) == ["open_2023", "monopoly"]
    assert found.reference == "open_2023"
    row = found.timing.loc["diffusion_rule"]
    assert not row["solved"]
    assert "left out" in found.markdown()
    (line,) = pages.timing_lines(found)
    assert line.startswith(
        "AI Diffusion Rule, January 2025 makes no sense in this time and is left out: it sets amounts for 2025Q1"
    )


def test_one_asked_for_by_name_is_solved_and_marked(late: Scenario) -> None:
    found = compare(late, ["diffusion_rule"])
    assert not found.left_out
    assert not found.timing["makes_sense"]["diffusion_rule"]
    assert found.timing["solved"]["diffusion_rule"]


def test_each_regime_solves_in_2026(late: Scenario) -> None:
    """On few partners: every regime that makes sense there has a plan that is no worse than no deals."""
    found = compare(late, [name for name in regimes.IDS if name not in PAST])
    assert len(found.outcomes) == len(regimes.IDS) - len(PAST)
    for name, outcome in found.outcomes.items():
        assert outcome.plan.solution.objective >= -1e-7, name


def test_after_the_ruling_there_is_nothing_to_replay(late: Scenario) -> None:
    assert late.world_date > dt.date(2026, 2, 20)
    page = compare(late, ["open_2023"], ruling=True).markdown()
    assert "changes nothing here" in page


@pytest.fixture(scope="module")
def late() -> Scenario:
    """The scenario of November 2026 with two partners and long periods."""
    whole = deals.load("leverage-2026").changed(
        first_quarter="2027Q1", period_months=12, segments=4, talks_under_way={}
    )
    kept = ("THA", "VNM")
    others = [p.code for p in assemble(whole).partners if p.code not in kept]
    return whole.changed(excluded=tuple(others), baseline_deals=(), baseline_instruments={}, separate_track=(), gap=0.0)
