"""One look for every figure: colours that colour-blind eyes can tell apart, one font, light and dark.

A Vega-Lite chart knows its own background. Every colour is written as an expression on it, so the same chart is
readable in a light and in a dark notebook; no copy of it has to be made.
"""

from dataclasses import dataclass
from typing import Any

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour on a light and on a dark background."""

    light: str
    dark: str

    def expression(self) -> str:
        """A Vega expression that picks the shade for the background it stands on."""
        return f"dark ? '{self.dark}' : '{self.light}'"


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one kind, drawn in one colour."""

    label: str
    tone: Tone


INK = Tone("#1d2126", "#f2f3f4")
MUTED = Tone("#5a616a", "#c3c8ce")
GRID = Tone("#e3e6ea", "#4a4d52")
ZERO = Tone("#8b929b", "#9aa1a9")
PLATE = Tone("#ffffff", "#333333")

CHIPS = Tone("#17479e", "#5b8ff0")
GROUPS = (
    Group("Chips", CHIPS),
    Group("Tariff relief", Tone("#4799d6", "#b3defc")),
    Group("Tariff cuts", Tone("#5e9440", "#8fc97c")),
    Group("Investment", Tone("#8c3410", "#e2622e")),
    Group("Purchases", Tone("#d27d0f", "#f8c662")),
    Group("Technology security", Tone("#c0439c", "#e08bd6")),
    Group("Defence, taxes, rules, talks", Tone("#50565e", "#a4a9b0")),
)
"""Kinds of terms in the order in which they are drawn: what the United States gives, then what it asks."""

ASSUMPTION = 400
"""Pixels for an assumption in words, with its name, beside a bar."""
SHARES = (0.5, 0.7, 0.85, 0.95)
"""Shares of demand at which the map changes its shade."""
SHADES = (
    Tone("#fbe0b0", "#7a5a2b"),
    Tone("#c4d3b4", "#5f7263"),
    Tone("#92c1c9", "#4f93a0"),
    Tone("#5a9fbb", "#7fc0d4"),
    Tone("#2f6f96", "#c3e6f2"),
)
DELIVERIES = (
    Tone("#edf1f7", "#3d4148"),
    Tone("#c9d8ee", "#4a5f85"),
    Tone("#93b2de", "#6d95d8"),
    Tone("#3f6db5", "#8fb4f2"),
    Tone("#17479e", "#c4dafc"),
)
"""Cells of the calendar, from no chips to hundreds of thousands."""
ON_DELIVERIES = (
    Tone("#5a616a", "#c3c8ce"),
    Tone("#1d2126", "#f2f3f4"),
    Tone("#1d2126", "#14171b"),
    Tone("#ffffff", "#1d2126"),
    Tone("#ffffff", "#1d2126"),
)
"""Figures written on those cells."""
BARRED = Tone("#8d8f93", "#1d1e20")
HOME = Tone("#5b4a78", "#a898c9")
UNKNOWN = Tone("#eceef0", "#44474b")
DISK = Tone("#b5460f", "#ff9a52")
"""Chips that deals add, on the map."""
SEA = Tone("#f7f9fb", "#2b2d30")


def group_of(label: str) -> Group:
    """The kind of terms with a label; what belongs to none of them is in the last."""
    return next((group for group in GROUPS if group.label == label), GROUPS[-1])


def config() -> dict[str, Any]:
    """The Vega-Lite configuration that every chart carries."""
    ink, muted, grid = (_reference(tone) for tone in (INK, MUTED, GRID))
    return {
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "offset": 14,
            "fontSize": 17,
            "fontWeight": "bold",
            "color": ink,
            "subtitleColor": muted,
            "subtitleFontSize": 12,
            "subtitleLineHeight": 16,
            "subtitlePadding": 6,
        },
        "axis": {
            "labelColor": ink,
            "titleColor": muted,
            "gridColor": grid,
            "domain": False,
            "ticks": False,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelPadding": 6,
        },
        "legend": {
            "labelColor": ink,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "symbolStrokeWidth": 0,
            "labelLimit": 260,
            "columnPadding": 14,
            "layout": {"bottom": {"anchor": "start", "direction": "horizontal", "margin": 28}},
        },
        "header": {"labelColor": ink, "titleColor": muted, "labelFontSize": 13},
        "text": {"fontSize": 12},
    }


PARAMETERS = ({"name": "dark", "expr": "luminance(background) < 0.3"},)
"""Parameters that every chart carries: whether it stands on a dark background."""


def _reference(tone: Tone) -> dict[str, str]:
    return {"expr": tone.expression()}
