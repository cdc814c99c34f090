"""Writes the table of rules on the page of mathematics from the register of constraint families."""

from pathlib import Path

from deals.model.families import REGISTER
from deals.model.family import Whose

PAGE = Path(__file__).with_name("mathematics.md")
BEGIN, END = "<!-- rules: written by rules_table.py -->", "<!-- end of rules -->"
SUBJECT = {Whose.EVERYBODY: "t", Whose.ECONOMY: "j", Whose.CHOSEN: "a term of those named"}


def table() -> str:
    """The register in Markdown, a part of the mathematics at a time."""
    lines = ["| part | family | rule | in words | unit of the limit |", "| --- | --- | --- | --- | --- |"]
    for section in dict.fromkeys(family.section for family in REGISTER.values()):
        for family in REGISTER.values():
            if family.section == section:
                said = family.words.replace("{key}", SUBJECT.get(family.whose, "n")).replace("{limit:.4g}", "so many")
                lines.append(f"| {section} | {family.name} | {family.rule} | {said} | {family.unit or '–'} |")
    return "\n".join(lines)


def page_with_rules(text: str) -> str:
    """The page with its table as the register has it."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_rules(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
