"""A proposal on one screen: what it brings, against what, how sure it is, and the packages."""

import math

from markupsafe import Markup

from deals import regimes as known
from deals.page.document import (
    Bar,
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Table,
    html,
    markdown,
)
from deals.page.wording import NOTHING, counted, gap, listed, lowered, money, number, percent, rate
from deals.plan.baselines import Baselines
from deals.proposal.contents import ProposalContents
from deals.proposal.how_sure import UNDRAWN, facts, signing_odds, two_offers
from deals.proposal.kept.provenance import provenance
from deals.proposal.screen.answer import answer
from deals.proposal.screen.asked_with import asked_with
from deals.proposal.screen.changes import would_change
from deals.proposal.screen.grounds import grounds
from deals.proposal.screen.left_out import left_out
from deals.proposal.screen.limits import limits
from deals.proposal.screen.sums import rest_of_total
from deals.proposal.screen.terms import terms_by_kind

MOST_OPENED, MOST_ASKED, MOST_CHANGES = 6, 2, 12
"""Partners that the first screen names of those to which chips are opened, and asks that a deal's line names."""
ASKED, MATCHING, STANDARD = "Asks", "Matching investment, USD bn", "Security standard"
ODDS = "Odds of signing as offered"
KNOWN = {
    "as-of": "as known then",
    "strictly-as-of": "as known then, without numbers declared structural that became known later",
    "with-hindsight": "with hindsight",
}
FIGURES = (
    "Expected US gain, USD bn",
    "Over best alone, USD bn",
    "Chips, thousand H100e (8-bit)",
    "Opened without a deal, thousand H100e",
    "US tariff, %",
    "Investment pledged, USD bn",
    MATCHING,
    "Purchases pledged, USD bn",
    ODDS,
)
AT_NEED = (MATCHING, ODDS, STANDARD)
"""Columns that are shown where some deal has such a thing."""
GOALS = {
    "leverage": "what is paid for chips and tariffs (leverage)",
    "promotion": "chips sold (promotion)",
    "control": "chips kept from diversion (control)",
    "talks": "talks",
}
"""What counts under each goal."""
UNITS = (
    "Gains are expected ones: talks that fail are counted, and so is what is opened and set toward the partner without "
    "a deal; over the best alone is what the deal adds to that. Over nothing: beside chips withheld and announced "
    "tariffs left to come or not. H100e are H100 equivalents, chips by their dense 8-bit operations. Money is in "
    "dollars of 2025, present value; pledges are told as they are pledged."
)
DRAWN = "A drawn world has every judgement drawn from its range."


def proposal_html(proposal: ProposalContents) -> Markup:
    """The proposal as an HTML card: nothing in it can become markup, light and dark as the notebook is."""
    return html(proposal_page(proposal))


def proposal_markdown(proposal: ProposalContents) -> str:
    """The proposal in Markdown."""
    return markdown(proposal_page(proposal))


def proposal_page(proposal: ProposalContents) -> Document:
    """The proposal as a page: the first screen, the packages, and what holds it back."""
    return Document(
        above=above(proposal),
        title=f"{counted(len(proposal.summary), 'deal')} proposed, of {proposal.report.partners} partners considered",
        blocks=[
            *first_screen(proposal),
            *themes(proposal),
            *changed(proposal),
            *small(proposal),
        ],
    )


def above(proposal: ProposalContents) -> str:
    """Which question this answers."""
    asked = proposal.scenario
    knowledge = KNOWN[asked.knowledge]
    return (
        f"{asked.title}. World of {asked.world_date:%d %B %Y}, {knowledge}; "
        f"{asked.first_quarter} to {asked.last_quarter}; {lowered(known.get(asked.regime).title)}"
        f"{f'; own data laid over ({asked.data.digest[:8]})' if asked.data else ''}"
    )


def first_screen(proposal: ProposalContents) -> list[Block]:
    """What must be seen first: the answer in a paragraph, its numbers, and a line for each deal."""
    base = proposal.baselines
    return [
        *([Paragraph(proposal.stopped, "warning")] if proposal.stopped else []),
        Paragraph(answer(proposal), "lead"),
        *([Paragraph(own)] if (own := asked_with(proposal)) else []),
        Facts(
            [
                Fact(
                    "Deals add to the best alone",
                    money(base.over_alone, sign=True),
                    f"which brings {money(base.best_alone)}; the plan {money(base.gain)} over nothing",
                ),
                Fact(
                    "Chips as leverage add",
                    chips_add(proposal),
                    f"to opening them with deals over everything else{between(proposal.baselines)}",
                ),
                Fact("Talks fail with a chance of", percent(base.failure), "a judgement; threats then stand and cost"),
                *facts(proposal),
                *_judged(proposal),
            ]
        ),
        *_deals(proposal),
    ]


