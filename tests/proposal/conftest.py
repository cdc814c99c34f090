import pytest

from deals.proposal import Proposal
from tests.proposal.small import HOSTILE, called, proposed


@pytest.fixture(scope="session")
def untouched() -> Proposal:
    """Ten real deals as they were proposed."""
    return proposed()


@pytest.fixture(scope="session")
def proposal(untouched: Proposal) -> Proposal:
    """The same, one of them with a name that is an attack."""
    return called(untouched, "KHM", HOSTILE)
