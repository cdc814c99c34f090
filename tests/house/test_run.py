"""The entry point works on machines unlike this one."""

import ast
import re
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import deals
import run
from tests.house.tree import ROOT, imports

MAKE_VENV = run.make_venv
FENCE = re.compile(r"^```(?:bash|console|sh)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)


def test_any_python_from_3_8_on_can_read_it() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    needed = {module.partition(".")[0] for module, _ in imports(ROOT / "run.py")}
    assert needed <= set(sys.stdlib_module_names)


def test_without_a_known_command_it_explains_itself_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main([]) == run.main(["destroy"]) == 2
    assert "run.py propose" in capsys.readouterr().err
    assert run.main(["--help"]) == 0


def test_settings_for_other_work_do_not_reach_pip_or_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = {"PIP_TARGET": "x", "PIP_CONSTRAINT": "x", "PIP_USER": "1", "UV_PYTHON": "3.9", "PYTHONPATH": "x"}
    needed = {"PIP_INDEX_URL": "x", "PIP_CERT": "x", "UV_DEFAULT_INDEX": "x", "UV_CACHE_DIR": "x", "SSL_CERT_FILE": "x"}
    for name, value in (foreign | needed).items():
        monkeypatch.setenv(name, value)
    given = run.environment()
    assert needed.items() <= given.items()
    assert given["PIP_USER"] == "0"
    assert not (foreign.keys() - {"PIP_USER"}) & given.keys()


def test_an_interpreter_is_judged_by_running_it(tmp_path: Path) -> None:
    """A shim with the right name that fails, as version managers leave them, is not taken for a Python."""
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    assert run.probe(shim) is None
    assert run.probe(tmp_path / "absent") is None
    itself = run.probe(sys.executable)
    assert itself is not None
    assert itself.version == sys.version_info[:3]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A copy of the locks and a `.venv` of no packages; what would be installed is noted here instead."""
    noted: list[str] = []

    def note(uv: str, lock: Path) -> bool:
        noted.append(lock.stem)
        return True

    shutil.copytree(run.LOCKS, tmp_path / "requirements")
    monkeypatch.setattr(run, "LOCKS", tmp_path / "requirements")
    monkeypatch.setattr(run, "STAMP", tmp_path / "set-up.json")
    monkeypatch.setattr(run, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(run, "one_at_a_time", nullcontext)
    monkeypatch.setattr(run, "make_venv", lambda beside: "uv")
    monkeypatch.setattr(run, "install_with_uv", note)
    return noted


def test_each_purpose_is_set_up_once_and_stays(installed: list[str]) -> None:
    assert run.ready(["run"]) == run.ready(["run"]) == 0
    assert installed == ["run"]
    assert run.main(["install", "test"]) == run.main(["install", "run", "lab", "docs", "test"]) == 0
    assert installed == ["run", "test"], "the lock for tests holds all others"
    assert run.ready(["run"]) == 0
    assert installed == ["run", "test"]


def test_a_changed_lock_asks_for_a_new_set_up_of_its_purpose_alone(installed: list[str]) -> None:
    run.ready(["lab"])
    (run.LOCKS / "lab.txt").write_text("another==1\n", encoding="utf-8")
    assert run.is_set_up("run")
    assert not run.is_set_up("lab")
    run.ready(["lab"])
    assert installed == ["lab", "lab"]
    assert run.is_set_up("lab")


def test_what_pip_and_uv_both_fail_to_install_is_not_taken_for_set_up(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run.ready(["run"])
    monkeypatch.setattr(run, "install_with_uv", lambda uv, lock: False)
    monkeypatch.setattr(run, "call", lambda command: 1)
    assert run.ready(["lab"]) == 1
    assert "lab.txt" in capsys.readouterr().err
    assert not run.is_set_up("lab")


def test_what_sets_the_project_up_is_gone_afterwards(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """uv and pip together are as large as numpy, and of no use to who only proposes."""
    seen: list[Path] = []

    def fetch(command: list[str]) -> int:
        if "venv" in command:
            assert ("--without-pip" in command) == (command[-1] == str(run.VENV))
            Path(command[-1]).touch()
            return 0
        at = Path(command[command.index("--target") + 1]) / ("bin/uv.exe" if run.WINDOWS else "bin/uv")
        at.parent.mkdir(parents=True)
        at.touch()
        seen.append(at)
        return 0

    monkeypatch.setattr(run, "call", fetch)
    monkeypatch.setattr(run, "make_venv", MAKE_VENV)
    monkeypatch.setattr(run, "VENV", tmp_path / "none yet")
    monkeypatch.setattr(run, "venv_python", lambda: run.VENV)
    monkeypatch.setattr(run, "install_with_uv", lambda uv, lock: Path(uv) == seen[0] and seen[0].exists())
    assert run.ready(["run"]) == 0
    assert run.is_set_up("run")
    assert not seen[0].exists()


def test_the_command_line_tells_which_purposes_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["install", "kitchen"]) == 2
    assert "run, lab, docs, test" in capsys.readouterr().err
    assert {f"{name}.txt" for name in (*run.HOLDS, "uv")} == {path.name for path in run.LOCKS.iterdir()}
    assert set(run.PURPOSES.values()) <= set(run.HOLDS)


def test_the_readme_gives_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for block in FENCE.findall(readme) for line in block.splitlines()]
    given = {line.split()[2] for line in lines if line.startswith("python3 run.py")}
    assert given == set(re.findall(r"run\.py (\w+)", run.__doc__ or ""))
    answer = subprocess.run(
        [sys.executable, "-m", "deals", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    verbs = {
        line.split()[-1] if line.endswith("--help") else line.split("deals ")[1].split()[0]
        for line in lines
        if " -m deals " in line
    }
    assert all(verb in answer.stdout for verb in verbs)


def test_links_in_the_readme_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", readme)
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]


@pytest.mark.long
def test_the_readme_s_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of three partners: what the README claims here is the names, not the numbers."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    whole = deals.load("leverage-2025")
    others = tuple(sorted(set(whole.world().countries.index) - {"USA", "IND", "ARE", "MYS"}))
    nobody: dict[str, object] = {"tariff_only": (), "separate_track": (), "baseline_deals": ()}
    nobody |= {"baseline_instruments": {}, "talks_under_way": {}}
    scenario = whole.changed(excluded=others, gap=0.1, **nobody)
    monkeypatch.setattr(deals, "load", lambda name, data=None: scenario)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
