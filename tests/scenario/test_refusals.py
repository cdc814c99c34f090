"""Bad input: one clear message each, all at once, with the line."""

from pathlib import Path
from typing import Any

import pytest

from deals.kit.errors import InputError, Problem
from deals.scenario.reform import Reform
from deals.scenario.remarks import remarks
from deals.scenario.scenario import Scenario, load
from deals.scenario.settings import Goals

YAML = """\
name: small
title: A small question
world_date: 2025-05-13
regime: leverage
first_quarter: 2025Q3
last_quarter: 2028Q4
"""


BUYS: dict[str, Any] = {"partner": "IND", "term": "purchases", "at_most": 10}
HALF: dict[str, Any] = {"partner": "IND", "term": "tariff_cut"}
YES: dict[str, Any] = {"partner": "IND", "term": "security_standard"}
FIRST: dict[str, Any] = {"partner": "IND", "first": True}


def refused(settings: dict[str, Any], **changes: Any) -> Problem:
    with pytest.raises(InputError) as error:
        Scenario(**(settings | changes))
    (problem,) = error.value.problems
    return problem


def refused_text(text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        Scenario.from_yaml(text, "q.yaml")
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("changes", "field", "message", "fix"),
    [
        ({"regimes": "x"}, "regimes", "unknown key", "did you mean regime"),
        ({"goals": {"contrl": 1.0}}, "goals.contrl", "unknown key", "did you mean control?"),
        ({"caps": {"MYS": -5.0}}, "caps.MYS", "should be 0 or more", "thousand H100e, zero or more"),
        ({"caps": {"MYS": "500 kH"}}, "caps.MYS", "is text, where a number belongs", "thousand H100e"),
        ({"caps": {"MYS": "5e2"}}, "caps.MYS", "is text, where a number belongs", "write 500, without quotes"),
        ({"caps": {"MYS": "500,000"}}, "caps.MYS", "is text, where a number belongs", "write 500000, without commas"),
        ({"caps": ["MYS"]}, "caps", "is a list, where a set of names with values belongs", "write {name: value}"),
        ({"talks_under_way": {"MYS": "2"}}, "talks_under_way.MYS", "a whole number belongs", "write 2, without quotes"),
        ({"segments": 4.5}, "segments", "is no whole number", "number of steps"),
        ({"teams": "3 teams"}, "teams", "is text, where a number belongs", "write a number alone, the number of teams"),
        ({"unilateral_opening": "no"}, "unilateral_opening", "where true or false belongs", "write false, without"),
        ({"limits": BUYS}, "limits", "where a list belongs", "begin each entry with a dash"),
        ({"excluded": None}, "excluded", "is empty", "or take the line out"),
        ({"title": None}, "title", "is empty", "write a title for people"),
        ({"caps": {"MYZ": 5.0}}, "caps.MYZ", "unknown country", "write an ISO code"),
        ({"caps": {"mys": 5.0}}, "caps.mys", "unknown country", "write MYS (Malaysia)"),
        ({"caps": {"Korea": 5.0}}, "caps.Korea", "unknown country: several are called so", "write KOR (South"),
        ({"caps": {"Malaysia": 5.0, "MYS": 5.0}}, "caps", "has one partner as Malaysia and as MYS", "the most chips"),
        ({"must_sign": ["Puerto Rico"]}, "must_sign.1", "unknown country: there are no data for Puerto", "take it"),
        ({"must_sign": ["Malasia"]}, "must_sign.1", "unknown country", "did you mean MYS (Malaysia)?"),
        ({"must_sign": ["Germany"]}, "must_sign.1", "bargains as part of the European Union", "write EUU"),
        ({"must_sign": ["DEU"]}, "must_sign.1", "bargains as part of the European Union", "write EUU"),
        ({"must_sign": ["USA"]}, "must_sign.1", "is the side that offers", "take it out"),
        ({"excluded": ["QQQ"]}, "excluded.1", "unknown country", ""),
        ({"excluded": ["IND", "IND"]}, "excluded.2", "is listed twice", "keep one"),
        ({"must_sign": "IND"}, "must_sign", "is text, where a list belongs", "write [IND], a list of partners"),
        ({"regime": "leverag"}, "regime", "unknown regime", "did you mean leverage?"),
        ({"knowledge": "asof"}, "knowledge", "'as-of', 'strictly-as-of' or 'with-", "as-of for what was known"),
        ({"period_months": 4}, "period_months", "should be 3, 6 or 12", "3, 6 or 12"),
        ({"first_quarter": "2025-Q3"}, "first_quarter", "is not written as it should be", "as 2025Q3"),
        ({"world_date": 2025}, "world_date", "a date is needed", "as 2025-05-13"),
        ({"world_date": "May 2025"}, "world_date", "should be a valid date", "as 2025-05-13"),
        ({"gap": 1}, "gap", "should be less than 1", "0.01 for 1 percent"),
        ({"gap": True}, "gap", "is true or false, where a number belongs", "0.01 for 1 percent"),
        ({"teams": float("nan")}, "teams", "should be a finite number", "number of teams"),
        ({"segments": 3}, "segments", "should be 4 or more", "at least 4"),
        ({"time_limit_seconds": 0}, "time_limit_seconds", "should be more than 0", "more than zero"),
        ({"headquarters_bar": "no"}, "headquarters_bar", "is text, where true or false belongs", "write false"),
        ({"goals": {"leverage": 0, "promotion": 0, "control": 0}}, "goals", "all goals have weight zero", ""),
        ({"name": "Two Words"}, "name", "is not written as it should be", "small letters"),
        ({"baseline_instruments": {"IND": ["buy"]}}, "baseline_instruments.IND.1", "unknown instrument", "valid names"),
        ({"reforms": [{"title": "x", "patches": {"teams": 3}}]}, "reforms.1.patches.teams", "a bare number", ""),
        ({"last_quarter": "2034Q4"}, "last_quarter", "lies outside the years", "stay within"),
        ({"limits": [BUYS | {"partner": "Indiana"}]}, "limits.1.partner", "unknown country", "ISO code"),
        ({"limits": [BUYS | {"partner": "DEU"}]}, "limits.1.partner", "bargains as part", "write EUU"),
        ({"limits": [BUYS | {"partner": "CHN"}]}, "limits.1.partner", "is arms-embargoed", "take it out"),
        ({"limits": [BUYS | {"term": "purchase"}]}, "limits.1.term", "unknown term", "did you mean purchases?"),
        ({"limits": [BUYS | {"term": "purchase"}]}, "limits.1.term", "unknown term", "tariff_to"),
        ({"limits": [BUYS | {"term": "zzz"}]}, "limits.1.term", "unknown term", "terms are china_exit, chip"),
        ({"limits": [BUYS | {"term": "government_arrangement"}]}, "limits.1.term", "comes with a regime", "another"),
        ({"limits": [BUYS | {"at_mst": 3}]}, "limits.1.at_mst", "unknown key", "did you mean at_most?"),
        ({"limits": [BUYS | {"at_most": -3}]}, "limits.1.at_most", "should be 0 or more", "zero or more"),
        ({"limits": [BUYS | {"by": "2029Q1"}]}, "limits.1.by", "outside the horizon", "from 2025Q3 to 2028Q4"),
        ({"limits": [BUYS | {"by": "2026-Q1"}]}, "limits.1.by", "not written as it should be", "as 2027Q4"),
        ({"limits": [{"partner": "IND", "term": "purchases"}]}, "limits.1", "says not how much", "write at_most"),
        ({"limits": [{"partner": "IND", "at_most": 3}]}, "limits.1", "says not what is limited", "first: true"),
        ({"limits": [{"term": "chips", "at_most": 3}]}, "limits.1", "says of nobody", "name a partner, or a group"),
        ({"limits": [BUYS | {"group": ["JPN"]}]}, "limits.1.group", "names a partner and a group", "keep one"),
        ({"limits": [BUYS | {"exactly": 3}]}, "limits.1.at_most", "stands beside exactly", "keep one"),
        ({"limits": [BUYS | {"at_least": 90}]}, "limits.1.at_least", "above what may be, at most 10", "lower"),
        ({"limits": [BUYS, BUYS]}, "limits.2", "is said in limits.1 too", "keep one"),
        ({"limits": [{"partner": "IND", "first": True, "term": "chips"}]}, "limits.1.term", "says nothing", "make two"),
        ({"limits": [FIRST, FIRST | {"partner": "JPN"}]}, "limits.2.first", "IND signs first already", "keep one"),
        ({"limits": [HALF | {"at_most": 50}]}, "limits.1.at_most", "more than there can be", "0.5 for 50 percent"),
        ({"limits": [HALF | {"at_least": 500}]}, "limits.1.at_least", "more than there can be", "from 0 to 1"),
        ({"limits": [YES | {"exactly": 2}]}, "limits.1.exactly", "yes (1) or no (0)", "from 0 to 1"),
        ({"limits": [FIRST], "must_not_sign": ["IND"]}, "limits.1.partner", "must not sign", "out of must_not_sign"),
        ({"limits": [FIRST], "excluded": ["IND"]}, "limits.1.partner", "is no partner", "out of excluded"),
        ({"limits": [BUYS | {"term": "tariff_to", "by": "2027Q4"}]}, "limits.1.by", "does not add up", "take it out"),
    ],
)  # fmt: skip
def test_one_fault_is_one_message_with_field_and_fix(
    settings: dict[str, Any], changes: dict[str, Any], field: str, message: str, fix: str
) -> None:
    problem = refused(settings, **changes)
    assert problem.field == field
    assert message in problem.message
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"must_sign": ("IND",), "must_not_sign": ("IND",)}, "must_sign.1", "must sign and must not"),
        ({"must_sign": ("IND",), "excluded": ("IND",)}, "must_sign.1", "must sign and is no partner"),
        ({"must_sign": ("GBR",), "baseline_deals": ("GBR",)}, "must_sign.1", "its whole deal is in the baseline"),
        ({"must_sign": ("CHN",)}, "must_sign.1", "is arms-embargoed"),
        ({"must_sign": ("IND",), "teams": 0}, "teams", "no team"),
        ({"talks_under_way": {"GBR": 1}, "baseline_deals": ("GBR",)}, "talks_under_way.GBR", "its deal is signed"),
        ({"talks_under_way": {"IND": 1}, "excluded": ("IND",)}, "talks_under_way.IND", "is no partner"),
        ({"talks_under_way": {"IND": 1}, "must_not_sign": ("IND",)}, "talks_under_way.IND", "must not sign"),
        ({"tariff_only": ("MYS",)}, "tariff_only.1", "is not arms-embargoed"),
        ({"caps": {"IND": 5}, "excluded": ("IND",)}, "caps.IND", "has a cap on chips and is no partner"),
        ({"caps": {"IND": 5}, "must_not_sign": ("IND",)}, "caps.IND", "has a cap on chips and must not sign"),
        ({"caps": {"CHN": 5}}, "caps.CHN", "it gets no chips to cap"),
        ({"last_quarter": "2025Q2"}, "last_quarter", "comes before the first quarter"),
        ({"last_quarter": "2028Q3"}, "last_quarter", "no whole number of periods"),
        ({"first_quarter": "2025Q1"}, "first_quarter", "comes before the date of the world"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    settings: dict[str, Any], changes: dict[str, Any], field: str, message: str
) -> None:
    problem = refused(settings, **changes)
    assert problem.field == field
    assert message in problem.message
    assert problem.fix


