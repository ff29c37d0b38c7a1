"""JupyterLab as a learner has it: a server of its own, and notebooks open in a real Chromium.

The server keeps nothing outside its temporary folder and opens copies: the checkout stays as it is.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).parents[1]
ARTIFACTS = ROOT / "artifacts"
START = 60  # seconds for the server, and for a page with its kernel
RUN = 80  # seconds for all cells of a notebook
STEP = 20  # seconds for whatever a click or a key sets going
PROJECTOR = {"width": 1280, "height": 800}  # CSS pixels
SHEET = 1600  # CSS pixels: the height of the window for screenshots
OVERLAP = 40  # CSS pixels that a screenshot repeats of the one before, inside a long cell

BROWSERS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
SETTINGS = {
    # Else cells out of sight are not on the page. What a learner sees of a cell is the same.
    "notebook-extension/tracker": {"windowingMode": "none"},
    # `make lab` answers this question beforehand; other environments would ask it here.
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
}

CELLS = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].map(cell => ({
    prompt: cell.querySelector(".jp-InputPrompt").textContent,
    outputs: [...cell.querySelectorAll(".jp-OutputArea-output")].map(output => ({
        kind: output.dataset.mimeType, text: output.textContent})),
}))"""
PICTURES = """() => [...document.querySelectorAll(".jp-OutputArea-output img")].map(img => ({
    loaded: img.complete && img.naturalWidth > 0,
    right: img.getBoundingClientRect().right,
    edge: img.closest(".jp-Notebook").getBoundingClientRect().right,
}))"""
SCROLLED = ".jp-WindowedPanel-outer"
# Where one cell ends and the next begins, in pixels from the top of the notebook.
EDGES = """page => [...page.querySelectorAll(".jp-Cell")].map(
    cell => cell.getBoundingClientRect().bottom - page.getBoundingClientRect().top + page.scrollTop
)"""
RED = "application/vnd.jupyter.stderr"  # errors, and what is written to standard error
WIDGET = None  # a widget has no kind on the page


