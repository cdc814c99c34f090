"""What forecasts rest on: the record as known on a day, the hazard of signing, mixtures and counts."""

from datetime import date, timedelta

import numpy as np
import pytest

from deals.model.question import Question
from deals.record.outlook.amounts import Licences, changes_of_rates, level_of_pledges, mixture, pledges
from deals.record.outlook.on_record import OnRecord
from deals.record.outlook.signing import Logit, Pace, Signing
from deals.record.signed.rates import days_of_rates, rates_on
from deals.record.trial.backtest import Backtest
from deals.record.trial.solo import SoloDeal
from tests.record.given_deals import term

START, RULING, LAST = date(2025, 5, 13), date(2026, 2, 20), date(2026, 7, 23)


def record(signed: dict[str, date], frameworks: dict[str, date] | None = None) -> OnRecord:
    return OnRecord(LAST, signed, frameworks or {}, {}, (), 0.0)


def test_a_text_is_signed_by_both_with_a_country_rate() -> None:
    both = [term("investment", 5, "USD bn", partner="JPN"), term("tariff_to", 10, "percent", side="us", partner="JPN")]
    alone = [term("tariff_to", 10, "percent", side="us", partner="PAK", deal="memorandum")]
    unrated = [term("investment", 5, "USD bn", partner="QAT")]
    stages = {"CHE": "framework", "MYS": "disputed", "PHL": "announced"}
    staged = [
        term(name, *amount, partner=code, stage=stage, side=side)
        for code, stage in stages.items()
        for name, amount, side in (("investment", (5, "USD bn"), "partner"), ("tariff_to", (19, "percent"), "us"))
    ]
    known = OnRecord.of((t, t.day) for t in (*both, *alone, *unrated, *staged))
    assert set(known.signed) == {"JPN", "MYS"}
    assert set(known.frameworks) == {"CHE"}


def test_a_framework_signed_later_counts_from_the_day_it_was_known() -> None:
    day, later = date(2025, 11, 13), date(2026, 2, 5)
    agreed = term("tariff_to", 10, "percent", side="us", day=day, stage="framework", partner="ARG")
    whole = term("trade_framework", day=day, partner="ARG")
    known = OnRecord.of([(agreed, day), (whole, later)])
    assert known.signed == {"ARG": later}
    assert known.last == later


def test_nothing_known_later_is_on_record() -> None:
    early = OnRecord.on(date(2025, 9, 30))
    assert set(early.signed) == {"EUU", "GBR", "JPN"}
    assert early.last <= date(2025, 9, 30)


def test_the_pace_is_texts_a_month_on_either_side_of_the_ruling() -> None:
    signed = {"A": START, "B": date(2025, 9, 4), "C": RULING, "D": date(2026, 7, 21)}
    pace = Pace.of(record(signed), ["A", "B", "C", "D", "E"], START, RULING)
    assert (pace.before, pace.since) == (2, 1)
    assert pace.slower == pytest.approx((1 / (LAST - RULING).days) / (2 / (RULING - START).days))
    whole = (RULING - START).days + pace.slower * (LAST - RULING).days
    assert pace.at_risk(START, LAST) == pytest.approx(whole / (365.25 / 12))
    assert pace.at_risk(LAST, LAST) == 0


def test_chances_of_a_logit_add_up_and_follow_what_is_known() -> None:
    known = np.linspace(-2, 2, 40)[:, None]
    happened = np.arange(40) >= 32
    logit = Logit.fitted(known, happened)
    chances = logit.chance(known)
    assert chances.sum() == pytest.approx(8)
    assert (np.diff(chances) > 0).all()
    gradient = known[:, 0] @ (happened - chances) - logit.slopes[1]
    assert gradient == pytest.approx(0, abs=1e-8)
    others = np.arange(40) != 5
    left_out = Logit.left_out(known, happened)[5]
    assert left_out == pytest.approx(Logit.fitted(known[others], happened[others]).chance(known[5:6])[0])


