"""Sheets and the briefing pack as files: the same page as on screen, nothing hostile in it, nothing lost."""

from copy import copy
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document as Word

from deals.kit.errors import InputError
from deals.page.document import Bullets, Heading, Paragraph, Table, markdown
from deals.proposal import Proposal
from deals.proposal.handing.briefing import briefing
from deals.proposal.handing.reading import shared_figures
from deals.proposal.how_sure import BEYOND, WHAT_ODDS_ARE
from deals.proposal.phrases import sentence
from deals.proposal.sheet.for_partner import sheet_for_partner
from deals.proposal.sheet.pledges import RANGE
from deals.proposal.term_sheet import BASES, term_sheet
from tests.page.files.test_writers import stands_alone
from tests.proposal.small import HOSTILE, only


def texts(word: Word) -> str:
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.mark.parametrize("code", ["ARE", "KHM"])
def test_word_and_web_tell_all_that_the_sheet_does(proposal: Proposal, code: str, tmp_path: Path) -> None:
    package = proposal[code]
    written = texts(docx.Document(str(package.docx(tmp_path / "sheet.docx"))))
    seen = stands_alone(package.page(tmp_path / "sheet.html").read_bytes()).text
    for block in term_sheet(package).blocks:
        match block:
            case Heading(text) | Paragraph(text):
                told = [text]
            case Bullets(items):
                told = list(items)
            case Table(columns, rows):
                told = [*columns, *(cell for row in rows for cell in row if isinstance(cell, str))]
            case _:
                told = []
        for text in told:
            assert " ".join(text.split()) in written
            assert text in seen


def test_the_order_of_a_sheet_for_the_partner_tells_nothing_of_worths(proposal: Proposal) -> None:
    """Terms stand as in the table of instruments, on the sheet and in its sentence, whatever they are worth."""
    order = {one.label: one.order for one in proposal.plan.question.world.instruments}
    turned = 0
    for package in proposal:
        page = sheet_for_partner(package)
        tables = [block for block in page.blocks if isinstance(block, Table)][: package.proposed["side"].nunique()]
        for table in tables:
            places = [order[str(row[0])] for row in table.rows]
            assert places == sorted(places)
        ours = term_sheet(package).blocks[0]
        turned += isinstance(ours, Paragraph) and ours.text != sentence(package, for_partner=True)
        worth = package.proposed.assign(us_value=-package.proposed["us_value"])
        other = copy(package)
        other.__dict__["proposed"] = worth
        assert sheet_for_partner(other) == page
        assert not [cell for table in tables for row in table.rows for cell in row if "licences for" in str(cell)]
    assert turned


def test_a_sheet_for_the_partner_says_nothing_of_what_anybody_makes_of_it(proposal: Proposal, tmp_path: Path) -> None:
    for package in proposal:
        sheet = texts(docx.Document(str(package.docx(tmp_path / "sheet.docx", for_partner=True))))
        page = stands_alone(package.page(tmp_path / "sheet.html", for_partner=True).read_bytes()).text
        for secret in (
            *("orth to", "Odds", "reservation", "alk-away", "refuse", "drawn worlds", "judgement", "Expected"),
            *("ithout", "beyond what would", "pened", "in court", "both sides gain", "suspend", "Headline", "ceiling"),
        ):
            assert secret not in sheet
            assert secret not in page
        assert all(str(label) in sheet for label in package.proposed["label"])
        for part in package.proposed["us_value"].abs():
            assert f"USD {part:.3g} bn" not in sheet


def test_every_sheet_says_for_whose_eyes_it_is_and_its_number(proposal: Proposal, tmp_path: Path) -> None:
    package = next(iter(proposal))
    for for_partner, eyes in ((False, "For our side only"), (True, "For discussion")):
        word = docx.Document(str(package.docx(tmp_path / "sheet.docx", for_partner=for_partner)))
        for section in word.sections:
            assert section.header.paragraphs[0].text == eyes
            assert 'w:instr="PAGE"' in section.footer.paragraphs[0]._p.xml
        page = package.page(tmp_path / "sheet.html", for_partner=for_partner).read_text(encoding="utf-8")
        assert eyes in page
    pack = docx.Document(str(only(proposal, (package.partner,)).docx(tmp_path / "pack.docx")))
    assert {section.header.paragraphs[0].text for section in pack.sections} == {"For our side only"}


