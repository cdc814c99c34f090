"""The term sheet of one deal: what a minister reads before the meeting."""

import math
from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from deals.page.document import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Table,
    html,
    markdown,
)
from deals.page.wording import (
    NOTHING,
    chips,
    in_a_sentence,
    listed,
    lowered,
    money,
    percent,
    period_in_words,
    rate,
)
from deals.plan.tables import ASKS, GIVES
from deals.proposal.contents import DealContents
from deals.proposal.how_sure import offer_on_sheet, sureness
from deals.proposal.phrases import AUTHORITIES, KINDS, sentence
from deals.proposal.really import really_agreed
from deals.proposal.sheet.chips import has_chips, members, quota
from deals.proposal.sheet.pledges import figures, pledges
from deals.proposal.sheet.wording import amount_of, announced, authority_of, in_force, meanings, years_of_totals
from deals.scenario.limit import CHIPS as GRANTED_CHIPS
from deals.uncertainty.acceptance.offers import Offer
from deals.world.instrument import CHIPS, RELIEF

OURS = "For our side only"
VALUED = "Valued by"
AT_LIMIT = 1 - 1e-6
MONEY = "Money is in dollars of 2025, present value over the life of each promise."
WHAT_RESTS_ON_JUDGEMENT = (
    "of the value that changes hands rests on judgements rather than on facts or on what follows from them. The list "
    "of terms is more robust than their amounts; each judgement has a range in the data."
)
BASES = (
    "H100e: what one H100 does. In the 8-bit basis chips count by dense 8-bit operations, in the TPP basis by total "
    "processing performance, the measure of the export rules."
)


def term_sheet_html(package: DealContents) -> Markup:
    """The term sheet as an HTML card: nothing in it can become markup, light and dark as the notebook is."""
    return html(term_sheet(package))


def term_sheet_markdown(package: DealContents) -> str:
    """The term sheet in Markdown."""
    return markdown(term_sheet(package))


def term_sheet(package: DealContents, elsewhere: Collection[str] | None = None) -> Document:
    """The term sheet as a page.

    In a pack what all sheets would say stands on a page of its own, and so do the figures named in `elsewhere`; a sheet
    that stands alone (None) says all itself.
    """
    teams, told = float(package.summary["teams"]), elsewhere is not None
    return Document(
        above=f"{package.scenario_title}; what was known on {package.world_date:%d %B %Y}",
        title=f"United States – {package.name}",
        eyes=OURS,
        blocks=[
            *([Paragraph(package.stopped, "warning")] if package.stopped else []),
            Paragraph(sentence(package), "lead"),
            Facts(_first_numbers(package, teams)),
            *_against_it(package),
            *_gives(package),
            *_asks(package),
            *_worth(package),
            *offer_on_sheet(package, explained=told),
            *_holds(package),
            *(years_of_totals(package) if told else meanings(package)),
            *pledges(package, explained=told),
            *_binds(package),
            *([] if told else _lasts(package)),
            *_sure(package, explained=told),
            *quota(package),
            *members(package),
            *really_agreed(package),
            *figures(package, elsewhere),
            *([] if told else [Paragraph(f"{MONEY} {BASES}" if has_chips(package) else MONEY, "note")]),
        ],
    )


def _first_numbers(package: DealContents, teams: float) -> list[Fact]:
    deal, offer = package.if_signed, package.offer
    period, partner = period_in_words(package.period), in_a_sentence(package.name)
    beside = "beside the chips opened either way" if float(package.summary["opened_kh"]) >= NOTHING else "over nothing"
    return [
        Fact("Worth to the United States", money(float(deal["us_gain"])), f"net, {beside}, if it is signed"),
        _expected(package),
        Fact(f"Worth to {partner}", money(float(deal["partner_gain"])), "net, over what it has if it refuses"),
        Fact(
            "Signing",
            package.period,
            f"{period}; {rate(teams)} negotiating team{'s' if teams != 1 else ''} for {_quarters(package)}",
        ),
        *([] if offer is None else [_odds(offer)]),
        Fact("Rests on judgement", percent(float(deal["judgement_share"])), "of the value that changes hands"),
    ]


def _quarters(package: DealContents) -> str:
    """For how long talks take teams."""
    quarters = float(package.plan.question.talks[package.partner].quarters)
    return f"{rate(quarters)} quarters" if quarters != 1 else "a quarter"


