"""How far threats were carried out on who signed nothing: from the baseline to what was announced, as of a day."""

from datetime import date, timedelta

import numpy as np
import pytest

from deals.model.question import Question
from deals.record.lessons.threats import (
    ANNOUNCED_BY,
    BASELINE,
    CARRIED_OUT,
    FEWEST,
    HIGHEST,
    LOWEST,
    MOST_PART,
    threats,
)
from deals.record.signed.rates import rates_on
from deals.record.signed.reading_files import recorded
from tests import three


def test_the_part_carried_out_is_of_the_points_announced_above_the_baseline(base: Question) -> None:
    """Of partners that have agreed on no rate; at most half as much again."""
    announced, in_force = rates_on(ANNOUNCED_BY), rates_on(CARRIED_OUT)
    found = threats(base)
    assert len(found.part) >= FEWEST
    agreed = {code for code, deal in recorded().items() if any(term.name == "tariff_to" for term in deal.terms)}
    assert not agreed & set(found.part.index)
    for code, part in found.part.items():
        points = announced[str(code), "announced"] - BASELINE
        carried = in_force[str(code), "in_force"] - BASELINE
        assert part == pytest.approx(min(max(carried / points, 0.0), MOST_PART))


def test_everybody_is_believed_within_bounds_and_the_mean_of_the_rule_is_that_of_the_parts(base: Question) -> None:
    found = threats(base)
    assert found.believed.keys() > set(found.part.index)
    assert all(LOWEST <= belief <= HIGHEST for belief in found.believed.values())
    assert float(found.slopes["mean"]) == pytest.approx(float(found.part.mean()))
    assert found.spread >= 0
    assert np.isfinite([found.error, found.error_of_median]).all()


@pytest.mark.parametrize("until", [date(2025, 5, 13), CARRIED_OUT - timedelta(days=1)])
def test_before_any_was_carried_out_nothing_is_said(base: Question, until: date) -> None:
    assert threats(base, until).believed == {}
    assert threats(base, until).part.empty


def test_of_too_few_partners_nothing_is_said() -> None:
    assert threats(three.question()).believed == {}


def test_who_has_signed_by_a_day_is_who_was_known_to(base: Question) -> None:
    """Fewer had, on the day itself: more is learned from."""
    early, late = threats(base, CARRIED_OUT), threats(base)
    assert set(late.part.index) < set(early.part.index)
