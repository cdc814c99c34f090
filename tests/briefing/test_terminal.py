"""The terminal shows the same numbers as the pages, and names as text."""

from rich.console import Console

from deals.briefing.terminal import proposal_table, report_lines
from tests.briefing.stand_in import Proposal


def printed(proposal: Proposal, width: int) -> str:
    console = Console(width=width, record=True, color_system=None, file=None, quiet=False)
    with console.capture() as caught:
        console.print(proposal_table(proposal))
        for line in report_lines(proposal):
            console.print(line, markup=False, highlight=False)
    return caught.get()


def test_every_deal_has_a_line_with_its_numbers(proposal: Proposal) -> None:
    text = printed(proposal, 160)
    line = next(line for line in text.splitlines() if "United Arab Emirates" in line)
    assert "2,380" in line
    assert "343" in line
    assert "24 → 15" in next(line for line in text.splitlines() if "Japan" in line)


def test_names_are_not_read_as_markup() -> None:
    """Rich reads [bold] as an order and would swallow it, and fail at [/]."""
    offer = Proposal().offers[4]
    text = printed(Proposal(offers=((offer[0], "[bold]Land[/] of [x]", *offer[2:]),)), 160)
    assert "[bold]Land[/] of [x]" in text


def test_the_lines_below_say_gain_baseline_judgement_and_run(proposal: Proposal) -> None:
    text = "\n".join(report_lines(proposal))
    for part in ("USD 169 bn", "+USD 37.7 bn", "judgement", "AUC .872", "15,745 rows", "solved in 1.9 s"):
        assert part in text
    assert "<" not in text


def test_a_narrow_terminal_still_shows_whole_figures(proposal: Proposal) -> None:
    assert "2,380" in printed(proposal, 80)
