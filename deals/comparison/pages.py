"""Regimes side by side as a page of tables."""

import pandas as pd

from deals import regimes as known
from deals.comparison.side_by_side import SideBySide
from deals.comparison.weights import ternary
from deals.kit.cells import number
from deals.page.wording import counted

SMALL = 0.05
"""USD bn below which a change is not worth a word."""
CONTROL = {
    "diverted_expected_kh": ("diverted", ",.0f"),
    "diverted_worst_kh": ("worst case", ",.0f"),
    "to_places_at_risk_kh": ("to places at risk", ",.0f"),
    "to_barred_places_kh": ("to barred places and their firms", ",.0f"),
}
PROMOTION = {
    "chips_abroad_kh": ("abroad", ",.0f"),
    "chips_by_deal_kh": ("by deal", ",.0f"),
    "chips_opened_kh": ("opened", ",.0f"),
    "us_share_of_uptake": ("US share", ".1%"),
    "lost_to_other_supplier_kh": ("lost to rival", ",.0f"),
}
LEVERAGE = {
    "deals": ("deals", ".0f"),
    "with_standard": ("with standard", ".0f"),
    "relief_points_mean": ("mean relief, points", ".1f"),
    "investment_usd_bn": ("investment", ",.0f"),
    "purchases_usd_bn": ("purchases", ",.0f"),
    "talk_months": ("months of talks", ",.0f"),
    "team_months": ("team-months", ",.0f"),
    "months_to_last_deal": ("months to the last", ",.0f"),
}
"""Columns of the physical tables, a table for each goal: heading and format."""
BY_GOAL = {
    "control": ("Control: thousand H100e over the horizon", CONTROL),
    "promotion": ("Promotion: thousand H100e over the horizon; US share of uptake", PROMOTION),
    "leverage": ("Leverage: deals, talks, and headline pledges in USD bn", LEVERAGE),
}

TABLES = ("differences", "timing", "inputs", "goals", "physical", "concessions", "partners", "access", "providers")
"""Attributes of a comparison that are saved as tables, by their names."""
NOTE = """USD bn of 2025, present value over {first} to {last}. Control and promotion are counted from nothing sold
abroad, so control is negative and best at nought. Talks about tariffs go on under every regime; leverage counts what
partners give less the relief they get. Worth at home is that of chips kept from others, and in no goal.
All surplus goes to the United States (take it or leave it), so leverage is an upper bound. Results that rest on shares
of trusted providers, consignees, firms or installations are indicative: those counts are judgements."""
RULING = """The ruling of 20 February 2026 is replayed: relief under emergency powers falls, and of the partners that
would then gain by walking away a share does (a judgement). Leverage and welfare are those after it."""
NO_RULING = "The ruling of 20 February 2026 changes nothing here: no relief in these plans rests on emergency powers."


def page(sides: SideBySide) -> str:
    """Tables in Markdown: what differs, then what comes of it."""
    scenario = sides.scenario
    note = NOTE.format(first=scenario.first_quarter, last=scenario.last_quarter).replace("\n", " ")
    parts: list[tuple[str, pd.DataFrame | None]] = [
        (f"# Regimes compared: {scenario.title}\n\n{note}{_ruled(sides)}", None),
        (f"## What differs, {sides.differences.name}", sides.differences.to_frame("has")),
        ("## When each was made, and whether it makes sense in time", shown_timing(sides)),
        ("## The rules", _rules(sides)),
        ("## Gains by goal, USD bn", shown(sides.goals, ",.1f")),
        *((f"## {title}", physical(sides, goal)) for goal, (title, _) in BY_GOAL.items()),
        (f"## Who wins and who loses, {sides.differences.name}, USD bn", winners(sides)),
        (f"## What each gains and gives up\n\n{reading(sides)}", None),
        ("## What binds", sides.binding.to_frame()),
        ("## What partners give: worth to the United States, USD bn, and number of partners", concessions(sides)),
    ]
    if not sides.providers.empty:
        parts.append(("## Trusted providers: shares of what each adds (indicative)", shown_providers(sides)))
    if not sides.indicative.empty:
        parts.append(("## Indicative results", sides.indicative.to_frame()))
    told = (text if frame is None else f"{text}\n\n{markdown(titled(frame))}" for text, frame in parts)
    return "\n\n".join(told) + "\n"


