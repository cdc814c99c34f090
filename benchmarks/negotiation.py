"""Talks with simulated partners whose weights are hidden: how many end in a deal, and what is left on the table.

    python benchmarks/negotiation.py [--talks N] [--first-draw N] [--scenario NAME] [--partners CODE ...] [--json]

Each partner is drawn with weights between half and twice the model's, and misjudges what terms are worth to us by up to
a quarter. The table is compared, on the same draws and in the same process, with a table that makes the same demands
but learns nothing from what it hears, and with NegMAS: time-based agents on both sides, alternating offers, as many
rounds, over packages drawn from the same deal and worth to both sides exactly what the model and the true weights say.
Draws in which nothing can be agreed are left out.

The loss is the share by which both gains could be larger, in the same proportion, by the partner's true weights, over
all packages of the deal. NegMAS can only agree on a package of its list; the loss of the best one on its list, at the
same split, is shown beside, so that what is due to the list can be told from what is due to the agents.
"""

import argparse
import json
import random
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from statistics import mean, median
from time import process_time
from types import SimpleNamespace

import numpy as np

import deals
from deals.division.bilateral import Point
from deals.division.domain import Domain
from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from deals.talks.moves import THEM, US
from deals.talks.simulation import SimulatedPartner, play
from deals.talks.table import Table

PARTNERS = ("IND", "JPN", "ARE", "KOR", "EUU", "VNM", "CHE", "SAU", "QAT", "THA")
AGENTS = {"Boulware": "BoulwareTBNegotiator", "linear": "LinearTBNegotiator", "conceder": "ConcederTBNegotiator"}
ROUNDS = 10
BELIEFS, SPLITS, MIXES = 40, 8, 400
"""Weights for which efficient packages are listed, how many for each, and how many mixes of those are added."""
LIMIT = 0.05
OURS, DEAF = "the table", "the same without learning"


class Deaf(Table):
    """A table that keeps to the model's weights, whatever it hears."""

    def _learn(self, heard: object) -> None:
        self.reckoned = np.ones(len(self.domain.issues))

    def _next(self, demand: float) -> Point:
        return self.domain.best_for_partner(self.reckoned, demand) or super()._next(demand)


@dataclass(frozen=True)
class Talks:
    """How talks ended: rounds, what both gain, loss at the end and before the closing swap (None without a deal)."""

    rounds: int
    us: float = 0.0
    partner: float = 0.0
    loss: float | None = None
    accepted_loss: float | None = None
    explicable: bool = True
    acceptable: bool = True
    on_list: float = 0.0


def loss_of(domain: Domain, point: Point, weights: np.ndarray) -> float:
    """Share by which both could have more, in the same proportion."""
    return max(0.0, 1 - 1 / domain.stretched(point, weights))


def talk(table: Table, partner: SimulatedPartner) -> Talks:
    """Play to the end."""
    rounds = play(table, partner)
    cuts = table.weights.cuts
    explicable = table.weights.consistent and all(cut.worth @ partner.weights + cut.constant >= -1e-6 for cut in cuts)
    acceptable = offers_acceptable(table)
    if table.agreed is None:
        return Talks(rounds, explicable=explicable, acceptable=acceptable)
    point = table.agreed.point
    first = next(move.package.point for move in table.moves if move.kind == "accepted")
    return Talks(
        rounds,
        point.us,
        partner.gain(point),
        loss_of(table.domain, point, partner.weights),
        loss_of(table.domain, first, partner.weights),
        explicable,
        acceptable,
    )


def offers_acceptable(table: Table) -> bool:
    """Whether every offer gave the partner something by some weights that explained all heard before it."""
    replay = Table(table.plan, table.partner, table.rounds)
    good = True
    for move in table.moves:
        if move.side == US and move.kind == "offer":
            point = move.package.point
            most = replay.weights.span(replay.domain.worth(point), replay.domain.fixed(point))[1]
            good = good and most >= -1e-6
        elif move.side == THEM and move.kind == "counter-offer":
            replay.say(move)
    return good


