"""What every test shares: reproducible examples, and long tests first so that two workers end together."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings

from deals.page import stages
from deals.page.stages import Show

settings.register_profile(
    "reproducible",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("reproducible")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes ten seconds or more; started before the others")
    # A shell starts what runs in its background deaf to Ctrl-C, and so would be all that tests start and interrupt.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that stages showed; "taken away" once it is."""
    lines: list[str] = []

    @contextmanager
    def line() -> Iterator[Show]:
        yield lines.append
        lines.append("taken away")

    monkeypatch.setattr(stages, "_line", line)
    return lines
