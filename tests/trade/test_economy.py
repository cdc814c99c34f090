"""What an economy is made of, and what is said of numbers that make none."""

from typing import Any

import numpy as np
import pytest

from deals.kit.errors import InputError
from deals.trade import Economy

FLOWS = np.array([[[6.0, 2.0], [1.0, 1.0]], [[2.0, 0.0], [5.0, 3.0]]])
"""A sells itself 6 and 2, B 1 and 1; B sells A 2 and 0, itself 5 and 3."""


def built(**changes: Any) -> Economy:
    given: dict[str, Any] = {"names": ["A", "B"], "flows": FLOWS, "tariffs": [0.5, 0.0], "elasticities": [4.0, 2.0]}
    return Economy.build(**{**given, **changes})


def told(**changes: Any) -> str:
    with pytest.raises(InputError) as caught:
        built(**changes)
    return str(caught.value)


def test_accounts_by_hand() -> None:
    """A taxes 2 of imports by half: revenue 1. It spends 6 + 2 + 3 = 11 and earns 10 + 1: no transfer; B the same."""
    economy = built()
    assert economy.sales.tolist() == [10.0, 10.0]
    assert economy.revenue.tolist() == [1.0, 0.0]
    assert economy.spending.tolist() == [11.0, 10.0]
    assert economy.transfers.tolist() == [0.0, 0.0]
    assert economy.weights.T.tolist() == [[9 / 11, 2 / 11], [0.6, 0.4]]
    assert economy.shares[:, 0, 0].tolist() == [6 / 9, 3 / 9]
    assert economy.shares[:, 1, 1].tolist() == [0.25, 0.75]
    assert economy.kept[1, 0, 0] == pytest.approx(9 / 11 / 1.5)
    assert economy.duties[1, 0, 0] == 0.5


def test_a_transfer_is_what_is_spent_beyond_income() -> None:
    assert built(flows=FLOWS + np.array([[[0, 0], [3, 0]], [[0, 0], [0, 0]]])).transfers.tolist() == [-3.0, 3.0]


def test_a_sector_that_nobody_sells_to_a_region_has_no_weight() -> None:
    flows = FLOWS.copy()
    flows[:, 0, 1] = 0.0
    economy = built(flows=flows)
    assert economy.weights[1, 0] == 0
    assert economy.shares[:, 1, 0].tolist() == [1.0, 0.0]


def test_tariffs_are_written_by_importer_by_pair_or_by_sector() -> None:
    by_importer = built(tariffs=[0.5, 0.1]).tariffs
    by_pair = built(tariffs=[[9.0, 0.1], [0.5, 9.0]]).tariffs
    cube = np.zeros((2, 2, 2))
    cube[1, 0], cube[0, 1] = 0.5, 0.1
    assert np.array_equal(by_importer, cube)
    assert np.array_equal(by_pair, cube)
    assert np.array_equal(built(tariffs=cube).tariffs, cube)


def test_the_diagonal_of_tariffs_is_not_read() -> None:
    cube = np.full((2, 2, 2), 0.3)
    assert built(tariffs=cube).tariffs[0, 0].tolist() == [0.0, 0.0]


def test_arrays_are_its_own_and_cannot_be_changed() -> None:
    flows = FLOWS.copy()
    economy = built(flows=flows)
    flows[0, 0, 0] = 99.0
    assert economy.flows[0, 0, 0] == 6.0
    with pytest.raises(ValueError, match="read-only"):
        economy.flows[0, 0, 0] = 1.0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"flows": -FLOWS}, "flows[A, A, sector 0]: sales below nought, and 6 more (found -6); set nought"),
        (
            {"flows": FLOWS - [[[0, 0], [0, 0]], [[0, 1], [0, 0]]]},
            "flows[B, A, sector 1]: sales below nought (found -1)",
        ),
        ({"flows": FLOWS[:1]}, "flows: wrong shape (found (1, 2, 2)); give (2, 2, 2): origins, destinations, sectors"),
        ({"flows": [[["x"]]]}, "flows: not an array of numbers; give one number for each cell"),
        ({"flows": np.where(FLOWS == 6, np.nan, FLOWS)}, "flows: one cell is no finite number; fill them in"),
        ({"flows": np.where(FLOWS > 2, np.inf, FLOWS)}, "flows: 3 cells are no finite number"),
        ({"flows": FLOWS * [[[1], [1]], [[0], [0]]]}, "flows: sells nothing (found 'B'); leave the region out"),
        ({"flows": FLOWS * [[[1], [0]], [[1], [0]]]}, "flows: buys nothing (found 'B'); leave the region out"),
        ({"elasticities": [4.0, 0.0]}, "elasticities[1]: not above nought (found 0); give a trade elasticity"),
        ({"elasticities": [-1.0, 2.0]}, "elasticities[0]: not above nought (found -1)"),
        ({"elasticities": 4.0}, "elasticities: wrong shape (found ()); give one number for each sector"),
        ({"elasticities": []}, "elasticities: wrong shape (found (0,))"),
        ({"names": ["A", "A"]}, "names: given twice (found 'A'); name each region once"),
        ({"names": ["A"]}, "names: too few regions to trade (found 1); give at least two"),
        ({"tariffs": [0.1, 0.2, 0.3]}, "tariffs: wrong shape (found (3,)); give (2, 2, 2), or (2, 2) for all sectors"),
        ({"tariffs": [np.nan, 0.0]}, "tariffs: one cell is no finite number"),
        ({"tariffs": ["ten", 0.0]}, "tariffs: not an array of numbers"),
        ({"tariffs": [-0.1, 0.0]}, "tariffs[B, A, sector 0]: a duty below nought (found -0.1); set nought or more"),
    ],
)
def test_bad_input_gets_one_clear_error(changes: dict[str, Any], message: str) -> None:
    assert message in told(**changes)


def test_everything_wrong_is_told_at_once() -> None:
    text = told(flows=-FLOWS, elasticities=[0.0, 1.0], tariffs=[-1.0, 0.0])
    assert text.startswith("3 problems")
    assert told(names=["A", "A"], flows=FLOWS[:1]).startswith("2 problems")
