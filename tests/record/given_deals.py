"""Terms of real deals, and files of them, typed in."""

from datetime import date
from pathlib import Path

from deals.kit.periods import periods
from deals.record.lessons.inequalities import Inequality
from deals.record.signed.reading_files import COLUMNS
from deals.record.signed.real import RATE_FROM, RealTerm, reading_of
from deals.record.weighing.stated import Stated

DAY = date(2025, 9, 1)
HEADER = ",".join(COLUMNS)


def term(
    name: str,
    quantity: float | None = None,
    unit: str = "",
    *,
    partner: str = "JPN",
    deal: str = "framework",
    day: date = DAY,
    side: str = "partner",
    kind: str | None = None,
    years: float | None = None,
    stage: str = "signed",
) -> RealTerm:
    """One row of a record, read as the table of readings says."""
    return RealTerm(
        partner=partner,
        deal=deal,
        day=day,
        side=side,
        name=name,
        kind=kind or ("event" if name == RATE_FROM else "term"),
        quantity=quantity,
        unit=unit,
        years=years,
        binding=True,
        stage=stage,
        source="judgement",
        reading=reading_of(name, side, unit),
    )


def rate(percent: float, *, day: date = DAY, deal: str = "framework", partner: str = "JPN") -> RealTerm:
    """The country rate after a deal."""
    return term("tariff_to", percent, "percent", side="us", day=day, deal=deal, partner=partner)


def threat(percent: float, *, day: date = DAY, deal: str = "letter", partner: str = "JPN") -> RealTerm:
    """A country rate threatened."""
    return term("tariff_from", percent, "percent", side="us", day=day, deal=deal, partner=partner)


def line(
    instrument: str,
    quantity: object = "",
    unit: str = "",
    *,
    partner: str = "JPN",
    deal: str = "framework",
    day: str = "2025-09-01",
    side: str = "partner_gives",
    binding: str = "y",
    note: str = "",
) -> str:
    """One row of a file in the columns of `deals.record.signed.reading_files.COLUMNS`."""
    return f'{partner},{deal},{day},{side},{instrument},{quantity},"{unit}",{binding},https://a.test,{note},verified'


def file(folder: Path, *lines: str, header: str = HEADER, name: str = "own.csv") -> Path:
    """A file of such rows."""
    path = folder / name
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def inequality(
    partner: str = "JPN",
    rest: tuple[float, float] = (0.0, 0.0),
    *,
    pledge: float = 0.0,
    politics: float = 0.0,
    us: tuple[float, float] = (1.0, 1.0),
    control: float = 0.0,
    talks: float = 0.0,
    template: bool = False,
) -> Inequality:
    """A signed deal taken apart; pairs are for a threat that is never and one that is surely carried out."""
    (period,) = periods("2025Q3", "2025Q4", 6, DAY)
    package = Stated(partner, partner, period, {}, {}, {}, standard=False, notes=())
    return Inequality(partner, package, template, rest, pledge, politics, us, control, talks, pledged=-pledge)
