"""What a page needs for its pictures: the styles, and the scripts that play runs and labs."""

from functools import cache
from pathlib import Path

__all__ = ["put", "put_mark"]

_HERE = Path(__file__).parent
_STYLES = ("replay.css", "lab.css")
# One module: what is used comes before who uses it.
_SCRIPTS = ("pictures.js", "replay.js", "map.js", "lab.js", "start.js")


@cache
def page() -> str:
    """The style and the script as HTML. The same text always, so that nbval can compare it.

    JupyterLab takes the outputs of cells out of the page while they are not to be seen, and a style
    with them: so the style goes to the head.
    """
    style, script = ("\n".join(map(_short, names)) for names in (_STYLES, _SCRIPTS))
    return f"""\
<style class="helpers-style">
{style}
</style>
<script type="module">
{script}
start();
</script>"""


def _short(name):
    # Every notebook carries this text, and a quarter of it would be spaces and comments.
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.lstrip() for line in lines if not line.lstrip().startswith("//"))


def put():
    """Put style and script into the page, in an output that shows nothing."""
    _show(page())


def put_mark(name):
    """Put an empty element of the class `name` into the page, which the script finds there."""
    _show(f'<span class="{name}"></span>')


def _show(html):
    from IPython.display import display

    display({"text/html": html, "text/plain": ""}, raw=True)
