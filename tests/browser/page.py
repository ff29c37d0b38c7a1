"""A notebook in the browser: what a learner does with it, and what a learner sees of it."""

import re

import nbformat
from server import ARTIFACTS
from waiting import RUN, until

PROJECTOR = {"width": 1280, "height": 800}  # CSS pixels
SHEET = 1600  # CSS pixels: the height of the window for screenshots
OVERLAP = 40  # CSS pixels that a screenshot repeats of the one before, inside a long cell

# Without the table of a replay, which says times, and the button that offers one.
CELLS = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].map(cell => ({
    prompt: cell.querySelector(".jp-InputPrompt").textContent,
    outputs: [...cell.querySelectorAll(".jp-OutputArea-output")].map(output => {
        const read = output.cloneNode(true);
        read.querySelectorAll(".replay, .lab, .replay-offer").forEach(part => part.remove());
        return {kind: output.dataset.mimeType, text: read.textContent};
    }),
}))"""
HIDDEN = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].flatMap(
    (cell, number) => cell.offsetParent ? [] : [number])"""
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


class Book:
    """A notebook in the browser. Code cells are counted from 0."""

    def __init__(self, page, path):
        self.page = page
        self.name = path.stem
        self.stored = nbformat.read(path, as_version=4)
        self.code = [cell for cell in self.stored.cells if cell.cell_type == "code"]
        self.opened = []  # its cells before they were run
        self.folded = []  # the code cells that were hidden then
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
        self.start_all()
        until(lambda: self.counts()[-1] or self.unmeant_errors(), RUN)

    def start_all(self):
        """Choose Run All Cells; back when all of them wait for their turn."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        # A star, which after the first error that is meant JupyterLab takes away again.
        until(lambda: self.counts()[-1] is None)

    def unfold(self):
        """Open each section that is folded, with the button under its heading."""
        folded = self.page.locator(".jp-showHiddenCellsButton:visible")
        while count := folded.count():
            folded.first.click()
            assert until(lambda: folded.count() < count), "a section stays folded"

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

    def hidden(self):
        """The code cells that are not to be seen, as their section is folded."""
        return self.page.evaluate(HIDDEN)

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
