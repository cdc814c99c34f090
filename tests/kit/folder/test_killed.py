"""A process killed or interrupted while it writes over a folder with somebody's notes in it."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.house.tree import ROOT
from tests.kit.folder.writing import amiss, write

NOTES = {"notes.md": b"years of work", "sheets/mine.md": b"mine", "own/deep/table.csv": b"a,b\n"}
TRIES = 12


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_old_or_new_is_whole_and_nothing_of_others_is_lost(tmp_path: Path, how: signal.Signals) -> None:
    random, folder = Random(how), tmp_path / "place" / "out"
    write(folder, 0)
    for name, content in NOTES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for turn in range(TRIES):
        command = [sys.executable, "-m", "tests.kit.folder.writing", str(folder), str(turn * 1_000)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(random.uniform(0, 0.2))
            process.send_signal(how)
            try:
                assert process.wait(60) == (130 if how == signal.SIGINT else -how)
            finally:
                process.kill()
        assert amiss(folder, NOTES) == []
