import json
from pathlib import Path
from typing import Any

import pytest

from deals.kit.errors import DealsError
from deals.scenario.scenario import Scenario, load
from optimizer import NoOptimumError, Status
from tests.cli.conftest import Desk
from tests.world.own.conftest import row_with

QUESTION = """\
name: mine
title: Mine
world_date: 2025-05-13
regime: leverage
first_quarter: 2025Q3
last_quarter: 2028Q4
"""


def test_the_default_question_is_answered_shown_and_written(desk: Desk) -> None:
    done = desk.run("propose")
    assert done.exit_code == 0
    assert [scenario.name for scenario in desk.asked] == ["leverage-2025"]
    assert desk.written == ["out/packages.csv"]
    assert "ARE" in done.stdout
    assert "gain [over] no deals: 160.0" in done.stdout
    assert "Written to out" in done.stdout
    assert done.stderr == ""


def test_a_file_another_folder_and_hindsight(desk: Desk) -> None:
    (desk.folder / "mine.yaml").write_text(QUESTION, encoding="utf-8")
    done = desk.run("propose", "mine.yaml", "--out", "a/b", "--hindsight")
    assert done.exit_code == 0
    (asked,) = desk.asked
    assert (asked.knowledge, asked.title) == ("with-hindsight", "Mine (with hindsight)")
    assert "a/b/packages.csv" in desk.written


def test_json_is_one_document_and_nothing_else(desk: Desk) -> None:
    done = desk.run("propose", "--json")
    document = json.loads(done.stdout)
    assert done.stderr == ""
    assert document["scenario"]["name"] == "leverage-2025"
    assert document["packages"] == [{"partner": "ARE", "instrument": "chip_access", "amount": 2381.0}]
    assert document["summary"] == [{"partner": "ARE", "us_gain": 25.6, "relief_points": None}]
    assert document["baselines"] == {
        "nothing": {"gain": 0.0, "gap": 0.0},
        "best_alone": {"gain": 38.0, "gap": 0.1},
        "plan": {"gain": 160.0, "gap": None},
    }
    assert document["readings"] == {"as judged": {"gain": 160.0, "deals": 7}}
    assert document["alone"] == [{"partner": "BRA", "opened_kh": 327.0, "rate": None, "us_value": 1.2}]
    assert document["report"]["absolute_gap"] is None
    assert document["binding"] == [{"rule": "teams", "price_up": None}]
    assert document["diversion"] == [{"year": 2026, "expected_kh": 265.0}]
    assert document["folder"] == "out"
    assert Scenario.model_validate(document["scenario"]) == load("leverage-2025")


def test_quiet_writes_files_and_says_nothing(desk: Desk) -> None:
    done = desk.run("propose", "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert desk.written == ["out/packages.csv"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("must_sign: [Malasia]", "bad.yaml:7: must_sign.1: unknown country (found 'Malasia'); did you mean MYS"),
        ("caps: {MYS: -5}", "bad.yaml:7: caps.MYS: should be 0 or more (found -5)"),
        ("cap: {MYS: 5}", "bad.yaml:7: cap: unknown key; did you mean caps"),
        ("caps: {MYS: 500 kH}", "bad.yaml:7: caps.MYS: is text, where a number belongs (found '500 kH')"),
        ("must_sign: [IND]\nmust_not_sign: [IND]", "bad.yaml:7: must_sign.1: must sign and must not (found 'IND')"),
        ("last_quarter: 2028Q4", "bad.yaml:7: last_quarter: is written twice, first in line 6"),
    ],
)
def test_bad_input_is_one_clear_message_and_nothing_is_written(desk: Desk, line: str, message: str) -> None:
    (desk.folder / "bad.yaml").write_text(QUESTION + line + "\n", encoding="utf-8")
    done = desk.run("propose", "bad.yaml")
    assert done.exit_code == 2
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert (desk.asked, desk.written) == ([], ["bad.yaml"])


def test_a_misspelt_scenario_names_the_nearest(desk: Desk) -> None:
    done = desk.run("propose", "leverage2025", "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "did you mean leverage-2025" in done.stderr


def test_a_folder_that_is_a_file_is_refused_before_anything_is_solved(desk: Desk) -> None:
    (desk.folder / "out").write_text("mine", encoding="utf-8")
    done = desk.run("propose")
    assert done.exit_code == 2
    assert done.stderr == "--out: is no folder (found 'out'); name a folder; it is made if missing\n"
    assert desk.asked == []


def test_places_that_cannot_be_written_are_told_together_by_option_before_anything_is_solved(desk: Desk) -> None:
    done = desk.run("propose", "--out", "/proc/o", "--save", "/proc/x", "--word", "/proc/x.docx")
    assert done.exit_code == 2
    for option, path in (("--out", "/proc/o"), ("--save", "/proc/x"), ("--word", "/proc/x.docx")):
        assert f"  - {option}: cannot be written: the folder /proc takes no files" in done.stderr
        assert f"(found '{path}'); name a place where you may write" in done.stderr
    assert "--save: is a pipe or a device" in desk.run("propose", "--save", "/dev/full").stderr
    assert (desk.asked, desk.written) == ([], [])


def test_no_proven_optimum_is_exit_code_3_and_nothing_is_written(desk: Desk) -> None:
    def answer(scenario: Scenario) -> Any:
        raise NoOptimumError("teams in 2025H2 cannot serve all that must sign", Status.INFEASIBLE)

    desk.answer = answer
    done = desk.run("propose")
    assert done.exit_code == 3
    assert done.stderr == "no optimum: teams in 2025H2 cannot serve all that must sign\n"
    assert (done.stdout, desk.written) == ("", [])


def test_a_plan_that_time_stopped_is_shown_written_and_exit_code_3(desk: Desk) -> None:
    plain = desk.answer

    def answer(scenario: Scenario) -> Any:
        made = plain(scenario)
        made.stopped = "Stopped by its time limit of 1 s"
        return made

    desk.answer = answer
    for name, *options in (["a"], ["b", "--json"], ["c", "--quiet"]):
        done = desk.run("propose", "--out", name, *options)
        assert done.exit_code == 3
        assert done.stderr == "no optimum proven: Stopped by its time limit of 1 s\n"
        assert f"{name}/packages.csv" in desk.written
        assert "--json" not in options or json.loads(done.stdout)["folder"] == name


@pytest.mark.parametrize("error", [DealsError("odd"), OSError("disk full")])
def test_any_other_failure_is_exit_code_1(desk: Desk, error: Exception) -> None:
    def answer(scenario: Scenario) -> Any:
        raise error

    desk.answer = answer
    done = desk.run("propose")
    assert (done.exit_code, done.stderr, desk.written) == (1, f"{error}\n", [])


def test_progress_is_silent_where_nobody_watches(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    assert desk.run("propose", "--out", str(Path("x"))).stderr == ""
    assert capfd.readouterr().err == ""


def test_data_laid_over_reach_the_question(desk: Desk) -> None:
    (desk.folder / "mine").mkdir()
    row = row_with("demand.csv", iso3="ARE", year="2026", value="*->444", high="*->900")
    (desk.folder / "mine" / "demand.csv").write_text(row, encoding="utf-8")
    assert desk.run("propose", "leverage-2025", "--data", "mine").exit_code == 0
    (question,) = desk.asked
    assert question.world().value("demand.ARE.2026") == 444
