"""Forecasters are scored on the same things, by hand-worked numbers, and told apart only where they are apart."""

import math
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.record.outlook.forecasts import FORECAST, OUTCOME
from deals.record.outlook.scored import Scores, score
from tests.record.files import DAY, frames, said, seen

PARTNERS = ("IND", "BRA", "VNM", "CHE", "EUU", "JPN", "KOR", "THA", "MYS", "ARE")


def scored(folder: Path, forecasts: list[str], outcomes: list[str]) -> Scores:
    return score(*frames(folder, forecasts, outcomes))


def row(found: Scores, question: str, forecaster: str) -> dict[Hashable, Any]:
    return found.table.to_dict("index")[question, forecaster]


def test_probabilities_by_hand(tmp_path: Path) -> None:
    """The model: (0.04 + 0.16) / 2. Nobody: 1 of 2 is wrong."""
    forecasts = [said(who, p, n) for who, p, n in (("model", "IND", 0.8), ("model", "BRA", 0.4))]
    forecasts += [said("nobody", p, 0) for p in ("IND", "BRA")]
    found = scored(tmp_path, forecasts, [seen("IND", 1), seen("BRA", 0)])
    model, nobody = row(found, "signed", "model"), row(found, "signed", "nobody")
    assert (model["scored"], model["brier"], model["log"]) == pytest.approx((2, 0.1, 0.36698), abs=1e-5)
    assert (nobody["brier"], nobody["behind"]) == pytest.approx((0.5, 0.4))
    assert model["behind"] == model["behind_low"] == model["behind_high"] == 0
    assert found.table.index.tolist() == [("signed", "model"), ("signed", "nobody")], "the best first"
    assert found.table[["pinball", "coverage_50", "coverage_80", "mean_absolute_error"]].isna().all(axis=None)


def test_quantiles_by_hand(tmp_path: Path) -> None:
    """Seen 18: losses 0.8, 0.75, 0, 0.5, 0.7 (mean 0.55). Seen 30: 2, 3.75, 6, 7.5, 4.5 (mean 4.75)."""
    forecasts = [said("model", p, 10, 15, 18, 20, 25, question="rate") for p in ("IND", "BRA")]
    model = row(scored(tmp_path, forecasts, [seen("IND", 18, "rate"), seen("BRA", 30, "rate")]), "rate", "model")
    assert model["pinball"] == pytest.approx((0.55 + 4.75) / 2)
    assert (model["coverage_50"], model["coverage_80"], model["mean_absolute_error"]) == (0.5, 0.5, 6)
    assert (model["low"], model["high"]) == pytest.approx((0.55, 4.75)), "a quarter of draws each: both, neither"
    assert math.isnan(model["brier"])


@pytest.mark.parametrize("question", ["pledges", "chips"])
def test_amounts_are_scored_on_their_logarithms(tmp_path: Path, question: str) -> None:
    """Every quantile 0 and e - 1 seen: 1 above on the scale, so the mean level of 0.5 is lost; 0 is no trouble."""
    forecasts = [said("model", "IND", 0, 0, 0, 0, 0, question=question)]
    found = row(scored(tmp_path, forecasts, [seen("IND", math.e - 1, question)]), question, "model")
    assert (found["pinball"], found["mean_absolute_error"]) == pytest.approx((0.5, 1))
    assert found["scale"].startswith("log(1 + ")


def test_only_what_every_forecaster_of_a_question_forecast_is_compared(tmp_path: Path) -> None:
    forecasts = [said("model", p, 0.5) for p in ("IND", "BRA", "VNM", "CHE")]
    forecasts += [said("market", p, 0.5) for p in ("IND", "BRA", "KOR")]
    forecasts += [said("rates", "VNM", 1, 2, 3, 4, 5, question="rate")]
    outcomes = [seen("IND", 1), seen("VNM", 0), seen("KOR", 0), seen("VNM", 3, "rate"), seen("JPN", 1)]
    found = scored(tmp_path, forecasts, outcomes)
    counts = found.table[["scored", "waiting", "dropped"]].T.to_dict("list")
    assert counts["signed", "model"] == [1, 2, 1]
    assert counts["signed", "market"] == [1, 1, 1]
    assert counts["rate", "rates"] == [1, 0, 0], "one who leaves a question out is not asked of it"
    assert (found.waiting, found.dropped, found.unasked) == (3, 2, 1)
    assert "3 forecasts without an outcome yet; 2 forecasts left out" in found.sentence
    assert "1 outcome that nobody forecast" in found.sentence


