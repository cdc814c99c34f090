"""What holds a plan back is told as it is."""

import doctest

from deals.plan import binding


def test_the_examples_are_true() -> None:
    found = doctest.testmod(binding)
    assert found.attempted
    assert not found.failed