def titled(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of regimes with their titles, and its headings in words."""
    names = [known.get(str(name)).title for name in frame.index]
    words = frame.rename(columns=lambda name: str(name).replace("_", " "))
    return words.set_axis(pd.Index(names, name="regime"))


def _ruled(sides: SideBySide) -> str:
    if not sides.ruling:
        return ""
    fallen = any(one.leverage != sides.goals.at[name, "leverage"] for name, one in sides.outcomes.items())
    return "\n\n" + (RULING if fallen else NO_RULING).replace("\n", " ")


def _rules(sides: SideBySide) -> pd.DataFrame:
    inputs = sides.inputs
    rules = inputs[inputs["part"] != "table"].groupby("regime", sort=False)["what"].agg("; ".join).to_frame("rules")
    rules["on the table"] = inputs[inputs["part"] == "table"].set_index("regime")["what"]
    return rules


def reading(sides: SideBySide) -> str:
    """What each regime gains and gives up against the reference, in words."""
    base, lines = sides.reference, []
    goals, units = sides.goals, sides.physical
    change, moved = goals - goals.loc[base], units - units.loc[base]
    people = sides.winners_and_losers()
    shares = ternary(sides).shares()["share_best"].to_dict()
    for name, title in sides.titles.items():
        if name == base:
            continue
        by_goal = {goal: number(change, name, goal) for goal in ("control", "promotion", "leverage")}
        better = [f"{goal} {worth:+.1f}" for goal, worth in by_goal.items() if worth > SMALL]
        worse = [f"{goal} {worth:+.1f}" for goal, worth in by_goal.items() if worth < -SMALL]
        wins, losses = (str(people.at[name, side]) for side in ("winners", "losers"))
        lines.append(
            f"**{title}**. Gains {', '.join(better) or 'nothing'}; gives up "
            f"{', '.join(worse) or 'nothing'} (USD bn {sides.differences.name}). Chips abroad "
            f"{number(moved, name, 'chips_abroad_kh'):+,.0f} thousand H100e, expected diversion "
            f"{number(moved, name, 'diverted_expected_kh'):+,.0f} thousand H100e, lost to the other supplier "
            f"{number(moved, name, 'lost_to_other_supplier_kh'):+,.0f} thousand H100e. "
            f"{counted(round(number(units, name, 'deals')), 'deal')} in "
            f"{counted(round(number(units, name, 'team_months')), 'team-month')}. "
            f"Partners that win: {wins}; that lose: {losses}. "
            f"Best on {shares.get(name, 0.0):.0%} of the map of weights."
        )
    return "\n\n".join(lines) + "\n"


def physical(sides: SideBySide, goal: str) -> pd.DataFrame:
    """What a goal is in physical units, with headings and formatted numbers, its worth in USD bn first."""
    frame, (_, columns) = sides.physical, BY_GOAL[goal]
    told = {f"{goal}, USD bn": sides.goals[goal].map("{:,.1f}".format)}
    told |= {head: frame[name].map(f"{{:{form}}}".format) for name, (head, form) in columns.items()}
    if goal == "leverage" and sides.ruling:
        told["called void"] = frame["deals_called_void"].map("{:.1f}".format)
    return pd.DataFrame(told)


def shown_timing(sides: SideBySide) -> pd.DataFrame:
    """Timing of the regimes in words."""
    frame = sides.timing
    return pd.DataFrame(
        {
            "made": frame["announced"],
            "makes sense in time": frame["makes_sense"].map({True: "yes", False: "no"}),
            "plan": frame["plan"],
            "why": frame["why"],
        }
    )


def timing_lines(sides: SideBySide) -> list[str]:
    """Which regimes came later than the day of the world, make no sense in its time, or lack a plan, in sentences."""
    frame, day = sides.timing, sides.scenario.world_date
    later = [known.get(str(name)).title for name, made in frame["announced"].items() if made > day.isoformat()]
    lines = [f"Made after {day}, so a what-if with hindsight: {'; '.join(later)}."] if later else []
    for name, row in frame[~frame["makes_sense"].astype(bool)].iterrows():
        done = "solved all the same" if row["solved"] else "left out"
        lines.append(f"{known.get(str(name)).title} makes no sense in this time and is {done}: {row['why']}.")
    for name, plan in sides.plans.items():
        if name in sides.failed or name in sides.stopped:
            lines.append(f"{known.get(name).title}: {plan}. All others stand.")
    return lines or ["Every regime was known and makes sense in this time."]


def shown_providers(sides: SideBySide) -> pd.DataFrame:
    """Shares of trusted providers in percent."""
    frame = sides.providers.set_index("regime")
    shares = frame[["wanted", "outside", "single", "abroad"]].map("{:.1%}".format)
    return pd.concat([frame[["owner"]], shares, frame[["country", "limits"]]], axis=1).rename(
        columns={"outside": "outside tier 1", "single": "most in one country", "limits": "limits that bind"}
    )


def winners(sides: SideBySide) -> pd.DataFrame:
    """Winners and losers with formatted sums."""
    frame = sides.winners_and_losers()
    return frame.assign(gain=frame["gain"].map("{:,.2f}".format), loss=frame["loss"].map("{:,.2f}".format))


def concessions(sides: SideBySide) -> pd.DataFrame:
    """Worth of concessions to the United States by regime and instrument, USD bn, with the number of partners."""
    frame = sides.concessions.reset_index()
    frame["told"] = [f"{worth:,.2f} ({n:.0f})" for worth, n in zip(frame["us_value"], frame["partners"], strict=True)]
    wide = frame.pivot(index="regime", columns="label", values="told").reindex(list(sides.outcomes))
    return wide.fillna("-")


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


def tables(sides: SideBySide) -> dict[str, pd.DataFrame]:
    """Every table with its numbers as they are, by name."""
    found = {name: getattr(sides, name) for name in TABLES}
    return {name: table.to_frame() if isinstance(table, pd.Series) else table for name, table in found.items()}
