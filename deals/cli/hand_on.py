"""A proposal as files that are handed on, and ``deals sheet``: the term sheet of one partner of a saved proposal."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

import deals
from deals.cli.exits import exit_codes
from deals.cli.output import say
from deals.kit.errors import InputError, Problem
from deals.page.document import markdown
from deals.page.files.put import EXCEL, WEB, WORD, check_place
from deals.proposal.proposal import Proposal
from deals.proposal.sheet.deal_package import DealPackage
from deals.proposal.sheet.for_partner import sheet_for_partner

Word = Annotated[Path | None, typer.Option("--word", help="Write this Word document besides (.docx).")]
Excel = Annotated[Path | None, typer.Option("--excel", help="Write all tables as this workbook besides (.xlsx).")]
Html = Annotated[
    Path | None, typer.Option("--html", help="Write this page besides, one file that stands alone (.html).")
]
ENDINGS = {"--word": WORD, "--excel": EXCEL, "--html": WEB}


@dataclass(frozen=True)
class HandOn:
    """Files that were asked for beside an answer; None where one was not."""

    word: Path | None = None
    excel: Path | None = None
    html: Path | None = None

    def check(self) -> None:
        """Check that all of them may be written, before anything long is begun.

        Raises
        ------
        InputError
            With every one that may not, named by its option.
        """
        given = {"--word": self.word, "--excel": self.excel, "--html": self.html}
        problems = [problem for option, path in given.items() if path is not None for problem in _refused(option, path)]
        if problems:
            raise InputError(problems)

    def write(self, proposal: Proposal) -> list[Path]:
        """Write a proposal to them: the briefing pack as a document and a page, the tables as a workbook."""
        asked = ((self.word, proposal.docx), (self.excel, proposal.xlsx), (self.html, proposal.page))
        return [write(path) for path, write in asked if path is not None]


def sheet(
    saved: Annotated[Path, typer.Argument(help="A proposal saved with deals propose --save or proposal.save.")],
    partner: Annotated[str, typer.Argument(help="Its partner, by code or by name.")],
    word: Word = None,
    html: Html = None,
    for_partner: Annotated[
        bool, typer.Option("--for-partner", help="Only what can be put on the table: nothing of what it is worth.")
    ] = False,
) -> None:
    """Print the term sheet of one partner of a saved proposal, or write it as Word or HTML."""
    with exit_codes():
        HandOn(word=word, html=html).check()
        found = deals.open(saved)[partner]
        if not isinstance(found, DealPackage):
            raise InputError(Problem(str(saved), "", partner, found.sentence.rstrip(".")))
        if word is None and html is None:
            say(markdown(sheet_for_partner(found)) if for_partner else found.markdown())
        for path, write in ((word, found.docx), (html, found.page)):
            if path is not None:
                tell([write(path, for_partner=for_partner)])


def tell(written: Iterable[Path]) -> None:
    """Say where files were written."""
    for path in written:
        say(f"Written to {path}")


def _refused(option: str, path: Path) -> tuple[Problem, ...]:
    try:
        check_place(path, ENDINGS[option])
    except InputError as error:
        return tuple(replace(problem, field=option) for problem in error.problems)
    return ()
