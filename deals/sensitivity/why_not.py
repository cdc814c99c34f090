"""Why not: an impossible mix of rules as the few that cannot hold together, and the cheapest way out."""

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from deals.kit.errors import InputError
from deals.model.families import REGISTER, names
from deals.model.family import Kind, Whose
from deals.model.formulation import formulate
from deals.model.pruning import worth_talking
from deals.model.question import Question, assemble
from deals.model.rows.own_limits import limit_problems, ordered
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted
from deals.plan.binding import whom
from deals.scenario.scenario import Scenario
from deals.sensitivity.figures.conflict import conflict as draw
from deals.sensitivity.prices.limits import subject_of
from optimizer import InfeasibleError, Multiplier, Part, Program, Proof, Repair

PROOF = ["kind", "rule", "subject", "side", "limit", "multiplier", "sentence"]
RULES, REPAIRS = ["rule", "subject", "limit", "sentence"], ["rule", "subject", "limit", "needed", "sentence"]


@dataclass(frozen=True, eq=False, repr=False)
class WhyNot(Answer):
    """Why no plan meets the rules, if none does.

    Attributes
    ----------
    conflict : DataFrame
        Rules that cannot hold together, though without any one of them the others could, with the partners that must
        sign alone: rule, subject, limit, sentence. Empty where a plan meets the rules.
    repair : DataFrame
        The cheapest set of limits to move, where a move costs its share of the limit: rule, subject, limit, needed,
        sentence.
    proof : DataFrame
        Multipliers that prove the conflict: kind (``"constraint"`` for a rule, ``"variable"`` for a bound of an
        amount), rule, subject, side, limit, multiplier, sentence.
        Added up with these weights the limits say that nothing is less than nothing. None where no multipliers can
        prove it, because it rests on deals being yes or no.
    proof_sentence : str
        What the multipliers prove, or why there are none.
    """

    conflict: pd.DataFrame
    repair: pd.DataFrame
    proof: pd.DataFrame
    proof_sentence: str

    @property
    def is_possible(self) -> bool:
        """Whether a plan meets the rules after all, so that there is nothing to explain."""
        return self.conflict.empty

    @property
    def table(self) -> pd.DataFrame:
        """The rules in conflict, and where the cheapest way out would put them: `needed`, missing where it need not."""
        both = [self.conflict, self.repair.assign(way_out=self.repair["sentence"])]
        apart = pd.concat([frame.astype({"limit": float}) for frame in both if len(frame)] or both)
        return (
            apart.groupby(["rule", "subject"], as_index=False, sort=False)
            .first()
            .reindex(columns=[*REPAIRS, "way_out"])
            .fillna({"way_out": ""})
        )

    @property
    def sentence(self) -> str:
        """Conflict and repair in words."""
        if self.is_possible:
            return "Nothing stands in the way: a plan meets these rules."
        rules, ways = "; ".join(dict.fromkeys(self.conflict["sentence"])), "; ".join(self.repair["sentence"])
        return f"These cannot all hold: {rules}. The cheapest way out: {ways}."

    def chart(self) -> Chart:
        """The limits in conflict, and where the cheapest way out would put them, as a figure with its data."""
        return draw(self.table)


def why_not(scenario: Scenario) -> WhyNot:
    """Find out why a scenario has no plan, if it has none.

    Only limits that a government sets may move in the repair: deals, ceilings, teams, supply, budgets, allocations.

    Raises
    ------
    InputError
        If the scenario names something the data do not know, or a limit of its own asks what no deal could hold.
    InfeasibleError
        If no move of those limits gives a plan.
    """
    question = assemble(scenario)
    if problems := limit_problems(question):
        raise InputError(problems)
    small = _refusal(formulate(question.keep({*scenario.must_sign, *ordered(question)})).program, scenario)
    if small is None:
        return _possible()
    # Deals beyond those ordered can only help by what their standards take off diversion; it is rarely enough.
    program = formulate(worth_talking(question)).program
    whole = _refusal(program, scenario)
    if whole is None:
        return _possible()
    families = [name for name, family in REGISTER.items() if family.movable and program.snapshot().rows.keys(name)]
    words, proof = _Words(question), small.proof()
    return WhyNot(
        words.rules(small.conflict().parts),
        words.repairs(whole.repair(families)),
        words.multipliers(proof),
        words.proven(proof),
    )


