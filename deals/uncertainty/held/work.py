"""Plans held in drawn worlds, as a piece of work that can be sent anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from deals.model.question import Question
from deals.plan.identity import digest, identity_of
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.draws import BASIS, ELASTICITIES, DrawnWorlds
from deals.uncertainty.held.asking import asked_of_many
from deals.uncertainty.held.programme import HeldProgramme, written
from deals.uncertainty.held.reading import WHOLE, by_deal, columns_by_deal, gain, whole
from deals.uncertainty.held.solving import Solved, solved
from optimizer import HotStack

CHUNK = 1024
"""Draws put in numbers at once: enough that what is done once for all of them is little for each."""


@dataclass(frozen=True)
class HeldWork:
    """Plans held in drawn worlds: deals, dates and standards stand, terms adapt.

    Two are equal where they rest on the same: what is made once for one, in each process, serves the other.

    Attributes
    ----------
    made_of : tuple of (str, str)
        What the answer rests on but the draws' numbers, each by name.
    plans : mapping
        Decisions by name, of plans for one question; the first is told deal by deal, of others the gain alone.
    draws : DrawnWorlds
    chunk : int
        Draws in a piece of work.
    """

    made_of: tuple[tuple[str, str], ...]
    plans: Mapping[str, Decisions] = field(compare=False)
    draws: DrawnWorlds = field(compare=False)
    chunk: int = field(default=CHUNK, compare=False)

    @classmethod
    def of(cls, plans: Mapping[str, Decisions], draws: DrawnWorlds, chunk: int = CHUNK) -> "HeldWork":
        """The work for plans of one question."""
        question = next(iter(plans.values())).question
        held = {f"plan {name}": digest(decisions.values) for name, decisions in plans.items()}
        rests_on = {**identity_of(question.scenario), "draws": draws.fingerprint(), "path": digest(question.left_open)}
        made_of = {"depth": "held", **rests_on, **held}
        return cls(tuple(made_of.items()), dict(plans), draws, chunk)

    @property
    def columns(self) -> Mapping[str, str]:
        """Names of the answer's columns, and whether each is a number, a whole number or text."""
        first, *others = self.plans
        told = columns_by_deal(_bases(self)[first][0])
        return {"draw": "int", "status": "text", "reason": "text", **WHOLE, **dict.fromkeys(others, "float"), **told}

    def fingerprint(self) -> Mapping[str, str]:
        """What the answer rests on but the draws' numbers, each by name."""
        return dict(self.made_of)

    def asked(self, numbers: Sequence[int]) -> Question:
        """The question in drawn worlds."""
        return _asked(self, self.draws.values(numbers), self.draws.choices(numbers))

    def programme(self, name: str, numbers: Sequence[int]) -> HeldProgramme:
        """The programmes of one of the plans in drawn worlds."""
        return written(self.plans[name], self.asked(numbers), len(numbers))

    def solved(self, name: str, asked: Question, count: int) -> tuple[HeldProgramme, Solved]:
        """One of the plans in so many worlds: its programmes, and what they come to."""
        held = written(self.plans[name], asked, count)
        return held, solved(held, _bases(self)[name][1])

    def __call__(self, numbers: Sequence[int]) -> dict[str, Any]:
        """One row a draw: status, reason, and the columns of :mod:`deals.uncertainty.held.reading`."""
        first, *_ = self.plans
        found: dict[str, Any] = {"draw": np.array(numbers, dtype=np.int64)}
        asked = self.asked(numbers)
        for name in self.plans:
            held, answer = self.solved(name, asked, len(numbers))
            if name == first:
                found["status"] = ["failed" if reason else "ok" for reason in answer.reasons]
                found["reason"] = list(answer.reasons)
                found |= {**whole(held, answer), **by_deal(held, answer)}
            else:
                found[name] = gain(held, answer)
        return {name: found[name] for name in self.columns}


def _asked(work: HeldWork, values: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> Question:
    plans = list(work.plans.values())
    concerned = dict.fromkeys(code for decisions in plans for code in decisions.concerned)
    signed = {code for decisions in plans for code in decisions.signed}
    return asked_of_many(plans[0].question, concerned, signed, values, choices[ELASTICITIES], choices[BASIS])


@lru_cache(maxsize=16)
def _bases(work: HeldWork) -> Mapping[str, tuple[HeldProgramme, HotStack]]:
    """The programme of each plan in the world as it is, and a solver that begins from its basis."""
    scenario = work.plans[next(iter(work.plans))].question.scenario
    parameters = scenario.world().parameters
    centre = {name: np.array([parameters[name].value]) for name in work.draws.names}
    asked = _asked(work, centre, {ELASTICITIES: ("",), BASIS: (scenario.h100e_basis,)})
    held = {name: written(decisions, asked, 1) for name, decisions in work.plans.items()}
    return {name: (programme, HotStack(programme.stack.arrays(0))) for name, programme in held.items()}
