"""A JupyterLab of its own, which keeps nothing outside its temporary folder."""

import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from waiting import START, STEP, until

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "artifacts"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
SETTINGS = {
    # Else cells out of sight are not on the page. What a learner sees of a cell is the same.
    "notebook-extension/tracker": {"windowingMode": "none"},
    # `make lab` answers this question beforehand; other environments would ask it here.
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}


@contextmanager
def new_server(folder):
    """The address and the token of a JupyterLab of its own."""
    for name, settings in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings))
    token = secrets.token_hex()
    places = {
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    environment = {name: str(folder / place) for name, place in places.items()}
    log = ARTIFACTS / f"jupyterlab-{WORKER}.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    command += [f"--ServerApp.root_dir={folder / 'notebooks'}"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            env={**_learners_environment(), **environment, "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    told = folder / "runtime" / f"jpserver-{server.pid}.json"
    try:
        until(lambda: _port(told) or server.poll() is not None, START)
        assert _port(told), f"JupyterLab did not start:\n{log.read_text()[-3000:]}"
        address = f"http://127.0.0.1:{_port(told)}"
        assert until(lambda: _ask(address, token, "status"), START), log.read_text()[-3000:]
        yield address, token
        # So that its kernels end as they do when a learner closes JupyterLab, on every system.
        _ask(address, token, "shutdown", method="POST")
        until(lambda: server.poll() is not None)
    finally:
        server.kill()
        server.wait()


def _port(told):
    """The port that the server has told, once its file is whole."""
    try:
        return json.loads(told.read_text())["port"]
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def _learners_environment():
    # Who is tested by pytest keeps no progress.
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


def _ask(address, token, what, method="GET"):
    request = urllib.request.Request(
        f"{address}/api/{what}", headers={"Authorization": f"token {token}"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=STEP) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False
