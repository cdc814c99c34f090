"""Writes the tables on the page of scenarios, and the schema beside it, from the settings themselves."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deals.scenario.json_schema import json_schema

PAGE = Path(__file__).with_name("scenario.md")
SCHEMA = Path(__file__).with_name("scenario.schema.json")
BEGIN, END = "<!-- settings: written by scenario_page.py -->", "<!-- end of settings -->"


def tables() -> str:
    """Every setting in Markdown: what to write and what holds where nothing is written; goals and reforms after it."""
    schema = json_schema()
    parts = [_table(schema)]
    for name, title in (("Goals", "`goals`"), ("Reform", "Each of `reforms`")):
        parts += [f"### {title}", _table(schema["$defs"][name])]
    return "\n\n".join(parts)


def _table(schema: Mapping[str, Any]) -> str:
    lines = ["| setting | write | if left out |", "| --- | --- | --- |"]
    for name, field in schema["properties"].items():
        left_out = "**required**" if name in schema.get("required", ()) else f"`{json.dumps(field.get('default'))}`"
        lines.append(f"| `{name}` | {field['description'].replace('|', chr(92) + '|')} | {left_out} |")
    return "\n".join(lines)


def page_with_settings(text: str) -> str:
    """The page with its tables as the settings are."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END)[1]}"


def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page_with_settings(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
