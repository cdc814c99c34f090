"""Odds and offers in words and tables, for the first screen and the term sheets."""

import math
from typing import Any

from deals.kit.cells import number
from deals.page.document import Block, Fact, Heading, Paragraph, Table
from deals.page.wording import NOTHING, amount, money, percent, rate
from deals.plan.baselines import PLAN
from deals.proposal.contents import DealContents, ProposalContents
from deals.proposal.sheet.wording import measured
from deals.uncertainty.acceptance.offers import OPENING, PROPOSED, WALK_AWAY, Offer
from deals.uncertainty.odds import NAMES, Odds
from deals.world.instrument import CHIPS, RELIEF, STANDARD

ENDS = ("p10", "p50", "p90")
STAR = " *"
UNDRAWN = "No worlds were drawn for it, so no odds are told."
UNSEEN = "Odds: not drawn yet; proposal.odds() draws worlds."
WHAT_ODDS_ARE = (
    "Odds are shares of drawn worlds in which the partner still gains over refusing. Who does not sign has refused: no "
    "other chance that talks fail counts on top. The walk-away is the last offer that is worth more than acting alone, "
    "over the worlds in which it is signed. It and the offer are chosen on half of the worlds and told on the other, "
    "where a walk-away may turn out a little below acting alone."
)
BEYOND = (
    "The offer proposed lies beyond the walk-away: signed, it brings less than acting alone. It is the best only once "
    "talks have begun, for a refusal then carries the threat out and costs more."
)


def facts(proposal: ProposalContents) -> list[Fact]:
    """How sure the plan is, for the first screen; nothing where no worlds were drawn."""
    sure, offered = proposal.sure, proposal.offered
    found = []
    if sure is not None:
        low, _, high = ends_of_gain(sure)
        found.append(
            Fact(
                "In eight of ten drawn worlds",
                f"{low} to {high}",
                f"over nothing with these deals held ({sure.draws} worlds); more than the best alone in "
                f"{percent(sure.adds)}",
            )
        )
    if offered is not None:
        found.append(
            Fact(
                "Offers that leave partners something",
                money(offered.expected),
                f"expected of all, refusals counted, {against_alone(offered.over_alone)} acting alone toward the same "
                f"partners; the plan’s own terms, the most that can be asked, {money(offered.expected_opening)}, "
                f"{against_alone(offered.over_alone_opening)} acting alone",
            )
        )
    return found


def lines(proposal: ProposalContents) -> list[str]:
    """The same as lines of plain text for a terminal."""
    sure, offered = proposal.sure, proposal.offered
    if sure is None:
        return [UNSEEN]
    low, middle, high = ends_of_gain(sure)
    held = f"Held in {sure.draws} drawn worlds: {low}, {middle}, {high} over nothing (10, 50, 90%)"
    told = [f"{held}; more than the best alone in {percent(sure.adds)}"]
    if offered is not None:
        told.append(
            f"Partners left with nothing seldom sign: expected {money(offered.expected_opening)}; offers that leave "
            f"them something, {money(offered.expected)}, {against_alone(offered.over_alone)} acting alone"
        )
    return told


def against_alone(usd_bn: float) -> str:
    """By how much something brings more or less than acting alone, before the word for that."""
    return f"{money(abs(usd_bn))} {'more' if usd_bn >= 0 else 'less'} than"


def signing_odds(proposal: ProposalContents, code: str) -> str:
    """Odds that what is proposed to a partner is signed; with a star where acting alone is expected to bring more."""
    if proposal.offered is None:
        return "–"
    offer = proposal.offered[code]
    return f"{percent(offer.odds)}{'' if offer.pays else STAR}"


def weak_offers(proposal: ProposalContents) -> list[str]:
    """Partners, by code, toward whom acting alone is expected to bring more than the offer on their sheet."""
    offered = proposal.offered
    return [] if offered is None else [str(code) for code in proposal.summary.index if not offered[str(code)].pays]


def two_offers(proposal: ProposalContents) -> str:
    """Which figures of the table of deals are of which offer; nothing where no worlds were drawn."""
    if proposal.offered is None:
        return ""
    told = (
        "Gains and amounts are of the plan’s own terms, the most that can be asked; the odds are of the softer offer "
        "on each partner’s sheet."
    )
    return f"{told} *: acting alone is expected to bring more than that offer." if weak_offers(proposal) else told


def left(offer: Offer) -> str:
    """What the plan's own terms leave a partner."""
    slack = float(offer.table["slack"].iloc[0])
    return "nothing" if slack < NOTHING else money(slack)


