"""What the five reforms of the refined tiers do, each by itself and all together."""

import pandas as pd

from deals.comparison.outcome import outcome
from deals.regimes import refined_tiers
from deals.scenario import Scenario

RULE = "diffusion_rule"


def five_reforms(scenario: Scenario, names: tuple[str, ...] = tuple(refined_tiers.REFORMS)) -> pd.DataFrame:
    """Change of each goal against the diffusion rule: one reform at a time, their sum, all together, the interaction.

    Returns
    -------
    DataFrame
        Index: the rule itself (levels), each reform alone, ``sum of each alone``, ``all together`` and ``interaction``
        (all together less the sum). Columns: control, promotion, leverage and total (USD bn, present value), chips
        abroad and expected diversion (thousand H100e).
    """
    rule = _measured(scenario, RULE)
    rows = {RULE: rule}
    for name in names:
        rows[name] = _measured(scenario, f"{RULE}+{name}") - rule
    rows["sum of each alone"] = sum((rows[name] for name in names), start=rule * 0)
    rows["all together"] = _measured(scenario, "+".join((RULE, *names))) - rule
    rows["interaction"] = rows["all together"] - rows["sum of each alone"]
    return pd.DataFrame(rows).T.rename_axis("reform")


def _measured(scenario: Scenario, regime: str) -> "pd.Series[float]":
    found = outcome(scenario, regime)
    values: dict[str, float] = {**found.goals, "total": sum(found.goals.values()) + found.talks}
    for name in ("chips_abroad_kh", "diverted_expected_kh"):
        values[name] = float(found.physical[name])
    return pd.Series(values)
