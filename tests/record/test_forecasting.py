"""Forecasts that were frozen before anybody knew: whole, sound, as fingerprinted, and made the same way again."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import deals
from deals.cli.app import app
from deals.record.outlook.forecasting import forecast
from deals.record.outlook.forecasts import (
    OUTCOME,
    PAIR,
    QUANTILES,
    SIGNED,
    UNITS,
    fingerprint,
    read_forecasts,
    write_forecasts,
)
from deals.record.outlook.on_record import OnRecord
from deals.world import data_folder
from tests.house.tree import ROOT
from tests.record.files import seen, written

MADE_ON = date(2026, 11, 28)
FROZEN = data_folder() / "forecasts" / f"{MADE_ON}.csv"
LAST = "2027-06-30"
SIGNED_ALREADY = {
    *("ARG", "BGD", "ECU", "EUU", "GBR", "GTM", "IDN", "JOR", "JPN", "KHM", "KOR", "MYS", "SLV", "TWN"),
}
FORECASTERS = {
    SIGNED: {"model", "imports", "nobody"},
    "rate": {"model", "last rate"},
    "pledges": {"model", "nobody"},
    "chips": {"model", "nobody"},
}


@pytest.fixture(scope="module")
def frozen() -> pd.DataFrame:
    return read_forecasts(FROZEN)


@pytest.fixture(scope="module")
def made() -> pd.DataFrame:
    return forecast(deals.load("leverage-2026"), MADE_ON, draws=1, seed=3)


def test_the_file_is_the_one_that_was_frozen() -> None:
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{FROZEN.name}`" in told
    assert fingerprint(FROZEN) in told


@pytest.mark.parametrize("which", ["frozen", "made"])
def test_every_question_is_asked_of_every_forecaster_about_the_same(which: str, request: pytest.FixtureRequest) -> None:
    frame = request.getfixturevalue(which)
    assert set(frame["question"]) == set(UNITS)
    for question, asked in frame.groupby("question"):
        assert set(asked["forecaster"]) == FORECASTERS[str(question)]
        assert (asked.groupby(list(PAIR)).size() == len(FORECASTERS[str(question)])).all()
    assert set(frame.loc[frame["question"] == SIGNED, "resolves_on"].dt.strftime("%Y-%m-%d")) == {
        *("2026-12-31", "2027-03-31", LAST),
    }
    assert set(frame.loc[frame["question"] != SIGNED, "resolves_on"].dt.strftime("%Y-%m-%d")) == {LAST}
    assert (frame["reason"].str.len() > 0).all()


@pytest.mark.parametrize("which", ["frozen", "made"])
def test_chances_rise_with_the_day_and_quantiles_do_not_fall(which: str, request: pytest.FixtureRequest) -> None:
    frame = request.getfixturevalue(which)
    signed = frame[frame["question"] == SIGNED].sort_values("resolves_on")
    for _, said in signed[signed["forecaster"] != "nobody"].groupby(["forecaster", "partner"]):
        assert said["probability"].is_monotonic_increasing
        assert said["probability"].is_unique
    assert signed["probability"].between(0, 1, inclusive="neither").all()
    others = frame.loc[frame["question"] != SIGNED, list(QUANTILES)].to_numpy()
    assert (np.diff(others, axis=1) >= 0).all()
    assert (others >= 0).all()


def test_nobody_who_has_signed_is_asked_about(frozen: pd.DataFrame) -> None:
    asked = set(frozen["partner"])
    assert not asked & SIGNED_ALREADY
    assert {"CHE", "IND", "PAK", "THA", "TTO", "VNM"} <= asked
    assert set(OnRecord.on(MADE_ON).signed) == SIGNED_ALREADY


def test_the_model_says_more_of_those_with_a_framework(frozen: pd.DataFrame) -> None:
    said = frozen[(frozen["forecaster"] == "model") & (frozen["question"] == SIGNED)].set_index("partner")
    last = said.loc[said["resolves_on"] == LAST, "probability"]
    assert last["CHE"] > last["BRA"] > last["AGO"] > last["TUV"]


def test_the_same_seed_gives_the_same_rows_and_a_file_gives_them_back(made: pd.DataFrame, tmp_path: Path) -> None:
    again = forecast(deals.load("leverage-2026"), MADE_ON, draws=1, seed=3)
    pd.testing.assert_frame_equal(made, again)
    write_forecasts(made, tmp_path / "again.csv")
    pd.testing.assert_frame_equal(read_forecasts(tmp_path / "again.csv"), made)


def test_the_frozen_file_can_be_scored(tmp_path: Path) -> None:
    outcomes = [seen("CHE", 1), seen("BRA", 0), seen("CHE", 15, "rate", LAST), seen("BRA", 12.5, "rate", LAST)]
    outcomes += [seen("CHE", 200, "pledges", LAST), seen("ARE", 35, "chips", LAST)]
    known = written(tmp_path / "outcomes.csv", OUTCOME, *outcomes)
    answer = CliRunner().invoke(app, ["score", str(FROZEN), str(known), "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["fingerprint"] == fingerprint(FROZEN)
    assert (told["unasked"], told["dropped"]) == (0, 0)
    scored = {(row["question"], row["forecaster"]): row["scored"] for row in told["scores"]}
    assert scored["signed", "model"] == scored["signed", "nobody"] == scored["rate", "last rate"] == 2
    assert scored["pledges", "model"] == scored["chips", "nobody"] == 1


@pytest.mark.parametrize(
    ("scenario", "day", "told"),
    [
        ("leverage-2026", date(2026, 11, 1), "before the day of the scenario"),
        ("leverage-2025", MADE_ON, "before the ruling"),
    ],
)
def test_another_time_is_refused(scenario: str, day: date, told: str) -> None:
    with pytest.raises(deals.InputError, match=told):
        forecast(deals.load(scenario), day, draws=0)
