"""Plain words for pydantic's findings: what was written, what belongs there, and what to write."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

LIST, PAIRS = "a list", "a set of names with values"
BELONGS = {
    "tuple_type": LIST,
    "list_type": LIST,
    "dict_type": PAIRS,
    "mapping_type": PAIRS,
    "model_type": PAIRS,
    "dataclass_type": PAIRS,
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
}
"""What belongs where something of another kind stands, by the finding."""
BOUNDS = {
    "greater_than_equal": ("ge", "should be {} or more"),
    "greater_than": ("gt", "should be more than {}"),
    "less_than_equal": ("le", "should be {} or less"),
    "less_than": ("lt", "should be less than {}"),
}
"""Bounds that a number misses: where pydantic has the bound, and how it is said."""
THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
"""A number with commas between its thousands."""
TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
LISTED = 40
"""Characters of a word that is shown again as the one entry of a list."""


def message_of(detail: ErrorDetails) -> str:
    """What is wrong, in plain words."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "int_type" and isinstance(value, float):
        return "is no whole number"
    if kind in BELONGS and value is None:
        return "is empty"
    if kind in BELONGS:
        return f"is {_kind(value)}, where {BELONGS[kind]} belongs"
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return words.format(f"{context[bound]:,.12g}")
    match kind:
        case "int_from_float":
            return "is no whole number"
        case "finite_number":
            return "should be a finite number"
        case "string_pattern_mismatch":
            return "is not written as it should be"
        case "string_too_short":
            return "is empty"
        case "too_long":
            return f"has more than {context['max_length']} entries"
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return message[:1].lower() + message[1:]


def fix_of(detail: ErrorDetails, wanted: str, names: Sequence[str] = ()) -> str:
    """What to write instead: what is wanted there, after how to write what was meant; `names` are those of a record."""
    kind, value = detail["type"], detail["input"]
    fix = f"write {wanted}" if wanted else f"write {', '.join(names)} for it, as far as it has them" if names else ""
    if kind == "string_type" and isinstance(value, (int, float)):
        return f"put it in quotes if it is meant{f', or {fix}' if fix else ''}"
    if isinstance(value, str):
        return _of_text(kind, value.strip(), wanted) or fix
    if BELONGS.get(kind) == LIST and isinstance(value, Mapping):
        return f"begin each entry with a dash, as '- name: value'{f': {wanted}' if wanted else ''}"
    if BELONGS.get(kind) == PAIRS and wanted:
        return f"write {{name: value}}, {wanted}"
    return f"{fix}, or take the line out" if value is None and BELONGS.get(kind) in (LIST, PAIRS) and fix else fix


def _of_text(kind: str, text: str, wanted: str) -> str:
    """What to write in place of a text that stands for a list, a number or a yes or no; nothing where it does not."""
    then = f", {wanted}" if wanted else ""
    match BELONGS.get(kind):
        case "a list" if 0 < len(text) <= LISTED:
            return f"write [{text}]{then}"
        case "a number" | "a whole number" if _is_number(text):
            return f"write {float(text):g}, without quotes"
        case "a number" | "a whole number" if THOUSANDS.fullmatch(text):
            return f"write {text.replace(',', '')}, without commas"
        case "a number" | "a whole number" if text[:1].isdigit():
            return f"write a number alone{then}"
        case "true or false" if text.casefold() in TRUTHS:
            return f"write {TRUTHS[text.casefold()]}, without quotes"
        case _:
            return ""


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case Mapping():
            return PAIRS
        case Sequence():
            return "a list"
        case _:
            return f"a {type(value).__name__}"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
