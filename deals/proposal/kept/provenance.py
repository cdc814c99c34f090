"""What an answer rests on, as a block of a page: scenario, settings in words, version, data and day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from deals.page.document import Block, Bullets, Heading
from deals.page.wording import gap, in_a_sentence, listed, lowered, rate
from deals.proposal.contents import ProposalContents
from deals.proposal.screen.asked_with import TOLD_HERE
from deals.scenario.scenario import Scenario
from deals.world.naming.economies import title_of

SHORT = 8
"""Digits of a digest that are enough to tell two apart by eye."""
ABOUT_PARTNERS = {
    "baseline_deals": "signed before: {}",
    "tariff_only": "a deal on tariffs alone is possible with {}",
    "separate_track": "sector duties are settled elsewhere for {}",
}
"""Settings that list partners, in words."""
SEARCH: dict[str, Callable[[Any], str]] = {
    "period_months": lambda months: f"periods of {months} months",
    "segments": lambda steps: f"curves drawn in {steps} steps",
    "h100e_basis": lambda basis: f"legal limits in TPP counted by {'8-bit operations' if basis == '8-bit' else 'TPP'}",
    "gap": lambda share: f"the search stops within {gap(share)}",
    "time_limit_seconds": lambda seconds: f"the search stops after {rate(seconds)} seconds",
}
"""Settings of how the question is reckoned, in words."""
AT_THE_HEAD = frozenset(("world_date", "knowledge", "regime", "first_quarter", "last_quarter", "title"))
"""Settings that stand above the page."""
LABELS = frozenset(("name", "description"))
ALL_TOLD = frozenset((*ABOUT_PARTNERS, *SEARCH, *AT_THE_HEAD, *LABELS, *TOLD_HERE)) | {
    *("baseline_instruments", "talks_under_way", "reforms", "data")
}
"""Every setting there is: each is told somewhere on the page."""


def provenance(proposal: ProposalContents) -> list[Block]:
    """The block: everything needed to make the answer again."""
    scenario, report = proposal.scenario, proposal.report
    day = f"{date.fromisoformat(report.made_on):%d %B %Y}".removeprefix("0")
    told = [
        f"Scenario {scenario.name}, answered on {day} by version {report.version} from data {report.data[:SHORT]}.",
    ]
    said = list(_about_partners(proposal))
    said += _of_search(scenario)
    told += [f"Set by the scenario: {'; '.join(said)}."] if said else []
    return [Heading("What it rests on"), Bullets(told, "note")]


def _of_search(scenario: Scenario) -> Iterator[str]:
    """How the question is reckoned, where it is not as by default."""
    for setting, in_words in SEARCH.items():
        value = getattr(scenario, setting)
        if value != type(scenario).model_fields[setting].default:
            yield in_words(value)


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
