"""What is installed elsewhere is whole: both packages and the data, and nothing besides."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.house.tree import ROOT, files, relative


def test_the_wheel_carries_the_code_and_the_data(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tree = {relative(path) for path in files()}
    code = {name for name in tree if name.startswith(("deals/", "optimizer/"))}
    data = {name.replace("datasets/", "deals/_datasets/", 1) for name in tree if name.startswith("datasets/")}
    assert carried == code | data
