"""The one register of constraint families: what each says, in rows, in mathematics and in words.

A new family is a function in `rows/` that gives its rows by key, and a record here. The formulation writes it, and
whatever is said of limits (binding, prices, traces, why-not, tornado, comparison, the page of mathematics) reads it.
"""

from collections.abc import Hashable

from deals.model.families_alone import ALONE, no_deal_diversion
from deals.model.families_ordered import ORDERED
from deals.model.family import Family, Kind, Whose
from deals.model.question import Question
from deals.model.rows import (
    access,
    concessions,
    leaks,
    most_favoured,
    participation,
    signing,
    supply,
    worst_case,
)
from deals.model.rows.worst_case import beside_the_cut

LEGAL, MONEY = "thousand H100e, legal basis", "USD bn"


def _left_over(question: Question, key: Hashable) -> float:
    return question.path.left[next(p.index for p in question.timeline.periods if p.label == key)]


def _investable(question: Question, key: Hashable) -> float:
    return concessions.investable(question, str(key))


def _beside_the_cut(question: Question, key: Hashable) -> float:
    return beside_the_cut(question, str(key))


_FAMILIES = (
    Family(
        name="one signing",
        write=signing.one_signing,
        section="Signing",
        rule="Σ_τ z[n,τ] ≤ 1",
        kind=Kind.DEAL,
        whose=Whose.PARTNER,
        words="{key} signs at most once",
        stands_when_decided=False,
    ),
    Family(
        name="negotiating teams",
        write=signing.negotiating_teams,
        section="Signing",
        rule="Σ_n Σ_τ team-quarters[n,τ,t] z[n,τ] ≤ teams × quarters in t",
        kind=Kind.POLICY,
        whose=Whose.EVERYBODY,
        words="talks take at most {limit:.4g} team-quarters in {key}",
        unit="team-quarters",
        price_words="One more team-quarter in {} would bring",
        of_deals_alone=True,
    ),
    Family(
        name="standard with deal",
        write=signing.standard_with_deal,
        section="Signing",
        rule="σ[n,τ] ≤ z[n,τ]",
        kind=Kind.DEAL,
        words="the security standard of {key} comes with its deal",
        stands_when_decided=False,
    ),
    Family(
        name="terms under a deal",
        write=concessions.terms_under_a_deal,
        section="Terms",
        rule="a[n,i,s,τ] ≤ width[n,i,s] z[n,τ] (never a big M)",
        kind=Kind.MEANING,
        words="terms are given only under a deal",
        one_variable=True,
        stands_when_decided=False,
    ),
    *ALONE,
    Family(
        name="access under a deal",
        write=access.access,
        section="Chips",
        rule="e[j,t,s] ≤ width[j,t,s] Z[n,t], and ≤ width[j,t,s] g[j,t] where the cell could be opened too",
        kind=Kind.MEANING,
        words="chips beyond the no-deal path flow only under a deal",
        one_variable=True,
        stands_when_decided=False,
    ),
    Family(
        name="country allocation",
        write=access.country_allocation,
        section="Chips",
        rule="Σ_{t' ≤ t} φ[t'] c[j,t'] ≤ what the arrangement adds, legal basis (φ = H100e by TPP per 8-bit H100e), "
        "and once promoted all by which deliveries could exceed it",
        kind=Kind.POLICY,
        whose=Whose.ECONOMY,
        words="{key} stays within its allocation of {limit:.4g} thousand H100e",
        unit=LEGAL,
        price_words="An allocation of one thousand H100e more for {} would bring",
        cumulative=True,
    ),
    Family(
        name="yearly allocation",
        write=access.yearly_allocation,
        section="Chips",
        rule="where a regime limits what is licensed in each year: Σ_{t in the year} φ[t] c[j,t] ≤ that limit",
        kind=Kind.POLICY,
        whose=Whose.ECONOMY,
        words="{key} stays within its allocation of {limit:.4g} thousand H100e for that year",
        unit=LEGAL,
        price_words="An allocation of one thousand H100e more for {} would bring",
    ),
    Family(
        name="channel beside the allocation",
        write=access.channel_beside_the_allocation,
        section="Chips",
        rule="Σ_{t' ≤ t} φ[t'] (e[j,t'] − c[j,t']) ≤ the channel's path",
        kind=Kind.POLICY,
        whose=Whose.ECONOMY,
        words="the channel for {key} stays within {limit:.4g} thousand H100e",
        unit=LEGAL,
        price_words="A channel wider by one thousand H100e for {} would bring",
        cumulative=True,
    ),
    Family(
        name="counted within granted",
        write=access.counted_within_granted,
        section="Chips",
        rule="c[j,t] ≤ Σ_s e[j,t,s]",
        kind=Kind.MEANING,
        words="what counts against an allocation is what is granted",
    ),
    Family(
        name="matching within chips",
        write=concessions.matching_within_chips,
        section="Terms",
        rule="matching investment ≤ all-in capital cost of the chips granted",
        kind=Kind.CAPACITY,
        whose=Whose.PARTNER,
        words="{key} matches no more than its chips cost",
        unit="USD bn beyond the cost of the chips",
        price_words="If {} could invest one billion in US data centres beyond the cost of its chips, it would bring",
    ),
    Family(
        name="matching required",
        write=concessions.matching_required,
        section="Terms",
        rule="where a regime asks it: matching investment ≥ ratio × capital cost of the chips granted",
        kind=Kind.CAPACITY,
        whose=Whose.PARTNER,
        words="{key} matches its chips with investment as the regime requires",
        unit="USD bn less than required",
        price_words="If {} could match its chips with one billion less than required, it would bring",
    ),
    Family(
        name="investment capacity",
        write=concessions.investment_capacity,
        section="Terms",
        rule="pledged plus matching investment ≤ what n could invest",
        kind=Kind.CAPACITY,
        whose=Whose.PARTNER,
        words="{key} invests no more than it can",
        unit=MONEY,
        price_words="If {} could invest one billion more, it would bring",
        base=_investable,
    ),
    Family(
        name="chip supply",
        write=supply.chip_supply,
        section="Chips",
        rule="Σ_{j,s} e[j,t,s] ≤ Σ_k d[t,k], steps of what is left over, then of home and allied demand",
        kind=Kind.POLICY,
        whose=Whose.EVERYBODY,
        words="chips sold abroad in {key} are no more than there are",
        unit="thousand H100e left over",
        price_words="One more thousand H100e of supply in {} would bring",
        base=_left_over,
    ),
    Family(
        name="saved by deliveries",
        write=leaks.saved_by_deliveries,
        section="Diversion",
        rule="v[n,t] ≤ removed share × leak on deliveries without a deal × Σ[n,t], on what is granted, and on what is "
        "opened under the standard",
        kind=Kind.MEANING,
        words="the standard saves no more than leaks",
    ),
    Family(
        name="saved where in force",
        write=leaks.saved_where_in_force,
        section="Diversion",
        rule="v[n,t] ≥ removed share × leak on deliveries without a deal × Σ[n,t], and on all chips that need the "
        "standard: nobody keeps its resale",
        kind=Kind.MEANING,
        words="the standard saves where it is in force",
    ),
    Family(
        name="saved under the standard",
        write=leaks.saved_under_the_standard,
        section="Diversion",
        rule="v[n,t] ≤ most that could be saved × Σ[n,t]",
        kind=Kind.MEANING,
        words="only the standard saves",
    ),
    Family(
        name="participation",
        write=participation.participation,
        section="Partners",
        rule="gains kept − costs ≥ 0 for each partner, over its reservation value",
        kind=Kind.GAIN,
        whose=Whose.PARTNER,
        words="{key} signs only if it gains",
        unit="USD bn over the reservation value",
        price_words="Each billion more that {} must gain to sign would cost",
        costs=True,
    ),
    *ORDERED,
    Family(
        name="promotion with standard",
        write=access.promotion_with_standard,
        section="Chips",
        rule="p[n,τ] ≤ σ[n,τ]",
        kind=Kind.DEAL,
        words="{key} is promoted only with the security standard",
    ),
    Family(
        name="promotion with divestment",
        write=access.promotion_with_divestment,
        section="Chips",
        rule="floor × p[n,τ] ≤ share of exit from rival suppliers",
        kind=Kind.DEAL,
        words="{key} is promoted only if it divests from China",
    ),
    Family(
        name="gain on trade",
        write=participation.gain_on_trade,
        section="Partners",
        rule="where a regime does not link trade and chips: what is agreed on trade is worth it by itself, ≥ 0",
        kind=Kind.GAIN,
        whose=Whose.PARTNER,
        words="{key} signs only if the part on trade is worth it by itself",
        unit=MONEY,
        price_words="Each billion more that {} must gain on trade by itself would cost",
        costs=True,
    ),
    Family(
        name="gain on chips",
        write=participation.gain_on_chips,
        section="Partners",
        rule="where a regime does not link trade and chips: what is agreed on chips is worth it by itself, ≥ 0",
        kind=Kind.GAIN,
        whose=Whose.PARTNER,
        words="{key} signs only if the part on chips is worth it by itself",
        unit=MONEY,
        price_words="Each billion more that {} must gain on chips by itself would cost",
        costs=True,
    ),
    Family(
        name="diversion budget",
        write=leaks.diversion_budget,
        section="Diversion",
        rule="Σ_j leak × e[j] − Σ_n v[n] over a year ≤ budget − no-deal diversion",
        kind=Kind.POLICY,
        whose=Whose.EVERYBODY,
        words="expected diversion in {key} is at most {limit:.4g} thousand H100e above the no-deal path",
        unit="thousand H100e expected to be diverted",
        price_words="A budget for one more thousand H100e diverted in {} would bring",
        of_diversion=True,
        base=no_deal_diversion,
    ),
    Family(
        name="cut arcs",
        write=worst_case.cut_arcs,
        section="Diversion",
        rule="cut[a,b] ≥ side[a] − side[b] for each route",
        kind=Kind.MEANING,
        words="a route from one side of a cut to the other is cut",
        stands_when_decided=False,
        of_worst_case=True,
    ),
    Family(
        name="worst leak with standard",
        write=worst_case.leak_with_standard,
        section="Diversion",
        rule="leaked[j,t] ≥ (1 − reduction) × high leak × deliveries − most × side[j,t]",
        kind=Kind.MEANING,
        words="what may leak at worst is counted, less what the standard is sure to remove",
        stands_when_decided=False,
        of_worst_case=True,
    ),
    Family(
        name="worst leak without standard",
        write=worst_case.leak_without_standard,
        section="Diversion",
        rule="leaked[j,t] ≥ high leak × deliveries − most × side[j,t] − reduction × most × Σ[n,t]",
        kind=Kind.MEANING,
        words="what may leak at worst is counted in full without the standard",
        stands_when_decided=False,
        of_worst_case=True,
    ),
    Family(
        name="worst-case diversion",
        write=worst_case.worst_case_diversion,
        section="Diversion",
        rule="capacity of the cut ≤ limit, in every period",
        kind=Kind.POLICY,
        whose=Whose.EVERYBODY,
        words="worst-case diversion in {key} is within its limit",
        unit="thousand H100e diverted at worst",
        price_words="A worst case of one more thousand H100e in {} would bring",
        stands_when_decided=False,
        of_worst_case=True,
        base=_beside_the_cut,
    ),
    Family(
        name="no more than peers",
        write=most_favoured.no_more_than_peers,
        section="Partners",
        rule="where peers must be treated alike: share of its limit that n agrees ≤ L[g,i] for its peer group g "
        "and the instrument i (for chips in each period)",
        kind=Kind.DEAL,
        words="{key} agrees to no more than its peers",
    ),
    Family(
        name="no less than peers",
        write=most_favoured.no_less_than_peers,
        section="Partners",
        rule="where peers must be treated alike: share − L[g,i] − Z[n] ≥ −1 with L[g,i] in [0, 1] (Z for chips from "
        "when the deal takes effect)",
        kind=Kind.DEAL,
        words="{key} agrees to no less than its peers, if it signs",
    ),
)

