"""Pages as one HTML file that stands alone: its style and pictures inside, nothing that runs, nothing fetched."""

import base64
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from deals.page.document import STYLE, Document, Picture, body

LOCKED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser is told: to fetch nothing and run nothing, whatever should stand in the page."""
LOOK = Markup("""<style>
body{margin:0;padding:16px;background:#fff;color:#1d2126;font-family:"Liberation Sans",Arial,Helvetica,sans-serif}
main{max-width:1180px;margin:0 auto}
nav{font-size:13px;margin:0 0 16px;columns:4 160px}
nav ol{margin:0;padding-left:24px}
nav a{color:#17479e}
figure{margin:12px 0 18px}
figure img{display:block;max-width:100%;height:auto}
figcaption{font-size:12px;color:#5a616a;margin-top:4px}
.deals-page{font-family:inherit;border:0;padding:0;margin:0 0 40px;max-width:none}
.deals-page .deals-table th,.deals-page .deals-table td{padding-right:11px}
@media print{body{padding:0}nav{display:none}.deals-page{break-after:page;font-size:10.5px}
.deals-page .deals-scroll{overflow:visible}.deals-page table.deals-table{font-size:9px}
.deals-page .deals-table tr,.deals-page .deals-fact,figure{break-inside:avoid}}
</style>""")
FRAME = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="{}">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>{}</title>{}{}</head>'
    "<body><main>{}{}</main></body></html>\n"
)


def web_page(pages: Sequence[Document], pictures: Mapping[str, bytes] | None = None) -> bytes:
    """Write pages as one HTML file, with a list of them on top where there is more than one.

    Parameters
    ----------
    pages : sequence of Document
        The first gives the file its title.
    pictures : mapping of str to bytes
        PNG by the path that a page names; a picture that is not here is left out.

    Returns
    -------
    bytes
        HTML in UTF-8.
    """
    inside = {path: _picture(png) for path, png in (pictures or {}).items()}
    articles = Markup("\n").join(
        Markup('<section id="page-{}">{}</section>').format(place, body(page, lambda one: _figure(one, inside)))
        for place, page in enumerate(pages, 1)
    )
    return FRAME.format(LOCKED, pages[0].title, STYLE, LOOK, _list(pages), articles).encode()


def _list(pages: Sequence[Document]) -> Markup:
    if len(pages) < 2:
        return Markup("")
    lines = (
        Markup('<li><a href="#page-{}">{}</a></li>').format(place, page.title) for place, page in enumerate(pages, 1)
    )
    return Markup("<nav><ol>{}</ol></nav>").format(Markup("").join(lines))


def _figure(picture: Picture, inside: Mapping[str, str]) -> Markup:
    if picture.path not in inside:
        return Markup("")
    frame = '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>'
    return Markup(frame).format(inside[picture.path], picture.caption, picture.caption)


def _picture(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
