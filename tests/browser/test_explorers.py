"""An explorer shows another picture and other words when its slider is moved."""

import pytest
from chapters import WITH_EXPLORERS, each_explorer
from page import SHEET
from waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def explorers(lab):
    found = {}

    def explorer(name):
        if name not in found:
            found[name] = Explorer(lab.ran(name))
        return found[name]

    return explorer


class Explorer:
    """An explorer on its page, as it is shown and after its first slider was moved one step."""

    def __init__(self, book):
        self.book = book
        self.widget = book.page.locator(".jupyter-widgets:has(> .jupyter-widgets pre)").last
        self.picture = self.widget.locator("img").first
        self.words = self.widget.locator("pre")
        self.slider = self.widget.locator(".widget-slider").first.get_by_role("slider")
        self.before = self.look()
        self.move()
        until(lambda: all(old != new for old, new in zip(self.before, self.look(), strict=True)))
        self.after = self.look()
        book.photograph(f"{book.name}-explorer-moved", SHEET)

    def look(self):
        return self.picture.get_attribute("src"), self.words.inner_text()

    def move(self):
        self.slider.focus()
        self.book.page.keyboard.press("ArrowRight")


def test_there_are_explorers():
    assert len(WITH_EXPLORERS) > 0


@each_explorer
def test_moving_the_slider_changes_the_picture(explorers, name):
    assert explorers(name).before[0] != explorers(name).after[0]


@each_explorer
def test_moving_the_slider_changes_the_words(explorers, name):
    assert explorers(name).before[1] != explorers(name).after[1]
