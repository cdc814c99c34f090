"""Slips in Python end in one error of the project's own, before anything is solved."""

from typing import Any

import pytest

import deals
from deals.kit.errors import InputError, UnknownNameError
from deals.proposal import Proposal
from tests.proposal.small import scenario

anything: Any = deals
"""The package without the types of its functions."""


def test_draws_that_make_no_offers_are_refused_before_the_plan_is_made() -> None:
    for draws, told in ((-1, "give a whole number, 0 or more"), ("many", "is no whole number"), (1, "2 or more, or 0")):
        with pytest.raises(InputError, match=f"draws: .*{told}"):
            anything.propose(scenario(), draws)


def test_what_is_no_scenario_no_file_and_no_table_is_told() -> None:
    for ask, told in (
        (lambda: anything.tariffs("leverage-2025"), r"write deals\.load\('leverage-2025'\)"),
        (lambda: anything.load(None), "name_or_path: is None, which is no path"),
        (lambda: anything.open(3), "path: is no path"),
        (lambda: anything.readable([]), "frame: is no table"),
        (lambda: scenario().difference(anything), "is no scenario"),
        (lambda: anything.evaluate(scenario(), "JPN", None), "terms: is None, which gives no names"),
        (lambda: anything.compare(scenario(), "leverage"), r"regimes: is no list .*write \['leverage'\]"),
    ):
        with pytest.raises(InputError, match=told):
            ask()


def test_questions_of_a_proposal_that_mean_nothing_are_told(proposal: Proposal) -> None:
    asked: Any = proposal
    for ask, told in (
        (lambda: asked.offers("x"), "acceptance: is no number"),
        (lambda: asked.hard_lines([]), "responses: is empty"),
        (lambda: asked.goodwill([2]), r"floors\[0\]: is out of its range"),
        (lambda: asked.sequence().capacity([]), "teams: is empty"),
        (lambda: asked.odds(8, executor=3), "executor: is no executor"),
        (lambda: asked.odds(8, folder="/proc/x"), "the folder /proc takes no files"),
        (lambda: asked.odds(8, folder="/proc/x", resume=True), "there is no sweep to go on with"),
        (lambda: asked.negotiate_in_plan("JPN").counter(None), "counter: is no package"),
        (lambda: asked.negotiate_in_plan("JPN").gain(None), "package: is no package"),
    ):
        with pytest.raises(InputError, match=told):
            ask()
    with pytest.raises(UnknownNameError, match=r"unknown solution .*nash"):
        asked.division("JPN").point("mash")
