"""The page on limits and instruments of one's own is true: its limits hold, its prices and its row are those told."""

import re
from pathlib import Path

import yaml

from deals.plan.binding import binding_table
from deals.plan.plan import solve
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


def test_its_prices_are_those_told() -> None:
    limits = [limit for limit in yaml.safe_load(YAML)["limits"] if "group" not in limit]
    told = set(binding_table(solve(three.question(PARTNERS, unilateral_opening=False, limits=limits)))["sentence"])
    assert set(TOLD.splitlines()) <= told


def test_its_row_is_the_one_that_is_tested() -> None:
    assert ROW == OFFTAKE
