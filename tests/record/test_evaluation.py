"""A package of one's own weighed for both sides: parts that sum, an order of odds, and a page that says it."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deals
from deals.kit.errors import InputError, UnknownNameError
from deals.model.question import Question
from deals.page.document import html, markdown
from deals.record.weighing.evaluation import Evaluation, evaluated
from deals.record.weighing.stated import stated
from deals.record.weighing.worlds import Weighing
from tests.record.conftest import DRAWS

KOREA = {"investment": 350, "tariff_to": 15, "purchases": 100}
EMIRATES = {"investment": 100, "chip_access": {2026: 100, 2027: 100}, "china_exit": 0.5}
SIDES = ("us", "partner")


@pytest.fixture(scope="module")
def korea(base: Question) -> Evaluation:
    """Not signed: too much is pledged."""
    return evaluated(base, "KOR", KOREA, draws=DRAWS)


@pytest.fixture(scope="module")
def vietnam(base: Question) -> Evaluation:
    """Signed by both."""
    return evaluated(base, "VNM", {"tariff_to": 20, "tariff_cut": 0.5, "purchases": 8}, draws=DRAWS)


@pytest.fixture(scope="module")
def emirates(base: Question) -> Evaluation:
    """Chips, and the standard."""
    return evaluated(base, "ARE", EMIRATES, standard=True, draws=DRAWS)


@pytest.fixture(params=["korea", "vietnam", "emirates"])
def found(request: pytest.FixtureRequest) -> Evaluation:
    answer: Evaluation = request.getfixturevalue(request.param)
    return answer


def test_terms_add_up_to_the_total(found: Evaluation) -> None:
    table = found.table
    for side, total in zip(SIDES, (found.us, found.partner_gain), strict=True):
        assert float(table[side].drop("total").sum()) == pytest.approx(total, abs=1e-8)
        assert float(table[side].iloc[-1]) == pytest.approx(total)
    assert table.index[-1] == "total"


def test_every_term_stated_has_its_row(found: Evaluation) -> None:
    table = found.table
    for name, amount in found.stated.amounts.items():
        row = table.loc[name].to_dict()
        assert row["amount"] == amount
        assert row["label"] != name
        assert row["unit"]
    assert table["label"].is_unique


def test_a_band_holds_eight_of_ten_drawn_worlds(found: Evaluation) -> None:
    row = found.table.loc["total"].to_dict()
    assert (row["us_low"], row["us_high"]) == pytest.approx(np.quantile(found.us_worlds[1:], [0.1, 0.9]))
    assert (row["partner_low"], row["partner_high"]) == pytest.approx(np.quantile(found.worth.partner[1:], [0.1, 0.9]))


def test_odds_are_shares_of_drawn_worlds(found: Evaluation) -> None:
    partner = found.worth.partner[1:] >= -1e-6
    assert found.draws == DRAWS
    assert found.odds_of_partner == pytest.approx(partner.mean())
    assert found.odds == pytest.approx((partner & (found.us_worlds[1:] >= 0)).mean())


def test_who_would_sign_and_what_is_missing(korea: Evaluation, vietnam: Evaluation) -> None:
    assert vietnam.inside
    assert vietnam.us_signs
    assert vietnam.partner_signs
    assert not vietnam.missing
    assert vietnam.verdict == "Vietnam and the United States would both sign"
    assert not korea.inside
    assert korea.missing == {"partner": pytest.approx(-korea.partner_gain)}
    assert korea.verdict.startswith("South Korea would not sign, for USD")


def test_both_sides_may_lack_something(base: Question) -> None:
    """A rate of nothing costs the United States its revenue; leaving China costs Korea."""
    answer = evaluated(base, "KOR", {"tariff_to": 0, "investment": 2000}, draws=0)
    empty = evaluated(base, "KOR", {"sector_tariff_relief": 1.0}, draws=0)
    assert set(answer.missing) | set(empty.missing) == {"us", "partner"}
    assert empty.missing == {"us": pytest.approx(-empty.us)}
    assert empty.verdict.startswith("the United States would not sign")


def test_an_empty_package_is_worth_talks_and_politics(base: Question) -> None:
    answer = evaluated(base, "ARE", {}, draws=0)
    assert answer.table.index.tolist() == ["political_cost", "talks", "total"]
    signed = answer.stated.signed
    assert answer.partner_gain == pytest.approx(-base.reserve["ARE"] * base.timeline.once_partner(signed))
    assert answer.us == pytest.approx(-float(answer.worth.talks[0]))


@pytest.mark.parametrize(("partner", "name"), [("KHM", "investment"), ("KOR", "purchases"), ("JPN", "investment")])
def test_beyond_what_is_possible_worth_goes_on_with_the_slope_of_the_last_part(
    base: Question, as_judged: Weighing, partner: str, name: str
) -> None:
    """Nothing is cut off: each further dollar is worth what the last possible one is."""
    (term,) = (t for t in base.terms if (t.partner, t.instrument) == (partner, name))
    last, parts = len(term.segments) - 1, (1.0, 2.0, 5.0)
    packages = [stated(base, partner, {name: part * term.limit}) for part in parts]
    signed = packages[0].signed.index
    worths = [as_judged.weigh(package) for package in packages]
    for (low, at), (high, more) in pairwise(zip(parts, worths, strict=True)):
        dollars = (high - low) * term.limit
        assert more.us - at.us == pytest.approx(dollars * term.us(last, signed))
        assert more.partner - at.partner == pytest.approx(dollars * term.to_partner(last, signed))


def test_over_ten_years_a_pledge_is_a_smaller_one_for_longer(base: Question) -> None:
    """350 over ten years are 122.5 for each three and a half, and go on for as many years as ten hold of annuities."""
    ten = evaluated(base, "KOR", {"investment": (350, 10)}, draws=0).table.loc["investment"].to_dict()
    quoted = evaluated(base, "KOR", {"investment": 350 * 3.5 / 10}, draws=0).table.loc["investment"].to_dict()
    assert ten["amount"] == 350
    for side, discount in zip(SIDES, (base.timeline.discount_us, base.timeline.discount_partner), strict=True):
        rate = math.log1p(discount)
        ratio = (1 - math.exp(-rate * 10)) / (1 - math.exp(-rate * 3.5))
        assert ten[side] == pytest.approx(quoted[side] * ratio)


@given(amounts=st.tuples(st.floats(0, 300), st.floats(0, 300)))
@settings(max_examples=20)
def test_a_pledge_more_costs_the_partner_no_less(
    base: Question, as_judged: Weighing, amounts: tuple[float, float]
) -> None:
    less, more = (as_judged.weigh(stated(base, "KOR", {"purchases": x})).partner for x in sorted(amounts))
    assert more <= less + 1e-9


def test_without_draws_there_are_no_odds_and_no_bands(base: Question, korea: Evaluation) -> None:
    bare = evaluated(base, "KOR", KOREA, draws=0)
    assert bare.draws == 0
    assert math.isnan(bare.odds)
    assert math.isnan(bare.odds_of_partner)
    assert bare.table[["us_low", "us_high", "partner_low", "partner_high"]].isna().all(axis=None)
    assert (bare.us, bare.partner_gain) == pytest.approx((korea.us, korea.partner_gain))
    assert "drawn" not in bare.sentence
    assert "nan" not in bare.markdown()
    assert "drawn worlds" in korea.sentence
    bare.chart().svg()


def test_any_partner_can_be_asked_in_the_plan_or_not(base: Question) -> None:
    """No deal with Andorra is in anybody's plan; what a scenario's own question says is the same."""
    answer = deals.evaluate(
        deals.load("leverage-2025"), "Principality of Andorra", {"tariff_cut": 1, "investment": 1}, draws=2
    )
    same = evaluated(base, "AND", {"tariff_cut": 1, "investment": 1}, draws=2)
    assert answer.name == "Andorra"
    pd.testing.assert_frame_equal(answer.table, same.table)
    assert answer.us != 0


def test_bad_input_is_refused_as_it_is_stated(base: Question) -> None:
    with pytest.raises(UnknownNameError, match="unknown partner"):
        evaluated(base, "XYZ", {}, draws=0)
    with pytest.raises(InputError, match="2 problems"):
        evaluated(base, "JPN", {"investment": -1, "china_exit": 2}, draws=0)


def test_chips_go_by_their_short_name_too_and_not_by_both(base: Question) -> None:
    short, own = (evaluated(base, "ARE", {name: {2026: 50}}, draws=0) for name in ("chips", "chip_access"))
    pd.testing.assert_frame_equal(short.table, own.table)
    with pytest.raises(InputError, match=r"terms\['chips'\]: chip_access is given too"):
        evaluated(base, "ARE", {"chips": 50, "chip_access": 50}, draws=0)


def test_a_table_looked_at_can_be_written_on(korea: Evaluation) -> None:
    before = korea.table
    looked_at = korea.table
    looked_at.loc["total", "us"] = 0.0
    pd.testing.assert_frame_equal(korea.table, before)


# The page.


def test_the_page_says_who_would_sign_and_each_terms_worth(found: Evaluation) -> None:
    text = found.markdown()
    assert text == markdown(found.page)
    assert found.page.title.lower() == found.verdict.lower()
    for label in found.table["label"]:
        assert label in text
    for note in found.notes:
        assert note[:40] in text


def test_nothing_is_shown_as_less_than_nothing(base: Question, found: Evaluation) -> None:
    empty = evaluated(base, "VNM", {"investment": 0, "dst_removal": 1}, draws=2)
    for answer in (found, empty):
        numbers = answer.table.select_dtypes("number").to_numpy(dtype=np.float64)
        assert not (np.signbit(numbers) & (numbers == 0)).any()
        text = answer.markdown() + answer.sentence
        for wrong in ("−USD 0 ", "+USD 0 ", "-0", "−0 ", "nan"):
            assert wrong not in text.replace("−USD 0.", "")


def test_what_is_stated_in_words_is_escaped(korea: Evaluation) -> None:
    """Names and notes are text, and never markup."""
    told = replace(korea.stated, name="<b>Korea</b> & |sons|", notes=("<script>alert(1)</script>",))
    bad = replace(korea, stated=told)
    drawn = str(html(bad.page))
    assert "<script>alert" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "<b>Korea" not in drawn
    assert "<b>Korea" not in bad.markdown()
    assert "|sons|" not in bad.markdown()
    bad.chart().svg()


def test_the_figure_holds_the_worth_of_every_term(found: Evaluation) -> None:
    data = found.chart().data
    table = found.table.set_index("label")
    for _, row in data.iterrows():
        side = "us" if row["side"] == "United States" else "partner"
        assert row["worth"] == table.loc[row["term"], side]
    svg = found.chart().svg()
    assert svg.startswith("<svg")
    assert ">Talks<" in svg


def test_it_shows_itself_in_a_notebook(korea: Evaluation) -> None:
    shown: dict[str, Any] = korea._repr_mimebundle_()
    assert "image/png" in shown
    assert "deals-page" in korea._repr_html_()
    assert repr(korea).startswith("<Evaluation: South Korea, signed 2025H2")
