"""The tables of ``datasets/trade/``: which columns each has, what may stand in them, what identifies a row."""

from deals.world.schema import FROM, KIND, PEDIGREE, RANGE, Column, Table

FOLDER = "trade"
ALL = "*"
"""Every partner, every exporter or every sector, where no row of its own says otherwise."""
REST = "ROW"
"""The region of all economies that have none of their own."""


def _texts(names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names.split())


def _numbers(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "number", least=-1e12, most=1e12) for name in names.split())


REGIONS = Table(
    f"{FOLDER}/regions.csv",
    (Column("region"), Column("kind", choices=frozenset({"economy", "union", "rest"}))),
    ("region",),
)
SECTORS = Table(
    f"{FOLDER}/sectors.csv",
    (*_texts("sector label"), Column("kind", choices=frozenset({"goods", "services"})), Column("parts")),
    ("sector",),
)
TARIFFS = Table(
    f"{FOLDER}/tariffs.csv",
    (*_texts("importer exporter sector"), *_numbers("percent")),
    ("importer", "exporter", "sector"),
)
ELASTICITIES = Table(
    f"{FOLDER}/elasticities.csv", (*_texts("set sector"), *_numbers("value"), Column("source")), ("set", "sector")
)
COVERAGE = Table(
    f"{FOLDER}/coverage.csv",
    (*_texts("partner sector"), FROM, *_numbers("section_232 exempt")),
    ("partner", "sector", "applies_from"),
)
OUTSIDE = Table(
    f"{FOLDER}/outside.csv",
    (*_texts("partner sector"), *_numbers("imports_usd_mn duty_percent")),
    ("partner", "sector"),
)
BASES = frozenset({"section_232", "covered", "outside_232", "all"})
"""Trade that a duty falls on: goods under section 232, goods neither under it nor exempt, goods not under it, all."""
SCHEDULE = Table(
    f"{FOLDER}/schedule.csv",
    (
        Column("measure"),
        Column("item", choices=frozenset({"rate", "share", "mfn_inside"})),
        *_texts("partner sector"),
        Column("base", "words", blank=True, choices=BASES),
        *RANGE,
        Column("unit", choices=frozenset({"percent", "share"})),
        KIND,
        FROM,
        *PEDIGREE,
        Column("reason"),
    ),
    ("measure", "item", "partner", "sector", "applies_from"),
)
PROVENANCE = Table(
    f"{FOLDER}/provenance.csv",
    (*_texts("file part source"), Column("known_on", "date"), Column("note")),
    ("file", "part"),
)

TABLES = (REGIONS, SECTORS, TARIFFS, ELASTICITIES, COVERAGE, OUTSIDE, SCHEDULE, PROVENANCE)
"""All but the flows, which are too many to be read a row at a time."""
BY_LEVEL = Table(
    f"{FOLDER}/by_level.csv",
    (
        Column("date", "date"),
        *_texts("set partner"),
        *_numbers("level us_equilibrium us_fixed revenue_equilibrium revenue_fixed partner_gain"),
    ),
    ("date", "set", "partner", "level"),
)
ANSWERS = Table(
    f"{FOLDER}/answers.csv",
    (Column("date", "date"), *_texts("set partner"), *_numbers("rate us partner_gain"), Column("estimated", "flag")),
    ("date", "set", "partner"),
)
CUTS = Table(
    f"{FOLDER}/cuts.csv",
    (Column("date", "date"), *_texts("set partner"), *_numbers("share us partner_gain")),
    ("date", "set", "partner", "share"),
)
COMPUTED = (BY_LEVEL, ANSWERS, CUTS)
"""What the trade model made of the other tables for some days and each set of elasticities, USD bn of 2025 a year."""
ANEW = "write the tables anew: python -m deals.trade.tabulated"
"""What to do about a computed table that is wrong: nobody mends a result by hand."""
FLOWS = f"{FOLDER}/flows.csv"
FLOW_COLUMNS = ("origin", "destination", "sector", "usd_mn")
