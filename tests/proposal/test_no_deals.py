"""A plan without a deal answers every question, and says why there is nothing to show."""

import pytest

import deals
from deals.kit.errors import InputError
from deals.proposal.proposal import Proposal
from tests import three


@pytest.fixture(scope="module")
def nobody() -> Proposal:
    return deals.propose(three.scenario(must_not_sign=three.THREE), draws=0)


def test_what_is_asked_of_its_deals_says_that_there_are_none(nobody: Proposal) -> None:
    for answer in (
        nobody.gives_and_gains(),
        nobody.calendar(),
        nobody.lone_refusal(),
        nobody.offers(draws=8),
        nobody.sensitivity.concession_prices(),
    ):
        assert answer.table.empty
        assert "the plan has no deal" in repr(answer)
    assert "no two peers sign" in repr(nobody.precedent())
    assert "no reform was given" in repr(nobody.sensitivity.what_if())


def test_a_ruling_against_the_tariffs_voids_no_deal(nobody: Proposal) -> None:
    assert nobody.if_tariffs_fall().sentence.endswith("The plan has no deal that a partner could call void.")


def test_an_order_of_no_deals_is_refused_in_plain_words(nobody: Proposal) -> None:
    with pytest.raises(InputError, match="the plan has no deal, so that there is no order"):
        nobody.odds(8).stability()
