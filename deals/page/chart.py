"""A figure with its data: shown in a notebook without a network, saved without a browser."""

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from deals.kit.errors import InputError, Problem
from deals.page import style
from deals.page.thumbnail import thumbnail
from deals.page.wording import counted

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Name of the chart language. It is an identifier: nothing is fetched from it."""
MIME = "application/vnd.vegalite.v5+json"
VEGA_LITE = "5.8"
"""The oldest renderer at hand, nearest to the one that notebooks have: what it draws, they draw."""
SCALE = 2.0
FORMATS = (".json", ".pdf", ".png", ".svg")


@dataclass(frozen=True)
class Chart:
    """A figure.

    Attributes
    ----------
    data : DataFrame
        The numbers that are drawn, one row for each mark.
    altair : altair.Chart
        The drawing, in Altair's terms, without the house style.
    note : str
        What must be read with the figure, below its title.
    """

    data: "pd.DataFrame"
    altair: "alt.TopLevelMixin"
    note: str = ""

    @property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification with the house style and all data inside."""
        drawn: dict[str, Any] = self.altair.to_dict()
        return {
            **drawn,
            "$schema": SCHEMA,
            "config": style.config(),
            "params": [*style.PARAMETERS, *drawn.get("params", [])],
            **({"title": _noted(drawn.get("title"), self.note)} if self.note else {}),
        }

    def svg(self, *, dark: bool = False) -> str:
        """The drawing as vectors, on a light or a dark background."""
        return self._on_dark if dark else self._on_light

    def png(self, *, dark: bool = False) -> bytes:
        """The picture, at twice the size of the screen."""
        import vl_convert  # heavy

        answer: bytes = vl_convert.svg_to_png(self.svg(dark=dark), scale=SCALE)
        return answer

    def thumbnail(self) -> bytes:
        """The picture as a notebook keeps it for whoever cannot draw the chart: of the size of the screen, small."""
        import vl_convert  # heavy

        return thumbnail(vl_convert.svg_to_png(self.svg(), scale=1.0))

    def pdf(self, *, dark: bool = False) -> bytes:
        """The page for print."""
        import vl_convert  # heavy

        answer: bytes = vl_convert.svg_to_pdf(self.svg(dark=dark))
        return answer

    @cached_property
    def _on_light(self) -> str:
        return self._drawn(None)

    @cached_property
    def _on_dark(self) -> str:
        return self._drawn("dark")

    def _drawn(self, theme: Literal["dark"] | None) -> str:
        import vl_convert  # heavy

        answer: str = vl_convert.vegalite_to_svg(self.spec, vl_version=VEGA_LITE, theme=theme)
        return answer

    def save(self, path: str | Path, *, dark: bool = False) -> Path:
        """Write the figure to `path`; its ending says how: png, svg, pdf, or json for the specification.

        Raises
        ------
        InputError
            If the ending is none of these.
        """
        target = Path(path)
        match target.suffix.lower():
            case ".png":
                target.write_bytes(self.png(dark=dark))
            case ".svg":
                target.write_text(self.svg(dark=dark), encoding="utf-8")
            case ".pdf":
                target.write_bytes(self.pdf(dark=dark))
            case ".json":
                target.write_text(json.dumps(self.spec, ensure_ascii=False, indent=1), encoding="utf-8")
            case _:
                fix = f"end the name in {', '.join(FORMATS)}"
                raise InputError(Problem("", "path", str(path), "no such format for a figure", fix))
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {
            MIME: self.spec,
            "image/png": base64.b64encode(self.thumbnail()).decode("ascii"),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f"Chart({counted(len(self.data), 'row')}: {', '.join(map(str, self.data.columns))})"


def _noted(title: Any, note: str) -> dict[str, Any]:
    """A title with a note below it, after what stands there already."""
    held = dict(title) if isinstance(title, dict) else {"text": title or ""}
    below = held.get("subtitle", [])
    return {**held, "subtitle": [*([below] if isinstance(below, str) else below), note]}