def _judged(proposal: ProposalContents) -> list[Fact]:
    """What rests on judgement of the value that changes hands, where some does."""
    if not len(proposal.packages):
        return []
    return [Fact("Rests on judgement", percent(judgement_share(proposal)), "of the value that changes hands")]


def _deals(proposal: ProposalContents) -> list[Block]:
    """The table of deals, and what its figures are."""
    if not len(proposal):
        return []
    drawn = UNDRAWN if proposal.sure is None else DRAWN
    note = " ".join(said for said in (two_offers(proposal), rest_of_total(proposal), UNITS, drawn) if said)
    return [Heading("Deals, in order of signing"), packages(proposal), Paragraph(note, "note")]


def themes(proposal: ProposalContents) -> list[Block]:
    """What is asked of whom, what limits the plan, what it rests on, what would change it, and who is left out."""
    return [
        *terms_by_kind(proposal),
        Heading("What leverage adds, and what is done without a deal"),
        Paragraph(leverage_in_words(proposal)),
        *limits(proposal),
        *grounds(proposal),
        *would_change(proposal),
        *left_out(proposal),
    ]


def chips_add(proposal: ProposalContents) -> str:
    """What chips as leverage add to opening them, or that the gaps do not tell it from nothing."""
    added, slack = proposal.baselines.over_opening, proposal.baselines.opening_slack
    if abs(added) > max(slack, NOTHING):
        return money(added, sign=True)
    return f"nothing beyond ±{money(slack)}" if slack > NOTHING else "nothing"


def between(base: Baselines) -> str:
    """Between what chips as leverage add, where the gaps of the two plans show in two digits."""
    low, high = base.over_opening_range
    shown = high - low > 0.1 * abs(base.over_opening) > NOTHING
    return f"; the two plans’ gaps leave {money(low, sign=True)} to {money(high, sign=True)}" if shown else ""


def judgement_share(proposal: ProposalContents) -> float:
    """Share of all packages' value to the United States that rests on judgements."""
    size = proposal.packages["us_value"].abs()
    total = float(size.sum())
    return float(size[proposal.packages["kind"] == "judgement"].sum()) / total if total else 0.0


def leverage_in_words(proposal: ProposalContents) -> str:
    """What chips as leverage add, and what the United States does without deals."""
    base, alone = proposal.baselines, proposal.alone
    table = base.table["gain"]
    slack = max(base.opening_slack, NOTHING)
    if base.over_opening > slack:
        chips = f"Chips as leverage add {money(base.over_opening)} to opening them and making the other deals"
    elif base.over_opening < -slack:
        chips = (
            f"Opening chips and making the other deals, none of them by order, brings {money(-base.over_opening)} more"
        )
    else:
        chips = "Chips as leverage add nothing that the gaps can tell to opening them and making the other deals"
    opened = alone[alone["opened_kh"] > 0].sort_values("opened_kh", ascending=False)
    named = [f"{row['name']} {number(float(row['opened_kh']))}" for _, row in opened.head(MOST_OPENED).iterrows()]
    named += [f"{len(opened) - MOST_OPENED} more"] * (len(opened) > MOST_OPENED)
    said = f"Opened without a deal, thousand H100e: {listed(named)}." if named else "Nothing is opened without a deal."
    free = int(alone["rate"].notna().sum())
    rates = (
        f"Toward {counted(free, 'partner')} no tariff is threatened: the rate is the best for the United States alone."
        if free
        else "Announced tariffs are threatened toward everybody."
    )
    return (
        f"{chips} ({money(float(table['opening_and_tariff_deals']))} over nothing); deals alone, all else refused and "
        f"threatened, bring {money(float(table['deals_only']))}. {said} {rates}"
    )


def packages(proposal: ProposalContents) -> Table:
    """One line for each deal; without the columns of which no deal has anything."""
    summary = proposal.summary
    most = max(float(summary["expected_gain"].max()), NOTHING) if len(summary) else 1.0
    rows = []
    for code, deal in summary.iterrows():
        gain = float(deal["expected_gain"])
        rows.append(
            (
                str(deal["name"]),
                str(deal["period"]),
                Bar(number(gain), max(0.0, gain) / most),
                number(float(deal["over_alone"])),
                _asked(deal["asks"]),
                _chips(float(deal["chips_kh"])),
                _chips(float(deal["opened_kh"])),
                tariff(float(deal["tariff_from"]), float(deal["tariff_to"])),
                _some(float(deal["investment_usd_bn"])),
                _some(float(deal["matching_usd_bn"])),
                _some(float(deal["purchases_usd_bn"])),
                signing_odds(proposal, str(code)),
                "on all chips" if deal["standard"] else "on the deal’s chips" if deal["certified"] else "–",
            )
        )
    columns = ("Partner", "Signs", *FIGURES[:2], ASKED, *FIGURES[2:], STANDARD)
    kept = [
        place for place, name in enumerate(columns) if name not in AT_NEED or any(row[place] != "–" for row in rows)
    ]
    shown = [tuple(row[place] for place in kept) for row in rows]
    return Table([columns[place] for place in kept], shown, frozenset(FIGURES))


