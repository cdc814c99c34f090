"""Plain words for pydantic's findings: what was written, what belongs there, and what to write."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

PAIRS = "a set of names with values"
BELONGS = {
    "tuple_type": "a list",
    "list_type": "a list",
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
    if kind == "float_type" and isinstance(value, str) and _is_number(value):
        return f"write {float(value):g}, without quotes"
    fix = f"write {wanted}" if wanted else f"write {', '.join(names)} for it, as far as it has them" if names else ""
    if kind == "string_type" and isinstance(value, (int, float)):
        return f"put it in quotes if it is meant{f', or {fix}' if fix else ''}"
    if kind in {"tuple_type", "list_type"} and isinstance(value, str) and 0 < len(value) <= LISTED:
        return f"write [{value}]{f', {wanted}' if wanted else ''}"
    if BELONGS.get(kind) == PAIRS and wanted:
        return f"write {{name: value}}, {wanted}"
    return f"{fix}, or take the line out" if value is None and fix else fix


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