def _expected(package: DealContents) -> Fact:
    """What is expected to come of it: of the offer, refusals counted; of the plan's terms, as talks may fail."""
    if package.offer is None:
        deal = package.summary
        said = f"as talks may fail, with what is done without a deal; {_over_alone(float(deal['over_alone']))}"
        return Fact("Expected", money(float(deal["expected_gain"])), said)
    line = package.offer.table.iloc[package.offer.chosen]
    against = f"{money(float(line['over_alone']), sign=True)} against acting alone"
    return Fact("Expected", money(float(line["expected"])), f"over drawn worlds, refusals counted; {against}")


def _odds(offer: Offer) -> Fact:
    plain = percent(float(offer.table["odds"].iloc[0]))
    beside = "" if offer.chosen == 0 else f"; {plain} on the plan’s own terms, the most that can be asked"
    return Fact("Odds of signing", percent(offer.odds), f"as proposed here{beside}")


def _against_it(package: DealContents) -> list[Block]:
    """That acting alone is expected to bring more, where it is."""
    offer = package.offer
    if offer is None or offer.pays:
        return []
    said = f"Acting alone is expected to bring more ({money(offer.alone)}): ask whether to offer at all."
    return [Paragraph(said, "warning")]


def _over_alone(usd_bn: float) -> str:
    return f"{money(usd_bn, sign=True)} against the best without deals"


def _side(package: DealContents, side: str) -> pd.DataFrame:
    terms = package.proposed[package.proposed["side"] == side]
    by = "partner_value" if side == GIVES else "us_value"
    return terms.sort_values(by, ascending=False)


def _gives(package: DealContents) -> list[Block]:
    terms = _side(package, GIVES)
    if terms.empty:
        return [Heading("What the United States gives"), Paragraph("Nothing."), *_anyway(package, None)]
    rows = [
        (
            str(term["label"]),
            amount_of(term, package),
            money(float(term["partner_value"])),
            money(float(term["us_value"])),
            authority_of(term),
            _kind(term),
        )
        for term in terms.to_dict("records")
    ]
    theirs = f"Worth to {in_a_sentence(package.name)}"
    columns = ("Term", "Amount", theirs, "Worth to the US", "Rests on", VALUED)
    return [
        Heading("What the United States gives"),
        _terms(columns, rows, frozenset({theirs, "Worth to the US"})),
        *_anyway(package, next((t for t in terms.to_dict("records") if t["instrument"] == RELIEF), None)),
    ]


def _anyway(package: DealContents, relief: dict[Any, Any] | None) -> list[Block]:
    """What holds without the deal: chips opened, and the rate that relief is measured from."""
    opened, before = (float(package.summary[column]) for column in ("opened_kh", "tariff_from"))
    said = []
    if opened >= NOTHING:
        said.append(f"Opened to it whether it signs or not, and so no part of this deal: {chips(opened)} (8-bit).")
    if relief is not None and not math.isnan(before):
        threatened, today = bool(package.summary["threatened"]), in_force(package)
        kind = "the rate threatened" if threatened else "the rate best for the United States alone"
        if threatened and not announced(package):
            kind = "the rate in force, which stands without a deal"
        elif today is not None:
            kind += f"; on {package.world_date:%d %B %Y} {rate(today)}% is in force"
        said.append(f"Relief counts from {rate(before)}%, {kind}.")
        if float(relief["us_value"]) >= NOTHING:
            said.append(
                "It is worth something to the United States too: buyers at home pay a part of a tariff, and the "
                "partner may answer it in kind."
            )
    return [Paragraph(" ".join(said))] if said else []


def _asks(package: DealContents) -> list[Block]:
    terms = _side(package, ASKS)
    if terms.empty:
        return [Heading("What the United States asks"), Paragraph("Nothing.")]
    rows = [
        (
            str(term["label"]),
            amount_of(term, package),
            percent(float(term["share_of_limit"])),
            money(float(term["us_value"])),
            money(float(term["partner_value"])),
            authority_of(term),
            _kind(term),
        )
        for term in terms.to_dict("records")
    ]
    figures = ("Of the most it could give", "Worth to the US", f"Worth to {in_a_sentence(package.name)}")
    columns = ("Term", "Amount", *figures, "Rests on", VALUED)
    return [Heading("What the United States asks"), _terms(columns, rows, frozenset(figures))]