def test_the_same_partner_on_another_day_is_another_question(tmp_path: Path) -> None:
    forecasts = [said("model", "IND", 0.2), said("model", "IND", 0.6, day="2027-06-30")]
    found = scored(tmp_path, forecasts, [seen("IND", 1, day="2027-06-30")])
    assert row(found, "signed", "model")["brier"] == pytest.approx(0.16)
    assert found.waiting == 1


def test_asking_about_a_partner_thrice_makes_nobody_surer(tmp_path: Path) -> None:
    """Partners are drawn, not rows: three days that say the same leave every interval where it was."""
    days = (DAY, "2027-03-31", "2027-06-30")
    odds = dict(zip(PARTNERS, np.linspace(0.05, 0.95, len(PARTNERS)), strict=True))
    tables = []
    for some in (days[:1], days):
        forecasts = [
            said(who, p, n, day=day)
            for day in some
            for p, o in odds.items()
            for who, n in (("model", o), ("half", 0.5))
        ]
        outcomes = [seen(p, i % 2, day=day) for day in some for i, p in enumerate(PARTNERS)]
        tables.append(scored(tmp_path, forecasts, outcomes).table.drop(columns="scored"))
    pd.testing.assert_frame_equal(tables[0], tables[1])


def test_a_difference_far_outside_chance_is_said_to_be(tmp_path: Path) -> None:
    forecasts = [said("seer", p, 0.9 if i % 2 else 0.1) for i, p in enumerate(PARTNERS)]
    forecasts += [said("half", p, 0.5) for p in PARTNERS] + [said("fool", p, 1 - i % 2) for i, p in enumerate(PARTNERS)]
    found = scored(tmp_path, forecasts, [seen(p, i % 2) for i, p in enumerate(PARTNERS)])
    assert found.sentence.startswith("signed: seer is best, Brier score 0.0100 over 10 forecasts, 0.240 better than")
    assert "better than half, which is hardly chance (80% interval of it 0.240 to 0.240)" in found.sentence
    assert found.table.index.get_level_values("forecaster").tolist() == ["seer", "half", "fool"]


def test_a_difference_within_chance_is_said_to_be(tmp_path: Path) -> None:
    forecasts = [said("bold", p, 0.85) for p in PARTNERS] + [said("half", p, 0.5) for p in PARTNERS]
    found = scored(tmp_path, forecasts, [seen(p, int(i < 7)) for i, p in enumerate(PARTNERS)])
    assert "which may be chance" in found.sentence
    half = row(found, "signed", "half")
    assert half["behind_low"] < 0 < half["behind"] < half["behind_high"]


def test_other_ends_of_the_sentence(tmp_path: Path) -> None:
    alone = scored(tmp_path, [said("model", "IND", 0.5)], [seen("IND", 1)])
    assert alone.sentence == "signed: model has Brier score 0.250 over 1 forecast, and nobody to compare with"
    both = [said("model", "IND", 0.5), said("other", "IND", 0.5), said("bad", "IND", 0)]
    assert "model and other are level, Brier score 0.250" in scored(tmp_path, both, [seen("IND", 1)]).sentence
    few = [said("model", "IND", 0.5), said("bad", "IND", 0)]
    assert "too few partners to say" in scored(tmp_path, few, [seen("IND", 1)]).sentence
    apart = [said("model", "IND", 0.5), said("other", "BRA", 0.5)]
    assert "signed: no outcome that every forecaster forecast" in scored(tmp_path, apart, [seen("IND", 1)]).sentence
    assert scored(tmp_path, apart, []).sentence == "2 forecasts without an outcome yet"


