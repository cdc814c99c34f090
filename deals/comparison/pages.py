"""The comparison as a page of tables, and as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from deals.cells import number

if TYPE_CHECKING:
    from deals.comparison.comparing import Comparison

SMALL = 0.05
"""USD bn below which a change is not worth a word."""
CHIPS = {
    "chips_abroad_kh": ("abroad", ",.0f"),
    "chips_by_deal_kh": ("by deal", ",.0f"),
    "us_share_of_uptake": ("US share", ".1%"),
    "diverted_expected_kh": ("diverted", ",.0f"),
    "diverted_worst_kh": ("worst case", ",.0f"),
    "to_barred_places_kh": ("to barred", ",.0f"),
    "lost_to_other_supplier_kh": ("lost to rival", ",.0f"),
}
TALKS = {
    "deals": ("deals", ".0f"),
    "with_standard": ("with standard", ".0f"),
    "team_months": ("team-months", ".0f"),
    "investment_usd_bn": ("investment", ",.0f"),
    "purchases_usd_bn": ("purchases", ",.0f"),
}
"""Columns of the physical tables: heading and format."""

NOTE = """USD bn of 2025, present value over {first} to {last}. Control and promotion are counted from nothing sold
abroad, so control is negative and best at nought. Talks about tariffs go on under every regime; `leverage` counts what
partners give less the relief they get. `at_home` is what chips kept from others are worth at home and is in no goal.
All surplus goes to the United States (take it or leave it), so leverage is an upper bound. Results that rest on shares
of trusted providers, consignees or installations are indicative: those counts are judgements."""


def page(comparison: "Comparison") -> str:
    """Tables in Markdown: what differs, then what comes of it."""
    scenario = comparison.scenario
    title = f"# Regimes compared: {scenario.title}"
    ruling = "\n\nThe ruling of 20 February 2026 is replayed: relief under emergency powers falls." * comparison.ruling
    note = NOTE.format(first=scenario.first_quarter, last=scenario.last_quarter).replace("\n", " ")
    inputs = comparison.inputs
    rules = inputs[inputs["part"] != "table"].groupby("regime", sort=False)["what"].agg("; ".join).to_frame("rules")
    rules["on the table"] = inputs[inputs["part"] == "table"].set_index("regime")["what"]
    parts = [
        (f"{title}\n\n{note}{ruling}", None),
        ("## What differs", rules),
        ("## Gains by goal", shown(comparison.goals, ",.1f")),
        ("## Chips over the horizon, thousand H100e; US share of uptake", physical(comparison)),
        ("## Talks, and pledges in USD bn", physical(comparison, TALKS)),
        (f"## Who wins and who loses, against {comparison.reference}", winners(comparison)),
        (f"## What each gains and gives up\n\n{reading(comparison)}", None),
        ("## What binds", comparison.binding.to_frame()),
        ("## What partners give", concessions(comparison)),
    ]
    return "\n\n".join(text if frame is None else f"{text}\n\n{markdown(frame)}" for text, frame in parts) + "\n"


def reading(comparison: "Comparison") -> str:
    """What each regime gains and gives up against the reference, in words."""
    base, lines = comparison.reference, []
    goals, units = comparison.goals, comparison.physical
    change, moved = goals - goals.loc[base], units - units.loc[base]
    people = comparison.winners_and_losers()
    shares = comparison.ternary().shares()["best"].to_dict()
    for name, found in comparison.outcomes.items():
        if name == base:
            continue
        by_goal = {goal: number(change, name, goal) for goal in ("control", "promotion", "leverage")}
        better = [f"{goal} {worth:+.1f}" for goal, worth in by_goal.items() if worth > SMALL]
        worse = [f"{goal} {worth:+.1f}" for goal, worth in by_goal.items() if worth < -SMALL]
        wins, losses = (str(people.at[name, side]) for side in ("winners", "losers"))
        lines.append(
            f"**{found.regime.title}** (`{name}`). Gains {', '.join(better) or 'nothing'}; gives up "
            f"{', '.join(worse) or 'nothing'} (USD bn against `{base}`). Chips abroad "
            f"{number(moved, name, 'chips_abroad_kh'):+,.0f} kH, expected diversion "
            f"{number(moved, name, 'diverted_expected_kh'):+,.0f} kH, lost to the other supplier "
            f"{number(moved, name, 'lost_to_other_supplier_kh'):+,.0f} kH. "
            f"{number(units, name, 'deals'):.0f} deals in {number(units, name, 'team_months'):.0f} team-months. "
            f"Partners that win: {wins}; that lose: {losses}. "
            f"Best on {shares.get(name, 0.0):.0%} of the map of weights."
        )
    return "\n\n".join(lines) + "\n"


def physical(comparison: "Comparison", columns: Mapping[str, tuple[str, str]] = CHIPS) -> pd.DataFrame:
    """Physical units with headings and formatted numbers."""
    frame = comparison.physical
    return pd.DataFrame({head: frame[name].map(f"{{:{form}}}".format) for name, (head, form) in columns.items()})


def winners(comparison: "Comparison") -> pd.DataFrame:
    """Winners and losers with formatted sums."""
    frame = comparison.winners_and_losers()
    return frame.assign(gain=frame["gain"].map("{:,.2f}".format), loss=frame["loss"].map("{:,.2f}".format))


def concessions(comparison: "Comparison") -> pd.DataFrame:
    """Worth of concessions to the United States by regime and instrument, USD bn."""
    wide = comparison.concessions.reset_index().pivot_table(index="regime", columns="label", values="us_value")
    return shown(wide.reindex(list(comparison.outcomes)), ",.2f")


def shown(frame: pd.DataFrame, form: str) -> pd.DataFrame:
    """Numbers as text, blanks as a dash."""
    return frame.map(lambda value: f"{value:{form}}" if value == value else "-")


def markdown(frame: pd.DataFrame) -> str:
    """A frame of text as a Markdown table."""
    heads = ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.columns)]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for name, row in zip(frame.index, frame.to_numpy().tolist(), strict=True):
        lines.append("| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in [name, *row]) + " |")
    return "\n".join(lines)


def save(comparison: "Comparison", folder: Path) -> list[Path]:
    """Write the page, the tables and the figures."""
    from deals.comparison import figures

    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "comparison.md"]
    written[0].write_text(comparison.markdown(), encoding="utf-8")
    map_of_weights = comparison.ternary()
    tables = {
        "inputs": comparison.inputs,
        "goals": comparison.goals,
        "physical": comparison.physical,
        "concessions": comparison.concessions,
        "partners": comparison.partners,
        "access": comparison.access,
        "ternary": map_of_weights.cells,
    }
    for name, frame in tables.items():
        written.append(folder / f"{name}.csv")
        frame.to_csv(written[-1], index=name not in ("inputs", "ternary"), lineterminator="\n")
    charts = {
        "goals": figures.goals(comparison),
        "ternary": figures.ternary(map_of_weights),
        "access": figures.access(comparison),
        "map": figures.access_map(comparison),
    }
    for name, chart in charts.items():
        written.append(folder / f"{name}.png")
        chart.save(written[-1], scale_factor=2)
    return written
