"""Long work is told stage by stage, the line goes with it, and where nobody watches nothing is told."""

import threading

import pytest

from deals.page.stages import stage


def test_a_stage_within_another_is_told_behind_it_and_the_outer_one_again_after_it(told: list[str]) -> None:
    with stage("proposing deals"):
        with stage("solving the plan"):
            pass
        with stage("drawing worlds"):
            pass
    assert told == [
        "proposing deals",
        "proposing deals: solving the plan",
        "proposing deals",
        "proposing deals: drawing worlds",
        "proposing deals",
        "taken away",
    ]


def test_an_error_ends_its_stage(told: list[str]) -> None:
    with pytest.raises(ValueError, match="no"), stage("one"), stage("two"):
        raise ValueError("no")
    with stage("three"):
        pass
    assert told[-2:] == ["three", "taken away"]


def test_a_function_can_be_a_stage_each_time_it_is_called(told: list[str]) -> None:
    @stage("pricing limits")
    def price() -> int:
        return 3

    assert [price(), price()] == [3, 3]
    assert told == ["pricing limits", "taken away"] * 2


def test_nothing_is_told_in_silence_nor_within_it(told: list[str]) -> None:
    with stage("one", silent=True), stage("two"):
        pass
    assert told == []


def test_other_threads_tell_nothing(told: list[str]) -> None:
    def work() -> None:
        with stage("elsewhere"):
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == []


@pytest.mark.usefixtures("capfd")
def test_without_a_terminal_nothing_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    with stage("solving"):
        pass
    assert capfd.readouterr() == ("", "")
