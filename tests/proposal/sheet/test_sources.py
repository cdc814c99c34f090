"""Every figure a sheet rests on can be followed to where it comes from."""

from deals.proposal import Proposal
from deals.proposal.sheet.sources import COLUMNS


def test_every_figure_has_its_value_range_source_and_reason(proposal: Proposal) -> None:
    world = proposal.plan.question.world
    for package in proposal:
        frame = package.sources()
        assert list(frame.columns) == COLUMNS
        assert frame.index.is_unique
        for name, row in frame.iterrows():
            quantity = world.parameters[str(name)]
            assert (row["value"], row["low"], row["high"]) == (quantity.value, quantity.low, quantity.high)
            assert row["source"] == world.sources.loc[quantity.source, "citation"]
            assert (row["reason"], row["known_on"]) == (quantity.reason, quantity.known_on)
        assert (frame["kind"].isin(["judgement", "derived"]) | frame["address"].str.startswith("https://")).all()


def test_what_bears_on_the_terms_is_there(proposal: Proposal) -> None:
    names = set(proposal["ARE"].sources().index)
    assert {"diversion.leak.ARE", "demand.ARE.2026", "harm.per_kH", "threat.failure", "durability.licence"} <= names
    names = set(proposal["JPN"].sources().index)
    assert {"tariff.announced.JPN", "tariff.in_force.JPN", "durability.emergency_powers"} <= names
    address = proposal["JPN"].sources().loc["tariff.announced.JPN", "address"]
    assert str(address).startswith("https://")
