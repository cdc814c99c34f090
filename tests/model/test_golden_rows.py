"""Every family writes the rows that were checked by hand, on a question of three partners and three half-years."""

import pytest

from deals.model.families import REGISTER
from tests.model import golden

HAND = golden.FILE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("regime", golden.REGIMES)
def test_rows_are_those_checked_by_hand(regime: str) -> None:
    start = HAND.index(f"# {regime}")
    end = next((i for i in range(start + 1, len(HAND)) if HAND[i].startswith("#")), len(HAND))
    assert golden.lines(regime) == HAND[start:end]


def test_every_family_has_a_golden_row() -> None:
    told = {line.partition("[")[0] for line in HAND}
    assert set(REGISTER) <= told
