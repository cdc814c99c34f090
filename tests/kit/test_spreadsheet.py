"""What a spreadsheet opens is text and numbers: no label becomes a formula."""

from io import BytesIO

import pandas as pd
import pytest

from deals.kit.spreadsheet import as_text, csv_of


@pytest.mark.parametrize(
    "text",
    [
        *(
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "=cmd|' /C calc'!A0",
            " =1",
            "\t=1",
            "\r=1",
            "\n=1",
            "-",
            "=",
            "＝1+1",
            "－A1",
        ),
        *("-2+3+cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "+1 234 x", "\tx"),
    ],
)
def test_what_looks_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    frame = pd.DataFrame({text: [text, "plain"]}, index=pd.Index([text, "a"], name=text))
    back = pd.read_csv(BytesIO(csv_of(frame)), dtype=str, keep_default_na=False)
    cells = [*back.columns.str.replace(r"\.1$", "", regex=True), *back.iloc[0]]
    assert all(cell.startswith("'") for cell in cells)


@pytest.mark.parametrize("text", ["Japan", "-3.5", "+4", "-1,234.5", "-12%", "20 → 10", "–", "", "a=b", "1-2"])
def test_everything_else_stays(text: str) -> None:
    assert as_text(text) == text


def test_numbers_and_blanks_are_as_they_were() -> None:
    frame = pd.DataFrame(
        {"a": [-1.5, float("nan")], "b": [-3, 4], "c": [None, "x"], "d": [True, False]}, index=["p", "q"]
    )
    assert csv_of(frame).decode() == ",a,b,c,d\np,-1.5,-3,,True\nq,,4,x,False\n"
    assert csv_of(frame, index=False).decode() == "a,b,c,d\n-1.5,-3,,True\n,4,x,False\n"


def test_several_levels_are_columns() -> None:
    frame = pd.DataFrame({"v": [1.0]}, index=pd.MultiIndex.from_tuples([("=a", 2)], names=["one", "two"]))
    assert csv_of(frame).decode() == "one,two,v\n'=a,2,1.0\n"
