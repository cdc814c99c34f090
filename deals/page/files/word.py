"""Pages as a Word document: real headings, lists and tables, wide ones on their side."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from deals.kit.visible import visible
from deals.page.document import (
    Bar,
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Table,
    Tone,
)
from deals.page.files.put import BEGIN, timeless

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

FONT = "Liberation Sans"
MARGIN_CM, LONG_CM, SHORT_CM = 1.8, 29.7, 21.0
"""Of an A4 sheet."""
WIDE = 7
"""Columns beyond which a table is laid on its side."""
SIZES: dict[Tone, float] = {"plain": 10, "lead": 11.5, "note": 8.5, "warning": 10}
"""Points of type."""
IN_TABLES = ((6, 8.5), (9, 7.5), (99, 6.5))
"""Points of type in tables of at most so many columns."""
MARKED = (
    '<w:pBdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:left w:val="single" w:sz="18" w:space="6" w:color="D27D0F"/></w:pBdr>'
)
LINED = (
    '<w:tblBorders xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9CED4"/>' for side in ("top", "bottom"))
    + '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9CED4"/></w:tblBorders>'
)
PADDED = (
    '<w:tblCellMar xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:top w:w="30" w:type="dxa"/><w:left w:w="50" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
)
SHADED = '<w:shd xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:val="clear" w:fill="EDF1F7"/>'


def word_document(pages: Sequence[Document], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Write pages as one Word document, each on a new sheet; the same pages make the same bytes.

    Parameters
    ----------
    pages : sequence of Document
        The first gives the document its title.
    pictures : mapping of str to bytes
        PNG by the path that a page names; a picture that is not here is left out.

    Returns
    -------
    bytes
        The file.
    """
    import docx  # heavy

    word = docx.Document()
    _prepared(word, pages[0].title)
    for place, page in enumerate(pages):
        _sheet(word, page, first=place == 0)
        _paragraph(word, page.above, "note")
        word.add_heading(visible(page.title), level=1)
        for block in page.blocks:
            _block(word, block, pictures or {})
    out = BytesIO()
    word.save(out)
    return timeless(out.getvalue())


def _prepared(word: "Word", title: str) -> None:
    """Type, and what the file says of itself: its title, and nobody's name or time."""
    from docx.oxml.ns import qn  # heavy
    from docx.shared import Pt, RGBColor  # heavy

    for name, size in (("Normal", SIZES["plain"]), ("Heading 1", 16), ("Heading 2", 12)):
        style = word.styles[name]
        font = style.font
        font.name, font.size, font.color.rgb = FONT, Pt(size), RGBColor(0x1D, 0x21, 0x26)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
    about = word.core_properties
    about.title, about.author, about.comments, about.last_modified_by = visible(title)[:255], "", "", ""
    about.created = about.modified = BEGIN


def _sheet(word: "Word", page: Document, *, first: bool) -> None:
    """A new sheet, upright or on its side."""
    from docx.enum.section import WD_ORIENT, WD_SECTION  # heavy
    from docx.shared import Cm, Pt  # heavy

    section = word.sections[0] if first else word.add_section(WD_SECTION.NEW_PAGE)
    wide = any(isinstance(block, Table) and len(block.columns) > WIDE for block in page.blocks)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(LONG_CM), Cm(SHORT_CM)) if wide else (Cm(SHORT_CM), Cm(LONG_CM))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    for part, text in ((section.header, page.eyes), (section.footer, "")):
        part.is_linked_to_previous = False
        written = part.paragraphs[0]
        written.style = word.styles["Normal"]
        run = written.add_run(visible(text))
        run.font.size = Pt(SIZES["note"])
        if part is section.footer:
            _numbered(run)


def _numbered(run: "Run") -> None:
    """The number of the sheet, which Word fills in."""
    from docx.oxml import OxmlElement  # heavy
    from docx.oxml.ns import qn  # heavy

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run._r.getparent().append(field)