@dataclass(frozen=True, eq=False)
class Listed:
    """Packages of one deal as a list that NegMAS can negotiate over: efficient ones for many weights, and mixes."""

    domain: Domain
    points: tuple[Point, ...]

    @classmethod
    def of(cls, domain: Domain) -> "Listed":
        """The list of a deal; the same every time."""
        draw = np.random.default_rng(0)
        points: list[Point] = []
        for _ in range(BELIEFS):
            weights = np.exp(draw.uniform(np.log(0.5), np.log(2.0), len(domain.issues)))
            most = domain.best(weights, 0.0)
            if most is not None:
                asked = (
                    domain.best_for_partner(weights, share * most.us) for share in np.linspace(0, 1, SPLITS).tolist()
                )
                points += [point for point in asked if point is not None]
        for _ in range(MIXES):
            one, other = draw.integers(len(points), size=2)
            mix = draw.random()
            points.append(domain.deal.at(mix * points[one].terms + (1 - mix) * points[other].terms))
        return cls(domain, tuple(points))

    def negotiate(self, partner: SimulatedPartner, agent: str, seed: int) -> Talks:
        """NegMAS's agents on both sides, with true gains over no deal as utilities."""
        sao = negmas_sao()
        random.seed(seed)
        ours = np.array([point.us for point in self.points])
        theirs = np.array([partner.gain(point) for point in self.points])
        names = [str(i) for i in range(len(self.points))]
        mechanism = sao.SAOMechanism(issues=[sao.make_issue(names, "package")], n_steps=ROUNDS)
        for gains in (ours, theirs):
            utility = sao.MappingUtilityFunction(
                {(name,): float(gain) for name, gain in zip(names, gains, strict=True)},
                outcome_space=mechanism.outcome_space,
                reserved_value=0.0,
            )
            mechanism.add(getattr(sao, AGENTS[agent])(), ufun=utility)
        state = mechanism.run()
        if state.agreement is None:
            return Talks(state.step)
        point = self.points[int(state.agreement[0])]
        theirs_now = partner.gain(point)
        loss = loss_of(self.domain, point, partner.weights)
        reach = np.minimum(ours / max(point.us, 1e-9), theirs / max(theirs_now, 1e-9)).max()
        return Talks(state.step, point.us, theirs_now, loss, on_list=max(0.0, 1 - (1 - loss) * float(reach)))


