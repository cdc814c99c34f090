"""A notebook that is renewed keeps one form of every display, and the same bytes for the same answer."""

import nbformat

from deals.page.chart import MIME
from tests.notebooks.renew import kept, slim

PLAIN = {"text/plain": "in words"}


def test_of_a_page_the_html_is_kept_and_of_a_chart_the_picture() -> None:
    chart = {MIME: {}, "image/png": "picture", **PLAIN}
    assert kept(chart) == {"image/png": "picture", **PLAIN}
    page = {"text/html": "<p>page</p>", "text/markdown": "page", **PLAIN}
    assert kept(page) == kept(page | chart) == {"text/html": "<p>page</p>", **PLAIN}
    assert kept({MIME: {}, **PLAIN}) == {MIME: {}, **PLAIN}, "what has no other form stays"


def test_a_line_that_was_taken_away_leaves_nothing_behind() -> None:
    """While a long call runs it tells how far it is, in a display that is empty in the end."""
    ended = nbformat.v4.new_output("display_data", data={"text/html": "", "text/plain": ""})
    printed = nbformat.v4.new_output("stream", name="stdout", text="said")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("propose()", outputs=[ended, printed])])
    slim(book)
    assert book.cells[0].outputs == [printed]


def test_styled_tables_are_called_the_same_each_time() -> None:
    books = [nbformat.v4.new_notebook(cells=[styled(name)]) for name in ("T_0a1b2", "T_c3d4e")]
    for book in books:
        slim(book)
    one, other = (book.cells[0].outputs[0].data["text/html"] for book in books)
    assert one == other
    assert one.count("T_0_row0") == 2


def test_when_a_cell_ran_is_not_kept() -> None:
    cell = nbformat.v4.new_code_cell("1 + 1", metadata={"execution": {"shell.execute_reply": "yesterday"}, "tags": []})
    book = nbformat.v4.new_notebook(cells=[cell])
    slim(book)
    assert set(book.cells[0].metadata) == {"tags"}


def styled(name: str) -> nbformat.NotebookNode:
    """A cell that shows a table as pandas styles it."""
    shown = f'<style>#{name}_row0_col0 {{}}</style><td id="{name}_row0_col0">1</td>'
    output = nbformat.v4.new_output("display_data", data={"text/html": shown, **PLAIN})
    cell: nbformat.NotebookNode = nbformat.v4.new_code_cell("table.style", outputs=[output])
    return cell
