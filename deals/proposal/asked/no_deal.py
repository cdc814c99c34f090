"""A partner without a deal: why not, by how much it misses, and what is done toward it all the same."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from deals.kit.cells import number
from deals.kit.codes import BARRED_TIER, EUROPEAN_UNION, UNITED_STATES
from deals.model.pruning import best_bound
from deals.page.document import Block, Document, Heading, Paragraph, Table
from deals.page.wording import LEAST_MONEY, NOTHING, chips, in_a_sentence, money, rate, told_apart
from deals.plan.left_out import BOTH, NOT_WORTH_IT, RATE, RULED_OUT, TALKS
from deals.proposal.asked.told import Told
from deals.proposal.contents import ProposalContents
from deals.world.naming.economies import known_names

COLUMNS = ["what", "value", "unit"]
LONGER = {
    TALKS: "The most that a deal could bring does not pay for its talks.",
    RATE: "A deal under threat brings less than the rate that is best for the United States alone.",
    BOTH: "A deal brings less than its talks cost and what is done alone.",
    NOT_WORTH_IT: "No terms leave it better off than without a deal.",
}
"""What is told of the reasons that need a sentence of their own."""
MUST, MOST = "Its deal must bring, its talks paid", "The most it could bring, its talks paid"
ELSEWHERE = "Its sector duties are settled elsewhere, so relief from them is no part of a deal here."


@dataclass(frozen=True, eq=False, repr=False)
class NoDeal(Told):
    """Why there is no deal with a partner; it shows itself in a notebook.

    Attributes
    ----------
    partner, name : str
    why : str
        Why not, as in ``proposal.left_out``.
    misses_by_usd_bn : float
        What its deal would have to bring more to be in the plan, USD bn; not a number where that has no meaning.
    facts : tuple
        What else there is to say: what, value, unit.
    notes : tuple of str
        What the scenario sets for it, in sentences.
    set_aside : bool
        Whether it was set aside before the search, so that it misses by that at least.
    further : bool
        Whether a deal signed before stands, so that it is a further one that there is not.
    """

    partner: str
    name: str
    why: str
    misses_by_usd_bn: float
    facts: tuple[tuple[str, float, str], ...]
    notes: tuple[str, ...] = ()
    set_aside: bool = False
    further: bool = False

    @property
    def table(self) -> pd.DataFrame:
        """What it misses by, what its deal must and could bring, what is done without one: what, value, unit."""
        return pd.DataFrame(self.facts, columns=COLUMNS)

    @property
    def sentence(self) -> str:
        """Why not, and by how much, in words."""
        said = LONGER.get(self.why, f"{self.why[:1].upper()}{self.why[1:]}.")
        name = in_a_sentence(self.name)
        what = "no further deal: one signed before stands" if self.further else "no deal"
        told = " ".join([f"{name[:1].upper()}{name[1:]} has {what}. {said}", *self.notes])
        if math.isnan(self.misses_by_usd_bn):
            return told
        if self.why == NOT_WORTH_IT:
            return f"{told} Its own gain falls short by {money(self.misses_by_usd_bn)} at least."
        least = " at least" if self.set_aside else ""
        if self.misses_by_usd_bn < LEAST_MONEY:
            return f"{told} It misses by next to nothing."
        return f"{told} It misses by {money(self.misses_by_usd_bn)}{least}: so much more its deal would have to bring."

    @property
    def document(self) -> Document:
        """The answer as a page."""
        bounds = {what: value for what, value, _ in self.facts if what in (MUST, MOST)}
        apart = dict(zip(bounds, told_apart(*bounds.values(), write=money), strict=True))
        rows = [(what, apart.get(what) or _written(value, unit)) for what, value, unit in self.facts]
        table: list[Block] = (
            [Heading("In figures"), Table(("What", "How much"), rows, frozenset({"How much"}))] if rows else []
        )
        title = self.name if self.partner == UNITED_STATES else f"United States – {self.name}"
        return Document("No deal proposed", title, [Paragraph(self.sentence, "lead"), *table])


def no_deal(proposal: ProposalContents, code: str) -> NoDeal:
    """Why a known economy has no deal of its own in the plan."""
    name = known_names().titles[code]
    if code not in proposal.plan.question.codes:
        return NoDeal(code, name, _not_asked(proposal, code), float("nan"), ())
    rows: dict[Any, dict[Any, Any]] = proposal.left_out.set_index("partner").to_dict("index")
    row = rows[code]
    why, missed = str(row["why"]), float(row["misses_by_usd_bn"])
    facts = [("Misses by", missed, "USD bn"), *_bounds(proposal, code, why), *_done_alone(proposal, code)]
    kept = tuple((what, value, unit) for what, value, unit in facts if not math.isnan(value))
    notes = (ELSEWHERE,) if code in proposal.scenario.separate_track else ()
    aside, before = code not in proposal.plan.asked.codes, code in proposal.scenario.baseline_deals
    return NoDeal(code, str(row["name"]), why, missed, kept, notes, aside, before)


def _not_asked(proposal: ProposalContents, code: str) -> str:
    """Why an economy is not among the partners at all."""
    scenario, world = proposal.scenario, proposal.plan.question.world
    if code == UNITED_STATES:
        return "it is the side that makes the offers"
    if code in scenario.excluded:
        return "the scenario leaves it out"
    if code in world.countries.index and bool(world.countries.at[code, "eu_member"]):
        return f"it deals as a member of the European Union ({EUROPEAN_UNION})"
    if code in world.tiers.index and number(world.tiers, code, "tier") == BARRED_TIER:
        return "export law bars it (tier 3), and the scenario names it for no tariff deal either"
    return "it is none of the scenario's partners"


def _bounds(proposal: ProposalContents, code: str, why: str) -> list[tuple[str, float, str]]:
    """Of one that was set aside before the search: what its deal must bring, and the most that it could."""
    if why in (RULED_OUT, NOT_WORTH_IT) or code in proposal.plan.asked.codes:
        return []
    needed, found = best_bound(proposal.plan.question, code)
    return [
        (MUST, needed, "USD bn"),
        (MOST, found, "USD bn"),
    ]


def _done_alone(proposal: ProposalContents, code: str) -> list[tuple[str, float, str]]:
    """What is done toward it without a deal."""
    if code not in proposal.alone.index:
        return []
    row: dict[Any, Any] = proposal.alone.loc[code].to_dict()
    us_value = float(row["us_value"])
    return [
        ("Chips opened to it without a deal (8-bit)", float(row["opened_kh"]), "kH"),
        ("Country rate announced", float(row["announced"]), "%"),
        ("Country rate in force", float(row["in_force"]), "%"),
        ("Country rate set without a deal", float(row["rate"]), "%"),
        ("Worth of what is opened and set, over chips withheld and a rate that may come or not", us_value, "USD bn"),
    ]


def _written(value: float, unit: str) -> str:
    match unit:
        case "USD bn":
            return money(value)
        case "kH":
            return chips(value) if value >= NOTHING else "none"
        case _:
            return f"{rate(value)}{unit}"
