"""Processes that share work end with what they work for, however it ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

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
