"""Every package is asked for on purpose: declared, locked with hashes, and explained."""

import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from run import HOLDS
from tests.house.tree import ROOT, imports, python_files, relative

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ODDS = PROJECT["optional-dependencies"]["odds"]
"""What the product asks for by `need`, where it is needed."""
OWN = {"deals", "optimizer", "tests", "benchmarks", "run"}
EXTRAS = {
    "run": ["build"],
    "lab": ["build", "lab"],
    "docs": ["build", "docs"],
    "test": [*PROJECT["optional-dependencies"]],
}
"""The extras in each lock, beside what the product always needs."""
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>[^\\]+))? \\$")


def declared() -> list[Requirement]:
    extras = (line for lines in PROJECT["optional-dependencies"].values() for line in lines)
    return [Requirement(line) for line in (*PROJECT["dependencies"], *extras)]


@cache
def versions(lock: str) -> dict[str, Version]:
    """Version by package."""
    found = {name: version for name, version, _ in pinned(lock)}
    assert len(found) == len(pinned(lock))
    return found


def pinned(lock: str) -> list[tuple[str, Version, int]]:
    """Name, version and number of hashes of each entry of a lock that applies to this Python."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8"))
    found = []
    for entry in entries:
        first = entry.splitlines()[0]
        if not first.startswith("#"):
            pin = PIN.match(first)
            assert pin, f"{lock}: not a pin: {first}"
            if not pin["marker"] or Marker(pin["marker"].strip()).evaluate():
                found.append((pin["name"], Version(pin["version"]), entry.count("--hash=sha256:")))
    return found


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_each_dependency_is_locked_within_its_range_and_explained(requirement: Requirement) -> None:
    version = versions("test").get(canonicalize_name(requirement.name))
    assert version is not None
    assert version in requirement.specifier
    assert requirement.specifier, "a range keeps a later major version out"
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert f"| {requirement.name} |" in page


@pytest.mark.parametrize("lock", [*HOLDS, "uv"])
def test_every_locked_package_has_hashes(lock: str) -> None:
    assert all(hashes for _, _, hashes in pinned(lock))


@pytest.mark.parametrize("lock", HOLDS)
def test_a_lock_holds_what_its_purpose_asks_for_and_the_locks_it_stands_for(lock: str) -> None:
    """And a package has one version in all, so that one purpose leaves alone what another brought."""
    lines = PROJECT["dependencies"] + [
        line for extra in EXTRAS[lock] for line in PROJECT["optional-dependencies"][extra]
    ]
    assert {canonicalize_name(Requirement(line).name) for line in lines} <= versions(lock).keys()
    assert versions(lock).items() <= versions("test").items()
    assert all(versions(held).items() <= versions(lock).items() for held in HOLDS[lock])


def test_proposing_installs_nothing_that_it_does_not_need() -> None:
    """Nothing under AGPL, nothing for tests, and none of the packages that weigh most."""
    assert not versions("run").keys() & {"negmas", "jupyterlab", "matplotlib", "pyarrow", "pytest", "salib", "scipy"}


def test_the_list_explains_nothing_that_is_not_asked_for() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| ([\w.-]+) \|", page, flags=re.MULTILINE)) - {"lock", "package", "---"}
    assert listed == {requirement.name for requirement in declared()} | {"uv"}


def test_what_is_imported_is_declared() -> None:
    """The product leans only on its own dependencies and those of odds; tests and benchmarks on all."""
    providers = packages_distributions()
    for path in python_files(*OWN, "docs"):
        product = relative(path).startswith(("deals/", "optimizer/"))
        lines = (*PROJECT["dependencies"], *ODDS) if product else map(str, declared())
        allowed = {canonicalize_name(Requirement(line).name) for line in lines}
        for module in {module.partition(".")[0] for module, _ in imports(path)} - OWN - sys.stdlib_module_names:
            distributions = {canonicalize_name(name) for name in providers.get(module, [])}
            assert distributions & allowed, f"{relative(path)} imports {module}"


def test_no_dependency_is_carried_for_nothing() -> None:
    used = {module.partition(".")[0] for path in python_files("deals", "optimizer") for module, _ in imports(path)}
    providers = packages_distributions()
    given = {canonicalize_name(name) for module in used for name in providers.get(module, [])}
    asked = (*PROJECT["dependencies"], *ODDS)
    assert {canonicalize_name(Requirement(line).name) for line in asked} <= given
