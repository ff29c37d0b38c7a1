"""The replay of a run that shares a queue, on a page without a kernel: what stands in the picture
agrees with the words below it."""

import base64
import re

import pytest

from helpers.runs.lane import Lane
from helpers.runs.run import Message, Run
from helpers.show import figures, page_script, png

pytestmark = pytest.mark.browser

SLIDER = ".replay input[type=range]"


def kitchen():
    """Three orders that wait for two cooks."""
    end = {"born": 0.0, "ready": 0.01, "ended": 0.095, "exitcode": 0}
    lanes = [
        Lane("waiter", "waiter", None, 1, None, 0.0, 0.0),
        *(Lane(name, name, None, pid, 0, **end) for pid, name in enumerate(("Ada", "Bob"), 2)),
    ]
    messages = [
        Message("orders", dish, 0, 0.02 + 0.01 * number, 1 + number % 2, 0.06 + 0.01 * number)
        for number, dish in enumerate(("soup", "rice", "tea"))
    ]
    return Run(lanes=lanes, messages=messages, deadline=10, length=0.1, closed=True)


@pytest.fixture(scope="module")
def page(lab):
    data, _ = png.of_figure(figures.of_run(kitchen()))
    picture = f'<img alt="" src="data:image/png;base64,{base64.b64encode(data).decode()}">'
    page = lab.context.new_page()
    page.set_content(f'{page_script.page()}{picture}<span class="replay-open"></span>')
    page.locator(SLIDER).focus()
    yield page
    page.close()


def at_each_event(page):
    """Stand at the beginning, and then at each event of the run up to its end."""
    page.keyboard.press("Home")
    yield
    while "exit code" not in page.locator(".replay-states").inner_text():
        page.keyboard.press("ArrowRight")
        yield


def test_the_number_in_a_mailbox_is_that_of_the_messages_on_the_way(page):
    counts, named = [], []
    for _ in at_each_event(page):
        counts.append(page.locator(".replay-count").text_content())
        found = re.search(r"orders: (\d+)", page.locator(".replay-mail").inner_text())
        named.append(found[1] if found else "0")
    assert named == counts
    assert ["0", "1", "2", "3", "2", "1", "0"] == [
        count for count, before in zip(counts, [None, *counts], strict=False) if count != before
    ]


def test_what_lies_in_a_mailbox_has_no_dot_between_the_lanes(page):
    for _ in at_each_event(page):
        assert 0 == page.locator(".replay-dot:visible").count()


def test_at_the_end_no_cursor_cuts_the_words_there(page):
    cursor = page.locator(".replay-cursor")
    page.keyboard.press("Home")
    assert "none" != cursor.evaluate("line => getComputedStyle(line).display")
    page.keyboard.press("End")
    assert "none" == cursor.evaluate("line => getComputedStyle(line).display")