def offer_in_a_sentence(offer: Offer) -> str:
    """What is proposed, what it leaves the partner, and what a point of odds costs."""
    table = offer.table
    start, proposed = table.iloc[0], table.iloc[offer.chosen]
    each = offer.price_of_odds
    plain = f"The plan’s own terms leave the partner {left(offer)} and would be signed in"
    if offer.chosen == 0:
        return (
            f"{plain} {percent(offer.odds)} (±{percent(float(proposed['odds_error']))}) of drawn worlds. They are "
            "proposed: on the half of the worlds that chooses no softer offer brings more. They are expected to bring "
            f"{money(float(proposed['expected']))}, refusals counted."
        )
    told = (
        f"{plain} {percent(float(start['odds']))} of drawn worlds. Proposed: leave it "
        f"{money(float(proposed['slack']))}; signed in {percent(offer.odds)} "
        f"(±{percent(float(proposed['odds_error']))}), expected to bring {money(float(proposed['expected']))} with "
        f"refusals counted, in place of {money(float(start['expected']))}."
    )
    if float(proposed["expected"]) < float(start["expected"]):
        told += " It was chosen on the other half of the worlds, where it brings more: the two cannot be told apart."
    if not math.isnan(each):
        told += f" Each point of odds costs {money(each)} if signed."
    return told


def offer_on_sheet(package: DealContents, *, explained: bool = False) -> list[Block]:
    """The offer: from the opening over what is proposed to the walk-away, with the odds of each.

    With `explained` what odds and the walk-away are stands elsewhere.
    """
    offer = package.offer
    if offer is None:
        return []
    places = {OPENING: 0, PROPOSED: offer.chosen, WALK_AWAY: offer.last}
    curve = offer.table
    rows: list[tuple[str, ...]] = []
    if package.summary["standard"]:
        rows.append((package.instruments[STANDARD][0], *["yes"] * len(places)))
    held = set(package.proposed["instrument"])
    for instrument, amounts in offer.amounts.iterrows():
        name = str(instrument)
        label, unit = package.instruments.get(name, ("Diversion prevented by the standard", "kH"))
        trivial = {PROPOSED} if name in package.instruments and name not in held else set()
        shown = (0.0 if place in trivial else float(amounts[place]) for place in places)
        rows.append((label, *(_amount(name, size, unit, package) for size in shown)))

    # By itself a deal bears what its chips displace last; in a plan it bears its share, as on the rest of the sheet.
    shares = {"us": float(package.summary["us_gain"]) - float(curve["us"].iloc[0])}

    def line(said: str, column: str) -> tuple[str, ...]:
        shown = percent if column == "odds" else money
        return (said, *(shown(float(curve[column].iloc[p]) + shares.get(column, 0.0)) for p in places.values()))

    rows += [
        line("Left to the partner, world as judged", "slack"),
        line("Worth to the United States if signed, world as judged", "us"),
        line("The same over the drawn worlds in which it is signed", "us_if_accepted"),
        line("Odds of signing", "odds"),
        line("Expected over all drawn worlds, refusals counted", "expected"),
        line("Against acting alone", "over_alone"),
    ]
    columns = ("Term", *(name.capitalize() for name in places))
    return [
        Heading("From the opening to the walk-away"),
        Paragraph(offer_in_a_sentence(offer)),
        Table(columns, rows, frozenset(columns[1:])),
        *([Paragraph(BEYOND, "warning")] if offer.chosen > offer.last else []),
        *([] if explained else [Paragraph(WHAT_ODDS_ARE, "note")]),
    ]


def sureness(package: DealContents) -> list[Block]:
    """What drawn worlds say of the deal: whether it pays both sides, what it brings, and its terms' bands."""
    row = package.odds
    if row is None:
        return []
    said = (
        f"In {package.draws} drawn worlds some terms pay both sides in {percent(float(row['odds']))} "
        f"(±{percent(float(row['odds_error']))}); what it is expected to bring the United States is "
        f"{money(float(row['us_p10']))}, {money(float(row['us_p50']))} and {money(float(row['us_p90']))} at 10, 50 and "
        "90 percent of all worlds."
    )
    rows = [_band(package, band) for band in package.bands.to_dict("records")]
    if RELIEF in set(package.proposed["instrument"]) and not math.isnan(float(row["rate_p50"])):
        rows.append(("Firm country rate", *(f"{rate(row[f'rate_{end}'])}%" for end in ENDS)))
    if not rows:
        return [Paragraph(said)]
    columns = ("Term", "Low (10% of these worlds)", "Middle", "High (90%)")
    return [
        Paragraph(f"{said} In those where terms pay both sides, the best of them for the United States are:"),
        Table(columns, rows, frozenset(columns[1:])),
    ]


def _band(package: DealContents, band: dict[Any, Any]) -> tuple[str, ...]:
    """A term where it adapts, at 10, 50 and 90 percent of worlds."""
    name, unit = str(band["instrument"]), str(band["unit"])
    label = package.instruments.get(name, (name, ""))[0]
    return (label, *(_amount(name, float(band[end]), unit, package) for end in ENDS))


def ends_of_gain(sure: Odds) -> tuple[str, str, str]:
    """The gain over nothing at 10, 50 and 90 percent of worlds."""
    low, middle, high = (money(number(sure.gain.table, NAMES[PLAN], name)) for name in ("p10", "p50", "p90"))
    return low, middle, high


def _amount(instrument: str, value: float, unit: str, package: DealContents) -> str:
    if abs(value) < NOTHING:
        return "–"
    if instrument == CHIPS:
        return amount(value, "kH")
    before = float(package.summary["tariff_from"])
    if instrument == RELIEF and not math.isnan(before):
        return f"to {rate(before - value)}%"
    return measured(package, instrument, value, unit)
