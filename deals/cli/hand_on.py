"""A proposal as files that are handed on, and ``deals sheet``: the term sheet of one partner of a saved proposal."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import deals
from deals.cli.exits import exit_codes
from deals.cli.output import say
from deals.cli.ready import Check, ready
from deals.kit.errors import InputError, Problem, need
from deals.page.document import markdown
from deals.page.files.pdf import EXTRA, TYPST
from deals.page.files.put import EXCEL, PDF, WEB, WORD, check_place
from deals.proposal.proposal import Proposal
from deals.proposal.sheet.deal_package import DealPackage
from deals.proposal.sheet.for_partner import sheet_for_partner

Word = Annotated[Path | None, typer.Option("--word", help="Write this Word document besides (.docx).")]
Excel = Annotated[Path | None, typer.Option("--excel", help="Write all tables as this workbook besides (.xlsx).")]
Html = Annotated[
    Path | None, typer.Option("--html", help="Write this page besides, one file that stands alone (.html).")
]
Pdf = Annotated[Path | None, typer.Option("--pdf", help="Write this PDF document besides (.pdf).")]
ENDINGS = {"--word": WORD, "--pdf": PDF, "--excel": EXCEL, "--html": WEB}


@dataclass(frozen=True)
class HandOn:
    """Files that were asked for beside an answer; None where one was not."""

    word: Path | None = None
    excel: Path | None = None
    html: Path | None = None
    pdf: Path | None = None

    def check(self, *others: tuple[str, Path | None, Check]) -> None:
        """Check that all of them may be written, and others beside them, before anything long is begun.

        Raises
        ------
        InputError
            With every one that may not, named by its option.
        NotInstalledError
            If PDF is asked for and Typst is missing.
        """
        given = {"--word": self.word, "--excel": self.excel, "--html": self.html, "--pdf": self.pdf}
        checks = ((option, path, partial(check_place, ending=ENDINGS[option])) for option, path in given.items())
        ready(*others, *checks)
        if self.pdf is not None:
            need(TYPST, EXTRA)

    def write(self, proposal: Proposal) -> list[Path]:
        """Write a proposal to them: the briefing pack as a document and a page, the tables as a workbook."""
        asked = (
            (self.word, proposal.docx),
            (self.excel, proposal.xlsx),
            (self.html, proposal.page),
            (self.pdf, proposal.pdf),
        )
        return [write(path) for path, write in asked if path is not None]


def sheet(
    saved: Annotated[Path, typer.Argument(help="A proposal saved with deals propose --save or proposal.save.")],
    partner: Annotated[str, typer.Argument(help="Its partner, by code or by name.")],
    word: Word = None,
    html: Html = None,
    pdf: Pdf = None,
    for_partner: Annotated[
        bool, typer.Option("--for-partner", help="Only what can be put on the table: nothing of what it is worth.")
    ] = False,
) -> None:
    """Print the term sheet of one partner of a saved proposal, or write it as Word, HTML or PDF."""
    with exit_codes():
        HandOn(word=word, html=html, pdf=pdf).check()
        found = deals.open(saved)[partner]
        if not isinstance(found, DealPackage):
            raise InputError(Problem(str(saved), "", partner, found.sentence.rstrip(".")))
        if word is None and html is None and pdf is None:
            say(markdown(sheet_for_partner(found)) if for_partner else found.markdown())
        for path, write in ((word, found.docx), (html, found.page), (pdf, found.pdf)):
            if path is not None:
                tell([write(path, for_partner=for_partner)])


def tell(written: Iterable[Path]) -> None:
    """Say where files were written."""
    for path in written:
        say(f"Written to {path}")
