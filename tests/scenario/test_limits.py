"""Limits of one's own as they are written, told and compared."""

from typing import Any

import pytest

from deals.kit.errors import InputError
from deals.scenario.limit import OwnLimit
from deals.scenario.scenario import Scenario
from tests.scenario.test_refusals import YAML

WRITTEN = (
    YAML
    + """\
limits:
  - {partner: ARE, term: investment, at_most: 100}
  - {group: [SAU, ARE, QAT], term: purchases, at_least: 10, by: 2027Q4, title: the Gulf buys, source: judgement}
  - partner: JPN
    term: chip_access
    exactly: 0
    note: it asks for none
  - {partner: IND, first: true}
"""
)


def test_limits_are_read_as_they_are_written_and_written_as_they_are_read() -> None:
    scenario = Scenario.from_yaml(WRITTEN)
    investment, purchases, chips, first = scenario.limits
    assert (investment.ceiling, investment.floor, investment.together) == (100, None, False)
    assert (purchases.ceiling, purchases.floor, purchases.together) == (None, 10, True)
    assert (chips.ceiling, chips.floor, chips.about) == (0, 0, "chips")
    assert [limit.forces for limit in scenario.limits] == [False, True, False, True]
    assert [limit.promises for limit in scenario.limits] == [False, True, True, True]
    assert first.codes == ("IND",)
    assert "exactly: 0" in scenario.to_yaml()
    assert "at_most: null" not in scenario.to_yaml()
    assert Scenario.from_yaml(scenario.to_yaml()) == scenario


def test_what_differs_is_told_in_words() -> None:
    scenario, bare = Scenario.from_yaml(WRITTEN), Scenario.from_yaml(YAML)
    (said,) = bare.difference(scenario)
    assert said == (
        "limits: with investment of ARE at most 100, purchases of SAU, ARE, QAT together at least 10 by 2027Q4 "
        "(the Gulf buys), chips of JPN exactly 0, nobody signs before IND"
    )
    other = scenario.changed(limits=(OwnLimit(partner="ARE", term="investment", at_most=90), *scenario.limits[1:]))
    assert scenario.difference(other) == [
        "limits: with investment of ARE at most 90 and without investment of ARE at most 100"
    ]


def test_a_floor_may_not_exceed_a_ceiling_that_holds_later(settings: dict[str, Any]) -> None:
    early = OwnLimit(partner="IND", term="purchases", at_least=50, by="2026Q4")
    whole = OwnLimit(partner="IND", term="purchases", at_most=40)
    with pytest.raises(InputError, match=r"limits.1.at_least: is above what may be, at most 40 \(limits.2\)"):
        Scenario(**settings, limits=(early, whole))
    late = OwnLimit(partner="IND", term="purchases", at_least=50, by="2028Q2")
    soon = OwnLimit(partner="IND", term="purchases", at_most=40, by="2026Q4")
    assert Scenario(**settings, limits=(late, soon)).limits[0].floor == 50


def test_a_limit_at_fault_is_told_with_its_line() -> None:
    with pytest.raises(InputError) as error:
        Scenario.from_yaml(WRITTEN.replace("partner: JPN", "partner: JPX").replace("at_most: 100", "at_most: x"), "q")
    assert [problem.file for problem in error.value.problems] == ["q:8", "q:10"]
