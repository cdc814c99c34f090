"""The tables of ``datasets/``: which columns each has, what may stand in them, what identifies a row."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from deals.world.instrument import FORMS, PLAIN
from deals.world.words import AUTHORITIES, CHIP_CLASSES, CONFIDENCE, KINDS, KINDS_OF_TERMS

Cell = Literal["text", "words", "number", "flag", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `words` are text that may be blank; other cells may be blank only where `blank` says so.

    A number lies between `least` and `most`, and is `whole` where that is said.
    """

    name: str
    cell: Cell = "text"
    blank: bool = False
    choices: frozenset[str] | None = None
    least: float = 0.0
    most: float = 1e9
    whole: bool = False


@dataclass(frozen=True)
class Table:
    """One file: its columns, what identifies a row, and the unit all rows must have (None: any known unit)."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    unit: str | None = None

    @cached_property
    def ranged(self) -> bool:
        """Whether rows carry a value with low and high."""
        return {"value", "low", "high"} <= {column.name for column in self.columns}


SIGNED = -1e9
YEARS = 1900.0, 2100.0


def _columns(text: str = "", words: str = "", number: str = "", blank_number: str = "", flag: str = "") -> list[Column]:
    """Columns by kind; numbers are nought or more, and those named for a year are years."""
    return [
        *(Column(name) for name in text.split()),
        *(Column(name, "words", blank=True) for name in words.split()),
        *(_number(name, blank=False) for name in number.split()),
        *(_number(name, blank=True) for name in blank_number.split()),
        *(Column(name, "flag") for name in flag.split()),
    ]


def _number(name: str, *, blank: bool, signed: bool = False) -> Column:
    if name == "year" or name.endswith("_year"):
        return Column(name, "number", blank=blank, least=YEARS[0], most=YEARS[1], whole=True)
    return Column(name, "number", blank=blank, least=SIGNED if signed else 0.0)


KIND = Column("kind", choices=KINDS)
KNOWN = Column("known_on", "date")
FROM = Column("applies_from", "date")
FROM_OR_BLANK = Column("applies_from", "date", blank=True)
SURE = Column("confidence", choices=CONFIDENCE)
PEDIGREE = (KNOWN, Column("source"), SURE)
RANGE = tuple(_columns(number="value low high"))
SIGNED_RANGE = tuple(_number(name, blank=False, signed=True) for name in ("value", "low", "high"))

ASSUMPTIONS = Table(
    "assumptions.csv",
    (Column("name"), *SIGNED_RANGE, Column("unit"), KIND, FROM_OR_BLANK, *PEDIGREE, Column("reason")),
    ("name", "applies_from", "known_on"),
)
DEMAND = Table(
    "demand.csv",
    (
        *_columns(text="iso3 basis reason", number="year", blank_number="seen"),
        *RANGE,
        Column("unit"),
        Column("evidence", choices=frozenset("ABC")),
        KIND,
        *PEDIGREE,
    ),
    ("iso3", "year", "known_on"),
    unit="kH a year",
)
DIVERSION = Table(
    "diversion.csv",
    (
        Column("kind", choices=frozenset({"leak", "route"})),
        *_columns(text="origin destination reason"),
        *RANGE,
        Column("unit"),
        *PEDIGREE,
    ),
    ("kind", "origin", "destination", "known_on"),
)
TARIFF_RATES = Table(
    "tariff_rates.csv",
    (
        Column("partner"),
        Column("measure", choices=frozenset({"announced", "in_force"})),
        *RANGE,
        Column("unit"),
        KIND,
        FROM,
        *PEDIGREE,
        Column("reason"),
    ),
    ("partner", "measure", "applies_from", "known_on"),
    unit="percent",
)
COUNTRIES = Table(
    "countries.csv",
    (
        *_columns(
            text="iso3 name region subregion",
            flag="un_member eu_member treaty_ally us_fta usmca",
            blank_number="gdp_usd_bn gdp_year gdp_per_capita_usd population_m electricity_generation_twh"
            " low_carbon_share_pct military_expenditure_pct_gdp military_expenditure_year us_goods_imports_usd_bn"
            " us_goods_imports_year us_goods_exports_usd_bn us_goods_exports_year china_trade_share_pct"
            " china_export_share_pct us_export_share_pct mfn_applied_tariff_pct mfn_applied_tariff_year"
            " applied_tariff_weighted_pct"
            " un_ideal_point_dist_us fatf_listed ai_clusters_h100e ai_clusters_count"
            " ai_clusters_power_mw top500_systems top500_rmax_pflops cloud_regions_count"
            " cloud_regions_hyperscale_count cloud_regions_gpu_flagged_count internet_users_pct"
            " fdi_stock_in_us_usd_bn us_effective_added_tariff_pct",
        ),
        *(
            _number(name, blank=True, signed=True)
            for name in (
                *("wgi_rule_of_law", "wgi_control_of_corruption", "wgi_government_effectiveness"),
                "un_ideal_point",
            )
        ),
    ),
    ("iso3",),
)
COUNTRY_NAMES = Table(
    "country_names.csv",
    (
        *_columns(text="name iso3", words="note"),
        Column("kind", choices=frozenset({"everyday", "former", "abbreviation"})),
        *PEDIGREE,
    ),
    ("name", "iso3"),
)
ISO_NAMES = Table(
    "iso_names.csv",
    (*_columns(text="iso3 iso2 name", words="common_name official_name"), *PEDIGREE),
    ("iso3",),
)
COLUMNS = Table(
    "columns.csv",
    (Column("column"), Column("unit"), *PEDIGREE, *_columns(flag="structural", words="note")),
    ("column",),
)
SERVICES_TAXES = Table(
    "services_taxes.csv",
    (
        *_columns(text="iso3 status", blank_number="value", words="note"),
        Column("unit"),
        FROM,
        *PEDIGREE,
    ),
    ("iso3", "applies_from"),
    unit="percent",
)
TIERS = Table(
    "tiers.csv",
    (
        *_columns(text="iso3", flag="recalled_groups", words="groups note"),
        Column("tier", "number", least=1, most=3, whole=True),
        FROM,
        *PEDIGREE,
    ),
    ("iso3", "applies_from"),
)
BLOCS = Table(
    "blocs.csv",
    (
        Column("group"),
        Column("kind", choices=frozenset({"bloc", "customs_union", "peers"})),
        *_columns(text="member", words="note"),
        FROM,
        *PEDIGREE,
    ),
    ("group", "member"),
)
INSTRUMENTS = Table(
    "instruments.csv",
    (
        *_columns(
            text="name label unit eligible tracks description",
            words="capacity_base us_base us_value additionality delivery cost_base cost_value phrase",
            number="quoted_years us_intercept us_slope cost_intercept cost_slope cost_power order",
        ),
        Column("side", choices=frozenset({"partner", "us"})),
        Column("legal_authority", choices=AUTHORITIES),
        Column("goal", choices=frozenset({"leverage", "promotion", "control"})),
        Column("form", choices=frozenset({PLAIN, *FORMS})),
        Column("group", choices=frozenset(KINDS_OF_TERMS)),
        FROM_OR_BLANK,
        *PEDIGREE,
    ),
    ("name", "applies_from"),
)
CHIPS = Table(
    "chips.csv",
    (
        *_columns(
            text="chip vendor",
            words="note",
            blank_number="tpp tpp_low tpp_high dense_8bit_tops h100e_8bit h100e_tpp die_area_mm2 performance_density"
            " memory_gb memory_bandwidth_tb_s tdp_w price_usd_low price_usd_high",
        ),
        Column("class", choices=CHIP_CLASSES),
        *PEDIGREE,
    ),
    ("chip",),
)
RULES = Table(
    "regime_parameters.csv",
    (*_columns(text="parameter unit", words="period value paragraph note"), *PEDIGREE),
    ("parameter", "period"),
)
SUPPLY = Table(
    "supply.csv",
    (*_columns(text="metric entity unit", words="item period note"), *RANGE, *PEDIGREE),
    ("metric", "entity", "item", "period", "source"),
)
DEALS = Table(
    "deals.csv",
    (
        *_columns(text="partner deal instrument", words="unit horizon", blank_number="value years", flag="binding"),
        Column("date", "date"),
        Column("side", choices=frozenset({"partner", "us"})),
        Column("kind", choices=frozenset({"term", "event", "delivery"})),
        Column(
            "stage",
            choices=frozenset({"announced", "framework", "signed", "in_force", "disputed", "withdrawn", "event"}),
        ),
        *PEDIGREE,
    ),
    ("partner", "deal", "date", "side", "instrument", "unit", "horizon"),
)
READINGS = Table(
    "readings.csv",
    (
        *_columns(text="term reads_as reason", words="unit unless", blank_number="minus"),
        Column("side", choices=frozenset({"partner", "us"})),
        *SIGNED_RANGE,
        KIND,
        *PEDIGREE,
    ),
    ("term", "side", "unit"),
)
DIVERSION_CASES = Table(
    "diversion_cases.csv",
    (*_columns(text="metric place period unit", words="note"), *RANGE, *PEDIGREE),
    ("metric", "place", "period"),
)
SOURCES = Table("sources.csv", tuple(_columns(text="key citation licence", words="url date")), ("key",))

TABLES = (
    SOURCES,
    ASSUMPTIONS,
    DEMAND,
    DIVERSION,
    TARIFF_RATES,
    COUNTRIES,
    COUNTRY_NAMES,
    ISO_NAMES,
    COLUMNS,
    SERVICES_TAXES,
    TIERS,
    BLOCS,
    INSTRUMENTS,
    CHIPS,
    RULES,
    SUPPLY,
    DEALS,
    READINGS,
    DIVERSION_CASES,
)
"""Every table, sources first: the others refer to it."""
