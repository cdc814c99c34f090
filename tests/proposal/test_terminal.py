"""The terminal shows the same numbers as the pages, and names as text."""

from dataclasses import replace

import pytest
from rich.console import Console

from deals.page.wording import money, number
from deals.proposal import Proposal
from deals.proposal.screen.answer import answer
from deals.proposal.screen.asked_with import asked_with
from deals.proposal.terminal import answer_lines, proposal_table, report_lines
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
    assert number(proposal.summary["opened_kh"]["ARE"]) in line
    assert number(proposal.summary["expected_gain"]["ARE"]) in line
    assert number(proposal.summary["over_alone"]["ARE"]) in line
    assert "24 → 10" in next(line for line in text.splitlines() if "Japan" in line), "from what is announced to 10"


def test_names_are_not_read_as_markup(proposal: Proposal) -> None:
    """Rich reads [bold] as an order and would swallow it, and fail at [/]."""
    text = printed(called(only(proposal, ("SAU",)), "SAU", "[bold]Land[/] of [x]"), 160)
    assert "[bold]Land[/] of [x]" in text


def test_the_lines_below_say_gain_baseline_judgement_and_run(proposal: Proposal) -> None:
    text = "\n".join(report_lines(proposal))
    base = proposal.baselines
    gains = (money(base.gain), money(base.over_alone, sign=True), money(base.over_opening, sign=True))
    run = (f"{proposal.report.size.rows:,} rows", f"took {proposal.report.seconds:.1f} s")
    for part in (*gains, "fail with a chance of              30%", "judgement", *run):
        assert part in text
    assert "<" not in text


def test_the_answer_stands_above_the_table(proposal: Proposal) -> None:
    """With what the question has of its own below it."""
    assert answer_lines(proposal) == [answer(proposal), asked_with(proposal), ""]
    plain = replace(proposal, scenario=proposal.scenario.changed(excluded=(), must_sign=(), must_not_sign=()))
    assert answer_lines(plain) == [answer(plain), ""]


def test_each_reading_of_threats_has_a_line_with_its_gain_and_what_deals_add(proposal: Proposal) -> None:
    lines = report_lines(proposal)
    for name, row in proposal.baselines.readings.to_dict("index").items():
        (line,) = (line for line in lines if line.startswith(str(name).capitalize()))
        assert f"{money(row['gain'])} over nothing, deals add" in line
        assert line.endswith(f"{money(row['adds'])} ({row['deals']} deals)")
        assert len(line) <= 80


def test_a_narrow_terminal_still_shows_whole_figures(proposal: Proposal) -> None:
    text = printed(proposal, 80)
    for column in ("chips_kh", "opened_kh"):
        assert all(number(kh) in text for kh in proposal.summary[column] if kh > 0)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_packages_keep_within_the_width_of_a_terminal(proposal: Proposal, width: int) -> None:
    """With no figure cut short, and every column under its heading."""
    console = Console(width=width, color_system=None)
    with console.capture() as caught:
        console.print(proposal_table(only(proposal, tuple(set(proposal.summary.index) - {"KHM"}))))
    lines = caught.get().splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in caught.get()
    heads = next(line for line in lines if line.startswith("Partner")).split()
    assert heads == [
        "Partner",
        "Signs",
        "USD",
        "bn",
        "alone",
        "kH100e",
        "kH100e",
        "%",
        "USD",
        "bn",
        "USD",
        "bn",
        "Odds",
    ]
    assert any(line.startswith("Saudi Arabia ") for line in lines), "a name is folded between its words"
