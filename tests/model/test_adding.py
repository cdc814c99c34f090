"""The page that shows how to add a rule to every plan is true: a row of data, a function and a record, and it works."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import deals
from deals.model import families
from deals.model.family import Family
from deals.model.question import assemble
from deals.model.rows.variables import Choices, Rows
from deals.plan.binding import binding_table
from deals.plan.plan import Plan, solve
from deals.scenario.reform import reformed
from deals.sensitivity import Sensitivity
from deals.world import data_folder, load

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "add-a-rule.md").read_text(encoding="utf-8")
NAME = "chips to the Gulf"
LIMIT = "gulf.yearly_limit"
FEW = ("ARE", "SAU", "QAT", "IND", "JPN")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    """A plan of a few partners with the rule of the page, on data with its row."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("data") / "datasets"
        shutil.copytree(data_folder(), folder)
        row = re.search(rf"^{LIMIT}.*$", PAGE, re.MULTILINE)
        assert row is not None
        with (folder / "assumptions.csv").open("a", encoding="utf-8") as table:
            table.write(row[0] + "\n")
        patch.setattr(load, "data_folder", lambda: folder)
        reformed.cache_clear()
        given: dict[str, Family] = {}
        exec(compile("\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)), "add-a-rule.md", "exec"), given)
        patch.setitem(families.REGISTER, NAME, given["FAMILY"])
        yield solve(assemble(deals.load("leverage-2025")).keep(FEW))
    reformed.cache_clear()


def test_its_rows_hold_in_the_plan(plan: Plan) -> None:
    added: dict[int, float] = {}
    for grant in plan.asked.deliverable:
        if grant.economy in ("ARE", "SAU", "QAT"):
            year = plan.question.timeline.periods[grant.period].year
            added[year] = added.get(year, 0.0) + plan.delivered(grant)
    assert added[2027] == pytest.approx(150, abs=1e-6)
    assert all(amount <= 150 + 1e-6 for amount in added.values())


def test_it_is_told_among_what_binds(plan: Plan) -> None:
    (told,) = [row for row in binding_table(plan).to_dict("records") if (row["rule"], row["subject"]) == (NAME, "2027")]
    assert told["price_up"] > 0
    assert "One more thousand H100e to the Gulf in 2027 would bring USD" in told["sentence"]


def test_it_has_two_sided_prices_and_a_trace(plan: Plan) -> None:
    ask = Sensitivity(plan)
    prices = ask.limit_prices(NAME).table.set_index("subject")
    assert prices.loc["2027", "limit"] == 150
    assert prices.loc["2027", "unit"] == "thousand H100e to the Gulf"
    along = ask.trace(NAME, 2027, 140, 160)
    rise = (along.gain(160) - along.gain(150)) / 10
    assert rise == pytest.approx(prices.loc["2027", "price_up"], rel=0.2)


def test_it_is_named_where_it_stands_in_the_way_and_may_be_moved(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    record = families.REGISTER[NAME]

    def more_than_there_is(choices: Choices) -> Rows:
        return {2027: choices.program.linear([(chips, 1.0) for chips in choices.grant.values()]) >= 1e6}

    monkeypatch.setitem(families.REGISTER, NAME, Family(**{**vars(record), "write": more_than_there_is}))
    refusal = Sensitivity(plan).why_not(must_sign=("ARE",))
    assert refusal is not None
    assert set(refusal.repair["rule"]) == {NAME}
    assert any("to the Gulf" in said for said in refusal.conflict["sentence"])


def test_the_tornado_follows_its_number(plan: Plan) -> None:
    bars = Sensitivity(plan).tornado(names=[LIMIT], widest=0).table
    assert float(bars["width"].iloc[0]) > 0.05
