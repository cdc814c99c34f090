"""The default scenario against what was signed after its day: scores beside naive rules, and nothing from later."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError
from deals.record.signed import reading_files
from deals.record.signed.reading_files import recorded
from deals.record.signed.real import RealTerm
from deals.record.trial.backtest import DECLARATIONS, Backtest, backtest
from deals.record.trial.scoring import Score
from deals.scenario.scenario import Scenario
from deals.world import data_folder
from tests import three
from tests.record.conftest import DRAWS, quickly
from tests.record.given_deals import file, line, rate, term, threat

DAY = date(2025, 5, 13)
KEPT = (
    *("EUU", "JPN", "KOR", "IND", "MYS", "VNM", "THA", "KHM", "ARE", "QAT", "KAZ", "ARM", "ARG", "BGD", "ECU", "GTM"),
    *("SLV", "MKD", "JOR", "PHL", "PAK"),
)
"""Partners whose deals of 2025 and 2026 are known to all who look at the record."""
UNTIL = date(2025, 11, 15)
FEW = ("ARE", "JPN", "KOR", "MYS", "VNM")


def scores(found: Backtest) -> dict[str, Score]:
    return {score.name: score for score in found.scores}


@pytest.fixture(scope="module")
def known_by() -> Backtest:
    """Some partners and what was known on a day."""
    return quickly(few(), draws=0, until=UNTIL)


def few() -> Scenario:
    return three.scenario(FEW, first_quarter="2025Q3", last_quarter="2028Q2", unilateral_opening=False)


def test_most_real_deals_are_inside_with_what_the_others_teach(result: Backtest) -> None:
    zone = result.zone
    assert set(KEPT) <= set(zone.index)
    inside = [code for code in KEPT if zone["inside_learned"].to_dict()[code]]
    assert len(inside) >= 13
    assert len(inside) > sum(zone["inside"].to_dict()[code] for code in KEPT)


def test_who_signs_is_ranked_better_than_by_imports(result: Backtest) -> None:
    found = scores(result)
    for name in ("who_auc", "who_auc_with_imports"):
        score = found[name]
        assert score.model > score.naive["imports"]
        assert score.low <= score.model <= score.high
        assert score.cases == len(result.predictions.partners)
    assert 0.5 < found["who_auc"].naive["imports"] < 1


def test_every_score_has_cases_and_what_may_stand_beside_it(result: Backtest) -> None:
    found = scores(result)
    assert len(found) == len(result.scores)
    assert {"zone_as_judged", "zone_learned", "when_spearman", "rate_error", "coverage_50", "coverage_80"} <= set(found)
    for score in result.scores:
        assert score.cases > 0
        assert np.isfinite(score.model)
        assert all(np.isfinite(value) for value in score.naive.values())
    assert found["rate_error"].lower_is_better
    assert {"15% for all", "19% for all", "last rate"} <= found["rate_error"].naive.keys()
    assert found["coverage_50"].model <= found["coverage_80"].model


def test_the_zone_is_scored_on_the_deals_in_it(result: Backtest) -> None:
    zone, found = result.zone, scores(result)
    assert found["zone_as_judged"].cases == len(zone) == len(result.deals)
    assert found["zone_as_judged"].model == zone["inside"].sum()
    assert found["zone_learned"].model == zone["inside_learned"].sum()
    assert list(zone.index) == list(result.deals)
    signed = [deal.signed for deal in result.deals.values()]
    assert signed == sorted(signed)
    assert min(signed) > DAY
    assert result.by_vintage["deals"].sum() == len(zone)


def test_what_the_others_teach_is_learned_without_the_deal(result: Backtest) -> None:
    lines = {line.partner: line for line in result.lessons.lines}
    for code, row in result.zone.iterrows():
        values = result.lessons.learned({str(code)}).central
        gain = lines[str(code)].partner_gain(values["cost"], values["belief"], values["politics"])
        assert row["partner_learned"] == pytest.approx(gain)
        of_us = lines[str(code)].us_gain(values["belief"], values["template"], values["control"])
        assert row["us_learned"] == pytest.approx(of_us)
    assert result.learned.deals == len(lines)


def test_odds_are_shares_of_draws_and_surprise_is_told_in_bits(result: Backtest) -> None:
    for row in result.zone.to_dict("records"):
        assert row["odds"] * DRAWS == pytest.approx(round(row["odds"] * DRAWS))
        assert row["surprise"] == pytest.approx(-np.log2(max(row["odds"], 1 / (DRAWS + 1))))


def test_declarations_are_no_deals(result: Backtest) -> None:
    assert "a declaration alone is no deal" in result.skipped.values()
    for deal in result.deals.values():
        assert any(term.name not in DECLARATIONS for term in deal.terms)
    assert not result.skipped.keys() & result.deals.keys()


def test_the_result_is_plain_data_without_what_is_no_number(result: Backtest) -> None:
    text = json.dumps(result.record, allow_nan=False)
    read = json.loads(text)
    assert read["world_date"] == "2025-05-13"
    assert read["until"] is None
    assert read["draws"] == DRAWS
    assert [row["score"] for row in read["scores"]] == [score.name for score in result.scores]
    assert [(row["of"], row["partner"]) for row in read["deals"]] == [("record", code) for code in result.deals]
    taught = {"cost", "belief", "politics", "template", "control", "revenue"}
    assert {row["name"] for row in read["learned"]} == taught
    assert read["structural"]["sentence"] == result.structural.sentence
    assert len(read["structural"]["answers"]) == len(result.structural.table)


def test_it_is_told_in_a_table_a_sentence_and_a_figure(result: Backtest) -> None:
    assert list(result.table.index) == [score.name for score in result.scores]
    assert result.sentence.startswith(f"{len(result.deals)} real deals after 13 May 2025: ")
    assert "imports alone" in result.sentence
    drawn = result.chart()
    assert len(drawn.data) == 4 * len(result.deals)
    assert "Japan" in drawn.svg()
    looked_at = result.zone
    looked_at["us"] = 0.0
    assert result.zone["us"].any()


def test_a_rate_is_said_also_where_the_united_states_may_set_none_alone(known_by: Backtest) -> None:
    """Nothing can be done alone in this scenario."""
    assert not known_by.scenario.unilateral_opening
    score = scores(known_by)["rate_error"]
    assert 2 <= score.cases <= len(FEW)
    assert score.naive["19% for all"] >= 0


# Files of one's own.


def test_a_new_partner_of_a_file_is_evaluated_too(known_by: Backtest, tmp_path: Path) -> None:
    """Its deal is weighed beside the record, which it does not change."""
    lines = [
        line("tariff_to", 10, "percent", partner="KOR", side="us_gives", day="2025-09-10"),
        line("purchases", 5, "USD bn", partner="KOR", day="2025-09-10"),
        line("tariff_to", 10, "percent", partner="SGP", side="us_gives", day="2025-09-10"),
        line("declaration_signed", partner="VNM", day="2025-09-10"),
        line("tariff_cut", partner="MYS", day="2025-01-10"),
    ]
    found = quickly(few(), file=file(tmp_path, *lines), draws=0, until=UNTIL)
    assert list(found.own) == ["KOR"]
    row = found.own_zone.to_dict("index")["KOR"]
    assert row["signed"] == date(2025, 9, 10)
    assert np.isfinite([row["us"], row["partner_gain"], row["us_learned"], row["partner_learned"]]).all()
    pd.testing.assert_frame_equal(found.zone, known_by.zone)
    pd.testing.assert_frame_equal(found.table, known_by.table)
    assert found.skipped.keys() >= {"SGP", "VNM", "MYS"}
    rows_of = json.loads(json.dumps(found.record, allow_nan=False))["deals"]
    assert [row["partner"] for row in rows_of if row["of"] == "file"] == ["KOR"]
    assert known_by.own_zone.empty


def test_a_partner_nobody_knows_is_refused_at_its_line(tmp_path: Path) -> None:
    path = file(tmp_path, line("tariff_cut", partner="JPP"), line("tariff_cut"), line("tariff_cut", partner="EUR"))
    with pytest.raises(InputError) as caught:
        backtest(few(), path, draws=0)
    assert [(p.file, p.field, p.value) for p in caught.value.problems] == [
        ("own.csv:2", "partner", "JPP"), ("own.csv:4", "partner", "EUR"),
    ]  # fmt: skip


def test_where_nothing_was_signed_yet_there_is_nothing_to_score() -> None:
    with pytest.raises(InputError, match="no deal after 13 May 2025"):
        backtest(few(), draws=0, until=DAY)


# Nothing that became known later.


def later(rows: tuple[tuple[RealTerm, date], ...]) -> tuple[tuple[RealTerm, date], ...]:
    """Every row known after the day is lost, and others stand in its place: deals, rates and threats of long before."""
    early, day, known = date(2025, 5, 14), date(2025, 6, 1), date(2025, 11, 16)
    made = [
        *[rate(1, partner=code, day=day) for code in FEW],
        *[threat(99, partner=code, day=early) for code in FEW],
        *[term("investment", 9000, "USD bn", partner=code, day=day) for code in FEW],
        *[term("chip_export_licence", 9e6, "chips", side="us", partner=code, day=day) for code in FEW],
        *[term("tariff_cut", partner=code, day=UNTIL, deal="treaty") for code in FEW],
    ]
    return (*((row, day) for row, day in rows if day <= UNTIL), *((row, known) for row in made))


def test_what_became_known_after_the_day_changes_nothing(known_by: Backtest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores, lessons, rates and odds are the same to the bit, whatever is recorded later."""
    read = reading_files._recorded
    monkeypatch.setattr(reading_files, "_recorded", lambda folder: later(read(folder)))
    assert recorded().keys() >= set(FEW), "the other rows are there"
    assert recorded()["VNM"].threatened == 99
    again = quickly(few(), draws=0, until=UNTIL)
    assert again.record == known_by.record
    assert again.deals == known_by.deals
    assert again.lessons.lines == known_by.lessons.lines


def test_the_day_a_row_became_known_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moved past the day, a deal is gone with all its terms, and the others stay as they are."""
    before = recorded(UNTIL, DAY)
    rows = reading_files._recorded(data_folder())
    moved = tuple((row, date(2025, 11, 16) if row.partner == "JPN" else known) for row, known in rows)
    monkeypatch.setattr(reading_files, "_recorded", lambda _: moved)
    after = recorded(UNTIL, DAY)
    assert "JPN" in before
    assert after == {code: deal for code, deal in before.items() if code != "JPN"}
