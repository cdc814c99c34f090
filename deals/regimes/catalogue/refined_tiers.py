"""Refined tiers: the diffusion rule with five reforms, each of which can stand alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from deals.kit.errors import InputError, Problem
from deals.regimes.catalogue import diffusion_rule
from deals.regimes.regime import Regime
from deals.regimes.rules.licences import TrustedCountries
from deals.regimes.rules.providers import TrustedProviders
from deals.regimes.rules.quantities import GrowingExemption, RaisedAllocation
from deals.regimes.rules.vocabulary import AlliesFree, ConsigneeExemption, CountryAllocation, Rule

CARNEGIE = "Carnegie Endowment, 8 May 2025, option 1"
INNER = "carnegie.opt1.add_tier1"


def wider_inner_circle(regime: Regime) -> Regime:
    """Point 1: Israel, Poland, Portugal, Switzerland, Iceland and all of the European Union join the close allies."""
    added = TrustedCountries(INNER, f"{CARNEGIE}, point 1; which eastern states is a judgement")

    def within(rule: Rule) -> Rule:
        return replace(rule, inner=INNER) if isinstance(rule, TrustedProviders) else rule

    return _instead(_after(regime, AlliesFree, added), TrustedProviders, within)


def promotion_on_the_table(regime: Regime) -> Regime:
    """Point 2: movement between groups can be agreed in a deal."""
    return replace(regime, tracks=regime.tracks | {"promotion"})


def smaller_exemption(regime: Regime) -> Regime:
    """Point 3: 300 H100 for a company in year one, doubling in each of three years, in place of 1,700."""
    path = ("carnegie.opt1.lpp_start", "carnegie.opt1.lpp_growth", "carnegie.opt1.lpp_years")
    small = GrowingExemption(*path, f"{CARNEGIE}, point 3")
    return _instead(regime, ConsigneeExemption, lambda _: small)


def higher_cap_for_india(regime: Regime) -> Regime:
    """Point 4: a higher allocation for India, to be raised further by an arrangement."""
    raised = RaisedAllocation(("IND",), "india.allocation_factor", f"{CARNEGIE}, point 4; the factor is a judgement")
    return _before(regime, CountryAllocation, raised)


def no_limit_in_one_country(regime: Regime) -> Regime:
    """Point 5: trusted providers may place any share in one country; a quarter outside tier 1 and half at home stay."""

    def without(rule: Rule) -> Rule:
        return replace(rule, single="") if isinstance(rule, TrustedProviders) else rule

    return _instead(regime, TrustedProviders, without)


REFORMS: dict[str, Callable[[Regime], Regime]] = {
    "wider_inner_circle": wider_inner_circle,
    "promotion_on_the_table": promotion_on_the_table,
    "smaller_exemption": smaller_exemption,
    "higher_cap_for_india": higher_cap_for_india,
    "no_limit_in_one_country": no_limit_in_one_country,
}
"""The five reforms by name; they touch different rules or settings, so their order does not matter."""


def _after(regime: Regime, kind: type, added: Rule) -> Regime:
    at = _place(regime, kind) + 1
    return replace(regime, rules=(*regime.rules[:at], added, *regime.rules[at:]))


def _before(regime: Regime, kind: type, added: Rule) -> Regime:
    at = _place(regime, kind)
    return replace(regime, rules=(*regime.rules[:at], added, *regime.rules[at:]))


def _instead(regime: Regime, kind: type, change: Callable[[Rule], Rule]) -> Regime:
    at = _place(regime, kind)
    return replace(regime, rules=(*regime.rules[:at], change(regime.rules[at]), *regime.rules[at + 1 :]))


def _place(regime: Regime, kind: type) -> int:
    """Where a regime has its rule of this kind."""
    for index, rule in enumerate(regime.rules):
        if isinstance(rule, kind):
            return index
    fix = "apply it to the diffusion rule"
    raise InputError(Problem("", "regime", regime.id, f"has no rule to reform ({kind.__name__})", fix))


REGIME = replace(
    reduce(lambda regime, reform: reform(regime), REFORMS.values(), diffusion_rule.REGIME),
    id="refined_tiers",
    title="Refined tiers: five reforms",
    citation=CARNEGIE,
)
