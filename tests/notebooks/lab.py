"""JupyterLab on a copy of the notebooks, with settings of its own, and the browser that opens it."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 120
"""Seconds in which JupyterLab must have started."""
PLACES = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
"""Where Jupyter would read and write the settings of whoever runs the tests."""
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight are drawn too
}


@dataclass(frozen=True)
class Lab:
    """A server that runs: where it is, and what opens it."""

    address: str
    token: str

    @property
    def page(self) -> str:
        """The whole of JupyterLab, as nobody left it."""
        return f"{self.address}/lab?token={self.token}&reset"


def browser() -> str | None:
    """Path of a browser on this machine; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a browser on this machine."""
    found = browser()
    if found is None:
        pytest.skip(f"no Chromium: none of {', '.join(BROWSERS)} is on PATH; notebooks were not seen on screen")
    return found


@contextmanager
def started(notebooks: Path, folder: Path) -> Iterator[Lab]:
    """JupyterLab on a copy of `notebooks`, trusted as `run.py lab` trusts them; all it writes is in `folder`."""
    shutil.copytree(notebooks, folder / "notebooks")
    environment = {**os.environ, **{name: str(folder / place) for name, place in PLACES.items()}}
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name, values in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    copies = sorted(map(str, (folder / "notebooks").glob("*.ipynb")))
    jupyter = [sys.executable, "-m", "jupyter"]
    subprocess.run([*jupyter, "trust", *copies], env=environment, check=True, capture_output=True)
    port = free_port()
    lab = Lab(f"http://127.0.0.1:{port}", secrets.token_hex(16))
    options = [
        *("--no-browser", "--allow-root", "--expose-app-in-browser"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *(f"--IdentityProvider.token={lab.token}", f"--ServerApp.root_dir={folder / 'notebooks'}"),
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*jupyter, "lab", *options], env=environment, stdout=log, stderr=log)
        try:
            answers(lab, server, folder / "log")
            yield lab
        finally:
            server.terminate()
            server.wait(60)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        number: int = asked.getsockname()[1]
        return number


def answers(lab: Lab, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the server answers; where it ends instead, its last words are the error."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{lab.address}/api?token={lab.token}", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")
