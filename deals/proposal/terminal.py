"""A proposal in the terminal."""

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from deals.page.wording import counted, money, percent
from deals.proposal.contents import ProposalContents
from deals.proposal.how_sure import lines, two_offers
from deals.proposal.proposal_card import (
    above,
    chips_add,
    judgement_share,
    leverage_in_words,
    packages,
    run_in_words,
)
from deals.proposal.screen.answer import answer
from deals.proposal.screen.asked_with import asked_with

HEADINGS = {
    "Partner": "Partner",
    "Signs": "Signs",
    "Expected US gain, USD bn": "US gain\nUSD bn",
    "Over best alone, USD bn": "Over\nalone",
    "Chips, thousand H100e (8-bit)": "Chips\nkH100e",
    "Opened without a deal, thousand H100e": "Opened\nkH100e",
    "US tariff, %": "Tariff\n%",
    "Investment pledged, USD bn": "Invest\nUSD bn",
    "Purchases pledged, USD bn": "Buy\nUSD bn",
    "Odds of signing as offered": "Odds",
}
"""Columns of the packages that a terminal shows, under shorter names."""


def proposal_table(proposal: ProposalContents) -> Table:
    """The packages as a table for rich, one line for each deal, in order of signing."""
    source = packages(proposal)
    headings = {name: heading for name, heading in HEADINGS.items() if name in source.columns}
    shown = [list(source.columns).index(name) for name in headings]
    table = Table(
        title=Text(above(proposal)),
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=0,
        show_edge=False,
        pad_edge=False,
        header_style="bold",
    )
    for name, heading in headings.items():
        right = name in source.figures
        table.add_column(heading, justify="right" if right else "left", no_wrap=name != "Partner", overflow="fold")
    for row in source.rows:
        cells = [row[place] for place in shown]
        table.add_row(*(Text(cell if isinstance(cell, str) else cell.text) for cell in cells))
    return table


def answer_lines(proposal: ProposalContents) -> list[str]:
    """What stands above the table: the answer in a paragraph, and what time left unproven. Plain text."""
    return [
        *([proposal.stopped, ""] if proposal.stopped else []),
        answer(proposal),
        *([own] if (own := asked_with(proposal)) else []),
        "",
    ]


def report_lines(proposal: ProposalContents) -> list[str]:
    """What stands below the table: the gain against both baselines, how sure it is, and how it was found.

    Plain text: print it without markup, since names are in it as they came.
    """
    base = proposal.baselines
    return [
        f"kH100e: thousand chips, each counted by how many H100 it equals. {two_offers(proposal)}".rstrip(),
        "",
        f"Gain over nothing                        {money(base.gain)}",
        f"Deals add to the best alone              {money(base.over_alone, sign=True)}",
        f"Chips as leverage add to opening them    {chips_add(proposal)}",
        f"Talks fail with a chance of              {percent(base.failure)}",
        f"Value that rests on judgement            {percent(judgement_share(proposal))}",
        "",
        *(
            f"{str(name).capitalize():<22}{money(float(row['gain'])):>11} over nothing, deals add "
            f"{money(float(row['adds'])):>11} ({counted(int(row['deals']), 'deal')})"
            for name, row in base.readings.iterrows()
        ),
        "",
        leverage_in_words(proposal),
        *lines(proposal),
        "",
        run_in_words(proposal),
        *proposal.report.notes,
    ]
