"""A page as a list of blocks of plain text, written out as HTML or as Markdown.

Whoever composes a page hands over text and never markup; escaping happens here and nowhere else.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from deals.kit.visible import visible

Tone = Literal["plain", "lead", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is larger, `note` smaller, `warning` marked."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: Sequence[str]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that is seen first: what it is, how much, and what to think of it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers side by side."""

    items: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure in a table with a bar behind it; `share` of the widest, 0 to 1. Markdown shows the figure alone."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table; columns named in `figures` are set to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str | Bar]]
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file beside the page. Cards in a notebook leave it out, files that stand alone take it in."""

    path: str
    caption: str


Block = Heading | Paragraph | Bullets | Facts | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A page: a small line above the title, the title, and blocks; a blank line or title is left out.

    It has at its head for whose eyes it is; where it is printed, on every sheet.
    """

    above: str
    title: str
    blocks: Sequence[Block]
    eyes: str = ""

    @property
    def head(self) -> str:
        """The small line: for whose eyes it is, and what stands above the title."""
        return ". ".join(part for part in (self.eyes, self.above) if part)


LONG, SHORT = 40, 10
"""Characters from which a cell of a table is given room, and up to which it stays on one line: a date."""
STYLE = Markup("""<style>
.deals-page{font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:13px;line-height:1.5;max-width:1000px;
color:var(--jp-ui-font-color1,inherit);border:1px solid var(--jp-border-color1,#8886);border-radius:6px;
padding:18px 22px;margin:4px 0;background:var(--jp-layout-color1,transparent)}
.deals-page .deals-above{color:var(--jp-ui-font-color2,inherit);font-size:12px;margin:0}
.deals-page .deals-title{font-size:20px;line-height:1.25;font-weight:600;margin:2px 0 12px;padding:0;color:inherit}
.deals-page .deals-heading{font-size:14px;font-weight:600;margin:18px 0 6px;padding:0;color:inherit}
.deals-page p{margin:0 0 8px}
.deals-page .deals-lead{font-size:15px}
.deals-page .deals-note{font-size:12px;color:var(--jp-ui-font-color2,inherit)}
.deals-page .deals-warning{border-left:3px solid var(--jp-warn-color1,#d27d0f);padding-left:10px}
.deals-page ul{margin:0 0 8px;padding-left:20px}
.deals-page ul.deals-warning{list-style:none;padding-left:10px}
.deals-page .deals-facts{display:flex;flex-wrap:wrap;gap:10px;margin:0 0 12px}
.deals-page .deals-fact{flex:1 1 170px;max-width:340px;border:1px solid var(--jp-border-color2,#8884);border-radius:4px;
padding:9px 12px;background:var(--jp-layout-color2,transparent)}
.deals-page .deals-label{font-size:12px;color:var(--jp-ui-font-color2,inherit)}
.deals-page .deals-value{font-size:20px;font-weight:600;white-space:nowrap}
.deals-page .deals-scroll{overflow-x:auto;margin:0 0 8px}
.deals-page table.deals-table{border-collapse:collapse;font-size:12.5px;width:100%;margin:0;border:0;
table-layout:auto}
.deals-page .deals-table th,.deals-page .deals-table td{padding:4px 8px 4px 0;text-align:left;vertical-align:top;
border:0;border-bottom:1px solid var(--jp-border-color2,#8884);background:transparent;white-space:normal;max-width:none}
.deals-page .deals-table th{font-weight:600;color:var(--jp-ui-font-color2,inherit);vertical-align:bottom}
.deals-page .deals-table .deals-figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.deals-page .deals-table th.deals-figure{white-space:normal}
.deals-page .deals-table td.deals-long{min-width:120px;overflow-wrap:anywhere}
.deals-page .deals-table td.deals-short{white-space:nowrap}
.deals-page .deals-bar{display:block;padding-left:26px}
</style>""")


def html(page: Document) -> Markup:
    """Write a page as HTML that carries its own style and follows the notebook's theme."""
    return STYLE + body(page)


