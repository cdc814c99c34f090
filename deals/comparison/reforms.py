"""What the five reforms of the refined tiers do, each by itself and all together."""

from collections.abc import Iterable

import pandas as pd

from deals.comparison.outcome import RegimeOutcome, outcome
from deals.regimes.catalogue import refined_tiers
from deals.scenario.scenario import Scenario

RULE = "diffusion_rule"


def five_reforms(
    scenario: Scenario,
    names: tuple[str, ...] = tuple(refined_tiers.REFORMS),
    *,
    earlier: Iterable[RegimeOutcome] = (),
) -> pd.DataFrame:
    """Change of each goal against the diffusion rule: one reform at a time, their sum, all together, the interaction.

    Parameters
    ----------
    scenario : Scenario
    names : tuple of str
        The reforms.
    earlier : iterable of RegimeOutcome
        Outcomes of the same scenario, whose plans are taken over where they fit.

    Returns
    -------
    DataFrame
        Index: the rule itself (levels), each reform alone, ``sum of each alone``, ``all together`` and ``interaction``
        (all together less the sum). Columns: control, promotion, leverage and total (USD bn, present value), chips
        abroad and expected diversion (thousand H100e), and deals.
    """
    known = list(earlier)

    def measured(regime: str) -> "pd.Series[float]":
        known.append(outcome(scenario, regime, known))
        return _measured(known[-1])

    rule = measured(RULE)
    rows = {RULE: rule}
    for name in names:
        rows[name] = measured(f"{RULE}+{name}") - rule
    rows["sum of each alone"] = sum((rows[name] for name in names), start=rule * 0)
    rows["all together"] = measured("+".join((RULE, *names))) - rule
    rows["interaction"] = rows["all together"] - rows["sum of each alone"]
    return pd.DataFrame(rows).T.rename_axis("reform")


def _measured(one: RegimeOutcome) -> "pd.Series[float]":
    values: dict[str, float] = {**one.goals, "total": sum(one.goals.values()) + one.talks}
    for name in ("chips_abroad_kh", "diverted_expected_kh", "deals"):
        values[name] = float(one.physical[name])
    return pd.Series(values)
