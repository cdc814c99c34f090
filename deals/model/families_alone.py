"""Families of constraints on what is done alone: country rates, under threat and bought, and cells that are opened."""

from collections.abc import Hashable

from deals.model.family import Family, Kind, Whose
from deals.model.question import Question
from deals.model.rows import alone, leaks
from deals.model.rows.diversion import expected_diversion


def no_deal_diversion(question: Question, key: Hashable) -> float:
    """Expected diversion in a year without deals, thousand H100e."""
    return next(row.no_deal for row in expected_diversion(question) if row.year == key)


ALONE = (
    Family(
        name="rate under threat",
        write=alone.rate_under_threat,
        section="Terms",
        rule="Σ_s a[n,rate,s,τ] ≤ z[n,τ] − b[n,τ] over rates measured from the lottery",
        kind=Kind.MEANING,
        words="of a threatened country rate at most all is relieved",
    ),
    Family(
        name="rate bought",
        write=alone.rate_bought,
        section="Terms",
        rule="Σ_s a[n,rate,s,τ] ≤ b[n,τ] over rates measured from the best",
        kind=Kind.MEANING,
        words="of a country rate at most all is bought",
    ),
    Family(
        name="bought with a deal",
        write=alone.bought_with_a_deal,
        section="Alone",
        rule="b[n,τ] ≤ z[n,τ]",
        kind=Kind.MEANING,
        words="a rate is bought in a deal",
    ),
    Family(
        name="bought without threat",
        write=alone.bought_without_threat,
        section="Alone",
        rule="Σ_τ b[n,τ] ≤ u[n]",
        kind=Kind.MEANING,
        words="{key} buys its rate where none is threatened",
        whose=Whose.PARTNER,
    ),
    Family(
        name="threat or not",
        write=alone.threat_or_not,
        section="Alone",
        rule="Σ_τ (z[n,τ] − b[n,τ]) ≤ 1 − u[n]",
        kind=Kind.MEANING,
        words="{key} is threatened with a rate or is not",
        whose=Whose.PARTNER,
    ),
    Family(
        name="permitted by a deal",
        write=alone.permitted_by_a_deal,
        section="Alone",
        rule="g[j,t] ≤ Z[n,t]",
        kind=Kind.MEANING,
        words="chips are permitted only under a deal",
        stands_when_decided=False,
    ),
    Family(
        name="permitted unless opened",
        write=alone.permitted_unless_opened,
        section="Alone",
        rule="g[j,t] ≤ S(t − s) (1 − o[j,t]) + Σ_{τ > s} (S(t − τ) − S(t − s)) z[n,τ] for each date s",
        kind=Kind.MEANING,
        words="chips that are opened are not granted too",
        stands_when_decided=False,
    ),
    Family(
        name="secured if opened",
        write=alone.secured_if_opened,
        section="Alone",
        rule="y[j,t] ≤ o[j,t]",
        kind=Kind.MEANING,
        words="a standard covers what is opened",
    ),
    Family(
        name="secured by the standard",
        write=alone.secured_by_the_standard,
        section="Alone",
        rule="y[j,t] ≤ Σ[n,t]",
        kind=Kind.MEANING,
        words="what is opened is under the standard where a country has adopted it",
    ),
    Family(
        name="secured where both",
        write=alone.secured_where_both,
        section="Alone",
        rule="y[j,t] ≥ o[j,t] + Σ[n,t] − 1",
        kind=Kind.MEANING,
        words="what is opened is under the standard wherever a country has adopted it",
    ),
    Family(
        name="diversion budget alone",
        write=leaks.diversion_budget_alone,
        section="Diversion",
        rule="Σ_j leak × w[j] o[j] over a year ≤ budget − no-deal diversion",
        kind=Kind.POLICY,
        whose=Whose.EVERYBODY,
        words="what is opened in {key} adds at most {limit:.4g} thousand H100e to what is diverted without deals",
        unit="thousand H100e expected to be diverted",
        price_words="A diversion budget of one thousand H100e more for what is opened in {} would bring",
        of_diversion=True,
        base=no_deal_diversion,
    ),
)
"""They stand between terms and chips in the register."""