def _possible() -> WhyNot:
    rules, repairs, proof = (pd.DataFrame(columns=columns) for columns in (RULES, REPAIRS, PROOF))
    return WhyNot(rules, repairs, proof, "There is nothing to prove.")


def _refusal(program: Program, scenario: Scenario) -> InfeasibleError | None:
    """Why a programme has no solution; None if it has one."""
    try:
        program.solve(gap=1.0, time_limit=scenario.time_limit_seconds)
    except InfeasibleError as error:
        return error
    return None


@dataclass(frozen=True)
class _Words:
    """Limits of a question in words."""

    question: Question

    def rules(self, parts: tuple[Part, ...]) -> pd.DataFrame:
        """The rules among the limits in conflict; that no amount is below nought or above its width needs no saying."""
        rows = [
            [part.family, self.subject(part.family, part.key), self.limit(part), self.said(part)]
            for part in parts
            if part.kind == "constraint"
        ]
        return pd.DataFrame(rows, columns=RULES)

    def repairs(self, repair: Repair) -> pd.DataFrame:
        """The limits to move."""
        rows = []
        for change in repair.changes:
            family, name = REGISTER[change.family], self.name(change.family, change.key)
            base = family.told_with(self.question, change.key)
            limit, needed = base + change.limit, base + change.needed
            match change.family:
                case "must sign":
                    said = f"let {name} go without a deal"
                case "must not sign":
                    said = f"let {name} sign"
                case _ if family.kind is Kind.ORDER and not family.priced:
                    said = f"no longer ask that {family.words.format(key=name, limit=limit)}"
                case _ if family.whose is Whose.CHOSEN:
                    said = f"ask instead that {family.words.format(key=name, limit=needed)}"
                case rule:
                    said = f"move the limit of {rule} for {name} from {limit:.4g} to {needed:.4g}"
            rows.append([change.family, self.subject(change.family, change.key), limit, needed, said])
        return pd.DataFrame(rows, columns=REPAIRS)

    def multipliers(self, proof: Proof) -> pd.DataFrame:
        """Multipliers of rules first, then of the bounds of amounts that the proof takes for granted."""
        rows = []
        for part in sorted(proof.multipliers, key=lambda p: p.kind != "constraint"):
            times, limit, subject = float(part.multiplier), self.limit(part), self.subject(part.family, part.key)
            bound = f"{part.family} of {self.name(part.family, part.key)} is {part.side} {limit:.4g}"
            said = bound if part.kind == "variable" else self.said(part)
            rows.append([part.kind, part.family, subject, part.side, limit, times, said])
        return pd.DataFrame(rows, columns=PROOF)

    def proven(self, proof: Proof) -> str:
        """What the multipliers prove, or why there are none."""
        if proof.needs_whole_numbers:
            return "The conflict rests on deals being yes or no: with parts of deals the rules could hold together."
        if not proof.holds:
            return "No exact multipliers were found: the conflict rests on the solver's arithmetic."
        meaning = names(Kind.MEANING)
        rules = [part for part in proof.multipliers if part.kind == "constraint" and part.family not in meaning]
        listed = "; ".join(f"{float(part.multiplier):.3g} times: {self.said(part)}" for part in rules)
        return (
            f"Added up, with {counted(len(proof.multipliers) - len(rules), 'limit')} beside the rules, these say that "
            f"nought is at most {float(proof.sum):.3g}, which it is not: {listed}. Checked in exact fractions."
        )

    def said(self, part: Part | Multiplier) -> str:
        """What a row asks."""
        words = REGISTER[part.family].words if part.family in REGISTER else f"{part.family} of {{key}}"
        return words.format(key=self.name(part.family, part.key), limit=self.limit(part))

    def limit(self, part: Part | Multiplier) -> float:
        """The limit of a row, as it is told."""
        base = REGISTER[part.family].told_with(self.question, part.key) if part.family in REGISTER else 0.0
        return part.limit + base + 0.0

    def name(self, family: str, key: Hashable) -> str:
        """The same by names, as it stands in a sentence."""
        known = REGISTER.get(family)
        return self.subject(family, key) if known is None else whom(self.question, known, key)

    def subject(self, family: str, key: Hashable) -> str:
        """Whom or when a row is about."""
        return subject_of(self.question, family, key)
