"""A proposal as sheets of a workbook: every table with its columns in words, its units, and the sources behind it."""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from deals.page.files.workbook import Column, Sheet
from deals.page.wording import counted
from deals.proposal.contents import ProposalContents
from deals.proposal.proposal_card import above
from deals.proposal.sheet.sources import sources
from deals.proposal.sheet.wording import ground
from deals.world.naming.economies import title_of

MONEY = "USD bn of 2025, present value"
PRICES = f"Money is in {MONEY}. H100e: one H100, by dense 8-bit operations (TPP: by total processing performance)."

money = partial(Column, form="money")
share = partial(Column, form="percent")
chips = partial(Column, form="number")
PARTNER = (Column("partner", "Code"), Column("name", "Partner"))

DEALS = (
    *PARTNER,
    Column("period", "Signs", note="By the end of it talks are over."),
    Column("teams", "Negotiating teams", "whole"),
    money(
        "expected_gain", "Expected US gain, USD bn", note="Over nothing, as talks may fail; what is done alone counts."
    ),
    money(
        "over_alone", "Over best alone, USD bn", note="Less what the best plan without deals does toward the partner."
    ),
    money("us_gain", "US gain if talks hold, USD bn"),
    money(
        "us_gain_without_pledges", "The same without pledges, USD bn", note="Pledged investment and purchases left out."
    ),
    money("partner_gain", "Partner's gain, USD bn", note="Over its reservation value, on the plan's own terms."),
    money("reservation_value", "Reservation value, USD bn", note="What the partner has from chips if it refuses."),
    chips("chips_kh", "Chips by the deal, thousand H100e (8-bit)"),
    chips("chips_kh_tpp", "The same, thousand H100e (TPP)"),
    chips("opened_kh", "Opened without a deal, thousand H100e"),
    Column("tariff_from", "US tariff from, %", "plain", "Announced, or best alone where none is threatened."),
    Column("tariff_to", "US tariff to, %", "plain"),
    money("investment_usd_bn", "Investment pledged, USD bn"),
    money("matching_usd_bn", "Matching investment, USD bn", note="Verified, in US data centres, beside chips."),
    money("purchases_usd_bn", "Purchases pledged, USD bn"),
    share("judgement_share", "Rests on judgement", note="Share of the value that changes hands."),
    Column("flags", "To mind"),
)
TERMS = (
    *PARTNER,
    Column("period", "Signs"),
    Column("side", "Side"),
    Column("label", "Term"),
    Column("amount", "Amount", "number"),
    Column("unit", "Unit"),
    share("share_of_limit", "Of the most possible"),
    money("us_value", "Worth to the US, USD bn"),
    money("partner_value", "Worth to the partner, USD bn"),
    Column("legal_authority", "Rests on", note="Legal authority, which says how long the promise is expected to last."),
    Column("kind", "Valued by", note="A fact, derived from facts, or a judgement."),
)
OFFERS = (
    *PARTNER,
    share(
        "odds_opening", "Odds, plan's own terms", note="Share of drawn worlds in which the partner gains over refusing."
    ),
    share("odds", "Odds, as offered"),
    share("odds_error", "One standard error"),
    money("slack", "Left to the partner, USD bn"),
    money("us_opening", "US gain, plan's own terms, USD bn"),
    money("us", "US gain, as offered, USD bn"),
    money("expected_opening", "Expected, plan's own terms, USD bn", note="Refusals counted."),
    money("expected", "Expected, as offered, USD bn", note="Refusals counted."),
    money("alone", "Acting alone, USD bn"),
    money("over_alone", "As offered against acting alone, USD bn"),
    money("price_of_odds", "A point of odds costs, USD bn"),
)
ALONE = (
    *PARTNER,
    chips("opened_kh", "Chips opened, thousand H100e (8-bit)"),
    money("chips_us_value", "Worth of these to the US, USD bn"),
    Column("announced", "Rate announced, %", "plain"),
    Column("in_force", "Rate in force, %", "plain"),
    Column("rate", "Rate set, %", "plain"),
    money("rate_us_value", "Worth of that to the US, USD bn"),
    money("us_value", "Worth in all, USD bn"),
)
LEFT_OUT = (
    *PARTNER,
    Column("why", "Why no deal"),
    money("misses_by_usd_bn", "Misses by, USD bn", note="What the deal would have to bring more to be in the plan."),
)
SCHEDULE = (
    *PARTNER,
    Column("economy", "Economy"),
    Column("quarter", "Quarter"),
    chips("demand_kh", "Demand, thousand H100e"),
    chips("no_deal_kh", "Flows without a deal"),
    chips("opened_kh", "Opened without a deal"),
    chips("granted_kh", "By the deal (8-bit)"),
    chips("granted_kh_tpp", "By the deal (TPP)"),
    chips("other_supplier_kh", "Other supplier"),
    share("denial", "Refused without a deal", note="Share of demand that is refused where there is no deal."),
)
QUOTAS = (
    *PARTNER,
    Column("economy", "Economy"),
    Column("quarter", "Quarter"),
    Column("chip_class", "Class of chip"),
    chips("kh_8bit", "Thousand H100e (8-bit)"),
    chips("kh_tpp", "Thousand H100e (TPP)"),
)
BASELINES = (
    Column("what", "Compared with"),
    money("gain", "Gain over nothing, USD bn"),
    money("gap", "May be off by, USD bn", note="Distance to the proven bound."),
)
DIVERSION = (
    Column("year", "Year"),
    chips("expected_no_deal_kh", "Expected, no deals"),
    chips("expected_kh", "Expected, with deals"),
    chips("expected_open_kh", "Expected, open access"),
    chips("limit_kh", "Limit"),
    chips("worst_case_kh", "Worst case"),
    chips("worst_case_limit_kh", "Its limit"),
)
SOURCES = (
    Column("partner", "Partner"),
    Column("figure", "Figure"),
    Column("bears_on", "Bears on"),
    Column("value", "Value", "plain"),
    Column("low", "Low", "plain"),
    Column("high", "High", "plain"),
    Column("unit", "Unit"),
    Column("kind", "Kind"),
    Column("source", "Source"),
    Column("address", "Address"),
    Column("source_date", "Date of the source"),
    Column("known_on", "Known on"),
    Column("confidence", "How it was checked"),
    Column("reason", "Why this value and range"),
    Column("name", "Name", note="By which a reform changes it."),
)


