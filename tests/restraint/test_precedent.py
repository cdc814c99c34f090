"""Most-favoured treatment among peers: it never pays, and trading other terms makes it cheaper."""

from deals.model.question import Question
from deals.plan.plan import solve
from deals.restraint.precedent import precedent


def test_treating_all_like_the_most_favoured_peer_has_its_price(question: Question) -> None:
    plan = solve(question.keep(("MYS", "THA", "VNM", "IND", "ARE", "QAT")))
    answer = precedent(plan)
    frame = answer.table
    assert len(frame)
    assert len(answer.chart().data) == int(frame[["cost", "cost_if_rebalanced"]].notna().sum().sum())
    both = frame.dropna()
    assert (both["cost_if_rebalanced"] >= -1e-5).all()
    assert (frame["partner"] != frame["favoured"]).all()
    gives = frame["instrument"].isin(["chip_access", "tariff_relief"])
    assert (frame.loc[gives, "share"] < frame.loc[gives, "favoured_share"]).all()
    asks = frame["instrument"].isin(["tariff_cut", "investment", "purchases", "china_exit"])
    assert (frame.loc[asks, "share"] > frame.loc[asks, "favoured_share"]).all()


def test_a_partner_without_peers_sets_no_precedent(question: Question) -> None:
    assert precedent(solve(question.keep(("IND",)))).table.empty