def test_what_is_close_to_a_contradiction_is_allowed(settings: dict[str, Any]) -> None:
    allowed = Scenario(
        **settings,
        must_sign=("KHM", "GBR"),
        tariff_only=("KHM",),
        baseline_deals=("GBR",),
        baseline_instruments={"GBR": ("purchases",)},
        excluded=("DEU",),
    )
    assert allowed.must_sign == ("KHM", "GBR")


def test_shares_of_several_partners_add_up(settings: dict[str, Any]) -> None:
    group: Any = {"group": ("IND", "JPN"), "term": "tariff_cut", "at_least": 1.5}
    assert Scenario(**settings, limits=(group,)).limits[0].floor == 1.5


def test_a_union_made_smaller_is_remarked_on(settings: dict[str, Any]) -> None:
    (remark,) = remarks(Scenario(**settings, excluded=("DEU", "FRA")))
    assert remark.startswith("excluded: takes Germany, France out of the European Union, which bargains for its other")
    assert "write EUU" in remark
    for excluded in ((), ("EUU",), ("EUU", "DEU"), ("IND",)):
        assert not remarks(Scenario(**settings, excluded=excluded))


def test_a_reform_that_changes_nothing_is_remarked_on(settings: dict[str, Any]) -> None:
    (remark,) = remarks(Scenario(**settings, reforms=(Reform("nothing", {}),)))
    assert remark.startswith("reforms.1: 'nothing' has no patches and changes nothing")


