"""What a plan has decided: which deals, when, with which standards and promotions. Other processes can be sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from deals.kit.numbers import chosen, possible
from deals.model.families import implied_when_decided, of_plan_alone, of_worst_case
from deals.model.formulation import formulate
from deals.model.question import Question
from deals.model.rows.variables import Choices
from deals.model.worth.terms import Grant
from deals.plan.plan import Plan

YES_OR_NO = ("sign", "standard", "promoted", "opened", "unthreatened")
"""Families of variables that are decisions; all others are amounts."""


@dataclass(frozen=True)
class Decisions:
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
    def of(cls, plan: Plan) -> "Decisions":
        """What `plan` has decided."""
        return cls(plan.question, {family: plan.values[family] for family in YES_OR_NO}, plan.signed, plan.adopted)

    @property
    def concerned(self) -> tuple[str, ...]:
        """Partners with which anything is decided: those that sign, then those toward which something is done alone."""
        cells = {(cell.economy, cell.period): cell.partner for cell in self.question.cells}
        opened = [cells[key] for key, value in self.values["opened"].items() if value > 0.5]
        rates = [code for code, value in self.values["unthreatened"].items() if value > 0.5]
        return tuple(dict.fromkeys([*self.signed, *opened, *rates]))

    def kept(self, question: Question) -> Choices:
        """The programme in which all of them are kept, and only amounts are free."""
        choices = formulate(self.settled(question), without=implied_when_decided(), checked=False)
        for family in YES_OR_NO:
            values = self.values[family]
            choices.program.fix(family, {key: values.get(key, 0.0) for key in getattr(choices, family)})
        return choices

    def at_most(self, question: Question) -> Choices:
        """The programme in which any of them may be dropped, whoever was to sign, and none is added or moved."""
        choices = formulate(self._within(question), without=(*of_worst_case(), *of_plan_alone()), checked=False)
        for family in YES_OR_NO:
            for key in getattr(choices, family):
                choices.program.bound(family, key, upper=self.values[family].get(key, 0.0))
        return choices

    def settled(self, question: Question) -> Question:
        """The question less all that these decisions rule out if all are kept.

        That is what :meth:`_within` leaves out, chips of deals in cells that are opened, and of the others those whose
        licences no longer stand, as expected.
        """
        within = self._within(question)
        grants = (self._standing(within, grant) for grant in within.grants if not self._is_opened(grant))
        return replace(within, grants=tuple(grants))

    def _within(self, question: Question) -> Question:
        """The question less all that these decisions rule out, kept or dropped.

        That is chips before a deal has taken effect, cells that are not opened, and standards that nobody adopts.
        """
        return replace(
            question,
            grants=tuple(grant for grant in question.grants if self._flows(question, grant)),
            cells=tuple(cell for cell in question.cells if self._is_opened(cell)),
            standards={code: standard for code, standard in question.standards.items() if code in self.adopted},
        )

    def _is_opened(self, cell: Grant) -> bool:
        return self.values["opened"].get((cell.economy, cell.period), 0.0) > 0.5

    def _flows(self, question: Question, grant: Grant) -> bool:
        since = self.signed.get(grant.partner)
        return since is not None and possible(since + question.lag <= grant.period)

    def _standing(self, question: Question, grant: Grant) -> Grant:
        """The grant with the widths that the decided deal leaves it."""
        since = self.signed[grant.partner]
        flows = since + question.lag <= grant.period
        share = chosen(flows, question.survival(since, grant.period), 0.0)
        return replace(grant, widths=tuple(share * width for width in grant.widths))