def changed(proposal: ProposalContents) -> list[Block]:
    """What the scenario changes in the world as the tables have it: its own data, and its reforms."""
    return [*_laid_over(proposal), *_reforms(proposal)]


def _reforms(proposal: ProposalContents) -> list[Block]:
    """Every number that a reform changes, with its source and note; nothing where there is none."""
    scenario = proposal.scenario
    world, rows = scenario.world_before_reforms(), []
    for reform in scenario.reforms:
        changes = reform.in_words(world)
        more = [f"and {len(changes) - MOST_CHANGES} more"] * (len(changes) > MOST_CHANGES)
        for said in [*changes[:MOST_CHANGES], *more]:
            rows.append((reform.title, said, reform.source or "–", reform.note or "–"))
        world = world.patched(reform.patches)
    return [Heading("Reforms"), Table(("Reform", "Change", "Source", "Note"), rows)] if rows else []


def _laid_over(proposal: ProposalContents) -> list[Block]:
    """What the scenario's own data change in the tables; nothing where it has none."""
    frame = proposal.scenario.laid_over
    if frame.empty:
        return []
    rows = [tuple(_cell(cell) for cell in row) for row in frame.itertuples(index=False)]
    columns = ("Table", "Row", "Column", "Was", "Is", "Source")
    return [Heading("Own data, laid over the tables"), Table(columns, rows, frozenset(columns[3:5]))]


def _cell(cell: object) -> str:
    return number(cell) if isinstance(cell, float) else str(cell) or "–"


def _asked(labels: tuple[str, ...]) -> str:
    """A short list of what is asked."""
    named = [lowered(label) for label in labels[:MOST_ASKED]]
    named += [f"{len(labels) - MOST_ASKED} more"] * (len(labels) > MOST_ASKED)
    return ", ".join(named) or "–"


def tariff(before: float, after: float) -> str:
    """Write what becomes of a tariff."""
    return "–" if math.isnan(before) or math.isnan(after) else f"{rate(before)} → {rate(after)}"


def _chips(kh: float) -> str:
    return "–" if kh < NOTHING else number(kh)


def _some(usd_bn: float) -> str:
    return "–" if math.isnan(usd_bn) or usd_bn < NOTHING else number(usd_bn)


def small(proposal: ProposalContents, *, timed: bool = True) -> list[Block]:
    """How the gain is made up, how it was found, and what to mind."""
    parts = [f"{GOALS[str(goal)]} {money(float(value))}" for goal, value in proposal.goals.items()]
    return [
        Paragraph(f"The gain over nothing by goal: {', '.join(parts)}.{score(proposal)}"),
        Paragraph(run_in_words(proposal, timed=timed), "note"),
        Bullets(list(proposal.report.notes), "note"),
        *provenance(proposal),
    ]


def score(proposal: ProposalContents) -> str:
    """The weighted score that the plan is best by, where goals do not weigh alike; money is never weighted."""
    goals = proposal.scenario.goals
    weights = {name: float(getattr(goals, name)) for name in ("leverage", "promotion", "control")}
    if len(set(weights.values())) == 1:
        return ""
    told = ", ".join(f"{name} {number(weight)}" for name, weight in weights.items())
    without = [name for name, weight in weights.items() if weight == 0]
    left_out = f" {listed(without).capitalize()} counts for nothing." if without else ""
    best = number(proposal.plan.solution.objective)
    return f" The plan is the best by a weighted score of {best} (weights {told}; talks weigh as leverage).{left_out}"


def run_in_words(proposal: ProposalContents, *, timed: bool = True) -> str:
    """Size, status, gap and time of the run; without the time for a page that must always be the same."""
    run = proposal.report
    took = f"the plan with its baselines and readings took {run.seconds:.1f} s; " if timed else ""
    size = run.size
    ties = {True: "the plan is unique", False: "other plans are as good", None: "ties not excluded"}[run.unique]
    return (
        f"{run.partners} partners, {run.pruned} set aside because no deal can beat what is done alone and pay for its "
        f"talks. Programme of {size.rows:,} rows, {size.columns:,} columns, {size.integers:,} integers and "
        f"{size.nonzeros:,} coefficients; {run.solver}: {run.status.replace('_', ' ')}, gap {gap(run.gap)}; "
        f"{took}{ties}."
    )
