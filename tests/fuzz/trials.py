"""One trial each: a damaged scenario, a damaged folder of data, a small world. What is wrong is told, or nothing is."""

import faulthandler
import hashlib
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

import deals
from deals import trade
from deals.kit.errors import InputError, Problem
from deals.kit.folder.manifest import NAME, Manifest
from deals.proposal import export
from deals.scenario.scenario import Scenario
from deals.world import data_folder
from deals.world.checking import check_data
from optimizer import NoOptimumError
from tests.fuzz.mutations import damaged
from tests.fuzz.worlds import small_world

HARD = 4
"""A trial that cannot be stopped at its bound, as it is in the solver, ends the run after so many times as long."""


class HungError(BaseException):
    """A trial took longer than it may. It is no ordinary error, so that nothing takes it for one of its own."""


@dataclass(frozen=True)
class Trial:
    """A kind of trial: what is done with a source of chance, saying how it came out, and the seconds it may take."""

    run: Callable[[Random], str]
    seconds: float


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """End what takes longer than it may."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise HungError(f"took more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    faulthandler.dump_traceback_later(HARD * seconds, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)


def scenario_trial(random: Random) -> str:
    """A packaged scenario, damaged and loaded: a scenario that can be written and read back, or problems."""
    source = random.choice(sorted((data_folder() / "scenarios").glob("*.yaml")))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "mine.yaml"
        path.write_bytes(damaged(source.read_bytes(), random))
        try:
            loaded = deals.load(path)
        except InputError as error:
            _told(error.problems)
            came = "refused"
        else:
            assert Scenario.from_yaml(loaded.to_yaml()) == loaded, "it is another one when written and read back"
            came = "loaded"
        assert [found.name for found in Path(place).iterdir()] == ["mine.yaml"], "files were left"
    return came


class DataTrial:
    """A copy of the tables, of which one or two are damaged and the folder is checked; then they are put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(data_folder(), folder, dirs_exist_ok=True)
        self.files = sorted(path.relative_to(folder) for path in folder.rglob("*.csv"))

    def __call__(self, random: Random) -> str:
        """Damage, check, and put back."""
        of_trade = random.random() < 0.125
        names = [name for name in self.files if (name.parts[0] == trade.FOLDER) == of_trade]
        chosen = random.sample(names, random.choice((1, 1, 1, 2)))
        before = {name: (self.folder / name).read_bytes() for name in chosen}
        try:
            for name in chosen:
                _spoil(self.folder / name, random)
            try:
                (trade.check if of_trade else check_data)(self.folder)
            except InputError as error:
                _told(error.problems)
                return "refused"
            return "fine"
        finally:
            for name, content in before.items():
                if (self.folder / name).is_dir():
                    (self.folder / name).rmdir()
                (self.folder / name).write_bytes(content)


def world_trial(random: Random) -> str:
    """A small world with odd settings: a proposal and its folder whole, or that there is none, and no folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        try:
            asked = small_world(random)
        except InputError as error:
            _told(error.problems)
            return "refused"
        try:
            export(deals.propose(asked, random.choice((0, 0, 0, 8))), folder)
        except NoOptimumError:
            assert not list(Path(place).iterdir()), "files were left"
            return "no optimum"
        except InputError as error:
            _told(error.problems)
            assert not list(Path(place).iterdir()), "files were left"
            raise AssertionError(f"what was loaded is refused when it is proposed: {error}") from error
        manifest = Manifest.read(folder)
        assert manifest is not None, "there is no manifest"
        there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file() and p.name != NAME}
        digests = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
        assert digests == dict(manifest.files), "the folder is not what its manifest says"
        assert [found.name for found in Path(place).iterdir()] == ["out"], "files were left"
        return f"proposed, {manifest.about['status']}"


def _spoil(path: Path, random: Random) -> None:
    """Damage a file, or now and then have none, or a folder in its place."""
    if random.random() < 0.05:
        path.unlink()
        if random.random() < 0.5:
            path.mkdir()
    else:
        path.write_bytes(damaged(path.read_bytes(), random))


def _told(problems: tuple[Problem, ...]) -> None:
    """Each problem can be shown anywhere, and says something."""
    for problem in problems:
        text = str(problem)
        assert problem.message, "a problem says nothing"
        assert text.isprintable() or "\n" in text, f"it cannot be shown: {text!r}"
        text.encode()