def body(page: Document, shown: Callable[[Picture], Markup] = lambda _: Markup("")) -> Markup:
    """Write a page as HTML without its style; `shown` says what becomes of its pictures."""
    blocks = Markup("\n").join(shown(block) if isinstance(block, Picture) else _html(block) for block in page.blocks)
    above = Markup('<p class="deals-above">{}</p>').format(page.head) if page.head else ""
    title = Markup('<h2 class="deals-title">{}</h2>\n').format(page.title) if page.title else ""
    return Markup('<article class="deals-page">{}{}{}</article>').format(above, title, blocks)


def _html(block: Block) -> Markup:
    match block:
        case Heading(text):
            return Markup('<h3 class="deals-heading">{}</h3>').format(text)
        case Paragraph(text, tone):
            return Markup('<p class="deals-{}">{}</p>').format(tone, text)
        case Bullets(items, tone):
            inside = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
            return Markup('<ul class="deals-{}">{}</ul>').format(tone, inside)
        case Facts(items):
            return Markup('<div class="deals-facts">{}</div>').format(Markup("").join(map(_fact, items)))
        case Table():
            return _table(block)
        case Picture():
            return Markup("")


def _fact(fact: Fact) -> Markup:
    tile = (
        '<div class="deals-fact"><div class="deals-label">{}</div><div class="deals-value">{}</div>'
        '<div class="deals-label">{}</div></div>'
    )
    return Markup(tile).format(fact.label, fact.value, fact.note)


def _table(table: Table) -> Markup:
    looks = [Markup(' class="deals-figure"') if name in table.figures else Markup("") for name in table.columns]
    head = _row(Markup('<th scope="col"{}>{}</th>'), looks, table.columns)
    body = Markup("\n").join(_row(Markup("<td{}>{}</td>"), looks, row) for row in table.rows)
    frame = '<div class="deals-scroll"><table class="deals-table"><thead>{}</thead><tbody>\n{}</tbody></table></div>'
    return Markup(frame).format(head, body)


def _row(cell: Markup, looks: Sequence[Markup], texts: Sequence[str | Bar]) -> Markup:
    cells = (cell.format(look or _look(text), _cell(text)) for look, text in zip(looks, texts, strict=True))
    return Markup("<tr>{}</tr>").format(Markup("").join(cells))


def _look(text: str | Bar) -> Markup:
    """What a cell of text is marked with: a long one needs room, a short one no second line."""
    if not isinstance(text, str) or SHORT < len(text) <= LONG:
        return Markup("")
    return Markup(' class="deals-long"') if len(text) > LONG else Markup(' class="deals-short"')


def _cell(text: str | Bar) -> str | Markup:
    if isinstance(text, str):
        return text
    filled = round(100 * min(max(text.share, 0.0), 1.0))
    paint = f"linear-gradient(to left,rgba(74,143,208,.38) {filled}%,transparent {filled}%)"
    return Markup('<span class="deals-bar" style="background:{}">{}</span>').format(paint, text.text)


def markdown(page: Document) -> str:
    """Write a page as Markdown; names cannot become markup in it."""
    parts = [
        f"# {_plain(page.title)}" if page.title else "",
        f"*{_plain(page.head)}*" if page.head else "",
        *(_markdown(block) for block in page.blocks),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(text):
            return f"## {_plain(text)}"
        case Paragraph(text, tone):
            plain = _plain(text)
            return f"> {plain}" if tone == "warning" else plain
        case Bullets(items, _):
            return "\n".join(f"- {_plain(item)}" for item in items)
        case Facts(items):
            return "\n".join(f"- {_plain(i.label)}: **{_plain(i.value)}**{_noted(i.note)}" for i in items)
        case Table(columns, rows, figures):
            return "\n".join(_lines(columns, rows, figures))
        case Picture(path, caption):
            return f"![{_plain(caption)}]({path})"


def _noted(note: str) -> str:
    return f" ({_plain(note)})" if note else ""


def _lines(columns: Sequence[str], rows: Sequence[Sequence[str | Bar]], figures: frozenset[str]) -> Iterable[str]:
    yield f"| {' | '.join(_plain(name) for name in columns)} |"
    yield f"| {' | '.join('--:' if name in figures else '---' for name in columns)} |"
    for row in rows:
        yield f"| {' | '.join(_plain(cell.text if isinstance(cell, Bar) else cell) for cell in row)} |"


def _plain(text: str) -> str:
    """Escape what Markdown, or HTML inside it, would read as markup, and keep the text on one line."""
    flat = visible(" ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", flat)
