"""Rates after deals against those that were agreed, at a political weight of revenue of nil and at the one that fits.

``python3 run.py bench rates_after_deals``. The weight is fitted to the other signers each time (leave one out), and the
mean absolute error is printed beside that of guessing the same rate for all.
"""

import numpy as np
import pandas as pd

import deals
from deals.plan.alone import done_alone
from deals.plan.plan import Plan, solve
from deals.plan.rounds import settled
from deals.plan.tables import summary_table, terms_table
from deals.trade import model_of

WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
GUESSES = (15.0, 19.0)


def rates(plan: Plan) -> "pd.Series[float]":
    """Country rate that a plan leaves each partner with: agreed, set alone, or else announced."""
    summary, alone = summary_table(plan, terms_table(plan)), done_alone(plan)
    found = {code: rate.announced for code, rate in plan.question.alone.items()}
    found |= dict(zip(map(str, alone.index), alone["rate"].astype(float), strict=True))
    found |= dict(zip(map(str, summary.index), summary["tariff_to"].astype(float), strict=True))
    return pd.Series(found, dtype=float).dropna()


def main() -> None:
    """Print the table."""
    scenario = deals.load("leverage-2025")
    agreed = pd.Series(dict(model_of(scenario.with_hindsight().world()).agreed), dtype=float)
    made = {}
    for weight in WEIGHTS:
        reform = deals.Reform("a political worth of revenue", {"tariff.revenue_weight": {"set": weight}})
        made[weight] = rates(solve(settled(scenario.apply(reform)), checked=False))
    table = pd.DataFrame(made).reindex(agreed.index).dropna()
    known = agreed[table.index]
    errors = table.sub(known, axis=0).abs()
    missed = errors.to_numpy()
    # For each signer the weight that fits the others best.
    fitted = [np.delete(missed, place, axis=0).mean(axis=0).argmin() for place in range(len(missed))]
    left_out = float(np.mean([missed[place, at] for place, at in enumerate(fitted)]))
    print(pd.concat([known.rename("agreed"), table], axis=1).round(1).to_string())
    print()
    print(f"{len(known)} signers, mean absolute error in percentage points")
    means = missed.mean(axis=0)
    lines = {
        "political weight nil": means[0],
        "weight that fits the others (leave one out)": left_out,
        f"weight that fits all ({WEIGHTS[int(means.argmin())]:g})": means.min(),
        **{f"{guess:g} for all": (known - guess).abs().mean() for guess in GUESSES},
    }
    for words, error in lines.items():
        print(f"  {words:<44}{error:.2f}")


if __name__ == "__main__":
    main()
