"""The page that shows how to add a regime is true: its file is written, its line registered, and it solves."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

import deals
from deals import regimes
from deals.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "add-a-regime.md"


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The regime of the page, written to a file of its own and registered."""
    source = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert source is not None
    path = tmp_path / "gulf_only.py"
    path.write_text(source[1], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("gulf_only", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gulf_only", module)
    spec.loader.exec_module(module)
    monkeypatch.setitem(regimes.REGISTER, module.REGIME.id, module.REGIME)
    name: str = module.REGIME.id
    return name


def test_a_reader_adds_a_regime_in_one_file_and_one_line(scenario: Scenario, added: str) -> None:
    short = scenario.changed(first_quarter="2026Q1", last_quarter="2026Q4", period_months=12, segments=4)
    comparison = deals.compare(short, [added, "open_2023"])
    assert list(comparison.goals.index) == [added, "open_2023"]
    share = comparison.access[added]
    assert share["BRA"] == pytest.approx(1.0)
    assert comparison.outcomes[added].plan.question.path.access["ARE"].denial == 0.5


def test_it_takes_measures_and_a_scenario_may_name_it(scenario: Scenario, added: str) -> None:
    named = scenario.changed(regime=f"{added}+entity_list")
    assert deals.Scenario.from_yaml(named.to_yaml()).regime == f"{added}+entity_list"


def test_the_page_names_every_measure() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not [name for name in regimes.MEASURES if f"`{name}`" not in text]


def test_the_reform_on_the_page_changes_numbers_of_the_law() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    given: dict[str, deals.Scenario] = {}
    exec(compile(blocks[-1], str(PAGE), "exec"), given)
    law, before = given["scenario"].world().rules, deals.load("diffusion-rule-2025").world().rules
    assert {name for name in law if law[name] != before[name]} == {"tier2.country_allocation", "nveu.cap@2026Q4"}