def test_a_hazard_gives_back_the_chance_it_was_made_of_and_a_framework_hastens() -> None:
    partners = [f"P{number}" for number in range(40)]
    known = np.linspace(-2, 2, 40)[:, None]
    signed = {code: date(2025, 9, 1) + timedelta(days=30 * number) for number, code in enumerate(partners[34:])}
    signed["P39"] = date(2026, 5, 1)
    frameworks = dict.fromkeys(partners[34:37], date(2025, 8, 1))
    on_record = record(signed, frameworks)
    pace = Pace.of(on_record, partners, START, RULING)
    plain = Signing.fitted(on_record, pace, partners, known, by_framework=False)
    assert (plain.framework, plain.none) == (1, 1)
    again = -np.expm1(-plain.monthly(known) * pace.at_risk(START, LAST))
    assert again == pytest.approx(plain.logit.chance(known))
    told = Signing.fitted(on_record, pace, partners, known, by_framework=True)
    assert told.framework > 1 > told.none > 0
    day, flags = date(2026, 12, 31), np.array([True, False] * 20)
    chances = told.chances(known, flags, day)
    assert ((chances > 0) & (chances < told.chances(known, flags, date(2027, 3, 31)))).all()
    assert (chances[flags] > plain.chances(known, flags, day)[flags]).all()


def test_quantiles_of_a_mixture() -> None:
    parts = [(0.7, np.array([0.0])), (0.3, np.array([9.0, 4.0, 8.0]))]
    assert mixture(parts) == [0, 0, 0, 4, 8]
    assert mixture([(1.0, np.arange(10.0))]) == [0, 2, 4, 7, 8]
    assert mixture([(1.0, np.array([3.0])), (0.0, np.array([5.0]))]) == [3] * 5


def test_changes_of_rates_are_those_on_file() -> None:
    day = date(2026, 11, 28)
    days = days_of_rates(day)
    assert (days[0], days[-1]) == (date(2025, 4, 9), date(2026, 7, 24))
    assert days_of_rates(date(2025, 5, 1))[-1] == date(2025, 4, 10)
    span = (days[-1] - days[0]).days
    first, last = rates_on(days[0]), rates_on(days[-1])
    of_some = [last[key] - first[key] for key in first if key[1] == "in_force" and last[key] == 12.5]
    assert sorted(changes_of_rates(span, day)[12.5]) == sorted(of_some)
    assert not changes_of_rates(span + 1, day)


def test_the_level_of_pledges_is_the_backtest_s(base: Question, result: Backtest) -> None:
    scored = next(score for score in result.scores if score.name == "pledges_level")
    assert level_of_pledges(base, result.predictions, date.max) == pytest.approx(scored.model)


def test_pledges_are_those_of_drawn_worlds_in_which_a_deal_pays() -> None:
    amounts = {"investment": np.array([9.0, 1.0, 0.0, 3.0]), "purchases": np.array([9.0, 1.0, 0.0, 1.0])}
    deal = SoloDeal("CHE", np.array([5.0, 1.0, 0.0, 2.0]), np.zeros(4), amounts)
    assert list(pledges(deal, 0.5)) == [4, 8]
    assert list(pledges(SoloDeal("CHE", np.zeros(4), np.zeros(4), amounts), 0.5)) == [0]


def test_licences_are_counted_by_whether_there_was_one_before() -> None:
    days = {"ARE": (START - timedelta(days=9), START + timedelta(days=9)), "SAU": (date(2025, 11, 19), RULING)}
    counted = Licences.of(OnRecord(LAST, {}, {}, days, (5.0,), 0.25), ["ARE", "SAU", "BRA"], START)
    month = 365.25 / 12
    with_one = (LAST - START).days + (LAST - days["SAU"][0]).days
    without = (LAST - START).days + (days["SAU"][0] - START).days
    assert counted.again == pytest.approx(2 / (with_one / month))
    assert counted.first == pytest.approx(1 / (without / month))
    assert counted.chance(0.4, licensed_before=False, span=0.0) == pytest.approx(0.1)
    assert counted.chance(0.4, licensed_before=True, span=9.0) > counted.chance(0.4, licensed_before=False, span=9.0)
