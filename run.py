#!/usr/bin/env python3
"""The one entry: sets the project up where needed, then runs a command.

    python3 run.py propose [SCENARIO] [--out DIR]   propose deals (leverage-2025 if none is named)
    python3 run.py test [PYTEST OPTIONS]            style, types and every test
    python3 run.py lab [JUPYTERLAB OPTIONS]         JupyterLab on notebooks/, those as committed trusted
    python3 run.py docs                             the documentation, docs/_build/docs/index.html
    python3 run.py bench [NAME ...] [--json]        benchmarks, all or those named
    python3 run.py fuzz [--count N] [--worlds N] [--seed S]   damaged input and odd worlds: what breaks
    python3 run.py install [PURPOSE ...]            set up only: run, lab, docs, test (run if none is named)

Each command installs what it needs and no more when it is first called; what is there stays. Any Python from 3.8 on
can run this file. The project itself runs in `.venv`, under a Python of at least 3.12 that is looked for on PATH, then
among pyenv's versions, then fetched by uv.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
LOCKS = ROOT / "requirements"
UV_LOCK = LOCKS / "uv.txt"
WINDOWS = os.name == "nt"

# Each purpose has a lock of its name that holds all it needs; what it holds of other locks need not be set up again.
HOLDS = {
    "run": ("run",),
    "lab": ("run", "lab"),
    "docs": ("run", "docs"),
    "test": ("run", "lab", "docs", "test"),
}
PURPOSES = {
    "propose": "run",
    "lab": "lab",
    "docs": "docs",
    "test": "test",
    "bench": "test",
    "fuzz": "test",
}

OLDEST = (3, 12)
FETCHED = "3.13"
PATH_NAMES = ("python3.13", "python3.12", "python3.14", "python3", "python")

# Runs in the interpreter asked about: only a 64-bit CPython with the GIL and a complete `venv` will do.
PROBE = """
import ensurepip, json, platform, sys, sysconfig, venv
fit = platform.python_implementation() == "CPython" and sys.maxsize > 2**32
fit = fit and not sysconfig.get_config_var("Py_GIL_DISABLED") and sys.version_info.releaselevel == "final"
print(json.dumps([bool(fit), sys.version_info[:3], sys.executable]))
"""

# Of what pip and uv read from the environment only the way to their index is kept: a target folder, a constraint
# or a user install that is set for other work would otherwise end in this project's environment.
REACH = (
    *("INDEX", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST", "CERT", "CLIENT_CERT", "PROXY", "TIMEOUT", "RETRIES"),
    *("CACHE_DIR", "NO_CACHE", "CONFIG_FILE", "KEYRING", "DEFAULT_INDEX", "DEFAULT_TIMEOUT", "EXTRA_INDEX"),
    *("INSECURE_HOST", "NATIVE_TLS", "SYSTEM_CERTS", "HTTP", "OFFLINE", "PYTHON_INSTALL", "PYTHON_DOWNLOADS"),
    *("CONCURRENT", "LINK_MODE", "DISABLE_PIP_VERSION_CHECK"),
)


class Interpreter(NamedTuple):
    """A Python that can carry the project."""

    version: tuple[int, ...]
    path: str


class SetupError(Exception):
    """Set-up cannot go on; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Set up what the command that `arguments` name needs, then run it; its own exit code is the result."""
    commands = {"propose": propose, "test": test, "lab": lab, "docs": docs, "bench": bench, "fuzz": fuzz}
    if not arguments or arguments[0] not in (*commands, "install"):
        asked = bool(arguments) and arguments[0] in ("-h", "--help", "help")
        print(__doc__.strip(), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    if arguments[0] == "install":
        purposes = arguments[1:] or ["run"]
        unknown = [name for name in purposes if name not in HOLDS]
        if unknown:
            say(f"no purpose called {unknown[0]}; there is {', '.join(HOLDS)}")
            return 2
        return ready(purposes)
    return ready([PURPOSES[arguments[0]]]) or commands[arguments[0]](arguments[1:])


def ready(purposes: list[str]) -> int:
    """Set up what of these purposes is not set up yet; 0 if all is well, 1 otherwise."""
    try:
        with one_at_a_time():
            for purpose in purposes:
                if not is_set_up(purpose):
                    set_up(purpose)
    except SetupError as error:
        say(f"set-up failed: {error}")
        return 1
    return 0


def propose(arguments: list[str]) -> int:
    return run("-m", "deals", "propose", *arguments)


def test(arguments: list[str]) -> int:
    os.chdir(str(ROOT))
    return run("-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments)


def lab(arguments: list[str]) -> int:
    """Open JupyterLab, in which the project's own notebooks show their outputs styled at once."""
    os.chdir(str(ROOT))
    own = as_committed()
    if own:
        trust = [str(venv_python()), "-m", "jupyter", "trust", *own]
        subprocess.call(trust, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return run("-m", "jupyterlab", "notebooks", *arguments)


def as_committed(root: Path = ROOT) -> list[str]:
    """Notebooks of the project that nobody has changed since: what a user made, or got elsewhere, is his to trust."""
    found = []
    for asked in (["ls-files"], ["diff", "--name-only", "--relative", "HEAD"]):
        try:
            command = ["git", *asked, "-z", "--", "notebooks/*.ipynb"]
            answer = subprocess.run(
                command, cwd=str(root), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return []  # no git, or no clone: nothing tells what was committed
        found.append(os.fsdecode(answer.stdout).split("\0")[:-1])
    return sorted(set(found[0]) - set(found[1]))


def docs(arguments: list[str]) -> int:
    os.chdir(str(ROOT))
    return run("-m", "sphinx", "-W", "--keep-going", "-c", "docs", "-b", "html", ".", "docs/_build", *arguments)


def fuzz(arguments: list[str]) -> int:
    os.chdir(str(ROOT))
    return run("-m", "tests.fuzz", *arguments)


def bench(arguments: list[str]) -> int:
    """Run every benchmark, or those named first, one after the other; options go to each."""
    os.chdir(str(ROOT))
    first = next((at for at, argument in enumerate(arguments) if argument.startswith("-")), len(arguments))
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    names, options = arguments[:first] or known, arguments[first:]
    for name in names:
        if name not in known:
            say(f"no benchmark called {name}; there is {', '.join(known) or 'none'}")
            return 2
    codes = [
        subprocess.call([str(venv_python()), "-m", "benchmarks." + name, *options], env=environment()) for name in names
    ]
    return max(codes, default=0)


def run(*arguments: str) -> int:
    """Hand over to the project's Python; where the system allows it this process becomes that one."""
    command = [str(venv_python()), *arguments]
    if not WINDOWS:
        os.execve(command[0], command, environment())
    return subprocess.call(command, env=environment())


def is_set_up(purpose: str) -> bool:
    return venv_python().exists() and stamped().get(purpose) == fingerprint(purpose)


def stamped() -> dict[str, str]:
    """Purpose -> what it depended on when it was set up; nothing of purposes that are not."""
    try:
        said = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def fingerprint(purpose: str) -> str:
    """What a purpose depends on: its lock, the project's own file, the interpreter, and where all of it is."""
    digest = hashlib.sha256(str(ROOT).encode("utf-8"))
    for path in (LOCKS / (purpose + ".txt"), UV_LOCK, ROOT / "pyproject.toml", VENV / "pyvenv.cfg"):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def set_up(purpose: str) -> None:
    """Make `.venv` hold a purpose's locked packages and this project, and stamp it only when all is done.

    What else is there stays: what another purpose brought, or a user. A package that both need has one version in both
    locks.
    """
    say(f"setting up .venv for {purpose} (once; needs the package index) ...")
    lock = LOCKS / (purpose + ".txt")
    with tempfile.TemporaryDirectory(prefix="uv-") as beside:
        uv = make_venv(Path(beside))
        before = stamped()  # nothing where `.venv` has just been made
        if STAMP.exists():
            STAMP.unlink()
        if uv is None or not install_with_uv(uv, lock):
            say("uv could not install; trying pip, which takes a minute or two ...")
            install_with_pip(lock)
    current = {name: fingerprint(name) for name in HOLDS}
    kept = {name: said for name, said in before.items() if said == current.get(name)}
    kept.update({name: current[name] for name in HOLDS[purpose]})
    STAMP.write_text(json.dumps(kept), encoding="utf-8")
    say("set up.")


def make_venv(beside: Path) -> str | None:
    """Create `.venv` unless it works already, and return the path of a uv to fill it (None: pip must do).

    The uv is put in `beside`, which is gone after the set-up: it has 38 MB, and nothing else needs it. Nor does
    `.venv` need the 13 MB of pip, which comes with what uses it.
    """
    if probe(venv_python()) is not None:
        return separate_uv(str(venv_python()), beside)
    python = find_python()
    if python is None:
        say("no Python of at least 3.12 found: asking uv to fetch one ...")
        uv = separate_uv(sys.executable, beside)
        if uv is None or call([uv, "venv", "--quiet", "--clear", "--python", FETCHED, str(VENV)]) != 0:
            raise SetupError("install Python 3.12 or newer, then run this again.")
        return uv
    say(f"using {python}")
    create_venv(python, VENV, "--without-pip")
    return separate_uv(python, beside)


def separate_uv(python: str, beside: Path) -> str | None:
    """The path of a uv that the pip of another environment installs, or None where it cannot."""
    create_venv(python, beside / "venv")
    pip = [str(python_of(beside / "venv")), "-m", "pip", "install", "--quiet", "--target", str(beside / "uv")]
    installed = call([*pip, "--require-hashes", "-r", str(UV_LOCK)]) == 0
    found = sorted((beside / "uv").glob("*/uv.exe" if WINDOWS else "bin/uv"))
    return str(found[0]) if installed and found else None


def create_venv(python: str, folder: Path, *options: str) -> None:
    if call([str(python), "-m", "venv", "--clear", *options, str(folder)]) != 0:
        raise SetupError(f"{python} cannot make a virtual environment (Debian: install python3-venv).")


def install_with_uv(uv: str, lock: Path) -> bool:
    into = ["--quiet", "--python", str(venv_python())]
    return (
        call([uv, "pip", "install", *into, "--require-hashes", "-r", str(lock)]) == 0
        and call([uv, "pip", "install", *into, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]) == 0
    )


def install_with_pip(lock: Path) -> None:
    call([str(venv_python()), "-m", "ensurepip", "--default-pip"])
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet"]
    if call([*pip, "--require-hashes", "-r", str(lock)]) != 0:
        raise SetupError(f"the package index did not give what {lock.name} names; see the messages above.")
    if call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]) != 0:
        raise SetupError("the project itself could not be installed; see the messages above.")


