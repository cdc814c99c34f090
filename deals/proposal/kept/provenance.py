"""What an answer rests on, as a block of a page: scenario, settings in words, version, data and day."""

from datetime import date

from deals.page.document import Block, Bullets, Heading
from deals.proposal.contents import ProposalContents
from deals.scenario.difference import beyond_defaults

SHORT = 8
"""Digits of a digest that are enough to tell two apart by eye."""
SHOWN_ELSEWHERE = frozenset({"reforms", "data", "limits"})


def provenance(proposal: ProposalContents) -> list[Block]:
    """The block: everything needed to make the answer again."""
    scenario, report = proposal.scenario, proposal.report
    day = f"{date.fromisoformat(report.made_on):%d %B %Y}".removeprefix("0")
    told = [
        f"Scenario {scenario.name}, answered on {day} by version {report.version} from data {report.data[:SHORT]}.",
    ]
    said = [sentence.replace("_", " ") for sentence in beyond_defaults(scenario, SHOWN_ELSEWHERE)]
    told += [f"Set by the scenario: {'; '.join(said)}."] if said else []
    return [Heading("What it rests on"), Bullets(told, "note")]
