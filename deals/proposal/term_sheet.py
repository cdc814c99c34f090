"""The term sheet of one deal: what a minister reads before the meeting."""

import math
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
    amount,
    chips,
    listed,
    lowered,
    money,
    number,
    percent,
    quarter_in_words,
    rate,
)
from deals.plan.tables import ASKS, GIVES
from deals.proposal.contents import DealContents
from deals.proposal.how_sure import offer_on_sheet, sureness
from deals.proposal.phrases import AUTHORITIES, KINDS, sentence
from deals.proposal.really import really_agreed
from deals.world.instrument import CHIPS, RELIEF

AT_LIMIT = 1 - 1e-6
BASES = (
    "H100e: one H100. In the 8-bit basis chips count by dense 8-bit operations (1,979 TOPS an H100), "
    "in the TPP basis by total processing performance, the measure of the export rules (15,824 an H100)."
)


def term_sheet_html(package: DealContents) -> Markup:
    """The term sheet as an HTML card: nothing in it can become markup, light and dark as the notebook is."""
    return html(term_sheet(package))


def term_sheet_markdown(package: DealContents) -> str:
    """The term sheet in Markdown."""
    return markdown(term_sheet(package))


def term_sheet(package: DealContents) -> Document:
    """The term sheet as a page."""
    teams = float(package.summary["teams"])
    return Document(
        above=f"Proposed deal. {package.scenario_title}; what was known on {package.world_date:%d %B %Y}",
        title=f"United States – {package.name}",
        blocks=[
            *([Paragraph(package.stopped, "warning")] if package.stopped else []),
            Paragraph(sentence(package), "lead"),
            Facts(_first_numbers(package, teams)),
            *offer_on_sheet(package),
            *_gives(package),
            *_asks(package),
            *_worth(package),
            *_holds(package),
            *_binds(package),
            *_lasts(package),
            *_sure(package),
            *_quota(package),
            *_members(package),
            *really_agreed(package),
            Paragraph(
                "Money is in dollars of 2025, present value over the life of each promise. Values, ranges and "
                "sources of every number: the folder datasets and its sources.csv. " + BASES,
                "note",
            ),
        ],
    )


def _first_numbers(package: DealContents, teams: float) -> list[Fact]:
    deal = package.summary
    quarter = quarter_in_words(package.quarter)
    return [
        Fact("Worth to the United States", money(float(deal["us_gain"])), "net, over nothing, if its talks hold"),
        Fact(
            "Expected",
            money(float(deal["expected_gain"])),
            f"as talks may fail, with what is done without a deal; {_over_alone(float(deal['over_alone']))}",
        ),
        Fact("Worth to the partner", money(float(deal["partner_gain"])), "net, over its reservation value"),
        Fact(
            "Signing",
            package.quarter,
            f"{quarter}; {rate(teams)} negotiating team{'s' if teams != 1 else ''}",
        ),
        *_odds(package),
        Fact("Rests on judgement", percent(float(deal["judgement_share"])), "of the value that changes hands"),
    ]


def _odds(package: DealContents) -> list[Fact]:
    offer = package.offer
    if offer is None:
        return []
    plain = percent(float(offer.table["odds"].iloc[0]))
    return [Fact("Odds of signing", percent(offer.odds), f"as proposed below; {plain} for the plan’s own terms")]


def _over_alone(usd_bn: float) -> str:
    return f"{money(usd_bn, sign=True)} against the best without deals"


def _side(package: DealContents, side: str) -> pd.DataFrame:
    terms = package.terms[package.terms["side"] == side]
    by = "partner_value" if side == GIVES else "us_value"
    return terms.sort_values(by, ascending=False)