def sheets(proposal: ProposalContents) -> list[Sheet]:
    """The sheets of a proposal, what was asked first."""
    return [sheet for sheet in _sheets(proposal) if sheet.columns == () or len(sheet.frame)]


def _sheets(proposal: ProposalContents) -> Iterator[Sheet]:
    base = proposal.baselines
    asked = f"{counted(len(proposal.summary), 'deal')} proposed, of {proposal.report.partners} partners considered"
    lines = [asked, above(proposal), PRICES, *proposal.report.notes, *_reforms(proposal)]
    yield Sheet("What was asked", lines, (), pd.DataFrame())
    flags = ["; ".join(map(str, flags)) for flags in proposal.summary["flags"]]
    deals = proposal.summary.assign(flags=flags, partner=proposal.summary.index)
    yield Sheet("Deals", ["Deals in order of signing, on the plan's own terms", PRICES], DEALS, deals)
    yield Sheet(
        "Terms", ["Every term of every deal, on the plan's own terms", PRICES], TERMS, _on_authority(proposal.packages)
    )
    if proposal.offered is not None and len(proposal.summary):
        offered = pd.concat([proposal.deal(str(code)).proposed for code in proposal.summary.index])
        titled = ["Every term of every deal as it is offered, on the term sheets", PRICES]
        yield Sheet("Terms as offered", titled, TERMS, _on_authority(offered))
        offers = _in_the_plan(proposal.offered.table, proposal.summary["us_gain"]).reset_index()
        said = f"Offers that leave partners something, weighed in {proposal.offered.draws} drawn worlds"
        yield Sheet("Offers", [said, PRICES], OFFERS, offers)
    yield Sheet("Done alone", ["What is done toward each partner without a deal"], ALONE, _coded(proposal.alone))
    yield Sheet("Left out", ["Partners without a deal, the nearest first", PRICES], LEFT_OUT, proposal.left_out)
    yield Sheet("Chips", ["Chips by quarter and economy, thousand H100e"], SCHEDULE, _placed(proposal.schedule))
    yield Sheet("Quotas", ["Quotas by quarter and class of chip"], QUOTAS, _placed(proposal.quotas))
    measured = base.table.assign(what=[str(name).replace("_", " ") for name in base.table.index])
    yield Sheet("Baselines", ["What the plan is measured against", PRICES], BASELINES, measured)
    spread = proposal.diversion.assign(year=[str(year) for year in proposal.diversion.index])
    yield Sheet("Diversion", ["Diversion by year, thousand H100e"], DIVERSION, spread)
    yield Sheet("Sources", ["The figures that the term sheets rest on"], SOURCES, all_sources(proposal))


def _in_the_plan(offers: pd.DataFrame, us_gain: "pd.Series[float]") -> pd.DataFrame:
    """Offers with each deal's share of what chips displace in the whole plan, as on its term sheet."""
    share = us_gain.reindex(offers.index) - offers["us_opening"]
    return offers.assign(us=offers["us"] + share, us_opening=offers["us_opening"] + share)


def _on_authority(packages: pd.DataFrame) -> pd.DataFrame:
    """Terms with the legal ground of each in words."""
    return packages.assign(legal_authority=[ground(str(name)) for name in packages["legal_authority"]])


def all_sources(proposal: ProposalContents) -> pd.DataFrame:
    """The sources of every term sheet; what several rest on stands once, for all of them."""
    frames = [
        sources(deal).reset_index().assign(partner=deal.name)
        for deal in (proposal.deal(str(code)) for code in proposal.summary.index)
    ]
    if not frames:
        return pd.DataFrame()
    whole = pd.concat(frames, ignore_index=True)
    shared = whole["name"].duplicated(keep=False)
    return whole.assign(partner=whole["partner"].mask(shared, "several")).drop_duplicates("name", ignore_index=True)


def _reforms(proposal: ProposalContents) -> list[str]:
    return [f"Changed by a reform: {reform.title}" for reform in proposal.scenario.reforms]


def _coded(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(partner=frame.index)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with names of partners and economies, classes of chips in words."""
    named = frame.assign(
        name=[title_of(str(code)) for code in frame["partner"]],
        economy=[title_of(str(code)) for code in frame["jurisdiction"]],
    )
    if "chip_class" not in named:
        return named
    return named.assign(chip_class=[str(one).replace("_", " ").title() for one in named["chip_class"]])
