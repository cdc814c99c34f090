"""The real deal beside a modelled one: what it brings both sides at the rates of its own day, and its terms."""

from collections.abc import Mapping

from deals.model.question import Question
from deals.record.lessons.inequalities import as_stated, rates_before
from deals.record.signed.reading_files import recorded
from deals.record.signed.real import RealDeal
from deals.record.weighing.stated import TARIFF_TO
from deals.record.weighing.worlds import Weighing
from deals.world.instrument import RELIEF


def real_deal(question: Question, partner: str) -> RealDeal | None:
    """What was agreed with a partner after the scenario's day; None where nothing was."""
    return recorded(after=question.scenario.world_date).get(partner)


def real_row(question: Question, partner: str) -> Mapping[str, float] | None:
    """Gains of both sides from the real deal, USD bn over no deal, and amounts by instrument; None without a deal.

    Amounts are as agreed, also where the model thinks less possible; relief in points below the rate threatened.
    """
    deal = real_deal(question, partner)
    if deal is None or not any(term.reading for term in deal.terms):
        return None
    package, rates = as_stated(question, deal), rates_before(question, {partner: deal})
    worth = Weighing.of(question, [partner], 0, changes=rates).weigh(package)
    amounts = dict(package.amounts)
    announced = rates.get(f"tariff.announced.{partner}")
    if (rate := amounts.pop(TARIFF_TO, None)) is not None and announced is not None:
        amounts[RELIEF] = announced - rate
    return {"us_gain": float((worth.us - worth.talks)[0]), "partner_gain": float(worth.partner[0]), **amounts}