def until(condition, limit=STEP):
    """Whether `condition()` comes true within `limit` seconds; what it waits for is asked often."""
    deadline = time.monotonic() + limit
    while not (reached := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(reached)


def alive(pids):
    """Those of `pids` whose process runs; what is dead and not yet joined does not."""
    return [pid for pid in pids if _runs(pid)]


def _runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def browser_path():
    """The system's Chromium: CHROMIUM names it, else it is looked for."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    assert found, f"no {named or 'Chromium'} here: `make test-browser` says how to get it"
    return found


@contextmanager
def new_lab(folder):
    """A running JupyterLab with copies of the notebooks, and a browser in front of it."""
    from playwright.sync_api import sync_playwright

    shutil.copytree(
        ROOT / "notebooks",
        folder / "notebooks",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
    )
    ARTIFACTS.mkdir(exist_ok=True)
    with _server(folder) as (address, token), sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=browser_path(), chromium_sandbox=not root, args=QUIET
        )
        try:
            yield Lab(folder / "notebooks", address, token, browser.new_context(viewport=PROJECTOR))
        finally:
            browser.close()


@contextmanager
def _server(folder):
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
    log = ARTIFACTS / "jupyterlab.log"
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
        until(lambda: told.exists() or server.poll() is not None, START)
        assert told.exists(), f"JupyterLab did not start:\n{log.read_text()[-3000:]}"
        address = f"http://127.0.0.1:{json.loads(told.read_text())['port']}"
        assert until(lambda: _ask(address, token, "status"), START), log.read_text()[-3000:]
        yield address, token
        # So that its kernels end as they do when a learner closes JupyterLab, on every system.
        _ask(address, token, "shutdown", method="POST")
        until(lambda: server.poll() is not None)
    finally:
        server.kill()
        server.wait()


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


class Lab:
    """What is open in the browser: one page for each notebook."""

    def __init__(self, folder, address, token, context):
        self.folder = folder
        self.address = address
        self.token = token
        self.context = context
        self.books = {}

    def open(self, name):
        """The notebook `name` in a page of its own, with its kernel ready and nothing run."""
        from playwright.sync_api import expect

        page = self.context.new_page()
        book = self.books[name] = Book(page, self.folder / name)
        # With a workspace of its own, a page does not reload what another one has open.
        page.goto(f"{self.address}/lab/workspaces/{Path(name).stem}/tree/{name}?token={self.token}")
        expect.set_options(timeout=START * 1000)
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(book.stored.cells))
        expect(page.locator(".jp-Toolbar-kernelName")).to_contain_text("Python 3")
        expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle")
        return book

    def ran(self, name):
        """The notebook `name` after Run All Cells; the first to ask for it has to wait."""
        if name not in self.books:
            book = self.open(name)
            book.opened = book.cells()
            book.run_all()
            book.keep()
        return self.books[name]

    def write(self, name, sources):
        """A new notebook with `sources` as its code cells."""
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook = nbformat.v4.new_notebook(
            cells=cells,
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
        )
        nbformat.write(notebook, self.folder / name)


class Book:
    """A notebook in the browser. Code cells are counted from 0."""

    def __init__(self, page, path):
        self.page = page
        self.name = path.stem
        self.stored = nbformat.read(path, as_version=4)
        self.code = [cell for cell in self.stored.cells if cell.cell_type == "code"]
        self.opened = []  # its cells before they were run
        self.complaints = []  # what the browser's console calls an error
        self.abroad = []  # addresses outside this computer that the page asked for
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._on_request)

    def _on_console(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _on_request(self, request):
        if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", request.url):
            self.abroad.append(request.url)

    # What a learner does

    def run_all(self):
        """Choose Run All Cells; back when the last cell has run, or one failed that should not."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # A star, which after the first error that is meant JupyterLab takes away again.
        until(lambda: self.counts()[-1] is None)
        until(lambda: self.counts()[-1] or self.unmeant_errors(), RUN)

    def run_cell(self, number):
        """Click into a code cell and press Shift+Enter."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)
        cell.locator(".cm-content").click()
        # Outputs that arrive meanwhile move cells, so a click may have met another one.
        active = "cell => cell.classList.contains('jp-mod-active')"
        assert until(lambda: cell.evaluate(active)), f"code cell {number} did not become active"
        prompt = cell.locator(".jp-InputPrompt").inner_text()
        self.page.keyboard.press("Shift+Enter")
        # The star comes a moment after the key; until then the page looks as if nothing ran.
        until(lambda: cell.locator(".jp-InputPrompt").inner_text() != prompt)

    def write(self, number, source):
        """Put `source` in place of what stands in a code cell, as pasted text."""
        cell = self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        # Not typed: the editor would indent and close brackets by itself.
        self.page.keyboard.insert_text(source.rstrip("\n"))

    def wait_until_idle(self):
        """Wait until the kernel is done with every cell that was run.

        A cell that is run between an error and the kernel's end with that cell is aborted, as all
        are that wait behind an error (ipykernel, kernelbase.py, `_abort_queues`).
        """
        bar = self.page.locator("#jp-main-statusbar")
        assert until(lambda: not self.running() and "| Idle" in bar.inner_text())

    def press(self, command):
        """Click the button of the toolbar that does `command`."""
        self.page.locator(f".jp-NotebookPanel-toolbar [data-command='notebook:{command}']").click()

    # What a learner sees

    def cells(self):
        """Of each code cell its prompt and its outputs, kind and text."""
        return self.page.evaluate(CELLS)

    def counts(self):
        """The execution count of each code cell, None where it has none."""
        numbers = [re.search(r"\d+", cell["prompt"]) for cell in self.cells()]
        return [number and int(number[0]) for number in numbers]

    def running(self):
        """The code cells that run or wait for their turn: their prompt is a star."""
        return [number for number, cell in enumerate(self.cells()) if "*" in cell["prompt"]]

    def errors(self):
        """`(code cell, last line)` of all that the page shows in red."""
        return [
            (number, output["text"].rstrip("\n").splitlines()[-1])
            for number, cell in enumerate(self.cells())
            for output in cell["outputs"]
            if output["kind"] == RED
        ]

    def unmeant_errors(self):
        """The errors in cells without the tag raises-exception and with nothing red stored."""
        return [(number, line) for number, line in self.errors() if not self._means_red(number)]

    def _means_red(self, number):
        cell = self.code[number]
        return "raises-exception" in cell.metadata.get("tags", []) or any(
            output.get("name") == "stderr" for output in cell.outputs
        )

    def texts(self, number):
        """The texts under a code cell, without those in red and in widgets."""
        outputs = self.cells()[number]["outputs"]
        return [output["text"] for output in outputs if output["kind"] not in (RED, WIDGET)]

    def pictures(self):
        """Of each picture whether it has loaded, its right edge and that of the page."""
        # They have come with the outputs, but the browser reads them in its own time.
        until(lambda: all(picture["loaded"] for picture in self.page.evaluate(PICTURES)))
        return self.page.evaluate(PICTURES)

    # What a person looks through later

    def keep(self):
        """Screenshots of the whole notebook, sheet by sheet: artifacts/NAME-01.png and so on."""
        for old in ARTIFACTS.glob(f"{self.name}-[0-9][0-9].png"):
            old.unlink()
        self._heighten(SHEET)
        scrolled = self.page.locator(SCROLLED)
        height = scrolled.evaluate("page => page.clientHeight")
        edges = scrolled.evaluate(EDGES)
        top = number = 0
        while top < edges[-1]:
            number += 1
            scrolled.evaluate("(page, top) => page.scrollTo(0, top)", top)
            scrolled.screenshot(path=ARTIFACTS / f"{self.name}-{number:02}.png")
            # The next sheet begins with the cell that this one cuts, if that fits on a sheet.
            whole = [edge for edge in edges if top < edge <= top + height]
            top = whole[-1] if whole else top + height - OVERLAP
        self._heighten(PROJECTOR["height"])

    def photograph(self, what, height=PROJECTOR["height"]):
        """A screenshot of the window as it is now, but as high as `height`."""
        from playwright.sync_api import TimeoutError as TooLate

        try:
            self._heighten(height)
            self.page.screenshot(path=ARTIFACTS / f"{what}.png")
            self._heighten(PROJECTOR["height"])
        except TooLate as error:
            print(f"no screenshot of {self.name}: {error}")

    def _heighten(self, height):
        self.page.set_viewport_size({**PROJECTOR, "height": height})
        # Whatever is neither tool bar nor status bar is given to the notebook.
        scrolled = self.page.locator(SCROLLED)
        until(lambda: 0 < height - scrolled.evaluate("page => page.clientHeight") < 200)