def _terms(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], figures: frozenset[str]) -> Table:
    """A table of terms, without the column that says how each is valued where all are judgements."""
    if all(row[-1] == KINDS["judgement"] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Table(columns, rows, figures)


def _kind(term: dict[Any, Any]) -> str:
    return KINDS.get(str(term["kind"]), str(term["kind"]))


def _worth(package: DealContents) -> list[Block]:
    deal, terms = package.if_signed, package.proposed
    rows = []
    for side, column, net in (
        ("United States", "us_value", "us_gain"),
        (package.name, "partner_value", "partner_gain"),
    ):
        gains, costs = float(terms[column].clip(lower=0).sum()), float(terms[column].clip(upper=0).sum())
        kept = float(deal[net])
        rows.append((side, money(gains), money(costs), money(kept - gains - costs), money(kept)))
    figures = ("Gains from terms", "Gives up in terms", "Talks and politics", "Net")
    unpledged = money(float(deal["us_gain_without_pledges"]))
    return [
        Heading("What it is worth to each side"),
        Table(("Side", *figures), rows, frozenset(figures)),
        Paragraph(
            f"Without counting pledged investment and purchases the deal is worth {unpledged} to the United States."
        ),
    ]


def _holds(package: DealContents) -> list[Block]:
    deal = package.if_signed
    margin, reserve = float(deal["partner_gain"]), float(deal["reservation_value"])
    kept = (
        f"What is left to it beyond that is {money(margin)}: that much can go wrong for it before it had better refuse."
        if margin >= NOTHING
        else "The proposal takes all there is: nothing is left to the partner beyond that, so any better offer to it, "
        "or any slip in what it is promised, undoes the deal. Expect to concede part of the gain in the talks."
    )
    supply = f"chips and other supply worth {money(reserve)} to it (its reservation value)"
    if reserve < NOTHING:
        supply = "no chips, and no other supply, that count for anything (its reservation value is nothing)"
    beside = "" if float(deal["opened_kh"]) < NOTHING else ", beside the chips opened to it, which it has either way"
    return [
        Heading("Why it holds"),
        Paragraph(
            f"Without a deal {in_a_sentence(package.name)} has {supply}{beside}. The terms it receives add "
            f"{money(float(deal['partner_gross_gain']))}; what it gives, and the political cost of a "
            f"deal, must not exceed that. {kept}"
        ),
    ]


def _binds(package: DealContents) -> list[Block]:
    terms = package.proposed
    at_most, at_own = terms["share_of_limit"] >= AT_LIMIT, terms["instrument"].isin(_at_own_limits(package))
    full, own, inner = (
        [lowered(str(label)) for label in terms.loc[held, "label"]]
        for held in (at_most & ~at_own, at_own, ~at_most & ~at_own)
    )
    lines = []
    if float(package.if_signed["partner_gain"]) < NOTHING:
        lines.append("The partner’s consent: it gains nothing beyond its reservation value.")
    if full:
        lines.append(f"At the most that can be agreed: {listed(full)}.")
    if own:
        lines.append(f"At a limit of your own: {listed(own)}.")
    if inner:
        lines.append(f"Short of the most that could be agreed of it by itself: {listed(inner)}.")
    return [Heading("What binds"), Bullets(lines)]


def _at_own_limits(package: DealContents) -> set[str]:
    """Terms of this deal that stand at a ceiling which the scenario sets for this partner."""
    amounts = package.proposed.groupby("instrument")["amount"].sum().to_dict()
    ceilings = {
        CHIPS if limit.about == GRANTED_CHIPS else limit.about: limit.ceiling
        for limit in package.plan.question.scenario.limits
        if limit.partner == package.partner and limit.ceiling is not None and limit.by is None
    }
    return {name for name, most in ceilings.items() if amounts.get(name, 0.0) >= AT_LIMIT * most > 0}


def _lasts(package: DealContents) -> list[Block]:
    """How long each promise is expected to last, by the legal authority it rests on."""
    lines = []
    for authority, terms in package.proposed.groupby("legal_authority", sort=False):
        meaning = AUTHORITIES.get(str(authority), f"rests on {str(authority).replace('_', ' ')}")
        what = listed([lowered(str(label)) for label in terms["label"]])
        lines.append(f"{what[:1].upper()}{what[1:]}: {meaning}.")
    return [Heading("How long the promises last"), Bullets(lines)]


def _sure(package: DealContents, *, explained: bool) -> list[Block]:
    share = percent(float(package.if_signed["judgement_share"]))
    flags = [f"{flag[:1].upper()}{flag[1:]}." for flag in map(str, package.summary["flags"])]
    blocks: list[Block] = [
        Heading("How sure this is"),
        *([] if explained else [Paragraph(f"{share} {WHAT_RESTS_ON_JUDGEMENT}")]),
    ]
    blocks += sureness(package)
    return [*blocks, Bullets(flags, "warning")] if flags else blocks
