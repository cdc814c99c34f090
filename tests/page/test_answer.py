"""An answer is a table that shows itself as a picture, and stays what it is."""

import pandas as pd

from deals.page.answer import Tabled
from deals.page.chart import MIME, Chart
from deals.page.dots import dots


def draw(table: pd.DataFrame) -> Chart:
    return dots(table, {"here": "Here", "there": "There"}, "Worth (USD bn)", "Two places", "A line under the title.")


def test_an_answer_shows_its_figure_and_says_what_it_holds() -> None:
    frame = pd.DataFrame({"here": [1.0, 2.0], "there": [3.0, float("nan")]}, index=["one", "other"])
    answer = Tabled("what is where", frame, draw)
    shown = answer._repr_mimebundle_()
    assert {MIME, "image/png", "text/plain"} <= set(shown)
    assert repr(answer) == "<Tabled: what is where, 2 rows in .table (here, there); .chart() draws them>"
    assert len(answer.chart().data) == 3, "what is missing is not drawn"


def test_nobody_changes_an_answer_by_its_table() -> None:
    answer = Tabled("what is where", pd.DataFrame({"here": [1.0], "there": [2.0]}), draw)
    seen = answer.table
    seen["here"] = 9.0
    assert answer.table["here"].tolist() == [1.0]


def test_an_answer_without_rows_says_why_and_is_not_drawn() -> None:
    empty = pd.DataFrame(columns=["here", "there"])
    shown = Tabled("what is where", empty, draw, "nobody is here")._repr_mimebundle_()
    assert shown == {"text/plain": "<Tabled: what is where: nothing to show, for nobody is here>"}


def test_one_row_is_one_row() -> None:
    assert "1 row in .table" in Tabled("what is where", pd.DataFrame({"here": [1.0], "there": [2.0]}), draw).sentence
