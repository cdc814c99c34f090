"""A table as dots: one mark for each number there is, in the order of the rows."""

import pandas as pd

from deals.page.dots import dots


def test_every_number_is_a_mark_and_a_blank_is_none() -> None:
    table = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, float("nan")]}, index=["second", "first"])
    chart = dots(table, {"a": "One", "b": "Other"}, "USD bn", "Title", "A line.")
    assert chart.data.to_dict("list") == {
        "row": ["second", "first", "second"],
        "mark": ["One", "One", "Other"],
        "value": [1.0, 2.0, 3.0],
    }
    assert "A line." in chart.svg()


def test_nothing_to_draw_is_drawn() -> None:
    assert dots(pd.DataFrame({"a": []}), {"a": "One"}, "USD bn", "Title").svg().startswith("<svg")


def test_marks_in_one_place_are_all_seen() -> None:
    """Each mark lies within those drawn before it."""
    table = pd.DataFrame({"a": [1.0], "b": [1.0], "c": [1.0]}, index=["row"])
    chart = dots(table, {"a": "One", "b": "Other", "c": "Third"}, "USD bn", "Title")
    sizes = [layer["mark"]["size"] for layer in chart.spec["layer"] if layer["mark"]["type"] == "point"]
    assert len(sizes) == 3
    assert sizes == sorted(set(sizes), reverse=True)
    assert all(word in chart.svg() for word in ("One", "Other", "Third"))
