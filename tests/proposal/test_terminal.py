"""The terminal shows the same numbers as the pages, and names as text."""

from rich.console import Console

from deals.page.wording import money, number
from deals.proposal import Proposal
from deals.proposal.terminal import proposal_table, report_lines
from tests.proposal.small import called, only


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
    assert number(proposal.summary["chips_kh"]["ARE"]) in line
    assert number(proposal.summary["investment_usd_bn"]["ARE"]) in line
    assert "24 → 15" in next(line for line in text.splitlines() if "Japan" in line)


def test_names_are_not_read_as_markup(proposal: Proposal) -> None:
    """Rich reads [bold] as an order and would swallow it, and fail at [/]."""
    text = printed(called(only(proposal, ("SAU",)), "SAU", "[bold]Land[/] of [x]"), 160)
    assert "[bold]Land[/] of [x]" in text


def test_the_lines_below_say_gain_baseline_judgement_and_run(proposal: Proposal) -> None:
    text = "\n".join(report_lines(proposal))
    gains = (money(proposal.baselines.no_deals), money(proposal.baselines.over_open, sign=True))
    for part in (*gains, "judgement", "a judgement between", f"{proposal.report.size.rows:,} rows", "solved in "):
        assert part in text
    assert "<" not in text


def test_a_narrow_terminal_still_shows_whole_figures(proposal: Proposal) -> None:
    text = printed(proposal, 80)
    assert all(number(kh) in text for kh in proposal.summary["chips_kh"] if kh > 0)
