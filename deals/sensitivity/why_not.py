"""Why not: an impossible mix of rules as the few that cannot hold together, and the cheapest way out."""

from dataclasses import dataclass

import pandas as pd

from deals.model.formulation import formulate
from deals.model.pruning import worth_talking_to
from deals.model.question import assemble
from deals.scenario import Scenario
from optimizer import InfeasibleError, Part, Program, Proof, Repair

MOVABLE = {
    "must sign": "{key} must sign",
    "must not sign": "{key} must not sign",
    "ceiling": "{key} gets at most {limit:.4g} thousand H100e beyond the no-deal path",
    "negotiating teams": "talks take at most {limit:.4g} team-quarters in {key}",
    "chip supply": "at most {limit:.4g} thousand H100e can be spared in {key}",
    "diversion budget": "expected diversion in {key} is at most {limit:.4g} thousand H100e above the no-deal path",
    "worst-case diversion": "worst-case diversion in {key} is within its limit",
    "country allocation": "{key} stays within its allocation of {limit:.4g} thousand H100e",
    "yearly allocation": "{key} stays within its allocation of {limit:.4g} thousand H100e for that year",
    "channel beside the allocation": "the channel for {key} stays within {limit:.4g} thousand H100e",
}
"""Limits that a government sets, and how each is said; the others say what words mean or what partners want."""
WORDS = {
    **MOVABLE,
    "participation": "{key} signs only if it gains",
    "gain on trade": "{key} signs only if the part on trade is worth it by itself",
    "gain on chips": "{key} signs only if the part on chips is worth it by itself",
    "one signing": "{key} signs at most once",
    "standard with deal": "the security standard of {key} comes with its deal",
    "promotion with standard": "{key} is promoted only with the security standard",
    "promotion with divestment": "{key} is promoted only if it divests from China",
    "matching required": "{key} matches its chips with investment as the regime requires",
    "matching within chips": "{key} matches no more than its chips cost",
    "investment capacity": "{key} invests no more than it can",
}
MEANINGS = {
    "access under a deal": "chips beyond the no-deal path flow only under a deal",
    "terms under a deal": "terms are given only under a deal",
    "saved by deliveries": "the standard saves no more than leaks",
    "saved where in force": "the standard saves where it is in force",
    "saved under the standard": "only the standard saves",
    "counted within granted": "what counts against an allocation is what is granted",
}
"""Rules that only say what words mean, each in as many rows as there are steps; said once."""
PROOF = ["kind", "rule", "subject", "side", "limit", "multiplier", "sentence"]
RULES, REPAIRS = ["rule", "subject", "limit", "sentence"], ["rule", "subject", "limit", "needed", "sentence"]


@dataclass(frozen=True)
class WhyNot:
    """Why no plan meets the rules.

    Attributes
    ----------
    conflict : DataFrame
        Rules that cannot hold together, though without any one of them the others could, with the partners that must
        sign alone: rule, subject, limit, sentence.
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
    def sentence(self) -> str:
        """Conflict and repair in words."""
        rules, ways = "; ".join(dict.fromkeys(self.conflict["sentence"])), "; ".join(self.repair["sentence"])
        return f"These cannot all hold: {rules}. The cheapest way out: {ways}."

    def __repr__(self) -> str:
        return f"<WhyNot: {self.sentence}>"


def why_not(scenario: Scenario) -> WhyNot | None:
    """Find out why a scenario has no plan; None if it has one.

    Only limits that a government sets may move in the repair: deals, ceilings, teams, supply, budgets, allocations.

    Raises
    ------
    InputError
        If the scenario names something the data do not know.
    InfeasibleError
        If no move of those limits gives a plan.
    """
    question = assemble(scenario)
    small = _refusal(formulate(question.keep(scenario.must_sign)).program, scenario)
    if small is None:
        return None
    # Deals beyond those ordered can only help by what their standards take off diversion; it is rarely enough.
    program = formulate(question.keep(worth_talking_to(question))).program
    whole = _refusal(program, scenario)
    if whole is None:
        return None
    families = [family for family in MOVABLE if family in program.snapshot().rows]
    proof = small.proof()
    return WhyNot(_rules(small.conflict().parts), _repairs(whole.repair(families)), _multipliers(proof), _proven(proof))


def _refusal(program: Program, scenario: Scenario) -> InfeasibleError | None:
    """Why a programme has no solution; None if it has one."""
    try:
        program.solve(gap=1.0, time_limit=scenario.time_limit_seconds)
    except InfeasibleError as error:
        return error
    return None


def _rules(parts: tuple[Part, ...]) -> pd.DataFrame:
    """The rules among the limits in conflict; that no amount is below nought or above its width goes without saying."""
    rules = [part for part in parts if part.kind == "constraint"]
    rows = [[p.family, _subject(p.key), p.limit + 0.0, _said(p.family, p.key, p.limit + 0.0)] for p in rules]
    return pd.DataFrame(rows, columns=RULES)


def _repairs(repair: Repair) -> pd.DataFrame:
    rows = []
    for change in repair.changes:
        subject = _subject(change.key)
        match change.family:
            case "must sign":
                said = f"let {subject} go without a deal"
            case "must not sign":
                said = f"let {subject} sign"
            case family:
                said = f"move the limit of {family} for {subject} from {change.limit:.4g} to {change.needed:.4g}"
        rows.append([change.family, subject, change.limit, change.needed, said])
    return pd.DataFrame(rows, columns=REPAIRS)


def _multipliers(proof: Proof) -> pd.DataFrame:
    """Multipliers of rules first, then of the bounds of amounts that the proof takes for granted."""
    rows = []
    for part in sorted(proof.multipliers, key=lambda p: p.kind != "constraint"):
        times, limit, subject = float(part.multiplier), part.limit + 0.0, _subject(part.key)
        said = _said(part.family, part.key, limit)
        if part.kind == "variable":
            said = f"{part.family} of {subject} is {part.side} {limit:.4g}"
        rows.append([part.kind, part.family, subject, part.side, limit, times, said])
    return pd.DataFrame(rows, columns=PROOF)


def _proven(proof: Proof) -> str:
    if proof.needs_whole_numbers:
        return "The conflict rests on deals being yes or no: with parts of deals the rules could hold together."
    if not proof.holds:
        return "No exact multipliers were found: the conflict rests on the solver's arithmetic."
    rules = [part for part in proof.multipliers if part.kind == "constraint" and part.family not in MEANINGS]
    listed = "; ".join(f"{float(p.multiplier):.3g} times: {_said(p.family, p.key, p.limit + 0.0)}" for p in rules)
    return (
        f"Added up, with {len(proof.multipliers) - len(rules)} limits that go without saying, these say that nought is "
        f"at most {float(proof.sum):.3g}, which it is not: {listed}. Checked in exact fractions."
    )


def _said(family: str, key: object, limit: float) -> str:
    words = MEANINGS.get(family) or WORDS.get(family, f"{family} of {{key}}")
    return words.format(key=_subject(key), limit=limit)


def _subject(key: object) -> str:
    return " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
