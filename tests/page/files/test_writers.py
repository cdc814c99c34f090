"""The same page as HTML that stands alone and as Word; tables as a workbook without anything that reckons."""

import re
import struct
import zlib
from html.parser import HTMLParser
from io import BytesIO

import docx
import openpyxl
import pandas as pd

from deals.page.document import (
    Bar,
    Bullets,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Table,
)
from deals.page.files.pdf import pdf_document
from deals.page.files.web import LOCKED, web_page
from deals.page.files.word import word_document
from deals.page.files.workbook import Column, Sheet, workbook
from tests.proposal.small import HOSTILE


def _part(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        _part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _part(b"IDAT", zlib.compress(b"\0\0")),
        _part(b"IEND", b""),
    )
)
PAGE = Document(
    f"above {HOSTILE}",
    f"title {HOSTILE}",
    [
        Heading("heading\x1b[31m"),
        Paragraph(f"lead {HOSTILE}", "lead"),
        Paragraph("mind this", "warning"),
        Bullets(["one", "two"]),
        Facts([Fact("label", "value", "note")]),
        Table(("Name", "USD bn"), [("a", Bar("1.5", 0.4)), (HOSTILE, "2")], frozenset({"USD bn"})),
        Table([f"c{n}" for n in range(9)], [[str(n) for n in range(9)]]),
        Picture("here", "a caption"),
        Picture("nowhere", "another caption"),
    ],
)


class Seen(HTMLParser):
    """Elements, what they point to, and the text between them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def stands_alone(page: bytes) -> Seen:
    """What a page holds, once it is certain that nothing in it runs or is fetched."""
    seen = Seen(page)
    assert not {"script", "iframe", "object", "embed", "link", "form", "base"} & {*seen.tags}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    places = [value or "" for name, value in seen.attributes if name in ("src", "href", "srcset", "data", "action")]
    assert all(place.startswith(("data:image/png;base64,", "#page-")) for place in places)
    assert "url(" not in page.decode()
    assert "@import" not in page.decode()
    assert ("content", LOCKED) in seen.attributes
    return seen


def test_a_web_page_stands_alone_and_has_its_pictures_inside() -> None:
    seen = stands_alone(web_page([PAGE], {"here": PNG}))
    assert seen.tags.count("img") == 1
    assert "a caption" in seen.text
    assert "another caption" not in seen.text
    assert f"title {HOSTILE}" in seen.text
    assert "nav" not in seen.tags


def test_several_pages_are_listed_on_top_by_their_titles() -> None:
    page = web_page([PAGE, Document("", "second", [])])
    stands_alone(page)
    assert re.findall(r'<a href="(#page-\d)">', page.decode()) == ["#page-1", "#page-2"]
    assert 'id="page-2"' in page.decode()


def test_word_holds_headings_lists_tables_and_pictures_as_such() -> None:
    word = docx.Document(BytesIO(word_document([PAGE, Document("", "second", [])], {"here": PNG})))
    paragraphs = [(p.style.name if p.style else "", p.text) for p in word.paragraphs]
    assert ("Heading 1", f"title {HOSTILE}") in paragraphs
    assert ("Heading 1", "second") in paragraphs
    assert ("Heading 2", r"heading\x1b[31m") in paragraphs
    assert [text for style, text in paragraphs if style == "List Bullet"] == ["one", "two"]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [["label", "value", "note"]]
    table = word.tables[1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Name", "USD bn"],
        ["a", "1.5"],
        [HOSTILE, "2"],
    ]
    assert str(table.rows[1].cells[1].paragraphs[0].alignment).startswith("RIGHT")
    assert len(word.inline_shapes) == 1
    assert (word.core_properties.title, word.core_properties.author) == (f"title {HOSTILE}", "")


def test_a_wide_table_lies_on_its_side_and_every_page_has_its_own_sheet() -> None:
    word = docx.Document(BytesIO(word_document([PAGE, Document("", "second", [])])))
    first, second = word.sections
    assert (first.page_width or 0) > (first.page_height or 0)
    assert (second.page_width or 0) < (second.page_height or 0)


def test_the_same_page_makes_the_same_bytes() -> None:
    assert word_document([PAGE], {"here": PNG}) == word_document([PAGE], {"here": PNG})
    assert web_page([PAGE], {"here": PNG}) == web_page([PAGE], {"here": PNG})


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    texts = ["=1+1", "+1", "-1", "@A1", "https://example.org", "12", HOSTILE]
    frame = pd.DataFrame({"text": texts, "size": [1.5, 2.0, float("nan"), float("inf"), 0.25, 1, 2]})
    columns = (Column("text", "=Text"), Column("size", "Size, USD bn", "money", "what it is"))
    book = [Sheet("Read me", ["=2+2"], (), pd.DataFrame()), Sheet("Rows", ["above"], columns, frame)]
    content = workbook(book, "title")
    assert content == workbook(book, "title")
    whole = openpyxl.load_workbook(BytesIO(content))
    assert whole["Read me"]["A1"].value == "=2+2"
    rows = list(whole["Rows"].iter_rows(min_row=3))
    assert [cell.value for cell in rows[0]] == ["=Text", "Size, USD bn"]
    assert [row[0].value for row in rows[1:]] == texts
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s", "n"}
    assert [row[1].value for row in rows[1:]] == [1.5, 2, None, "inf", 0.25, 1, 2]
    assert not [cell for row in rows for cell in row if cell.hyperlink]
    assert rows[0][1].comment is not None
    assert "what it is" in rows[0][1].comment.text
    assert "#,##0.00" in rows[1][1].number_format
    assert whole["Rows"].auto_filter.ref == "A3:B10"


def test_a_pdf_document_is_the_same_each_time_and_reads_no_text_as_markup() -> None:
    """An unescaped #, * or $ would end the setting of the page with an error, or vanish from it."""
    marked = Document("#above", "#title * $x$", [Paragraph("#panic() *bold* $ \\ `code` @ref <label>", tone="lead")])
    for pages in ([PAGE], [marked, PAGE]):
        once, again = (pdf_document(pages, {"here": PNG}) for _ in range(2))
        assert once == again
        assert once.startswith(b"%PDF-")
    assert len(pdf_document([PAGE], {"here": PNG})) > len(pdf_document([PAGE]))
