"""What the file of a notebook holds: nothing of the machine, the hour or the Python it ran on."""

import hashlib
import re
from configparser import ConfigParser

import nbformat

from tools.comparison import SANITIZE

__all__ = ["IGNORE", "digest", "file_text", "tidy"]

IGNORE = "nbval-ignore-output"

_KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
_CELL_METADATA = {"jp-MarkdownHeadingCollapsed", "jupyter", "outputs_of", "slideshow", "tags"}
_WIDGET = "application/vnd.jupyter.widget-view+json"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
# The learner's own frames are "Cell In[3], line 1" and, for a workers cell, "File greeters.py:3".
_FOREIGN = re.compile(r"\s*File (?!\w+\.py:\d)")
# The same in the text that a pool sends home from a child, where Python itself wrote it.
_FOREIGN_IN_CHILD = re.compile(r'^  File "[^"\n]*[/\\<][^\n]*\n(?:    [^\n]*\n)*', re.MULTILINE)
_CARETS = re.compile(r"^ +[~^]+\n", re.MULTILINE)  # 3.13 draws fewer of them than 3.11


def tidy(notebook):
    """Make `notebook` what its file shall hold, in place. Doing so twice changes nothing more."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict({"kernelspec": _KERNELSPEC, "language_info": _LANGUAGE})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in sorted(_CELL_METADATA & {*cell.metadata})}
        )
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            _tidy_outputs(cell)


def file_text(notebook) -> str:
    """`notebook` as its file says it: keys sorted, indented by one."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def digest(source) -> str:
    """A short name for `source`: an ignored output belongs to the source that it was made from."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def _tidy_outputs(cell):
    outputs = []
    for output in cell.outputs:
        if output.get("data") == {}:
            continue  # of a progress bar, which shows only where work proves long
        if output.output_type == "stream":
            if outputs and outputs[-1].get("name") == output.name:
                outputs[-1].text += output.text
                continue
        elif output.output_type == "error":
            output.evalue = _without_paths(output.evalue)
            output.traceback = _short(output.traceback)
        else:
            # Without its state, which no file keeps, a stored widget shows "model not found".
            # Its text/plain stands there until the cell runs.
            output.data.pop(_WIDGET, None)
            if "execution_count" in output:
                output.execution_count = cell.execution_count
            for kind, text in output.data.items():
                if kind.startswith("text/"):
                    output.data[kind] = _without_paths(text)
        outputs.append(output)
    for output in outputs:
        if output.output_type == "stream":
            output.text = _without_paths(output.text)
    cell.outputs = outputs


def _short(traceback):
    """The frames of the learner's own code: Python's differ from version to version."""
    kept = []
    for part in traceback:
        text = _without_paths(_ANSI.sub("", part))
        if "Traceback (most recent call last):\n  File" in text:
            text = _CARETS.sub("", _FOREIGN_IN_CHILD.sub("", text))
        if _FOREIGN.match(text):
            text = "...\n"
        if text != "...\n" or kept[-1:] != [text]:
            kept.append(text)
    return kept


def _without_paths(text):
    for regex, replacement in _PATHS:
        text = re.sub(regex, replacement, text)
    return text


def _read_paths():
    config = ConfigParser(interpolation=None)
    config.read(SANITIZE, encoding="utf-8")
    return [
        (config[name]["regex"], config[name]["replace"])
        for name in config.sections()
        if name.startswith("path")
    ]


_PATHS = _read_paths()
