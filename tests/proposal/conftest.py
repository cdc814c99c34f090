import pytest

from deals.proposal import Proposal
from tests.proposal.small import HOSTILE, called, proposed


@pytest.fixture(scope="session")
def proposal() -> Proposal:
    """Ten real deals, one of them with a name that is an attack."""
    return called(proposed(), "KHM", HOSTILE)
