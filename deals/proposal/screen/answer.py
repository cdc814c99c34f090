"""The answer in one paragraph: what to offer whom first, what leverage adds, at what risk, and what would change it."""

import math

import pandas as pd

from deals.kit.cells import number
from deals.page.wording import (
    NOTHING,
    counted,
    in_a_sentence,
    listed,
    lowered,
    money,
    percent,
    period_in_words,
    rate,
)
from deals.plan import tables
from deals.plan.baselines import PAYING
from deals.proposal.contents import ProposalContents
from deals.proposal.how_sure import against_alone, ends_of_gain, weak_offers
from deals.world.instrument import RELIEF

MOST_NAMED, MOST_ASKED, MOST_CHANGES = 3, 3, 2
"""Partners, asks and judgements that the paragraph names."""


def answer(proposal: ProposalContents) -> str:
    """What to offer whom first, what all deals add, what leverage adds, the risk, and what would change the answer."""
    if not len(proposal):
        return f"No deal is worth its talks: alone the United States has {money(proposal.baselines.best_alone)}."
    parts = [_first(proposal), _adds(proposal), _offered(proposal), _risk(proposal), _would_change(proposal)]
    return " ".join(part for part in parts if part)


def said(value: float, unit: str) -> str:
    """A value of an assumption: a share in percent, else as it is."""
    match unit:
        case "share":
            return f"{rate(100 * value)}%"
        case "per year":
            return f"{rate(100 * value)}% a year"
        case "percent":
            return f"{rate(value)}%"
        case _:
            return rate(value)


def _first(proposal: ProposalContents) -> str:
    """Whom to turn to first, with what, for what; where worlds were drawn, by the offers that would be signed."""
    period = str(proposal.summary["period"].iloc[0])
    signers = proposal.summary[proposal.summary["period"] == period]
    offered = proposal.offered
    worth = signers["expected_gain"] if offered is None else offered.table["over_alone"].reindex(signers.index)
    named = list(map(str, worth.sort_values(ascending=False, kind="stable").index[:MOST_NAMED]))
    others = f" (and {len(signers) - len(named)} more)" if len(signers) > len(named) else ""
    deals = [proposal.deal(code) for code in named]
    terms = pd.concat([deal.proposed for deal in deals])
    gives = _largest(terms[terms["side"] == tables.GIVES], "partner_value")
    asks = _largest(terms[terms["side"] == tables.ASKS], "us_value")
    rates = [float(deal.if_signed["tariff_to"]) for deal in deals]
    given = [_rates(rates) if label == _label(terms, RELIEF) else lowered(label) for label in gives]
    whom = listed([in_a_sentence(deal.name) for deal in deals])
    return (
        f"Turn first to {whom}{others}, to sign in the {period_in_words(period)}. Offer: "
        f"{', '.join(given) or 'nothing new'}; ask for: {', '.join(map(lowered, asks)) or 'nothing'}."
    )


def _largest(terms: pd.DataFrame, by: str) -> list[str]:
    """Labels of the terms that are worth most over some deals."""
    worth = terms.groupby("label", sort=False)[by].sum().sort_values(ascending=False)
    return [str(label) for label in worth.index[:MOST_ASKED]]


def _label(terms: pd.DataFrame, instrument: str) -> str:
    labels = terms.loc[terms["instrument"] == instrument, "label"]
    return str(labels.iloc[0]) if len(labels) else ""


def _rates(rates: list[float]) -> str:
    """The tariffs that some deals lead to, where the plan says from which rate relief counts."""
    known = [one for one in rates if not math.isnan(one)]
    if not known:
        return "lower tariffs"
    low, high = min(known), max(known)
    return f"a tariff of {rate(low)}%" if high - low < NOTHING else f"tariffs of {rate(low)} to {rate(high)}%"


def _adds(proposal: ProposalContents) -> str:
    """What deals add to acting alone, and what holding chips back adds to that."""
    base = proposal.baselines
    slack = max(base.opening_slack, NOTHING)
    deals = f"{counted(len(proposal), 'deal')} together" if len(proposal) > 1 else "This deal"
    verb = "add" if len(proposal) > 1 else "adds"
    whole = f"{deals} {verb} {money(base.over_alone)} to the {money(base.best_alone)} that can be had alone"
    if base.over_opening > slack:
        low, high = (money(end) for end in base.over_opening_range)
        either = "" if low == high else f" ({low} to {high})"
        return f"{whole}; holding chips back for them brings {money(base.over_opening)}{either} of it."
    if base.over_opening < -slack:
        return f"{whole}; holding chips back for them costs {money(-base.over_opening)}."
    if not proposal.plan.choices.grant:
        return f"{whole}."
    return f"{whole}; holding chips back for them brings nothing that can be told from nothing."


def _offered(proposal: ProposalContents) -> str:
    """What offers that leave partners something add, and for whom an offer is worth less than acting alone."""
    if proposal.offered is None:
        return ""
    told = (
        "That is at the most that can be asked; offers that leave partners something are expected to bring "
        f"{against_alone(proposal.offered.over_alone)} acting alone toward the same partners, refusals counted."
    )
    weak = weak_offers(proposal)
    if not weak:
        return told
    named = [in_a_sentence(str(proposal.summary.loc[code, "name"])) for code in weak[:MOST_NAMED]]
    named += [f"{len(weak) - MOST_NAMED} more"] if len(weak) > MOST_NAMED else []
    return (
        f"{told} With {listed(named)} the offer is expected to bring less than acting alone: ask whether to offer at "
        "all."
    )


def _risk(proposal: ProposalContents) -> str:
    """How it may go wrong: talks that fail, a bad world, threats that nobody believes."""
    base = proposal.baselines
    told = [f"talks fail with a chance of {percent(base.failure)}, and what was threatened then stands"]
    if proposal.sure is not None:
        told.append(f"in one drawn world of ten the plan brings less than {ends_of_gain(proposal.sure)[0]} in all")
    if PAYING in base.readings.index:
        adds, deals = number(base.readings, PAYING, "adds"), int(number(base.readings, PAYING, "deals"))
        told.append(
            f"if only threats that pay are believed, {counted(deals, 'deal')} would add {money(adds)}"
            if deals
            else "if only threats that pay are believed, no deal is left"
        )
    return f"The risk: {'; '.join(told)}."


def _would_change(proposal: ProposalContents) -> str:
    """The judgements that move the gain most, each with its range."""
    rows = proposal.rests_on.to_dict("records")
    rows.sort(key=lambda row: -abs(float(row["gain_high"]) - float(row["gain_low"])))
    told = [
        f"“{lowered(str(row['what']))}”, judged {said(row['value'], row['unit'])}, takes the gain from "
        f"{money(row['gain_low'])} at {said(row['low'], row['unit'])} to {money(row['gain_high'])} at "
        f"{said(row['high'], row['unit'])}"
        for row in rows[:MOST_CHANGES]
        if not math.isnan(float(row["gain_low"]) + float(row["gain_high"]))
    ]
    return f"What would change it most: {'; '.join(told)}." if told else ""