def _gives(package: DealContents) -> list[Block]:
    terms = _side(package, GIVES)
    if terms.empty:
        return [Heading("What the United States gives"), Paragraph("Nothing."), *_anyway(package, relieved=False)]
    rows = [
        (
            str(term["label"]),
            _amount(term, package),
            money(float(term["partner_value"])),
            money(float(term["us_value"])),
            _authority(term),
            _kind(term),
        )
        for term in terms.to_dict("records")
    ]
    columns = ("Term", "Amount", "Worth to the partner", "Worth to the US", "Rests on", "Valued by")
    return [
        Heading("What the United States gives"),
        Table(columns, rows, frozenset({"Worth to the partner", "Worth to the US"})),
        *_anyway(package, relieved=RELIEF in set(terms["instrument"])),
    ]


def _anyway(package: DealContents, *, relieved: bool) -> list[Block]:
    """What holds without the deal: chips opened, and the rate that relief is measured from."""
    opened, before = (float(package.summary[column]) for column in ("opened_kh", "tariff_from"))
    said = []
    if opened >= NOTHING:
        said.append(f"Opened to it whether it signs or not, and so no part of this deal: {chips(opened)} (8-bit).")
    if relieved and not math.isnan(before):
        kind = (
            "the rate threatened"
            if bool(package.summary["threatened"])
            else "the rate best for the United States alone"
        )
        said.append(f"Relief counts from {rate(before)}%, {kind}.")
    return [Paragraph(" ".join(said))] if said else []


def _asks(package: DealContents) -> list[Block]:
    terms = _side(package, ASKS)
    if terms.empty:
        return [Heading("What the United States asks"), Paragraph("Nothing.")]
    rows = [
        (
            str(term["label"]),
            _amount(term, package),
            percent(float(term["share_of_limit"])),
            money(float(term["us_value"])),
            money(float(term["partner_value"])),
            _authority(term),
            _kind(term),
        )
        for term in terms.to_dict("records")
    ]
    figures = ("Of the most it could give", "Worth to the US", "Worth to the partner")
    columns = ("Term", "Amount", *figures, "Rests on", "Valued by")
    return [Heading("What the United States asks"), Table(columns, rows, frozenset(figures))]


def _amount(term: dict[Any, Any], package: DealContents) -> str:
    text = amount(float(term["amount"]), str(term["unit"]))
    before, after = (float(package.summary[column]) for column in ("tariff_from", "tariff_to"))
    if term["instrument"] == RELIEF and not math.isnan(before + after):
        return f"{text}: from {rate(before)}% to {rate(after)}%"
    if term["instrument"] == CHIPS:
        licensed = chips(float(package.summary["licensed_kh"]))
        return (
            f"{text} delivered (8-bit), {chips(float(package.summary['chips_kh_tpp']))} (TPP): licences for {licensed}"
        )
    return text


def _authority(term: dict[Any, Any]) -> str:
    return str(term["legal_authority"]).replace("_", " ")


def _kind(term: dict[Any, Any]) -> str:
    return KINDS.get(str(term["kind"]), str(term["kind"]))


def _quota(package: DealContents) -> list[Block]:
    quotas = package.quotas
    if quotas.empty:
        return []
    sums = quotas.groupby(["quarter", "chip_class"], sort=False)[["kh_8bit", "kh_tpp"]].sum()
    classes = list(dict.fromkeys(quotas["chip_class"]))
    rows = []
    for quarter, part in sums.groupby(level="quarter"):
        own = part.droplevel("quarter").reindex(classes)
        pairs = [_pair(float(row["kh_8bit"]), float(row["kh_tpp"])) for _, row in own.iterrows()]
        rows.append((str(quarter), _pair(float(own["kh_8bit"].sum()), float(own["kh_tpp"].sum())), *pairs))
    names = [name.replace("_", " ").title() for name in classes]
    return [
        Heading("Quota by quarter and class of chip"),
        Paragraph("Thousand H100e beyond what would flow without a deal: 8-bit basis / TPP basis."),
        Table(("Quarter", "All", *names), rows, frozenset({"All", *names})),
    ]


def _pair(eight_bit: float, tpp: float) -> str:
    return "–" if math.isnan(eight_bit) or eight_bit < NOTHING else f"{number(eight_bit)} / {number(tpp)}"


