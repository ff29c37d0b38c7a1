"""JupyterLab as a learner has it: copies of the notebooks, open in a real Chromium."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import nbformat
from page import PROJECTOR, Book
from server import ARTIFACTS, ROOT, new_server
from waiting import START

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
    with new_server(folder) as (address, token), sync_playwright() as playwright:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = playwright.chromium.launch(
            executable_path=browser_path(), chromium_sandbox=not root, args=QUIET
        )
        try:
            yield Lab(folder / "notebooks", address, token, browser.new_context(viewport=PROJECTOR))
        finally:
            browser.close()


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
            book.opened, book.folded = book.cells(), book.hidden()
            book.unfold()
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