def test_it_is_drawn_with_and_without_outcomes(tmp_path: Path) -> None:
    forecasts = [said(who, p, n) for who, n in (("model", 0.7), ("half", 0.5)) for p in PARTNERS]
    forecasts += [said("model", "IND", 1, 2, 3, 4, 5, question="pledges")]
    outcomes = [*(seen(p, i % 2) for i, p in enumerate(PARTNERS)), seen("IND", 3, "pledges")]
    chart = scored(tmp_path, forecasts, outcomes).chart()
    drawn = chart.svg()
    assert all(text in drawn for text in ("Brier score of signed", "Pinball loss of pledges, log(1 + USD bn)", "half"))
    assert len(chart.data) == 3
    assert "has an outcome yet" in scored(tmp_path, forecasts, []).chart().svg()
    assert "text/plain" in scored(tmp_path, forecasts, outcomes)._repr_mimebundle_()


CELLS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(PARTNERS[:5]), st.integers(0, 10)),
    min_size=1,
    max_size=15,
    unique_by=lambda cell: cell[:2],
)
KNOWN = st.dictionaries(st.sampled_from(PARTNERS[:6]), st.integers(0, 1), max_size=6)


@given(CELLS, KNOWN)
def test_every_forecast_is_accounted_for_and_scores_are_their_means(
    cells: list[tuple[str, str, int]], known: dict[str, int]
) -> None:
    """Scored, waiting and dropped are all there are; the scored ones are those of partners that all forecast."""
    day = pd.Timestamp(DAY)
    blank = dict.fromkeys(FORECAST, math.nan) | {"question": "signed", "resolves_on": day}
    told = [blank | {"forecaster": who, "partner": p, "probability": n / 10} for who, p, n in cells]
    outcomes = [(p, "signed", day, value, "somewhere") for p, value in known.items()]
    happened = pd.DataFrame(outcomes, columns=list(OUTCOME)).astype({"resolves_on": "datetime64[s]"})
    found = score(pd.DataFrame(told), happened)
    assert found.table[["scored", "waiting", "dropped"]].to_numpy().sum() == len(cells)
    everybody = {who for who, _, _ in cells}
    assert set(found.table.index) == {("signed", who) for who in everybody}
    for forecaster in everybody:
        losses = [
            (n / 10 - known[p]) ** 2
            for who, p, n in cells
            if who == forecaster and p in known and {w for w, q, _ in cells if q == p} == everybody
        ]
        scores = row(found, "signed", forecaster)
        assert scores["scored"] == len(losses)
        assert scores["brier"] == pytest.approx(np.mean(losses) if losses else math.nan, nan_ok=True)
        assert not losses or scores["behind"] >= 0
        if len(losses) > 1:
            assert min(losses) - 1e-9 <= scores["low"] <= scores["high"] <= max(losses) + 1e-9


def test_frames_made_by_hand_are_checked(tmp_path: Path) -> None:
    forecasts, outcomes = frames(tmp_path, [said("model", "IND", 0.5)], [seen("IND", 1)])
    for wrong, message in (
        ((forecasts.drop(columns="q10"), outcomes), "forecasts.q10: missing column"),
        ((forecasts.iloc[:0], outcomes), "no forecast"),
        ((forecasts.assign(question="sign"), outcomes), "did you mean signed"),
        ((forecasts, outcomes.assign(resolves_on=DAY)), "outcomes.resolves_on: no column of times"),
        ((pd.concat([forecasts] * 2), outcomes), "forecasts: given twice"),
        ((forecasts, pd.concat([outcomes] * 2)), "outcomes: given twice"),
    ):
        with pytest.raises(InputError, match=message) as refused:
            score(*wrong)
        assert len(refused.value.problems) == 1
