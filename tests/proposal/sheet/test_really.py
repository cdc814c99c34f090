"""What was really agreed stands on a sheet in words that a reader knows."""

from datetime import date

import pytest

from deals.proposal.really import AS_THE_MEASURE, _agreed, _word
from deals.record.signed.reading_files import recorded

TERMS = [term for deal in recorded(after=date(2025, 5, 13)).values() for term in (*deal.terms, *deal.unread)]


def told(name: str, partner: str) -> str:
    return _agreed(next(term for term in TERMS if (term.name, term.partner) == (name, partner)))


@pytest.mark.parametrize(
    ("name", "partner", "words"),
    [
        ("investment", "JPN", "USD 550 bn"),
        ("energy_purchases", "EUU", "energy: USD 750 bn over 3.4 years"),
        ("tariff_cut", "EUU", "agreed, no figure on record"),
        ("chip_export_authorisation", "ARE", "authorised for export: 500,000 chips a year"),
        ("planned_gpus", "KOR", "planned: 260,000 chips"),
        ("tier_promotion", "ARE", "agreed"),
        ("tariff_to", "EUU", "15%"),
    ],
)
def test_a_term_says_what_it_is_of_unless_the_measure_does(name: str, partner: str, words: str) -> None:
    assert told(name, partner) == words


def test_a_tariff_cut_of_the_united_states_says_whose_it_is() -> None:
    cuts = {term.side: _word(term) for term in TERMS if term.name == "tariff_cut"}
    assert cuts["us"] == "US tariff cut"
    assert cuts["partner"] == "tariff cut"


def test_no_term_is_told_by_its_code() -> None:
    said = [_agreed(term) for term in TERMS] + [_word(term) for term in TERMS]
    assert not [words for words in said if "_" in words or "mou" in words.split()]
    assert {term.name for term in TERMS} >= AS_THE_MEASURE