REGISTER: dict[str, Family] = {family.name: family for family in _FAMILIES}
"""Every family by its name, in the order in which the formulation writes them. A new one is a record here."""


def names(*kinds: Kind) -> tuple[str, ...]:
    """Names of the families of some kinds."""
    return tuple(found.name for found in REGISTER.values() if found.kind in kinds)


def of_worst_case() -> tuple[str, ...]:
    """Names of the families that make up the limit on worst-case diversion."""
    return tuple(found.name for found in REGISTER.values() if found.of_worst_case)


def of_diversion() -> tuple[str, ...]:
    """Names of the families that limit diversion, which open access exceeds by construction."""
    return tuple(found.name for found in REGISTER.values() if found.of_diversion or found.of_worst_case)


def implied_when_decided() -> tuple[str, ...]:
    """Names of the families that say nothing more where every deal, standard and grant is decided."""
    return tuple(found.name for found in REGISTER.values() if not found.stands_when_decided)


def of_plan_alone() -> tuple[str, ...]:
    """Names of the families that are orders to the plan, which no baseline and no drawn world need follow."""
    return tuple(found.name for found in REGISTER.values() if found.of_plan_alone)


def one_variable() -> tuple[str, ...]:
    """Names of the families whose rows only hold one variable back."""
    return tuple(found.name for found in REGISTER.values() if found.one_variable)


def priced() -> tuple[str, ...]:
    """Names of the families whose limits have a price."""
    return tuple(found.name for found in REGISTER.values() if found.priced)