def _block(word: "Word", block: Block, pictures: Mapping[str, bytes]) -> None:
    match block:
        case Heading(text):
            word.add_heading(visible(text), level=2)
        case Paragraph(text, tone):
            _paragraph(word, text, tone)
        case Bullets(items, tone):
            for item in items:
                _paragraph(word, item, tone, "List Bullet")
        case Facts(items):
            rows = [(fact.label, fact.value, fact.note) for fact in items]
            _table(word, rows, frozenset(), head=False, bold=1)
        case Table(columns, rows, figures):
            right = frozenset(place for place, name in enumerate(columns) if name in figures)
            _table(word, [columns, *([_text(cell) for cell in row] for row in rows)], right, head=True)
        case Picture(path, caption):
            _picture(word, pictures.get(path), caption)


def _text(cell: str | Bar) -> str:
    return cell.text if isinstance(cell, Bar) else cell


def _paragraph(word: "Word", text: str, tone: Tone, style: Literal["Normal", "List Bullet"] = "Normal") -> None:
    from docx.oxml import parse_xml  # heavy
    from docx.shared import Pt  # heavy

    paragraph = word.add_paragraph(style=style)
    run = paragraph.add_run(_flat(text))
    run.font.size, run.bold = Pt(SIZES[tone]), tone == "lead" or None
    paragraph.paragraph_format.space_after = Pt(2 if style == "List Bullet" else 6)
    if tone == "warning" and style == "Normal":
        paragraph.paragraph_format.element.get_or_add_pPr().append(parse_xml(MARKED))


def _table(
    word: "Word", rows: Sequence[Sequence[str]], right: frozenset[int], *, head: bool, bold: int | None = None
) -> None:
    """A table; its first row, where it is a head, comes again on every sheet."""
    from docx.oxml import parse_xml  # heavy
    from docx.shared import Pt  # heavy

    if not rows or not rows[0]:
        return
    size = next(points for most, points in IN_TABLES if len(rows[0]) <= most)
    table = word.add_table(rows=len(rows), cols=len(rows[0]))
    for look in (LINED, PADDED):
        table._tblPr.append(parse_xml(look))
    table.autofit = False
    widths, cells = _widths(rows, _measure(word)), table._cells
    for place, width in enumerate(widths):
        table.columns[place].width = width
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = cells[place * len(row) + column]
            strong = (head and place == 0) or column == bold
            cell.width = widths[column]
            _fill(cell, text, size, right=column in right, strong=strong, shaded=head and place == 0)
        _marked(table.rows[place]._tr, "w:cantSplit")
    if head:
        _marked(table.rows[0]._tr, "w:tblHeader")
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(cell: "_Cell", text: str, size: float, *, right: bool, strong: bool, shaded: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # heavy
    from docx.oxml import parse_xml  # heavy
    from docx.shared import Pt  # heavy

    paragraph: WordParagraph = cell.paragraphs[0]
    run = paragraph.add_run(_flat(text))
    run.font.size, run.bold = Pt(size), strong or None
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if shaded:
        cell._tc.get_or_add_tcPr().append(parse_xml(SHADED))


def _marked(row: Any, how: str) -> None:
    """Mark a row as one that is not broken over two sheets, or that comes again on each."""
    from docx.oxml import OxmlElement  # heavy

    row.get_or_add_trPr().append(OxmlElement(how))


def _picture(word: "Word", png: bytes | None, caption: str) -> None:
    """A picture over the whole measure, its caption below."""
    if png is None:
        return
    word.add_picture(BytesIO(png), width=_measure(word))
    _paragraph(word, caption, "note")


def _measure(word: "Word") -> int:
    """How wide the text of the last sheet is."""
    section = word.sections[-1]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _widths(rows: Sequence[Sequence[str]], measure: int) -> list[int]:
    """Widths of columns: room for the longest word, and more for longer texts, but not in step with them."""
    columns = list(zip(*rows, strict=True))
    words = [max(max(map(len, text.split()), default=1) for text in column) for column in columns]
    texts = [max(map(len, column)) for column in columns]
    wanted = [max(1.2 * word + 3, min(text, 12 + text / 3)) for word, text in zip(words, texts, strict=True)]
    return [round(measure * want / sum(wanted)) for want in wanted]


def _flat(text: str) -> str:
    """Text on one line, with nothing in it that steers."""
    return visible(" ".join(text.split()))
