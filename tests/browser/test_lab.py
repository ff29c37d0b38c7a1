"""The learner is the scheduler: in the lab and in a page without a kernel, by mouse and by key."""

import pytest
from exported import choose, exported
from server import ARTIFACTS
from waiting import until

pytestmark = pytest.mark.browser

TILL = [
    """%load_ext helpers
from multiprocessing import Process, Value
from helpers import interleave""",
    """%%workers tills
def pay(till):
    till.value += 1""",
    """till = Value("i", 0)
lab = interleave((tills.pay, till), (tills.pay, till), promise=lambda: till.value == 2)
lab""",
    "lab.all_orders()",
    "lab.all_orders().force(Process)",
]
BROKEN = "At the end the promise does not hold"


@pytest.fixture(scope="module")
def book(lab):
    lab.write("till.ipynb", TILL)
    book = lab.open("till.ipynb")
    book.run_all()
    return book


@pytest.fixture(scope="module")
def export(lab, book, tmp_path_factory):
    """The same notebook as a page without a kernel, as nbconvert writes it."""
    return exported(lab, book, "till.ipynb", tmp_path_factory.mktemp("export"))


@pytest.fixture(params=["lab", "export"])
def page(request):
    """A page with two open labs, the first one before its first step."""
    page = request.getfixturevalue("book").page if request.param == "lab" else None
    page = page or request.getfixturevalue("export")
    page.locator(".lab").first.wait_for()
    page.locator(".lab").first.focus()
    page.keyboard.press("Home")
    return page


def first(page):
    return page.locator(".lab").first


def button(page, name):
    return first(page).get_by_role("button", name=name)


def outcome(page):
    return first(page).locator(".lab-outcome").inner_text()


def steps(page):
    return first(page).locator(".lab-strip li").count()


def test_a_race_is_broken_by_clicking(page):
    for worker in "1221":
        button(page, f"{worker} pay {worker}").click()
    assert (4, True) == (steps(page), BROKEN in outcome(page))


def test_a_race_is_broken_by_key(page):
    for key in "1221":
        page.keyboard.press(key)
    assert (4, True) == (steps(page), BROKEN in outcome(page))


def test_an_order_that_keeps_the_promise_says_so(page):
    for key in "1122":
        page.keyboard.press(key)
    assert "All have ended, and nothing is broken." == outcome(page)


def test_a_step_is_undone_by_key_and_by_clicking(page):
    for key in "1221":
        page.keyboard.press(key)
    page.keyboard.press("Backspace")
    assert (3, False) == (steps(page), BROKEN in outcome(page))
    button(page, "undo").click()
    assert 2 == steps(page)


def test_it_goes_back_to_the_start(page):
    for key in "12":
        page.keyboard.press(key)
    button(page, "start").click()
    assert 0 == steps(page)
    assert button(page, "undo").is_disabled()


def test_the_shortest_failure_is_found(page):
    button(page, "show the shortest failure").click()
    assert (4, True) == (steps(page), BROKEN in outcome(page))


def test_the_map_is_red_where_the_promise_is_broken(page):
    here = first(page).locator(".lab-here")
    for key in "122":
        page.keyboard.press(key)
    assert "lab-all-break" not in here.get_attribute("class")
    page.keyboard.press("1")
    assert "lab-all-break" in here.get_attribute("class")


def test_who_has_ended_takes_no_step(page):
    for key in "111":
        page.keyboard.press(key)
    assert 2 == steps(page)
    assert button(page, "1 pay 1").is_disabled()


def test_the_verdict_stands_over_the_lab_that_was_asked(page):
    page.locator(".replay-offer").first.click()
    found = page.locator(".lab").nth(1).locator(".lab-verdict").inner_text()
    assert "All 6 orders tried: 2 keep the promise, 4 break it." == found


def test_the_order_is_forced_on_processes(book):
    said = "\n".join(book.texts(4))
    assert [] == book.unmeant_errors()
    assert 2 == said.count("writes till.value: 1")


@pytest.mark.parametrize("zoom", [1, 1.5])
def test_nothing_of_the_lab_is_clipped(page, zoom, request):
    """At 1024 pixels, and with everything half as large again."""
    assert [] == clipped(page, zoom, f"lab-{request.node.callspec.id}")


@pytest.mark.parametrize("zoom", [1, 1.5])
def test_nothing_of_the_lab_is_clipped_in_the_dark(book, zoom):
    choose_theme(book.page, "JupyterLab Dark")
    found = clipped(book.page, zoom, f"lab-dark-{zoom}")
    ground = first(book.page).locator(".lab-spot").first.evaluate("it => getComputedStyle(it).fill")
    choose_theme(book.page, "JupyterLab Light")
    assert [] == found
    assert "rgb(255, 255, 255)" != ground


def choose_theme(page, name):
    choose(page, "Settings", "Theme", name)
    light = "false" if "Dark" in name else "true"
    assert until(lambda: page.locator(f"body[data-jp-theme-light={light}]").count() == 1)


def clipped(page, zoom, name):
    """The texts of the lab and its buttons that are wider than their place; keeps a screenshot."""
    size = page.viewport_size
    page.set_viewport_size({"width": 1024, "height": 768})
    page.evaluate("zoom => { document.body.style.zoom = zoom }", zoom)
    button(page, "show the shortest failure").click()
    first(page).scroll_into_view_if_needed()
    page.screenshot(path=ARTIFACTS / f"{name}.png")
    found = page.evaluate(
        """() => [...document.querySelectorAll(".lab, .lab button, .lab li, .lab dd")]
            .filter(it => it.scrollWidth > it.clientWidth + 1 && it.clientWidth)
            .map(it => it.textContent.slice(0, 40))"""
    )
    page.evaluate("document.body.style.zoom = 1")
    page.set_viewport_size(size)
    return found
