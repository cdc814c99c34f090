"""What the columns of answers hold: the heading a reader sees, with its unit, how numbers are written, and a note."""

from collections.abc import Mapping
from functools import partial

from deals.page.files.workbook import Column
from deals.proposal.handing import tables

money = partial(Column, form="money")
share = partial(Column, form="percent")
plain = partial(Column, form="plain")
number = partial(Column, form="number")
whole = partial(Column, form="whole")

INDEX = (
    Column("partner", "Partner"),
    Column("economy", "Economy"),
    Column("", ""),
    money("us_gain", "US gain, USD bn"),
    money("partner_gain", "Partner's gain, USD bn"),
    money("expected", "Expected US gain, USD bn", note="Refusals counted."),
    money("us_gain_without_pledges", "US gain without pledges, USD bn"),
    number("chips_kh_tpp", "Chips by the deal, thousand H100e (TPP)"),
    number("worst_case_limit_kh", "Limit on the worst case"),
    share("odds", "Odds", note="Share of drawn worlds."),
    Column("region", "Region"),
    Column("regime", "Regime"),
    Column("instrument", "Term"),
    Column("reform", "Reform"),
    Column("reforms", "Reforms"),
    Column("period", "Period"),
    Column("question", "Question"),
    Column("score", "Score"),
    whole("step", "Step"),
    whole("draw", "Draw", note="A draw is a world of its own; by its number anybody can have it again."),
)
COMPARED = (
    plain("announced", "Announced"),
    Column("why", "Why"),
    money("control", "Control, USD bn"),
    money("promotion", "Promotion, USD bn"),
    money("leverage", "Leverage, USD bn"),
    money("talks", "Cost of talks, USD bn"),
    money("total", "In all, USD bn"),
    money("at_home", "Worth at home, USD bn"),
    Column("winners", "Winners"),
    Column("losers", "Losers"),
    money("gain", "Gain, USD bn"),
    money("loss", "Loss, USD bn"),
    share("share_best", "Best for these of all weights"),
    share("share_settled", "Beyond doubt for these"),
    number("chips_abroad_kh", "Chips sold abroad, thousand H100e"),
    number("diverted_expected_kh", "Expected to be diverted, thousand H100e"),
    share("us_share_of_uptake", "US share of uptake"),
    plain("relief_points_mean", "Mean relief, points"),
    whole("deals", "Deals"),
    whole("called_void", "Deals called void"),
)
PRICED = (
    Column("rule", "Rule"),
    Column("subject", "Of"),
    plain("limit", "Limit"),
    plain("used", "Used"),
    money("price_down", "One unit less costs, USD bn"),
    money("price_up", "One unit more brings, USD bn"),
    plain("holds_from", "Holds from"),
    plain("holds_to", "Holds to"),
    Column("note", "To mind"),
    Column("sentence", "In words"),
    Column("at", "At", note="Whether the term is at its limit, at nought, or between."),
    Column("change", "Change"),
    money("us_usd_bn_net", "One unit more to the US, USD bn", note="After what it uses of limits that others share."),
    money("partner_usd_bn", "One unit more to the partner, USD bn"),
    number("us_kh", "US would give for it, thousand H100e"),
    number("partner_kh", "Would repay the partner, thousand H100e"),
    money("logrolling_usd_bn", "Gain from trading it, USD bn", note="Of one unit more, paid for by what costs least."),
    money("logrolling_partner_usd_bn", "Gain from trading it, to the partner, USD bn"),
    plain("value", "Value"),
    money("interaction", "Beyond the sum of both, USD bn"),
    money("gap", "May be off by, USD bn"),
    Column("joined", "Deals that join"),
    Column("left", "Deals that fall away"),
)
TALKS = (
    Column("stage", "Stage"),
    money("us_cost", "Cost to the US, USD bn"),
    number("price", "Partner's gain per dollar of it"),
    money("us_after", "US gain after it, USD bn"),
    money("partner_after", "Partner's gain after it, USD bn"),
)
TRADE = (
    plain("agreed", "Agreed, %"),
    plain("best", "Best, %"),
    plain("best_sellers_bear", "Best if sellers bear more, %"),
    plain("best_buyers_bear", "Best if buyers bear more, %"),
    plain("best_from_floor", "Best not below the floor, %"),
    money("us_gain_equilibrium", "US gain, prices in balance, USD bn"),
    money("us_gain_fixed_prices", "US gain, prices held, USD bn"),
    money("others_gain", "Gain of all others, USD bn"),
    money("one_at_a_time", "Each deal by itself, USD bn"),
    money("together", "All deals together, USD bn"),
    share("chance", "Chance of an answer"),
)
SURE = (
    share("unpaid", "Partner cannot be paid", note="Share of drawn worlds."),
    share("beats_alone", "No worse than acting alone", note="Share of drawn worlds."),
    money("us_p10", "US gain, 10% of worlds below, USD bn"),
    money("us_p50", "US gain, middle, USD bn"),
    money("us_p90", "US gain, 90% of worlds below, USD bn"),
    plain("p10", "10% of worlds below"),
    plain("p50", "Middle"),
    plain("p90", "90% of worlds below"),
    plain("q10", "10% below"),
    plain("q25", "25% below"),
    plain("q50", "Middle"),
    plain("q75", "75% below"),
    plain("q90", "90% below"),
    money("us_if_accepted", "US gain where it is accepted, USD bn"),
    Column("status", "Ended"),
    money("held", "The same deals held, USD bn"),
)
RECORDED = (
    Column("signed", "Signed"),
    Column("term", "As written"),
    Column("read as", "Read as"),
    Column("counts", "Weighed"),
    plain("stated", "As stated"),
    plain("nearest", "Nearest both would sign"),
    Column("what", "What"),
    plain("model", "Model"),
    plain("naive", "Rule that knows nothing"),
    Column("naive_is", "Which rule"),
    whole("cases", "Cases"),
    money("us", "US gain, USD bn"),
    Column("inside_learned", "Inside, with what other deals teach"),
    plain("cost_at_most", "Cost of a pledged dollar, at most"),
    share("belief_at_least", "Belief in the threat, at least"),
)
COLUMNS: Mapping[str, Column] = {
    column.name: column
    for columns in (
        *(tables.SOURCES, tables.DIVERSION, tables.BASELINES, tables.QUOTAS, tables.SCHEDULE, tables.LEFT_OUT),
        *(tables.ALONE, tables.OFFERS, tables.TERMS, tables.DEALS),
        *(INDEX, COMPARED, PRICED, TALKS, TRADE, SURE, RECORDED),
    )
    for column in columns
}
"""By name; of those of the same name the last one, which stands in the most general words."""