def test_the_pack_holds_the_first_screen_every_sheet_and_the_figures(proposal: Proposal, tmp_path: Path) -> None:
    few = only(proposal, ("ARE", "KHM"))
    word = docx.Document(str(few.docx(tmp_path / "pack.docx")))
    titles = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles[1:] == ["How to read the term sheets", *(f"United States – {package.name}" for package in few)]
    assert titles[0].startswith("2 deals proposed")
    assert len(word.inline_shapes) == 3
    assert "Who is left out, and why" in texts(word)
    page = few.page(tmp_path / "pack.html").read_bytes()
    seen = stands_alone(page)
    assert seen.tags.count("img") == 3
    assert seen.tags.count("article") == 4
    assert HOSTILE in seen.text


def test_the_pack_says_once_what_holds_of_every_sheet(proposal: Proposal) -> None:
    """What measures mean, what odds are and the figures of all stood on each sheet of the pack again."""
    pages = briefing(proposal)
    said: dict[str, int] = {}
    for page in pages[2:]:
        for block in page.blocks:
            if isinstance(block, Paragraph) and len(block.text) > 120:
                said[block.text] = said.get(block.text, 0) + 1
    assert not [text for text, times in said.items() if times > 1 and text != BEYOND]
    whole = " ".join(markdown(page) for page in pages)
    for common in (WHAT_ODDS_ARE, BASES, RANGE):
        assert whole.count(common) == 1
    shared = shared_figures(list(proposal))
    assert len(shared)
    assert all(RANGE in package.markdown() for package in proposal), "a sheet that stands alone says all itself"


def test_totals_say_over_which_years_they_count(proposal: Proposal) -> None:
    """Pledges count from their signing: a total “over the horizon” named no date, and the wrong years."""
    package = next(p for p in proposal if "investment" in set(p.proposed["instrument"]))
    assert "3.5 years from signing" in package.markdown()
    assert "horizon" not in package.markdown()
    assert "3.5 years from signing" in markdown(term_sheet(package, frozenset()))


def test_an_empty_plan_can_be_handed_on(proposal: Proposal, tmp_path: Path) -> None:
    empty = only(proposal, ())
    assert "0 deals proposed" in texts(docx.Document(str(empty.docx(tmp_path / "pack.docx"))))
    stands_alone(empty.page(tmp_path / "pack.html").read_bytes())
    assert "Deals" not in openpyxl.load_workbook(empty.xlsx(tmp_path / "pack.xlsx")).sheetnames


def test_the_workbook_has_every_table_with_its_figures_and_no_formula(proposal: Proposal, tmp_path: Path) -> None:
    path = proposal.xlsx(tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    assert {"What was asked", "Deals", "Terms", "Offers", "Left out", "Sources"} <= {*book.sheetnames}
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert HOSTILE in {cell.value for cell in cells}
    deals = list(book["Deals"].iter_rows(min_row=4, values_only=True))
    head, rows = deals[0], [dict(zip(deals[0], row, strict=True)) for row in deals[1:]]
    assert "Expected US gain, USD bn" in head
    told = {row["Code"]: row["Expected US gain, USD bn"] for row in rows}
    assert told == pytest.approx(proposal.summary["expected_gain"].to_dict())
    assert len(list(book["Terms"].iter_rows(min_row=5))) == len(proposal.packages)


def test_the_workbook_tells_offers_as_the_sheets_do(proposal: Proposal, tmp_path: Path) -> None:
    """Terms of the offer, and its worth with the deal's share of what all chips displace."""
    book = openpyxl.load_workbook(BytesIO(proposal.xlsx(tmp_path / "all.xlsx").read_bytes()))
    assert len(list(book["Terms as offered"].iter_rows(min_row=5))) == sum(len(deal.proposed) for deal in proposal)
    head, *lines = list(book["Offers"].iter_rows(min_row=4, values_only=True))
    for line in lines:
        row = dict(zip(head, line, strict=True))
        deal = proposal.deal(str(row["Code"]))
        assert row["US gain, as offered, USD bn"] == pytest.approx(deal.if_signed["us_gain"])
        assert row["US gain, plan's own terms, USD bn"] == pytest.approx(deal.summary["us_gain"])


def test_nothing_long_is_begun_for_a_place_that_is_refused(proposal: Proposal, tmp_path: Path) -> None:
    for write in (proposal.docx, proposal.page, proposal.xlsx, proposal["ARE"].docx, proposal["ARE"].page):
        with pytest.raises(InputError, match="end the name in"):
            write(tmp_path / "pack.pdf")
    assert not list(tmp_path.iterdir())
