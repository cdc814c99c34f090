"""On a term sheet: what was really agreed with the partner since, beside what is proposed."""

import math
from typing import Any

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import money, rate
from deals.proposal.contents import DealContents
from deals.proposal.sheet.wording import measured
from deals.record.signed.reading_files import recorded
from deals.record.signed.real import RealTerm
from deals.record.weighing.stated import TARIFF_TO

WORDS = {
    "tariff_to": "country rate",
    "tariff_to_cars": "rate on cars",
    "tariff_baseline": "country rate",
    "agri_purchases": "farm goods",
    "aircraft_purchases": "aircraft",
    "energy_purchases": "energy",
    "defence_purchases": "arms",
    "lng_purchases": "liquefied gas",
    "dst_commitment": "no tax on digital services",
    "declaration_signed": "declaration on supply chains",
    "tech_mou": "memorandum on technology",
    "ai_chip_purchases": "purchases of AI chips",
    "ai_semiconductor_mou": "memorandum on AI and semiconductors",
    "chip_export_authorisation": "authorised for export",
    "chip_export_licence": "licensed for export",
    "chip_share_to_local_champion": "a share of the chips for a firm of its own",
    "digital_nondiscrimination": "no digital rules against US firms",
    "host_nation_support": "pay for US troops it hosts",
    "matching_investment_ratio": "investment matched one for one",
    "matching_us_datacentres": "data centres in the United States of equal size",
    "network_fee_commitment": "no network fees for US firms",
    "planned_compute_hub": "a hub of data centres",
    "planned_gpus": "planned",
    "campus_power": "power of a campus of data centres",
    "private_investment": "investment by firms",
    "revenue_share_by_vendor": "a share of the vendor’s revenue",
    "tariff_cap_chips": "a ceiling on duties on chips",
    "tariff_from_cars": "former rate on cars",
    "tier_promotion": "promotion to a better tier",
    "tier_promotion_promise": "promotion to a better tier, promised",
    "us_share_of_company": "a US share in a company",
    "arms_embargo_promise": "a promise to lift the arms embargo",
    "base_investment": "investment in a base",
    "export_control_measure": "notice of exports of chips",
    "forced_labour_import_ban": "no imports made by forced labour",
    "institution": "boards of trade and of investment",
    "investment_annual_cap": "a yearly ceiling on investment",
    "investment_first_year": "investment in the first year",
    "investment_plan": "a plan of investment projects",
    "investment_tranche": "a first part of the investment",
    "licence_relaxation": "easier licences",
    "rare_earth_pause": "a pause of controls on rare earths",
    "russia_oil_exit": "no more Russian oil",
    "strategic_approval": "approval of strategic projects",
    "tariff_on_transit": "a duty on chips in transit",
    "tech_partnerships": "partnerships on technology",
    "tech_trade": "trade in technology",
}
"""What a reader sees of the record's terms; others are their own words."""
AS_THE_MEASURE = frozenset(
    {"tariff_cut", "investment", "purchases", "defence_spending", "export_control_alignment", "tier_promotion"}
)
"""Terms that say no more than the measure they are read as."""


def really_agreed(package: DealContents) -> list[Block]:
    """Terms on record after the scenario's day, by the measure they are read as, each beside what is proposed of it."""
    deal = recorded(after=package.world_date).get(package.partner)
    if deal is None:
        return []
    proposed = _proposed(package)
    by_measure: dict[str, list[RealTerm]] = {}
    for term in deal.terms:
        if term.reading is not None:
            by_measure.setdefault(term.reading.reads_as, []).append(term)
    rows = []
    for name, terms in by_measure.items():
        label = "Country rate" if name == TARIFF_TO else package.instruments.get(name, (name, ""))[0]
        days = sorted(term.day for term in terms)
        stages = ", ".join(dict.fromkeys(term.stage.replace("_", " ") for term in terms))
        agreed = "; ".join(_agreed(term) for term in terms)
        rows.append((label, agreed, proposed.get(name, "nothing"), f"{days[-1]:%d %b %Y}: {stages}"))
    unread = sorted({_word(term) for term in deal.unread})
    beside = f" On record too, and not weighed: {', '.join(unread)}." if unread else ""
    note = f"Agreed after {package.world_date:%d %B %Y}: nothing that is proposed here rests on it.{beside}"
    columns = ("Measure", "Agreed", "Proposed here", "Last on record")
    table = [Table(columns, rows)] if rows else []
    return [Heading("What was really agreed since"), *table, Paragraph(note, "note")]


def _agreed(term: RealTerm) -> str:
    """One term in words."""
    if term.quantity is None:
        if term.name not in AS_THE_MEASURE:
            return _word(term)
        return "agreed" if term.name == "tier_promotion" else "agreed, no figure on record"
    over = f" over {rate(term.years)} years" if term.years else ""
    match term.unit.split():
        case ["percent"]:
            said = f"{rate(term.quantity)}%"
        case ["USD", "bn", *how]:
            said = " ".join([money(term.quantity), *how])
        case _:
            said = f"{rate(term.quantity)} {term.unit}"
    plain = term.name in AS_THE_MEASURE or term.name == TARIFF_TO or _word(term) in said
    return f"{said}{over}" if plain else f"{_word(term)}: {said}{over}"


def _word(term: RealTerm) -> str:
    """A term in words; of one that either side could give, whose it is where that is the United States."""
    word = WORDS.get(term.name, term.name.replace("_", " "))
    return f"US {word}" if term.name == "tariff_cut" and term.side == "us" else word


def _proposed(package: DealContents) -> dict[str, str]:
    """Amounts proposed, in words, by instrument."""
    rows: list[dict[Any, Any]] = package.proposed.to_dict("records")
    found = {
        name: measured(package, name, float(t["amount"]), str(t["unit"])) for t in rows if (name := t["instrument"])
    }
    after = float(package.if_signed["tariff_to"])
    return found if math.isnan(after) else {**found, TARIFF_TO: f"{rate(after)}%"}
