"""A notebook of JupyterLab as a page without a kernel."""

import re

import nbformat
from nbconvert import HTMLExporter
from waiting import until

__all__ = ["choose", "exported"]


def choose(page, menu, *names):
    """Click an entry of a menu, or of a menu in it."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    for name in names:
        page.locator(".lm-Menu-item:visible", has_text=re.compile(f"^{name}")).first.click()


def exported(lab, book, name, folder):
    """The notebook `name`, which is open as `book`, as nbconvert writes it, opened in `folder`."""
    choose(book.page, "File", "Save Notebook")
    path = lab.folder / name
    assert until(lambda: "image/png" in path.read_text(encoding="utf-8")), "it was not saved"
    text, _ = HTMLExporter().from_notebook_node(nbformat.read(path, as_version=4))
    # What stands in the address of another server is nothing of ours, and nothing is fetched here.
    text = re.sub(r'<script[^>]* src="https://[^>]*></script>', "", text)
    html = (folder / name).with_suffix(".html")
    html.write_text(text, encoding="utf-8")
    page = lab.context.new_page()
    page.goto(html.as_uri())
    return page
