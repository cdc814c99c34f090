"""What a partner could have if it alone refused, when all others have signed.

Reservation values come from one joint no-deal allocation. A lone refuser does better: others that signed leave it more
of the other supplier's volume. The difference is what its package would have to add to be safe against that.
"""

from dataclasses import replace
from functools import partial

import pandas as pd

from deals.model.worth.no_deal import NoDealPath, pull, share_out, volumes_under_hard_lines
from deals.model.worth.reservation import Reservation, reservation, unit_values
from deals.page.answer import Tabled
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import LEAST_MONEY, told_apart
from deals.plan.plan import Plan


def lone_refusal(plan: Plan) -> Tabled:
    """Reservation values of signers when each alone refuses the plan.

    Returns
    -------
    Tabled
        Index partner; USD bn present value to the partner: `together` (the joint no-deal programme, as used in the
        plan), `alone`, and `more`, the difference.
    """
    question, alone = plan.question, _alone(plan).value
    rows = {}
    for partner in plan.signed:
        members = [code for code in question.partner(partner).jurisdictions if code in alone.index]
        together = float(question.reservation.value[members].sum())
        rows[partner] = {"together": together, "alone": float(alone[members].sum())}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["together", "alone"]).rename_axis("partner")
    frame = frame.assign(more=frame["alone"] - frame["together"])
    return Tabled("what each signer could have by refusing alone", frame, partial(_drawn, plan), "the plan has no deal")


def _drawn(plan: Plan, table: pd.DataFrame) -> Chart:
    """What refusing alone adds, for those whom it gives more; of the others their number is told."""
    gains = table[table["more"] >= LEAST_MONEY].sort_values("more", ascending=False)
    names = [
        f"{plan.question.partner(str(code)).name}: {' → '.join(told_apart(row['together'], row['alone']))}"
        for code, row in gains.iterrows()
    ]
    same, whom = len(table) - len(gains), "the other" if len(gains) else "any of the"
    return dots(
        gains.set_axis(names, axis="index"),
        {"more": "More by refusing alone"},
        "What refusing alone adds to refusing together, USD bn",
        "Who gains by refusing alone",
        "Beside each name: what it could have without its deal, USD bn, if all refuse → if it alone does.",
        "Others that sign leave a lone refuser more of the other supplier's chips.",
        *([f"It makes no difference to {whom} {same} signers."] if same else []),
    )


def lone_recourse(plan: Plan) -> dict[str, tuple[float, ...]]:
    """What each signer has more in every period, outside the plan alone, than in the joint no-deal programme (USD bn).

    The programme of :func:`deals.model.worth.reservation.reservation` is solved anew for it. This is what a partner
    falls back on that leaves a deal while the others keep theirs.
    """
    question, alone = plan.question, _alone(plan)
    recourse = {}
    for partner in plan.signed:
        members = [code for code in question.partner(partner).jurisdictions if code in question.path.rival]
        recourse[partner] = tuple(
            sum(
                _worth(plan, alone, code, p.index) - _worth(plan, question.reservation, code, p.index)
                for code in members
            )
            for p in question.timeline.periods
        )
    return recourse


def _alone(plan: Plan) -> Reservation:
    """The no-deal programmes when each signer in turn is the only one to refuse."""
    question = plan.question
    return reservation(question.world, question.timeline, _path(plan), question.scenario.segments)


def _path(plan: Plan) -> NoDealPath:
    question = plan.question
    granted = {(g.economy, g.period): plan.granted(g) for g in plan.asked.grants}
    rival = {code: list(amounts) for code, amounts in question.path.rival.items()}
    opened, taken = plan.values["opened"], question.left_open
    withheld = {code: question.path.access[code].withheld for code in rival}
    volumes = volumes_under_hard_lines(question.world, question.timeline.periods, question.path.access)
    for period in question.timeline.periods:
        here = period.index
        for partner in plan.signed:
            members = set(question.partner(partner).jurisdictions)
            left = {
                code: amounts[here] * (1 - taken.get((code, here), 0.0))
                if code in members
                else max(0.0, amounts[here] * (1 - opened.get((code, here), 0.0)) - granted.get((code, here), 0.0))
                for code, amounts in withheld.items()
            }
            shares = share_out(volumes[here], left, pull(question.world, left))
            for code in members & set(rival):
                rival[code][here] = shares[code]
    return replace(question.path, rival={code: tuple(amounts) for code, amounts in rival.items()})


def _worth(plan: Plan, held: Reservation, economy: str, period: int) -> float:
    """Worth to an economy of the compute that it uses in one period, best uses first."""
    question = plan.question
    segments = question.scenario.segments
    wide = question.path.access[economy].demand[period] / segments
    use = held.use.get((economy, period), 0.0)
    values = unit_values(question.world, question.timeline, economy, period, segments)
    return sum(value * min(max(use - step * wide, 0.0), wide) for step, value in enumerate(values))
