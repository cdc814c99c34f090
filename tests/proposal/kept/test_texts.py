"""Tables and points as text, and back to the bit."""

import json
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.proposal.kept.points import read_point, written_point
from deals.proposal.kept.tables import plain_table, table_of
from optimizer import Program

NUMBERS = st.lists(st.floats(), min_size=3, max_size=3)
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3)


@given(
    numbers=NUMBERS, whole=st.lists(st.integers(-(2**62), 2**62), min_size=3, max_size=3), words=WORDS, name=st.text()
)
def test_a_table_comes_back_as_it_was(numbers: list[float], whole: list[int], words: list[str], name: str) -> None:
    frame = pd.DataFrame(
        {"number": numbers, "whole": whole, "word": pd.Series(words, dtype="str"), "yes": [True, False, True]}
    )
    named = frame.set_index(pd.Index(["a", "b", "c"], name=name, dtype="str"))
    for table in (frame, named, frame.head(0)):
        text = json.dumps(plain_table(table), allow_nan=False)
        pd.testing.assert_frame_equal(table_of(json.loads(text)), table, check_exact=True)


def test_blanks_and_infinities_are_kept() -> None:
    frame = pd.DataFrame({"a": [math.nan, math.inf, -math.inf, -0.0]})
    plain = plain_table(frame)
    assert plain["columns"]["a"]["values"] == [None, "inf", "-inf", -0.0]
    assert table_of(plain).equals(frame)


@pytest.mark.parametrize(
    "plain",
    [
        {"rows": 2, "index": None, "columns": {"a": {"kind": "float64", "values": [1.0]}}},
        {"rows": 1, "index": None, "columns": {"a": {"kind": "object", "values": [1.0]}}},
        {"rows": 1, "index": None, "columns": {"a": {"kind": "float64", "values": ["many"]}}},
    ],
)
def test_what_is_no_table_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"column|float"):
        table_of(plain)


def test_a_column_of_another_kind_is_not_kept() -> None:
    with pytest.raises(ValueError, match="object"):
        plain_table(pd.DataFrame({"a": [("x",), ("y",)]}))


def test_a_point_comes_back_by_family_and_key_without_what_is_nought() -> None:
    program = Program("few")
    x = program.variables("x", ["a", "b"], upper=0.1)
    y = program.variables("y", [("ARE", 1), ('a,"b', 2)], upper=3, integer=True)
    program.objective(x["a"] + y["ARE", 1] + 2 * y['a,"b', 2] - x["b"])
    text = written_point(program.solve())
    assert text.splitlines()[:2] == ["variable,key,value", 'x,"""a""",0.1']
    assert read_point(text) == {"x": {"a": 0.1}, "y": {("ARE", 1): 3.0, ('a,"b', 2): 3.0}}


@pytest.mark.parametrize("text", ["", "variable,key\n", "variable,key,value\nx,{},1\n", "variable,key,value\nx,1\n"])
def test_what_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"header|key|unpack"):
        read_point(text)
