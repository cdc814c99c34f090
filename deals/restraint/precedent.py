"""Precedent: peers see each other's deals, so what one is given the others will ask for. What that would cost."""

from functools import partial

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral
from deals.division.domain import Domain
from deals.division.projection import PREVENTED_LABEL
from deals.model.rows.most_favoured import peer_groups
from deals.page.answer import Tabled
from deals.page.chart import Chart
from deals.page.dots import dots
from deals.page.wording import lowered
from deals.plan.plan import Plan
from deals.world.instrument import CHIPS
from optimizer import Floats

ALIKE = 1e-6
DRAWN = 30
"""Rows that are drawn, the dearest first."""
COLUMNS = ["group", "partner", "instrument", "share", "favoured", "favoured_share", "cost", "cost_if_rebalanced"]


def precedent(plan: Plan) -> Tabled:
    """Most-favoured treatment inside peer groups, priced instrument by instrument.

    What the United States gives is compared from above, what it asks from below, as shares of what could be agreed
    with that partner at all.

    Returns
    -------
    Tabled
        One row for each partner and instrument with a better-treated peer: `share` here and `favoured_share` there
        (0 to 1); `cost` to the United States of the same treatment, all else as agreed, and `cost_if_rebalanced`, if
        other terms may then be traded so that the partner has no less than now (USD bn, present value).
    """
    groups = peer_groups(plan.question)
    peers = {code for members in groups.values() for code in members}
    deals = {code: Domain(Bilateral.of(plan, code)) for code in plan.signed if code in peers}
    agreed = {code: domain.deal.on_frontier(0.0) for code, domain in deals.items()}
    shares = {
        code: dict(zip(domain.issues, (domain.shares @ agreed[code].terms).tolist(), strict=True))
        for code, domain in deals.items()
    }
    rows = []
    for group, members in groups.items():
        present = [code for code in members if code in deals]
        for instrument in sorted({issue for code in present for issue in deals[code].issues}):
            gives = instrument == CHIPS or instrument.endswith("relief")
            among = {code: shares[code][instrument] for code in present if instrument in shares[code]}
            favoured = (max if gives else min)(among, key=lambda code: among[code])
            for code, share in among.items():
                if abs(among[favoured] - share) > ALIKE:
                    cost = _cost(deals[code], agreed[code].us, agreed[code].terms, instrument, among[favoured])
                    rows.append((group, code, instrument, share, favoured, among[favoured], *cost))
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values("cost_if_rebalanced", ascending=False, ignore_index=True)
    nothing = "no two peers sign, or all that sign are treated alike"
    return Tabled("what most-favoured treatment of peers would cost", frame, partial(_drawn, plan), nothing)


def _drawn(plan: Plan, table: pd.DataFrame) -> Chart:
    labels = {instrument.name: instrument.label for instrument in plan.question.world.instruments}
    dearest = table.head(DRAWN)
    names = [
        f"{plan.question.partner(code).name}: {lowered(labels.get(issue, PREVENTED_LABEL))}"
        for code, issue in zip(dearest["partner"], dearest["instrument"], strict=True)
    ]
    return dots(
        dearest.set_axis(names, axis=0),
        {"cost": "All else as agreed", "cost_if_rebalanced": "Other terms traded anew"},
        "Cost to the United States (USD bn)",
        "What peers could ask for",
        f"The dearest {len(dearest)} of {len(table)} terms in which a peer is treated better, each by itself.",
    )


def _cost(domain: Domain, gain: float, terms: Floats, instrument: str, share: float) -> tuple[float, float]:
    """What it costs the United States to treat a partner so, with the rest as agreed and with the rest traded anew."""
    weights = np.ones(len(domain.issues))
    limit = domain.deal.limits[instrument]
    kept = domain.with_amounts({instrument: share * limit}, domain.deal.at(terms), weights)
    again = domain.best_with(instrument, share, weights, domain.gain(domain.deal.at(terms), weights))
    nothing = float("nan")
    return (gain - kept.us if kept else nothing), (gain - again.us if again else nothing)
