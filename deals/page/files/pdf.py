"""Pages as a PDF document, set by Typst: text reaches it as data, so that nothing in it can become markup."""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deals.kit.errors import need
from deals.kit.visible import visible
from deals.page.document import Bar, Block, Bullets, Document, Facts, Heading, Paragraph, Picture, Table

TYPST, EXTRA = "typst", "pdf"
WIDE = 7
"""Columns beyond which a table is laid on its side."""
LONGEST, LONGEST_WORD, ONE_LINE = 90, 24, 14
"""Characters from which a cell, and from which a word, makes its column no wider; and up to which none is broken."""
ROOM = 110
"""Characters that a line of a table holds."""
LAYOUT = """
#let pages = json("pages.json")
#set document(title: pages.first().title, date: none)
#set text(font: "Libertinus Serif", size: 10pt, lang: "en", fill: rgb("#1d2126"))
#set par(justify: false, leading: 0.55em)
#show heading.where(level: 1): it => block(below: 0.9em, text(size: 17pt, it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.6em, text(size: 11.5pt, it.body))
#let sizes = (plain: 10pt, lead: 11.5pt, note: 8.5pt, warning: 10pt)
#let grey = rgb("#5a616a")
#let line-of = 0.5pt + rgb("#c9ced4")

#let paragraph(it) = {
  let inside = text(size: sizes.at(it.tone), fill: if it.tone == "note" { grey } else { rgb("#1d2126") }, it.text)
  if it.tone == "warning" {
    block(stroke: (left: 2pt + rgb("#d27d0f")), inset: (left: 7pt, y: 2pt), inside)
  } else { block(inside) }
}
#let facts(it) = grid(columns: (1fr,) * 3, gutter: 6pt, ..it.items.map(one => rect(
  width: 100%, stroke: line-of, radius: 2pt, inset: 6pt,
  [#text(size: 8.5pt, fill: grey, one.label)\\ #text(size: 13pt, weight: "bold", one.value)\\ #text(
    size: 8.5pt, fill: grey, one.note)],
)))
#let tabled(it) = {
  set text(size: if it.columns.len() > 9 { 7pt } else if it.columns.len() > 6 { 8pt } else { 8.5pt })
  set par(leading: 0.4em)
  table(
    columns: it.widths.map(width => width * 1fr),
    stroke: (x, y) => (bottom: line-of),
    inset: (x: 3pt, y: 3pt),
    align: (x, y) => if it.figures.contains(x) { right } else { left },
    table.header(..it.columns.map(name => text(weight: "bold", fill: grey, name))),
    ..it.rows.flatten(),
  )
}
#let fitted(file) = layout(room => {
  let most = room.height - 1.2cm
  let wide = image(file, width: room.width)
  if measure(wide).height > most { image(file, height: most) } else { wide }
})
#let shown(it) = {
  if it.kind == "heading" { heading(level: 2, it.text) }
  else if it.kind == "paragraph" { paragraph(it) }
  else if it.kind == "bullets" {
    set text(size: sizes.at(it.tone), fill: if it.tone == "note" { grey } else { rgb("#1d2126") })
    list(..it.items)
  }
  else if it.kind == "facts" { facts(it) }
  else if it.kind == "table" { tabled(it) }
  else if it.kind == "picture" { figure(fitted(it.file), caption: it.text, numbering: none) }
}
#for one in pages {
  page(paper: "a4", flipped: one.wide, margin: 1.8cm, numbering: "1", header: text(size: 8.5pt, fill: grey, one.eyes), {
    text(size: 8.5pt, fill: grey, one.above)
    heading(level: 1, one.title)
    for it in one.blocks { shown(it) }
  })
}
"""
"""How pages look; their words come from the file beside it."""


def pdf_document(pages: Sequence[Document], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Write pages as one PDF document, each on a new sheet; the same pages make the same bytes.

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

    Raises
    ------
    NotInstalledError
        If Typst is missing.
    """
    need(TYPST, EXTRA)
    typst: Any = import_module(TYPST)
    files = {path: f"{place}.png" for place, path in enumerate(pictures or {})}
    told = [_page(page, files) for page in pages]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        place.joinpath("pages.json").write_text(json.dumps(told), encoding="utf-8")
        place.joinpath("main.typ").write_text(LAYOUT, encoding="utf-8")
        for path, name in files.items():
            place.joinpath(name).write_bytes((pictures or {})[path])
        # Typst's own fonts are the same on every machine.
        written: bytes = typst.compile(str(place / "main.typ"), root=folder, ignore_system_fonts=True)
    return written


def _page(page: Document, files: Mapping[str, str]) -> dict[str, Any]:
    wide = any(isinstance(block, Table) and len(block.columns) > WIDE for block in page.blocks)
    blocks = [_block(block, files) for block in page.blocks]
    return {
        "above": visible(page.above),
        "title": visible(page.title),
        "eyes": visible(page.eyes),
        "wide": wide,
        "blocks": [block for block in blocks if block],
    }


def _block(block: Block, files: Mapping[str, str]) -> dict[str, Any]:
    """A block as data; nothing of a picture that is not there."""
    match block:
        case Heading(text):
            return {"kind": "heading", "text": visible(text)}
        case Paragraph(text, tone):
            return {"kind": "paragraph", "text": visible(text), "tone": tone}
        case Bullets(items, tone):
            return {"kind": "bullets", "items": [visible(item) for item in items], "tone": tone}
        case Facts(items):
            return {
                "kind": "facts",
                "items": [
                    {"label": visible(one.label), "value": visible(one.value), "note": visible(one.note)}
                    for one in items
                ],
            }
        case Table(columns, rows, figures):
            return {
                "kind": "table",
                "columns": [visible(name) for name in columns],
                "widths": _widths(columns, rows),
                "figures": [place for place, name in enumerate(columns) if name in figures],
                "rows": [[visible(cell.text if isinstance(cell, Bar) else cell) for cell in row] for row in rows],
            }
        case Picture(path, caption):
            return {"kind": "picture", "file": files[path], "text": visible(caption)} if path in files else {}


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str | Bar]]) -> list[float]:
    """Shares of the sheet: room for the longest word of each column, and the rest to those that have more to say."""
    cells = [[cell.text if isinstance(cell, Bar) else cell for cell in row] for row in rows]
    least, more = [], []
    for place, name in enumerate(columns):
        column = [row[place] for row in cells]
        kept = [text for text in column if len(text) <= ONE_LINE]
        words = [len(word) for text in (name, *column) for word in text.split()] + [len(text) for text in kept]
        least.append(2 + min(LONGEST_WORD, max(words, default=0)))
        wanted = max([len(name) // 2, *(min(LONGEST, len(text)) for text in column)])
        more.append(max(0, wanted - least[-1]))
    free = max(0, ROOM - sum(least)) / max(1, sum(more))
    return [round(one + min(1.0, free) * other, 2) for one, other in zip(least, more, strict=True)]
