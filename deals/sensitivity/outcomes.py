"""What a plan is judged by, in words: the United States' gain, a partner's gain, chips diverted, a quota, an ask."""

from collections.abc import Callable

from deals.errors import UnknownNameError
from deals.model.diversion import expected_diversion
from deals.model.participation import partner_pairs
from deals.negotiation.plan import Plan

US_GAIN, DIVERTED, DEALS, CHIPS = "US gain", "chips diverted", "deals signed", "chips granted"
PLAIN = (US_GAIN, DIVERTED, DEALS, CHIPS)
GAIN_OF, QUOTA_OF = "gain of ", "quota of "
UNITS = {US_GAIN: "USD bn", DIVERTED: "thousand H100e", DEALS: "deals", CHIPS: "thousand H100e"}


def outcome(name: str, codes: tuple[str, ...]) -> Callable[[Plan], float]:
    """Function that reads an outcome from a plan.

    Parameters
    ----------
    name : str
        ``"US gain"``, ``"chips diverted"``, ``"deals signed"``, ``"chips granted"``, or of a partner ``"gain of ARE"``
        (USD bn over its reservation value) or ``"quota of ARE"`` (thousand H100e over the horizon).
    codes : tuple of str
        Codes of the partners there are.

    Raises
    ------
    UnknownNameError
        If there is no such outcome or partner.
    """
    readers = {US_GAIN: us_gain, DIVERTED: diverted, DEALS: deals_signed, CHIPS: chips_granted}
    if name in readers:
        return readers[name]
    for prefix, reader in ((GAIN_OF, _gain), (QUOTA_OF, _quota)):
        if name.startswith(prefix):
            code = name.removeprefix(prefix)
            if code not in codes:
                raise UnknownNameError.of("partner", code, codes)
            return reader(code)
    raise UnknownNameError.of("outcome", name, [*PLAIN, f"{GAIN_OF}ARE", f"{QUOTA_OF}ARE"])


def unit(name: str) -> str:
    """Unit of an outcome."""
    return UNITS.get(name, "USD bn" if name.startswith(GAIN_OF) else "thousand H100e")


def us_gain(plan: Plan) -> float:
    """The United States' gain over no deals, USD bn present value."""
    return plan.solution.objective


def deals_signed(plan: Plan) -> float:
    """Number of deals."""
    return float(len(plan.signed))


def chips_granted(plan: Plan) -> float:
    """Chips granted beyond the no-deal path, thousand H100e over the horizon."""
    return sum(plan.granted(grant) for grant in plan.choices.question.grants)


def diverted(plan: Plan) -> float:
    """Expected diversion over the horizon, thousand H100e."""
    question = plan.choices.question
    without = sum(row.no_deal for row in expected_diversion(question))
    added = sum(grant.leak * plan.granted(grant) for grant in question.grants)
    return without + added - sum(plan.values["saved"].values())


def _gain(code: str) -> Callable[[Plan], float]:
    def read(plan: Plan) -> float:
        return plan.amount(partner_pairs(plan.choices, code)) if code in plan.signed else 0.0

    return read


def _quota(code: str) -> Callable[[Plan], float]:
    def read(plan: Plan) -> float:
        return sum(plan.granted(grant) for grant in plan.choices.grants(code))

    return read
