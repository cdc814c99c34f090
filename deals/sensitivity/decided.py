"""What a plan has decided: which deals, when, with which standards and promotions. Other processes can be sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deals.model.question import Question
from deals.model.terms import Grant
from deals.negotiation.plan import Plan

FAMILIES = ("sign", "standard", "promoted")
"""Variables that are decisions; all others are amounts."""


@dataclass(frozen=True)
class Decided:
    """Deals, dates and standards of a plan, with the question they answer.

    Attributes
    ----------
    question : Question
        As it was asked, over all partners.
    values : mapping
        For each family of decisions the value of each, 0 or 1, by key.
    signed, adopted : mapping
        Period in which each deal is signed, and in which each partner adopts the security standard.
    """

    question: Question
    values: Mapping[str, Mapping[Any, float]]
    signed: Mapping[str, int]
    adopted: Mapping[str, int]

    @classmethod
    def of(cls, plan: Plan) -> "Decided":
        """What `plan` has decided."""
        return cls(plan.question, {family: plan.values[family] for family in FAMILIES}, plan.signed, plan.adopted)

    def settled(self, question: Question) -> Question:
        """The question less all that these decisions rule out.

        That is chips before a deal has taken effect, or without the standard where it is required, and standards that
        nobody adopts.
        """
        return replace(
            question,
            grants=tuple(grant for grant in question.grants if self._flows(question, grant)),
            standards={code: standard for code, standard in question.standards.items() if code in self.adopted},
        )

    def _flows(self, question: Question, grant: Grant) -> bool:
        required = question.path.access[grant.economy].standard_required and grant.partner in question.standards
        since = (self.adopted if required else self.signed).get(grant.partner)
        return since is not None and since + question.lag <= grant.period
