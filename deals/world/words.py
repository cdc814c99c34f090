"""The closed lists of words and units that cells of the tables may hold."""

CONFIDENCE = frozenset(
    {
        "verified in source text",
        "verified in secondary source",
        "verified in abridged translation",
        "derived",
        "estimate in source",
        "announced specification",
        "recalled, unverified",
        "judgement",
        "not found",
    }
)
KINDS = frozenset({"fact", "derived", "judgement"})
AUTHORITIES = frozenset({"licence", "rule", "emergency_powers", "sector_tariff", "statute", "treaty", "memorandum"})
CHIP_CLASSES = frozenset({"hopper", "blackwell", "blackwell_ultra", "rubin", "other", "older", "foreign"})
KINDS_OF_TERMS = (
    "Chips",
    "Tariff relief",
    "Tariff cuts",
    "Investment",
    "Purchases",
    "Technology security",
    "Defence, taxes, rules, talks",
)
"""Kinds of terms in the order in which they are drawn: what the United States gives, then what it asks."""

UNITS = frozenset(
    {
        "kH a year",
        "kH",
        "share",
        "factor",
        "elasticity",
        "count",
        "percent",
        "years",
        "half-years",
        "quarters",
        "teams",
        "per year",
        "per index point",
        "per percentage point",
        "percent of GDP",
        "x GDP",
        "x GDP per point",
        "x user cost",
        "USD bn",
        "USD bn a year",
        "USD bn per kH",
        "USD bn per kH and year",
        "USD bn per team",
        "USD per H100 hour",
        "thousand USD per H100e",
    }
)
"""Units of ranged parameters."""

UNIT_OF_NAME: dict[str, str] = {
    "supply.20": "kH a year",
    "share.usa.": "share",
    "china.legal.": "kH a year",
    "price.system.": "thousand USD per H100e",
    "delivery.": "share",
    "denial.tier1": "share",
    "denial.A5_A6": "share",
    "denial.other_tier2": "share",
    "denial.D1_D4": "share",
    "durability.": "years",
    "discount.": "per year",
    "headquarters.share.": "share",
    "provider.": "share",
    "hub.weight.": "share",
    "invest.capacity.": "x GDP",
    "mix.": "share",
    "sovereign.share.": "share",
    "other_supplier.exports.": "kH a year",
    "gdp.": "USD bn",
    "tariff.pass_through": "share",
    "tariff.answer.": "share",
    "tariff.carved_home": "share",
    "tariff.floor": "percent",
}
"""Unit that every parameter whose name starts so must have."""
