"""What a partner could have if it alone refused, when all others have signed.

Reservation values come from one joint no-deal allocation. A lone refuser does better: others that signed leave it more
of the other supplier's volume. The difference is what its package would have to add to be safe against that.
"""

from dataclasses import replace

import pandas as pd

from deals.model.no_deal import other_supplier_volume, pull, share_out
from deals.model.reservation import reservation
from deals.negotiation.plan import Plan


def lone_refusal(plan: Plan) -> pd.DataFrame:
    """Reservation values of signers when each alone refuses the plan.

    Returns
    -------
    DataFrame
        Index partner; USD bn present value to the partner: `together` (the joint no-deal programme, as used in the
        plan), `alone`, and `more`, the difference.
    """
    question = plan.question
    granted = {(g.economy, g.period): plan.granted(g) for g in plan.choices.question.grants}
    rival = {code: list(amounts) for code, amounts in question.path.rival.items()}
    for period in question.timeline.periods:
        refused = {code: question.path.access[code].withheld[period.index] for code in rival}
        volume = other_supplier_volume(question.world, period)
        for partner in plan.signed:
            own = set(question.partner(partner).jurisdictions)
            left = {
                code: amount if code in own else max(0.0, amount - granted.get((code, period.index), 0.0))
                for code, amount in refused.items()
            }
            shares = share_out(volume, left, pull(question.world, left))
            for code in own & set(rival):
                rival[code][period.index] = shares[code]
    path = replace(question.path, rival={code: tuple(amounts) for code, amounts in rival.items()})
    alone = reservation(question.world, question.timeline, path, question.scenario.segments).value
    rows = {}
    for partner in plan.signed:
        members = [code for code in question.partner(partner).jurisdictions if code in alone.index]
        together = float(question.reservation.value[members].sum())
        rows[partner] = {"together": together, "alone": float(alone[members].sum())}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["together", "alone"]).rename_axis("partner")
    return frame.assign(more=frame["alone"] - frame["together"])
