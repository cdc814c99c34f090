"""The guard of public functions: every argument by its declared type, all problems at once, before anything is done."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from deals.kit.errors import InputError
from deals.kit.given.bounds import NONE_OR_MORE, SHARE
from deals.kit.given.checked import checked


@checked(draws=NONE_OR_MORE, shares=SHARE)
def asked(
    draws: int = 0,
    shares: Iterable[float] = (0.5,),
    rates: Mapping[str, float] | None = None,
    path: str | Path | None = None,
    day: date | None = None,
    *names: str,
    sure: bool = False,
    how: Literal["one", "other"] = "one",
    who: str | Iterable[str] = "all",
    pair: tuple[float, float] = (0.0, 0.0),
    anything: Any = None,
    **more: float,
) -> Any:
    """Give back what came in."""
    return draws, shares, rates, path, day, names, sure, how, who, pair, anything, more


anyhow: Any = asked


def told(*args: Any, **given: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        anyhow(*args, **given)
    return [str(problem) for problem in caught.value.problems]


def test_what_fits_comes_in_as_it_was_given() -> None:
    day = date(2025, 5, 13)
    given = anyhow(np.int64(3), [1, 0.5], {"JPN": 15}, "a", day, "x", sure=np.True_, how="other", who=["a"], x="y")
    assert given == (3, [1, 0.5], {"JPN": 15}, "a", day, ("x",), True, "other", ["a"], (0.0, 0.0), None, {"x": "y"})


def test_what_can_be_gone_through_once_only_reaches_the_function_whole() -> None:
    assert anyhow(shares=(share / 2 for share in (0, 1))) == asked(shares=(0.0, 0.5))


def test_all_that_is_wrong_is_told_at_once_with_the_way_out() -> None:
    assert told(draws=-1, sure="yes", how="third", day="2025-12-31") == [
        "draws: is out of its range (found -1); give a whole number, 0 or more",
        "day: is no date (found '2025-12-31'); give a date, such as datetime.date(2025, 12, 31)",
        "sure: is neither yes nor no (found 'yes'); write True or False",
        "how: is none of what there is (found 'third'); write 'one' or 'other'",
    ]


@pytest.mark.parametrize("draws", ["many", 1.5, True, None, [1]])
def test_a_whole_number_is_nothing_else(draws: Any) -> None:
    (line,) = told(draws=draws)
    assert "is no whole number" in line
    assert ("is None" in line) == (draws is None)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"shares": []}, "shares: is empty; give one or more, or leave it out"),
        ({"shares": 0.5}, "shares: is no list (found 0.5); write [0.5]"),
        ({"shares": "x"}, "shares: is no list (found 'x'); give a list"),
        ({"shares": [0.5, 2]}, "shares[1]: is out of its range (found 2); give a number from 0 to 1"),
        ({"shares": [float("nan")]}, "shares[0]: is out of its range (found nan); give a number from 0 to 1"),
        ({"rates": ["JPN"]}, "rates: gives no names with values (found ['JPN']); write {\"JPN\": 15}, or"),
        ({"rates": {"JPN": "x"}}, "rates['JPN']: is no number (found 'x'); give a number"),
        ({"rates": {3: 3}}, "rates: is no text (found 3); write it in quotes"),
        ({"path": ""}, "path: is no path (found ''); give the name of a file or folder, in quotes"),
        ({"day": datetime(2025, 1, 1, tzinfo=UTC)}, "day: is no date"),
        ({"who": []}, "who: is empty"),
        ({"who": 3}, "who: is no text (found 3); write it in quotes"),
        ({"pair": (1,)}, "pair: is not 2 values (found (1,)); give 2 in brackets"),
    ],
)
def test_each_kind_says_what_it_wants(given: dict[str, Any], line: str) -> None:
    (said,) = told(**given)
    assert said.startswith(line)


def test_each_of_several_in_a_row_is_looked_at() -> None:
    assert told(0, (0.5,), None, None, None, "a", 3) == ["names: is no text (found 3); write it in quotes"]


def test_arguments_that_are_missing_or_too_many_are_pythons_to_tell() -> None:
    with pytest.raises(TypeError, match="multiple values"):
        anyhow(1, draws=2)
