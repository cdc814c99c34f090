"""Talks with simulated partners whose weights are hidden: how many end in a deal, and what is left on the table.

    python benchmarks/negotiation.py [--talks N] [--scenario NAME] [--partners CODE ...] [--json]

Each partner is drawn with weights between half and twice the model's, and misjudges what terms are worth to us by up to
a quarter. The table is compared, on the same draws, with one that makes the same demands but learns nothing from what
it hears: it keeps to the model's own weights and to its own ideas. Draws in which nothing can be agreed are left out.
The loss is the share by which both gains could be larger, in the same proportion, by the partner's true weights.
"""

import argparse
import json
from dataclasses import dataclass
from itertools import count
from statistics import mean, median
from time import process_time

import numpy as np

import deals
from deals.model.question import assemble
from deals.negotiation.answer import Package
from deals.negotiation.bilateral import Point
from deals.negotiation.plan import Plan, solve
from deals.negotiation.simulation import SimulatedPartner, play
from deals.negotiation.table import Table

PARTNERS = ("IND", "JPN", "ARE", "KOR", "EUU", "VNM", "CHE", "SAU", "QAT", "THA")


class Deaf(Table):
    """A table that keeps to the model's weights, whatever it hears."""

    def _learn(self, heard: Package) -> None:
        self.reckoned = np.ones(len(self.domain.issues))

    def _next(self, demand: float) -> Point:
        return self.domain.best_for_partner(self.reckoned, demand) or super()._next(demand)


@dataclass(frozen=True)
class Talks:
    """How talks ended: rounds, and loss (None without a deal); gains of both; whether all offers were explicable."""

    rounds: int
    loss: float | None
    us: float
    partner: float
    explicable: bool


def talk(table: Table, partner: SimulatedPartner) -> Talks:
    """Play to the end."""
    rounds = play(table, partner)
    explicable = (
        all(cut.worth @ partner.weights + cut.constant >= -1e-6 for cut in table.weights.cuts)
        and table.weights.consistent
    )
    if table.agreed is None:
        return Talks(rounds, None, 0.0, 0.0, explicable)
    point = table.agreed.point
    loss = max(0.0, 1 - 1 / table.domain.stretched(point, partner.weights))
    return Talks(rounds, loss, point.us, partner.gain(point), explicable)


def plans(scenario_name: str, codes: list[str]) -> dict[str, Plan]:
    """A plan for each partner alone, where there is a deal."""
    question = assemble(deals.load(scenario_name))
    found = {code: solve(question.keep((code,))) for code in codes if code in question.codes}
    return {code: plan for code, plan in found.items() if code in plan.signed}


def main() -> None:
    """Run the talks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=100)
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--partners", nargs="+", default=list(PARTNERS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = plans(options.scenario, options.partners)
    each = -(-options.talks // len(found))
    learning: list[Talks] = []
    deaf: list[Talks] = []
    empty = 0
    start = process_time()
    print("partner talks deals rounds mean loss  worst without learning")
    for code, plan in found.items():
        own: list[Talks] = []
        other: list[Talks] = []
        for seed in count():
            table = Table(plan, code)
            partner = SimulatedPartner.drawn(table.domain, seed)
            if partner.can_gain:
                own.append(talk(table, partner))
                other.append(talk(Deaf(plan, code), partner))
            else:
                empty += 1
            if len(own) == each or seed > 20 * each:
                break
        learning += own
        deaf += other
        losses = [t.loss for t in own if t.loss is not None] or [float("nan")]
        without = [t.loss for t in other if t.loss is not None] or [float("nan")]
        print(
            f"{code:>7} {len(own):>5} {sum(t.loss is not None for t in own):>5} {mean(t.rounds for t in own):>6.1f}"
            f" {mean(losses):>9.2%} {max(losses):>6.2%} {mean(without):>16.2%}"
        )
    seconds = process_time() - start
    done = [t for t in learning if t.loss is not None]
    losses = [t.loss for t in done if t.loss is not None]
    without = [t.loss for t in deaf if t.loss is not None]
    left_out = f"{empty} draws with nothing to agree on left out"
    print(f"{len(learning)} talks ({left_out}), {seconds / len(learning):.2f} s each")
    print(f"deals {len(done)}, rounds at most {max(t.rounds for t in done)}, median {median(t.rounds for t in done)}")
    small = sum(loss < 0.05 for loss in losses)
    print(f"loss of joint surplus: mean {mean(losses):.2%}, worst {max(losses):.2%}, under 5%: {small}")
    print(f"without learning: deals {len(without)}, mean loss {mean(without):.2%}, worst {max(without):.2%}")
    below = sum(t.us < 0 or t.partner < 0 for t in done)
    print(
        f"deals below a walk-away: {below}; talks that the true weights explain: {sum(t.explicable for t in learning)}"
    )
    if options.json:
        ratios = {"deals": len(done) / len(learning), "loss_without_over_with_learning": mean(without) / mean(losses)}
        print(json.dumps({"name": "negotiation", "ratios": ratios}))


if __name__ == "__main__":
    main()
