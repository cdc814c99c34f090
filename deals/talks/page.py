"""Talks as they are read: a counter-offer weighed, and the table."""

import pandas as pd

from deals.page.document import Block, Document, Fact, Facts, Heading, Paragraph, Table
from deals.page.wording import money, number, percent
from deals.talks.contents import CounterOffer
from deals.talks.moves import BOTH, THEM, US
from deals.talks.transcript import Transcript
from deals.talks.words import GAINS, NOTHING, WORTH, figure, side_by_side, tidy

LEAST_SHARE = 1 / 4000
SIDES = {US: "us", THEM: "them", BOTH: "both"}


def answer_sentences(answer: CounterOffer) -> list[str]:
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
    by_weights = f"{number(tidy(low))} to {number(tidy(high))} bn by weights that explain what was said"
    sentences = [
        f"Worth {money(answer.us_gain)} to us, {ours} our walk-away. {change} {next_step}",
        f"Worth about {money(answer.partner_gain)} to them ({by_weights}), {theirs}.",
    ]
    if answer.better is not None:
        gain = answer.better.us_gain - answer.us_gain
        sentences.append(f"There is a package near it by which both gain; we gain {money(gain)} more.")
    return [*sentences, _learned(answer)]


def answer_page(answer: CounterOffer) -> Document:
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
            side_by_side(replies, answer.package.domain, [str(name).capitalize() for name in replies.index]),
        ],
    )


def talks_page(talks: Transcript) -> Document:
    """The state of talks: who said what, our positions, and what is known of the other side."""
    history, name = talks.history, talks.domain.partner_name
    offers = int((history["kind"] == "offer").sum()) if len(history) else 0
    blocks: list[Block] = [Facts(_facts(talks, history))]
    if talks.agreed is not None:
        blocks.insert(0, Paragraph(f"Agreed. {talks.agreed}", "lead"))
    blocks += [Heading("Our positions and what was said last"), _stand(talks, history)]
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
        above=f"Talks, {offers} of {talks.rounds} offers made", title=f"The table with {name}", blocks=blocks
    )


def _facts(talks: Transcript, history: pd.DataFrame) -> list[Fact]:
    last = history.iloc[-1] if len(history) else None
    facts = []
    if last is None:
        facts.append(Fact("Nothing said yet", "–", "table.offer() makes our opening"))
    else:
        side = "Deal" if talks.agreed is not None else f"Last said by {SIDES[str(last['side'])]}"
        worth = f"{money(float(last['partner_gain']))} to them, as we reckon"
        facts.append(Fact(side, f"{money(float(last['us_gain']))} to us", worth))
    left = talks.weights.left
    facts.append(
        Fact(
            "Weights that explain all that was said",
            _share(left),
            "of those that seemed possible at first" if talks.weights.consistent else "none: the nearest are used",
        )
    )
    return facts


def _stand(talks: Transcript, history: pd.DataFrame) -> Table:
    positions = talks.positions.table.reindex(columns=[*GAINS, *talks.domain.labels])
    frames, names = [positions], ["Opening", "Target", "Walk-away"]
    for side, name in ((US, "Our last offer"), (THEM, "Their last proposal")):
        said = history[(history["side"] == side) & (history["kind"] != "accepted")] if len(history) else history
        if len(said):
            frames.append(said.iloc[[-1]].reindex(columns=positions.columns))
            names.append(name)
    return side_by_side(pd.concat(frames), talks.domain, names)


def _moves(history: pd.DataFrame) -> Table:
    rows = [
        (str(place), SIDES[str(move["side"])], str(move["kind"]), figure(move["us_gain"]), figure(move["partner_gain"]))
        for place, move in enumerate(history.to_dict("records"), 1)
    ]
    columns = ("Move", "By", "What", *WORTH.values())
    return Table(columns, rows, frozenset({"Move", *WORTH.values()}))


def _share(left: float) -> str:
    return percent(left) if left >= LEAST_SHARE else "under 0.1%"


def _learned(answer: CounterOffer) -> str:
    if not answer.weights.consistent:
        return (
            "No weights in the range explain all that was said: the nearest are used. Perhaps a proposal was mistaken, "
            "or the partner cares about what is not on the table."
        )
    return (
        f"Of the weights that seemed possible at first, {_share(answer.weights.left)} explain all that was said "
        f"({_share(answer.before.left)} before)."
    )