def find_python() -> str | None:
    """Path of the first fit interpreter: this one, PATH's, pyenv's newest; None where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    pattern = "*/python.exe" if WINDOWS else "*/bin/python3"
    on_path = [shutil.which(name) for name in PATH_NAMES]
    for path in [sys.executable, *on_path]:
        fit = probe(path) if path else None
        if fit:
            return fit.path
    kept = [fit for fit in map(probe, pyenv.glob(pattern)) if fit]
    return max(kept).path if kept else None


def probe(path: str | Path) -> Interpreter | None:
    """What the interpreter at `path` says of itself, or None where it is missing, broken or unfit."""
    try:
        answer = subprocess.run(
            [str(path), "-I", "-c", PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        )
        fit, version, place = json.loads(answer.stdout.decode("utf-8"))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return Interpreter(tuple(version), place) if fit and tuple(version) >= OLDEST else None


def venv_python() -> Path:
    return python_of(VENV)


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


def environment() -> dict[str, str]:
    """The environment for everything started here, less what would lead Python, pip or uv elsewhere."""
    kept = {}
    for name, value in os.environ.items():
        if name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__"):
            continue
        tool, _, rest = name.partition("_")
        if tool in ("PIP", "UV") and not rest.startswith(REACH):
            continue
        kept[name] = value
    kept["PATH"] = os.pathsep.join([str(venv_python().parent), kept.get("PATH", os.defpath)])
    kept["VIRTUAL_ENV"] = str(VENV)
    kept["PIP_USER"] = kept["PIP_REQUIRE_VIRTUALENV"] = "0"
    return kept


def call(command: list[str]) -> int:
    """Exit code of `command`; what it prints goes to standard error, so that results stay clean on standard output."""
    try:
        return subprocess.call(command, env=environment(), stdin=subprocess.DEVNULL, stdout=sys.stderr)
    except OSError as error:
        say(str(error))
        return 1


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second call wait while a first one sets up; the system frees the lock however the first one ends."""
    if WINDOWS:  # has no such lock: there two set-ups at once are not guarded against
        yield
        return
    import fcntl

    with (ROOT / ".venv.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