@cache
def negmas_sao() -> SimpleNamespace:
    """What is needed of NegMAS, imported once: a dependency of it has an escape that newer Pythons warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        from negmas import MappingUtilityFunction, make_issue  # heavy
        from negmas import sao as module  # heavy
    names = {name: getattr(module, name) for name in (*AGENTS.values(), "SAOMechanism")}
    return SimpleNamespace(MappingUtilityFunction=MappingUtilityFunction, make_issue=make_issue, **names)


def plans(scenario_name: str, codes: list[str]) -> dict[str, Plan]:
    """A plan for each partner alone, where there is a deal."""
    question = assemble(deals.load(scenario_name))
    alone = {code: solve(question.keep((code,))) for code in codes if code in question.codes}
    return {code: plan for code, plan in alone.items() if code in plan.signed}


def sides(
    plan: Plan, code: str, listed: Listed, partner: SimulatedPartner, seed: int
) -> dict[str, Callable[[], Talks]]:
    """What sits down with one partner, by name."""
    agents = {f"NegMAS, {agent}": partial(listed.negotiate, partner, agent, seed) for agent in AGENTS}
    return {
        OURS: lambda: talk(Table(plan, code), partner),
        DEAF: lambda: talk(Deaf(plan, code), partner),
        **agents,
    }


def line(name: str, talks: list[Talks], seconds: float) -> str:
    """One row of the table: agreement, rounds, gains, loss."""
    done = [t for t in talks if t.loss is not None]
    losses = [t.loss for t in done if t.loss is not None] or [float("nan")]
    listed = mean(t.on_list for t in done) if done else 0.0
    return (
        f"{name:<26} {len(done):>4} of {len(talks):<4} {median(t.rounds for t in talks):>4.0f}"
        f" {max(t.rounds for t in talks):>5} {mean(t.us for t in talks):>8.2f} {mean(t.partner for t in talks):>8.2f}"
        f" {mean(losses):>8.2%} {max(losses):>8.2%} {sum(x < LIMIT for x in losses):>5}"
        f" {format(listed, '8.2%') if listed else '       –'} {seconds / len(talks):>7.2f}"
    )


def main() -> None:
    """Run the talks and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=int, default=100)
    parser.add_argument("--first-draw", type=int, default=0, help="other draws than those the method was tuned on")
    parser.add_argument("--scenario", default="leverage-2025")
    parser.add_argument("--partners", nargs="+", default=list(PARTNERS))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    by_partner = plans(options.scenario, options.partners)
    each = -(-options.talks // len(by_partner))
    names = [OURS, DEAF, *(f"NegMAS, {name}" for name in AGENTS)]
    talks: dict[str, list[Talks]] = {name: [] for name in names}
    seconds = dict.fromkeys(names, 0.0)
    empty = 0
    print("partner talks rounds  mean loss  worst", flush=True)
    for code, plan in by_partner.items():
        listed = Listed.of(Table(plan, code).domain)
        before = len(talks[OURS])
        for seed in count(options.first_draw):
            partner = SimulatedPartner.drawn(Table(plan, code).domain, seed, ROUNDS)
            empty += not partner.can_gain
            for name, side in sides(plan, code, listed, partner, seed).items() if partner.can_gain else ():
                start = process_time()
                talks[name].append(side())
                seconds[name] += process_time() - start
            if len(talks[OURS]) - before == each or seed - options.first_draw > 20 * each:
                break
        mine = talks[OURS][before:]
        losses = [t.loss for t in mine if t.loss is not None] or [float("nan")]
        print(
            f"{code:>7} {len(mine):>5} {mean(t.rounds for t in mine):>6.1f} {mean(losses):>10.2%} {max(losses):>6.2%}",
            flush=True,
        )
    ours = talks[OURS]
    print(f"\n{'':<26} {'deals':>11} {'rounds':>10} {'USD bn':>17} {'loss':>17} {'under':>5} {'best on':>8} {'s':>7}")
    heads = (
        f"{'mid':>5} {'most':>5} {'us':>8} {'partner':>8} {'mean':>8} {'worst':>8} {'5%':>5} {'list':>8} {'each':>7}"
    )
    print(f"{'':<26} {'':>11} {heads}")
    for name in names:
        print(line(name, talks[name], seconds[name]))
    done = [t for t in ours if t.loss is not None]
    accepted = [t.accepted_loss for t in done if t.accepted_loss is not None]
    below = sum(t.us < 0 or t.partner < -1e-9 for t in done)
    print(f"\n{len(ours)} talks; {empty} draws with nothing to agree on left out")
    print(f"loss when accepted, before the closing swap: mean {mean(accepted):.2%}, worst {max(accepted):.2%}")
    print(f"deals below a true walk-away: {below}")
    print(f"talks whose every offer some weights still possible would accept: {sum(t.acceptable for t in ours)}")
    print(f"talks that the true weights explain: {sum(t.explicable for t in ours)}")
    if options.json:
        linear = [t.loss for t in talks["NegMAS, linear"] if t.loss is not None]
        ratios = {
            "deals": len(done) / len(ours),
            "loss_of_negmas_linear_over_ours": mean(linear) / mean(t.loss for t in done if t.loss is not None),
        }
        print(json.dumps({"name": "negotiation", "ratios": ratios}))


if __name__ == "__main__":
    main()
