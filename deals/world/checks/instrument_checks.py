"""What must hold of a row of ``instruments.csv``, beyond its cells, so that it can take effect at all."""

from collections.abc import Collection, Iterator, Mapping
from string import Formatter

from deals.kit.codes import EUROPEAN_UNION, UNITED_STATES
from deals.kit.errors import Problem, unknown
from deals.kit.expression import expression_problems
from deals.world.instrument import FORMS, PLAIN
from deals.world.tables import WHERE, Row

COMPUTED = frozenset(
    {
        *("one", "share", "gdp", "imports_from_us", "exports_to_us", "chip_capex"),
        *("investment_capacity", "purchase_capacity", "defence_points", "defence_usd"),
        *("tariff_share", "tariff_us_gain", "tariff_partner_loss", "china_exit_us", "china_exit_partner"),
        *("dst_revenue", "dst_share", "alignment_share", "alignment_us", "alignment_partner"),
    }
)
"""Sizes that the model computes, by name; `docs/data.md` says what each is."""
BASES = ("capacity_base", "us_base", "cost_base")
NOT_SIZES = frozenset({"year", "code", "text"})
"""Units of columns of ``countries.csv`` that measure nothing."""
AMOUNTS = frozenset({"money", "points", "chips", "full", "way"})
"""What stands for the amount in a phrase."""


def columns_of(rows: Collection[Row]) -> frozenset[str]:
    """Columns of ``countries.csv`` that are sizes, of the rows of ``columns.csv``."""
    return frozenset(str(row["column"]) for row in rows if str(row["unit"]) not in NOT_SIZES)


def instrument_problems(
    row: Row, parameters: Mapping[str, object], columns: Collection[str], countries: Mapping[str, bool]
) -> Iterator[Problem]:
    """Problems of one row.

    Parameters
    ----------
    row : Row
    parameters : mapping
        Every parameter by name.
    columns : collection of str
        Columns of ``countries.csv`` that are sizes.
    countries : mapping
        Every economy, and whether it bargains as part of the European Union.
    """
    name, where = str(row["name"]), str(row[WHERE])
    wanted = [("legal_authority", f"durability.{row['legal_authority']}")]
    wanted += [(column, str(row[column])) for column in ("us_value", "additionality", "delivery", "cost_value")]
    for column, parameter in wanted:
        if parameter and parameter not in parameters:
            yield unknown("parameter", parameter, parameters, file=where, field=f"{name}.{column}")
    for base in BASES:
        if text := str(row[base]):
            yield from expression_problems(text, {*COMPUTED, *columns}, where, f"{name}.{base}")
    yield from _form(row)
    yield from _partners(row, countries)
    placed = {field for _, field, _, _ in Formatter().parse(_braces(row)) if field is not None}
    for field in sorted(placed - AMOUNTS):
        fix = f"write {', '.join(f'{{{known}}}' for known in sorted(AMOUNTS))}"
        yield Problem(where, f"{name}.phrase", f"{{{field}}}", "unknown place for an amount", fix)


def _form(row: Row) -> Iterator[Problem]:
    """A form of its own belongs to one instrument; any other is plain, given by the partner, with all three bases."""
    name, form, where = str(row["name"]), str(row["form"]), str(row[WHERE])
    if form != PLAIN:
        if FORMS[form] != name:
            yield Problem(where, f"{name}.form", form, f"is the form of {FORMS[form]} alone", f"write {PLAIN}")
        return
    if name in FORMS.values():
        own = next(known for known, owner in FORMS.items() if owner == name)
        yield Problem(where, f"{name}.form", form, "has a formulation of its own", f"write {own}")
        return
    if row["side"] != "partner":
        said = "nothing but what has a form of its own can be given by the United States"
        yield Problem(where, f"{name}.side", row["side"], said, "write partner")
    for base in BASES:
        if not row[base]:
            fix = "write one, gdp or another size"
            yield Problem(where, f"{name}.{base}", None, "blank, so it would have no size", fix)
    for part in ("us", "cost"):
        if row[f"{part}_intercept"] == 0 and row[f"{part}_slope"] == 0:
            said = "nothing, with no slope: it would be worth nothing to either side at any amount"
            yield Problem(where, f"{name}.{part}_intercept", 0, said, "write 1 for what is worth its value throughout")
    if row["quoted_years"] == 0:
        yield Problem(where, f"{name}.quoted_years", 0, "no years", "write 1 for amounts a year, or the years quoted")


def _partners(row: Row, countries: Mapping[str, bool]) -> Iterator[Problem]:
    """Who may give it are partners."""
    codes, field, where = str(row["eligible"]).split(), f"{row['name']}.eligible", str(row[WHERE])
    known = {*(code for code, member in countries.items() if not member), EUROPEAN_UNION} - {UNITED_STATES}
    for code in codes if codes != ["all"] else ():
        if countries.get(code):
            yield Problem(where, field, code, "bargains as part of the European Union", f"write {EUROPEAN_UNION}")
        elif code not in known:
            yield Problem(where, field, code, "names no partner", "write codes of partners, as IND or EUU, or all")


def _braces(row: Row) -> str:
    """The phrase, or a place that nobody knows where its braces do not match."""
    text = str(row["phrase"])
    try:
        list(Formatter().parse(text))
    except ValueError:
        return "{unclosed}"
    return text
