"""The entry point works on machines unlike this one."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import deals
import run
from tests.house.tree import ROOT, imports

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


def test_a_changed_lock_asks_for_a_new_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_bytes(run.LOCK.read_bytes())
    monkeypatch.setattr(run, "LOCK", lock)
    before = run.fingerprint()
    assert before == run.fingerprint()
    lock.write_text("another==1\n", encoding="utf-8")
    assert run.fingerprint() != before


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