def test_all_faults_come_at_once_each_with_its_line() -> None:
    text = YAML.replace("regime: leverage", "regime: leverag") + (
        "titl: x\n"
        "goals:\n"
        "  control: -1\n"
        "caps: {MYS: -5, MYZ: 3}\n"
        "must_sign: [IND]\n"
        "must_not_sign: [IND]\n"
        "reforms:\n"
        "- title: two faults\n"
        "  patches:\n"
        "    teams: 3\n"
        "    harm.per_kh: {scale: 2}\n"
    )
    places = sorted(line.split(": ")[0] + " " + line.split(": ")[1] for line in refused_text(text))
    assert places == sorted(
        [
            "q.yaml:4 regime",
            "q.yaml:7 titl",
            "q.yaml:9 goals.control",
            "q.yaml:10 caps.MYS",
            "q.yaml:10 caps.MYZ",
            "q.yaml:11 must_sign.1",
            "q.yaml:16 reforms.1.patches.teams",
            "q.yaml:17 reforms.1.patches.harm.per_kh",
        ]
    )


def test_what_is_missing_is_named_all_at_once() -> None:
    with pytest.raises(InputError) as error:
        Scenario.model_validate({"name": "small"})
    fields = [problem.field for problem in error.value.problems]
    assert fields == ["title", "world_date", "regime", "first_quarter", "last_quarter"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (YAML + "title: again\n", "q.yaml:7: title: is written twice, first in line 2; keep one"),
        (YAML + "caps: {MYS: 1, MYS: 2}\n", "q.yaml:7: caps.MYS: is written twice, first in line 7; keep one"),
        (YAML + "caps: &c {MYS: 1}\nexcluded: *c\n", "q.yaml:8: excluded: refers to an anchor"),
        (YAML + "goals: {<<: {control: 2}}\n", "q.yaml:7: goals.<<: merges another mapping"),
        (YAML + "caps: {MYS: 1\n", "q.yaml:7: the bracket { is not closed, or a comma is missing"),
        (YAML + "caps: !!python/name:os.system {}\n", "q.yaml:7: caps: has a tag"),
        ("- name\n", "q.yaml: is no list of settings"),
        ("", "q.yaml: is no list of settings"),
        ("\x00", "q.yaml:1: has a character that text cannot have"),
    ],
)
def test_yaml_is_read_strictly(text: str, message: str) -> None:
    (found,) = refused_text(text)
    assert found.startswith(message)
    assert "\n" not in found


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: Südostasien\n".encode("latin-1"))
    for path, reason, line in [
        (latin, "is no UTF-8 text", ":1"),
        (tmp_path, "Is a directory", ""),
        (tmp_path / "no.yaml", "No such", ""),
    ]:
        with pytest.raises(InputError, match=reason) as error:
            Scenario.from_file(path)
        assert error.value.problems[0].file == f"{path}{line}"


def test_goals_refuse_by_themselves_too() -> None:
    with pytest.raises(InputError, match="control: should be 0 or more"):
        Goals(control=-1.0)


def test_a_world_before_its_data_is_one_problem_of_its_date() -> None:
    """Whatever is missing on that day, and however it is asked."""
    for knowledge, day in (("as-of", "1999-01-01"), ("with-hindsight", "2025-04-09")):
        text = YAML.replace("2025-05-13", f"{day}\nknowledge: {knowledge}")
        (found,) = refused_text(text)
        assert found.startswith(
            f"q.yaml:3: world_date: comes before all numbers that the model needs are known (found {day})"
        )
    assert found.endswith("write 2025-04-10 or a later day")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"segments": 101}, "segments"),
        ({"segments": 10**9}, "segments"),
        ({"teams": 1e300}, "teams"),
        ({"caps": {"MYS": 1e10}}, "caps.MYS"),
        ({"goals": {"leverage": 1e300}}, "goals.leverage"),
    ],
)
def test_what_no_solver_could_do_is_refused_with_its_bound(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InputError, match=r"should be [0-9,]+ or less") as refused:
        load("leverage-2025").changed(**changes)
    assert [problem.field for problem in refused.value.problems] == [field]
