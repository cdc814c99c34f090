"""Text made safe to look at: what steers a terminal is spelled out instead of sent to it."""

import re

STEERING = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters but tabs and line feeds, marks without a width or that turn text, and halves of characters."""


def visible(text: str) -> str:
    r"""Spell out control characters and what else would change how the rest is shown.

    Examples
    --------
    >>> print(visible("a \x1b[31mred\x1b[0m title"))
    a \x1b[31mred\x1b[0m title
    """
    return STEERING.sub(lambda found: ascii(found.group())[1:-1], text)
