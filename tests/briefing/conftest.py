import pytest

from tests.briefing.stand_in import Proposal


@pytest.fixture(scope="session")
def proposal() -> Proposal:
    return Proposal()