def _members(package: DealContents) -> list[Block]:
    """Chips by economy of a bloc, granted by the deal or opened without it."""
    columns = ["demand_kh", "no_deal_kh", "opened_kh", "granted_kh", "granted_kh_tpp"]
    sums = package.schedule.groupby("jurisdiction")[columns].sum()
    more = sums["granted_kh"] + sums["opened_kh"]
    if len(sums) < 2 or (more < NOTHING).all():
        return []
    order = more[more >= NOTHING].sort_values(ascending=False).index
    rows = [
        (
            str(economy),
            _pair(float(row["granted_kh"]), float(row["granted_kh_tpp"])),
            number(float(row["opened_kh"])) if row["opened_kh"] >= NOTHING else "–",
            percent(float((row["no_deal_kh"] + row["opened_kh"]) / row["demand_kh"])),
            percent(float((row["no_deal_kh"] + row["opened_kh"] + row["granted_kh"]) / row["demand_kh"])),
        )
        for economy, row in sums.loc[order].iterrows()
    ]
    figures = (
        "By the deal, thousand H100e, 8-bit / TPP",
        "Opened without it, thousand H100e (8-bit)",
        "Demand met without a deal",
        "Demand met with it",
    )
    return [Heading("Chips by economy"), Table(("Economy", *figures), rows, frozenset(figures))]


def _worth(package: DealContents) -> list[Block]:
    deal, terms = package.summary, package.terms
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
    deal = package.summary
    margin, reserve = float(deal["partner_gain"]), float(deal["reservation_value"])
    kept = (
        f"What is left to it beyond that is {money(margin)}."
        if margin >= NOTHING
        else "The proposal takes all there is: nothing is left to the partner beyond that, so any better offer to it, "
        "or any slip in what it is promised, undoes the deal. Expect to concede part of the gain in the talks."
    )
    beside = "" if float(deal["opened_kh"]) < NOTHING else ", beside the chips opened to it, which it has either way"
    return [
        Heading("Why it holds"),
        Paragraph(
            f"Without a deal the partner has chips and other supply worth {money(reserve)} to it (its reservation "
            f"value){beside}. The terms it receives add {money(float(deal['partner_gross_gain']))}; what it gives, and "
            f"the political cost of a deal, must not exceed that. {kept}"
        ),
    ]


def _binds(package: DealContents) -> list[Block]:
    terms = package.terms
    full = [lowered(str(label)) for label in terms.loc[terms["share_of_limit"] >= AT_LIMIT, "label"]]
    inner = [lowered(str(label)) for label in terms.loc[terms["share_of_limit"] < AT_LIMIT, "label"]]
    lines = []
    if float(package.summary["partner_gain"]) < NOTHING:
        lines.append("The partner’s consent: it gains nothing beyond its reservation value.")
    if full:
        lines.append(f"At the most that can be agreed: {listed(full)}.")
    if inner:
        lines.append(f"Short of the most, so that there is room to trade: {listed(inner)}.")
    return [Heading("What binds"), Bullets(lines)]


def _lasts(package: DealContents) -> list[Block]:
    lines = []
    for authority, terms in package.terms.groupby("legal_authority", sort=False):
        meaning = AUTHORITIES.get(str(authority), f"rests on {str(authority).replace('_', ' ')}")
        what = listed([lowered(str(label)) for label in terms["label"]])
        lines.append(f"{what[:1].upper()}{what[1:]}: {meaning}.")
    return [Heading("How long the promises last"), Bullets(lines)]


def _sure(package: DealContents) -> list[Block]:
    share = percent(float(package.summary["judgement_share"]))
    flags = [f"{flag[:1].upper()}{flag[1:]}." for flag in map(str, package.summary["flags"])]
    blocks: list[Block] = [
        Heading("How sure this is"),
        Paragraph(
            f"{share} of the value that changes hands rests on judgements rather than on facts or on what follows from "
            "them. The list of terms is more robust than their amounts; each judgement has a range in the data."
        ),
    ]
    blocks += sureness(package)
    return [*blocks, Bullets(flags, "warning")] if flags else blocks
