"""The page on limits and instruments of one's own is true: its limits hold, its prices and its row are those told."""

import re
from pathlib import Path

import pytest
import yaml

import deals
from deals.plan.binding import binding_table
from deals.plan.plan import solve
from deals.plan.rounds import settled
from tests import three
from tests.own_rows import OFFTAKE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "own-terms.md").read_text(encoding="utf-8")
YAML, TOLD, ROW = re.findall(r"```(?:yaml|text)\n(.*?)```", PAGE, re.DOTALL)
PARTNERS = ("MYS", "IND", "JPN")


def test_its_limits_are_read_and_kept() -> None:
    limits = yaml.safe_load(YAML)["limits"]
    plan = solve(three.question(PARTNERS, unilateral_opening=False, limits=limits))
    assert plan.signed["JPN"] == min(plan.signed.values())
    assert {limit.subject for limit in plan.question.scenario.limits} >= {
        "JPN investment",
        "IND+MYS purchases by 2027Q4",
    }


@pytest.mark.long
def test_its_prices_are_those_told() -> None:
    """Of the scenario that the page has its reader change, and not of a smaller one."""
    scenario = deals.load("leverage-2025").changed(limits=yaml.safe_load(YAML)["limits"])
    assert set(TOLD.splitlines()) <= set(binding_table(solve(settled(scenario)))["sentence"])


def test_its_row_is_the_one_that_is_tested() -> None:
    assert ROW == OFFTAKE
