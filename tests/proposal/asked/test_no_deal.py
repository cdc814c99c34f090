"""Whoever is known and has no deal is told why not; whoever is not known is still an error."""

import math
from pathlib import Path

import docx
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.page.wording import money
from deals.plan.left_out import RATE
from deals.proposal import Proposal
from deals.proposal.asked.no_deal import MOST, MUST, NoDeal


def test_every_partner_without_a_deal_says_why_and_by_how_much(proposal: Proposal) -> None:
    assert len(proposal.left_out)
    for row in proposal.left_out.to_dict("records"):
        answer = proposal[row["partner"]]
        assert isinstance(answer, NoDeal)
        assert (answer.why, answer.name) == (row["why"], row["name"])
        missed = row["misses_by_usd_bn"]
        assert answer.misses_by_usd_bn == missed or math.isnan(missed)
        assert list(answer.table.columns) == ["what", "value", "unit"]
        if not math.isnan(missed):
            assert money(missed) in answer.sentence
            assert answer.table["value"].iloc[0] == missed
        assert answer.sentence in answer.html().replace("&#39;", "'")
        assert answer.name in answer.markdown()


def test_what_is_opened_without_a_deal_is_told(proposal: Proposal) -> None:
    code = next(code for code in proposal.left_out["partner"] if code in proposal.alone.index)
    answer = proposal[code]
    assert isinstance(answer, NoDeal)
    told = answer.table.set_index("what")["value"]
    assert told["Chips opened to it without a deal (8-bit)"] == proposal.alone["opened_kh"][code]


def test_what_a_deal_must_and_could_bring_look_different_where_they_are() -> None:
    """USD 12.0 bn needed of at most USD 12.0 bn hid why there is no deal."""
    facts = ((MUST, 12.031, "USD bn"), (MOST, 12.019, "USD bn"))
    told = NoDeal("VNM", "Vietnam", RATE, 0.0117, facts).markdown()
    assert "USD 12.03 bn" in told
    assert "USD 12.02 bn" in told


def test_an_answer_is_handed_on_as_a_file_like_a_sheet(proposal: Proposal, tmp_path: Path) -> None:
    """Who writes a file for each partner need not ask first whether it has a deal."""
    answer = proposal[proposal.left_out["partner"].iloc[0]]
    assert isinstance(answer, NoDeal)
    written = docx.Document(str(answer.docx(tmp_path / "none.docx")))
    assert answer.sentence in [paragraph.text for paragraph in written.paragraphs]
    assert answer.name in answer.page(tmp_path / "none.html").read_text(encoding="utf-8")
    assert answer.pdf(tmp_path / "none.pdf").read_bytes().startswith(b"%PDF")
    for write in (answer.docx, answer.page, answer.pdf):
        with pytest.raises(InputError, match="is no name of a"):
            write(tmp_path / "none.txt")


def test_of_a_partner_whose_deal_was_signed_before_it_is_told_that_there_is_no_further_one() -> None:
    first = NoDeal("GBR", "United Kingdom", RATE, 0.08, (), further=True)
    assert first.sentence.startswith("The United Kingdom has no further deal: one signed before stands. A deal under")
    assert "further" not in NoDeal("VNM", "Vietnam", RATE, 0.08, ()).sentence


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Germany", "as a member of the European Union (EUU)"),
        ("Brazil", "the scenario leaves it out"),
        ("Russia", "bars it (tier 3)"),
        ("United States", "the side that makes the offers"),
    ],
)
def test_an_economy_that_was_not_asked_says_why(proposal: Proposal, name: str, why: str) -> None:
    excluded = set(proposal.scenario.excluded)
    answer = proposal[name]
    assert isinstance(answer, NoDeal)
    assert why in answer.sentence or answer.partner in excluded
    assert answer.table.empty
    assert math.isnan(answer.misses_by_usd_bn)


@pytest.mark.parametrize("name", ["UKX", "Atlantis", "Korea", ""])
def test_what_nothing_is_called_is_an_error(proposal: Proposal, name: str) -> None:
    with pytest.raises(UnknownNameError):
        proposal[name]
