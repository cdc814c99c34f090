"""What a reform can change can be looked up, by name, by reason and by country."""

from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario


def test_every_number_of_the_world_is_listed_once(small: Scenario) -> None:
    table = small.parameters()
    assert list(table.index) == list(small.world().patchable())
    assert list(table.columns) == ["value", "low", "high", "unit", "source", "confidence", "known_on", "reason"]
    assert (table["source"] != "").all()


def test_words_are_sought_in_names_reasons_and_names_of_countries(small: Scenario) -> None:
    assert list(small.parameters("harm.per_KH").index) == ["harm.per_kH"]
    assert "harm.per_kH" in small.parameters("export bureau budget").index
    india = small.parameters("India")
    assert {"demand.IND.2026", "tariff.in_force.IND", "diversion.leak.IND"} <= set(india.index)
    assert all("IND" in name.split(".") for name in india.index)
    assert small.parameters("India").equals(small.parameters("IND"))
    assert "demand.ARE.2026" in small.parameters("emirates demand").index
    assert small.parameters("no such word at all").empty


def test_a_reform_shows_in_the_list(small: Scenario) -> None:
    reformed = small.apply(Reform("half of it", {"harm.per_kH": {"scale": 0.5}}))
    half = float(reformed.parameters("harm.per_kH")["value"].iloc[0])
    assert half == 0.5 * float(small.parameters("harm.per_kH")["value"].iloc[0])


def test_a_number_of_the_law_has_its_paragraph_for_a_reason(small: Scenario) -> None:
    row = small.parameters("rule.lpp.annual_limit").iloc[0]
    assert "740.29" in row["reason"]
