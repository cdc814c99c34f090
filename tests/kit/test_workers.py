"""Processes that share work end with what they work for, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deals.kit.errors import WorkersError
from deals.kit.spread import spread
from deals.kit.workers import FIX
from tests.house.tree import ROOT

SOON = 10.0
"""Seconds; it takes a fraction of one, and a busy machine may take its time."""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_process_that_started_them(tmp_path: Path, how: signal.Signals) -> None:
    """They hold the writing end of its output: it ends when all of them have."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.kit.working", str(tmp_path / "begun")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        while len(list(tmp_path.iterdir())) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(how)
        began = time.monotonic()
        try:
            assert process.communicate(timeout=SOON)[0] == b""
        finally:
            process.kill()
        assert time.monotonic() - began < SOON
    assert process.returncode == (130 if how == signal.SIGINT else -how)


SCRIPT = """
from deals.kit.spread import spread
{guard}
with spread(2, None) as over:
    print(list(over(abs, [-1, -2])))
"""


def ran(script: Path, guard: str) -> "subprocess.CompletedProcess[str]":
    """Run a script that shares work out on its own first lines."""
    script.write_text(SCRIPT.format(guard=guard), encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, script], env=place, capture_output=True, text=True, check=False)


def test_a_script_that_guards_nothing_is_told_so_before_a_process_is_started(tmp_path: Path) -> None:
    done = ran(tmp_path / "mine.py", "print('once')")
    assert (done.returncode, done.stdout) == (1, "once\n")
    assert done.stderr.count("Traceback") == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("deals.kit.errors.WorkersError: workers=2: every process that shares the work reads ")
    assert last.endswith(f"; {FIX}")
    assert 'under a line that reads if __name__ == "__main__":' in FIX


def test_a_process_that_ends_before_its_time_is_one_error_with_the_ways_out() -> None:
    told = r"ended before its time; in a script, put .* ask for fewer workers"
    with pytest.raises(WorkersError, match=told), spread(2, None) as over:
        list(over(os._exit, [1]))
