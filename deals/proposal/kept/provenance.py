"""What an answer rests on, as a block of a page: scenario, settings in words, version, data and day."""

from collections.abc import Iterable, Iterator
from datetime import date

from deals.page.document import Block, Bullets, Heading
from deals.page.wording import in_a_sentence, listed, lowered
from deals.proposal.contents import ProposalContents
from deals.scenario.difference import beyond_defaults
from deals.world.naming.economies import title_of

SHORT = 8
"""Digits of a digest that are enough to tell two apart by eye."""
ABOUT_PARTNERS = {
    "excluded": "left out: {}",
    "must_sign": "must sign: {}",
    "must_not_sign": "must not sign: {}",
    "baseline_deals": "signed before: {}",
    "tariff_only": "a deal on tariffs alone is possible with {}",
    "separate_track": "sector duties are settled elsewhere for {}",
}
"""Settings that list partners, in words."""
SHOWN_ELSEWHERE = frozenset({"reforms", "data", "limits", "baseline_instruments", "talks_under_way", *ABOUT_PARTNERS})


def provenance(proposal: ProposalContents) -> list[Block]:
    """The block: everything needed to make the answer again."""
    scenario, report = proposal.scenario, proposal.report
    day = f"{date.fromisoformat(report.made_on):%d %B %Y}".removeprefix("0")
    told = [
        f"Scenario {scenario.name}, answered on {day} by version {report.version} from data {report.data[:SHORT]}.",
    ]
    said = list(_about_partners(proposal))
    said += [sentence.replace("_", " ") for sentence in beyond_defaults(scenario, SHOWN_ELSEWHERE)]
    told += [f"Set by the scenario: {'; '.join(said)}."] if said else []
    return [Heading("What it rests on"), Bullets(told, "note")]


def _about_partners(proposal: ProposalContents) -> Iterator[str]:
    """What the scenario sets for some partners, by name."""
    scenario, labels = proposal.scenario, {i.name: lowered(i.label) for i in proposal.plan.question.world.instruments}
    for setting, words in ABOUT_PARTNERS.items():
        if codes := getattr(scenario, setting):
            yield words.format(_names(codes))
    for code, instruments in scenario.baseline_instruments.items():
        agreed = listed([labels.get(name, name) for name in instruments])
        yield f"agreed with {in_a_sentence(title_of(code))} before: {agreed}"
    if under_way := scenario.talks_under_way:
        counts = [f"{title_of(code)} ({quarters})" for code, quarters in under_way.items()]
        yield f"talks under way, quarters held: {listed(counts)}"


def _names(codes: Iterable[str]) -> str:
    return listed([in_a_sentence(title_of(code)) for code in codes])
