"""Talks as they are read: a package in words, a counter-offer weighed, and the table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from deals.briefing.document import Block, Document, Fact, Facts, Heading, Paragraph, Table, html, markdown
from deals.briefing.protocol import AnswerLike, DomainLike, OfferLike, TalksLike
from deals.briefing.wording import amount, lowered, money, number, percent, rate

GAINS = ("us_gain", "partner_gain")
WORTH = {"us_gain": "Worth to us, USD bn", "partner_gain": "Worth to them as we reckon, USD bn"}
NOTHING = 1e-9
MEASURES = {
    "share": ("% of the full measure", 100.0),
    "kH": ("thousand H100e", 1.0),
    "percentage points": ("percentage points", 1.0),
}
"""Units of a column of figures, and by what an amount is multiplied for it."""
LEAST_SHARE = 1 / 4000


def package_html(package: OfferLike) -> Markup:
    """One package as an HTML card."""
    return html(package_page(package))


def answer_html(answer: AnswerLike) -> Markup:
    """A counter-offer weighed, as an HTML card."""
    return html(answer_page(answer))


def answer_markdown(answer: AnswerLike) -> str:
    """A counter-offer weighed, in Markdown."""
    return markdown(answer_page(answer))


def talks_html(table: TalksLike) -> Markup:
    """The state of talks as an HTML card."""
    return html(talks_page(table))


def talks_markdown(table: TalksLike) -> str:
    """The state of talks in Markdown."""
    return markdown(talks_page(table))


def terms_in_words(package: OfferLike) -> str:
    """Every term of a package with its amount and unit, in one line."""
    labels = package.domain.labels
    terms = [
        f"{lowered(labels[name][0])}: {amount(value, labels[name][1])}"
        for name, value in package.amounts.items()
        if value > NOTHING
    ]
    return f"Worth {money(package.us_gain)} to us. {'; '.join(terms)}." if terms else "Nothing is agreed."


def package_page(package: OfferLike) -> Document:
    """One package as a page."""
    labels = package.domain.labels
    rows = [
        (labels[name][0], amount(value, labels[name][1])) for name, value in package.amounts.items() if value > NOTHING
    ]
    return Document(
        above=f"Package on the table with {package.domain.partner_name}",
        title=f"Worth {money(package.us_gain)} to the United States over no deal",
        blocks=[Table(("Term", "Amount"), rows)],
    )


def answer_sentences(answer: AnswerLike) -> list[str]:
    """What to know of a counter-offer, most important first."""
    ours = "above" if answer.above_our_walk_away else "below"
    low, high = answer.partner_gain_range
    theirs = {
        True: "above their walk-away whatever they care about",
        False: "below their walk-away whatever they care about",
        None: "which by what we knew before could be above or below their walk-away; but they propose it",
    }[answer.above_their_walk_away]
    change = (
        "It leaves us as much as our standing offer."
        if abs(answer.cost) < NOTHING
        else f"It costs us {money(answer.cost)} against our standing offer."
        if answer.cost > 0
        else f"It leaves us {money(-answer.cost)} more than our standing offer."
    )
    next_step = (
        "That is no less than our next offer would leave us: take it."
        if answer.acceptable
        else f"Our next offer would leave us {money(answer.demand)}: do not take it yet."
    )
    by_weights = f"{number(_tidy(low))} to {number(_tidy(high))} bn by weights that explain what was said"
    found = [
        f"Worth {money(answer.us_gain)} to us, {ours} our walk-away. {change} {next_step}",
        f"Worth about {money(answer.partner_gain)} to them ({by_weights}), {theirs}.",
    ]
    if answer.better is not None:
        gain = answer.better.us_gain - answer.us_gain
        found.append(f"There is a package near it by which both gain; we gain {money(gain)} more.")
    found.append(_learned(answer))
    return found


def answer_page(answer: AnswerLike) -> Document:
    """A counter-offer weighed, with the replies one could make at once."""
    verdict, *rest = answer_sentences(answer)
    replies = answer.replies
    return Document(
        above=f"Counter-offer of {answer.package.domain.partner_name}",
        title="Acceptable" if answer.acceptable else "Not yet acceptable",
        blocks=[
            Paragraph(verdict, "lead"),
            *(Paragraph(text) for text in rest),
            Heading("Replies to make at once"),
            _side_by_side(replies, answer.package.domain, [str(name).capitalize() for name in replies.index]),
        ],
    )


def talks_page(table: TalksLike) -> Document:
    """The state of talks: who said what, our positions, and what is known of the other side."""
    history, name = table.history, table.domain.partner_name
    offers = int((history["kind"] == "offer").sum()) if len(history) else 0
    blocks: list[Block] = [Facts(_facts(table, history))]
    if table.agreed is not None:
        blocks.insert(0, Paragraph(f"Agreed. {terms_in_words(table.agreed)}", "lead"))
    blocks += [Heading("Our positions and what was said last"), _stand(table, history)]
    if len(history):
        blocks += [Heading("What was said"), _moves(history)]
    blocks.append(
        Paragraph(
            "Gains are over no deal between the two, in USD bn of 2025, present value. What a package is worth to the "
            "partner is reckoned with the weights that now seem right, for earlier moves too.",
            "note",
        )
    )
    return Document(
        above=f"Talks, {offers} of {table.rounds} offers made", title=f"The table with {name}", blocks=blocks
    )


def _facts(table: TalksLike, history: pd.DataFrame) -> list[Fact]:
    last = history.iloc[-1] if len(history) else None
    found = []
    if last is None:
        found.append(Fact("Nothing said yet", "–", "table.offer() makes our opening"))
    else:
        side = "Deal" if table.agreed is not None else f"Last said by {_side(last['side'])}"
        worth = f"{money(float(last['partner_gain']))} to them, as we reckon"
        found.append(Fact(side, f"{money(float(last['us_gain']))} to us", worth))
    left = table.weights.left
    found.append(
        Fact(
            "Weights that explain all that was said",
            _share(left),
            "of those that seemed possible at first" if table.weights.consistent else "none: the nearest are used",
        )
    )
    return found


def _stand(table: TalksLike, history: pd.DataFrame) -> Table:
    positions = table.positions().reindex(columns=[*GAINS, *table.domain.labels])
    frames, names = [positions], ["Opening", "Target", "Walk-away"]
    for side, name in (("United States", "Our last offer"), ("partner", "Their last proposal")):
        said = history[(history["side"] == side) & (history["kind"] != "accepted")] if len(history) else history
        if len(said):
            frames.append(said.iloc[[-1]].reindex(columns=positions.columns))
            names.append(name)
    return _side_by_side(pd.concat(frames), table.domain, names)


def _moves(history: pd.DataFrame) -> Table:
    rows = [
        (str(place), _side(move["side"]), str(move["kind"]), _figure(move["us_gain"]), _figure(move["partner_gain"]))
        for place, move in enumerate(history.to_dict("records"), 1)
    ]
    columns = ("Move", "By", "What", *WORTH.values())
    return Table(columns, rows, frozenset({"Move", *WORTH.values()}))


def _side_by_side(packages: pd.DataFrame, domain: DomainLike, names: Sequence[str]) -> Table:
    """One row an instrument, one column a package."""
    rows = [(WORTH[gain], *(_figure(x) for x in packages[gain])) for gain in GAINS]
    for issue, (label, unit) in domain.labels.items():
        measure, factor = MEASURES.get(unit, (unit, 1.0))
        if (packages[issue] > NOTHING).any():
            rows.append((f"{label}, {measure}", *(_figure(factor * x) for x in packages[issue])))
    return Table(("", *names), rows, frozenset(names))


def _figure(value: Any) -> str:
    return rate(_tidy(float(value)))


def _tidy(value: float) -> float:
    """A gain below a thousandth of a billion is none."""
    return 0.0 if abs(value) < 5e-4 else value


def _side(side: Any) -> str:
    names: Mapping[str, str] = {"United States": "us", "partner": "them", "both": "both"}
    return names[str(side)]


def _share(left: float) -> str:
    return percent(left) if left >= LEAST_SHARE else "under 0.1%"


def _learned(answer: AnswerLike) -> str:
    if not answer.weights.consistent:
        return (
            "No weights in the range explain all that was said: the nearest are used. Perhaps a proposal was mistaken, "
            "or the partner cares about what is not on the table."
        )
    return (
        f"Of the weights that seemed possible at first, {_share(answer.weights.left)} explain all that was said "
        f"({_share(answer.before.left)} before)."
    )
