"""Chips on a term sheet: the quota by quarter and class, and what each economy of a bloc has."""

import math

import pandas as pd

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import NOTHING, counted, number, percent
from deals.proposal.contents import DealContents
from deals.world.naming.economies import title_of

SCALED = 5e-3
"""Share of the plan's own chips by which the offer may differ before it is told."""

LEAST_SHOWN = 5e-3
"""Thousand H100e that still round to ten chips."""


def has_chips(package: DealContents) -> bool:
    """Whether what is proposed has chips in it."""
    return float(package.if_signed["chips_kh"]) >= NOTHING


def quota(package: DealContents, *, for_partner: bool = False) -> list[Block]:
    """The quota by quarter and class of chip, in both bases, of what is proposed."""
    share, quotas = _share(package), package.quotas
    if quotas.empty or share < NOTHING:
        return []
    sums = share * quotas.groupby(["quarter", "chip_class"], sort=False)[["kh_8bit", "kh_tpp"]].sum()
    classes = list(dict.fromkeys(quotas["chip_class"]))
    rows = []
    for quarter, part in sums.groupby(level="quarter"):
        own = part.droplevel("quarter").reindex(classes)
        pairs = [_pair(float(row["kh_8bit"]), float(row["kh_tpp"])) for _, row in own.iterrows()]
        rows.append((str(quarter), _pair(float(own["kh_8bit"].sum()), float(own["kh_tpp"].sum())), *pairs))
    names = [name.replace("_", " ").title() for name in classes]
    beyond = " that this deal adds" if for_partner else " beyond what would flow without a deal"
    as_planned = for_partner or abs(share - 1) < SCALED
    scaled = "" if as_planned else f" The plan’s own calendar, at {percent(share)} of its chips."
    return [
        Heading("Quota by quarter and class of chip"),
        Paragraph(f"Thousand H100e{beyond}: 8-bit basis / TPP basis.{scaled}{_certified(package)}"),
        Table(("Quarter", "All", *names), rows, frozenset({"All", *names})),
    ]


def _certified(package: DealContents) -> str:
    """That the standard covers the chips of a deal with a country that does not adopt it for all."""
    own = bool(package.summary["certified"]) and not bool(package.summary["standard"])
    return " The chips of this deal come under the security standard." if own else ""


def members(package: DealContents, *, for_partner: bool = False) -> list[Block]:
    """Chips by economy of a bloc, granted by the deal or opened without it; for the partner those of the deal alone."""
    columns = ["demand_kh", "no_deal_kh", "opened_kh", "granted_kh", "granted_kh_tpp"]
    sums = package.schedule.groupby("jurisdiction")[columns].sum()
    sums[["granted_kh", "granted_kh_tpp"]] *= _share(package)
    more = sums["granted_kh"] + (0.0 if for_partner else sums["opened_kh"])
    if len(sums) < 2 or (more < NOTHING).all():
        return []
    rows: list[tuple[str, ...]] = [
        (
            title_of(str(economy)),
            _pair(float(row["granted_kh"]), float(row["granted_kh_tpp"])),
            _thousands(float(row["opened_kh"])) if row["opened_kh"] >= NOTHING else "–",
            percent(float((row["no_deal_kh"] + row["opened_kh"]) / row["demand_kh"])),
            percent(float((row["no_deal_kh"] + row["opened_kh"] + row["granted_kh"]) / row["demand_kh"])),
        )
        for economy, row in sums.loc[_largest_first(more)].iterrows()
    ]
    figures: tuple[str, ...] = (
        "By the deal, thousand H100e, 8-bit / TPP",
        "Opened without it, thousand H100e (8-bit)",
        "Demand met without a deal",
        "Demand met with it",
    )
    if for_partner:
        rows, figures = [row[:2] for row in rows], figures[:1]
    elif (sums["granted_kh"] < NOTHING).all():
        rows, figures = [(row[0], *row[2:4]) for row in rows], (figures[1], "Demand met")
    others = len(sums) - len(rows)
    told = f"Without a line: {counted(others, 'economy', 'economies')} to which nothing is opened or granted."
    note = [Paragraph(told, "note")] if others and not for_partner else []
    return [Heading("Chips by economy"), Table(("Economy", *figures), rows, frozenset(figures)), *note]


def _largest_first(more: "pd.Series[float]") -> "pd.Index[str]":
    return more[more >= NOTHING].sort_values(ascending=False).index


def _share(package: DealContents) -> float:
    """Chips of what is proposed as a share of the plan's own; one where the plan has none."""
    own = float(package.summary["chips_kh"])
    return float(package.if_signed["chips_kh"]) / own if own >= NOTHING else 1.0


def _pair(eight_bit: float, tpp: float) -> str:
    return "–" if math.isnan(eight_bit) or eight_bit < NOTHING else f"{_thousands(eight_bit)} / {_thousands(tpp)}"


def _thousands(kh: float) -> str:
    """Thousand H100e, below one to ten chips.

    Examples
    --------
    >>> _thousands(28.53), _thousands(0.0487), _thousands(0.002)
    ('28.5', '0.05', 'under 0.01')
    """
    if kh >= 1:
        return number(kh)
    return f"{kh:.2f}" if kh >= LEAST_SHOWN else "under 0.01"
