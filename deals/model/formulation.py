"""The contract problem: a mixed-integer programme over deals, dates, chips and concessions.

Its families of constraints are those of :mod:`deals.model.families`. The objective is the difference from no deals at
all, in USD bn of 2025, so that a solver's gap is a share of the surplus.
"""

from collections.abc import Collection

from deals.model.families import REGISTER, of_worst_case
from deals.model.question import Question
from deals.model.rows.most_favoured import with_common_shares
from deals.model.rows.objective import goal_terms, weights
from deals.model.rows.variables import Choices, choices
from deals.model.rows.worst_case import with_cut
from optimizer import Program


def formulate(
    question: Question, *, without: Collection[str] = (), alike: bool = False, checked: bool = True
) -> Choices:
    """Write the contract problem.

    Parameters
    ----------
    question : Question
    without : collection of str
        Families to leave out. Open access exceeds limits on diversion by construction, so baselines leave these out;
        where every deal, standard and grant in the question is decided, bounds say what some families would.
    alike : bool
        Whether peers that sign must all be treated alike.
    checked : bool
        Whether every row is checked as it is written; quicker without, for what has been written before.
    """
    program = Program(question.scenario.name, maximise=True, checked=checked)
    made = choices(question, program)
    scale = weights(question)
    program.objective(
        program.linear([(v, scale[goal] * w) for goal, pairs in goal_terms(made).items() for v, w in pairs])
    )
    made = made if set(of_worst_case()) <= set(without) else with_cut(made)
    made = with_common_shares(made) if alike else made
    for name, family in REGISTER.items():
        if name not in without:
            program.constraints(name, family.write(made))
    return made
