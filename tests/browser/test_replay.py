"""The picture of a run moves, in the lab and in a page without a kernel, by mouse and by key."""

import io
import re

import numpy as np
import pytest
from exported import choose, exported
from page import PROJECTOR
from PIL import Image
from waiting import until

pytestmark = pytest.mark.browser

KITCHEN = [
    """%load_ext helpers
from multiprocessing import Process, Queue
from helpers import record, watch""",
    """%%workers kitchen
from helpers import log

def cook(orders):
    for _ in range(3):
        log(f"cooks {orders.get()}")""",
    """with record() as run:
    orders = watch(Queue(), "orders")
    p = Process(target=kitchen.cook, args=(orders,), name="cook")
    p.start()
    for dish in ("soup", "rice", "tea"):
        orders.put(dish)
    p.join()
run""",
    "run.replay()",
]
REPLAY = ".replay"
SLIDER = ".replay input[type=range]"


@pytest.fixture(scope="module")
def book(lab):
    lab.write("kitchen.ipynb", KITCHEN)
    book = lab.open("kitchen.ipynb")
    book.run_all()
    return book


@pytest.fixture(scope="module")
def export(lab, book, tmp_path_factory):
    """The same notebook as a page without a kernel, as nbconvert writes it."""
    return exported(lab, book, "kitchen.ipynb", tmp_path_factory.mktemp("export"))


@pytest.fixture(params=["lab", "export"])
def page(request):
    """A page with an open replay, its cursor at the end of the run."""
    page = request.getfixturevalue("book").page if request.param == "lab" else None
    page = page or request.getfixturevalue("export")
    page.locator(SLIDER).first.focus()
    page.keyboard.press("End")
    return page


def said(page):
    """What a screen reader says of the moment."""
    return page.locator(SLIDER).first.get_attribute("aria-valuetext")


def state_of(page, lane):
    row = page.locator(
        f"{REPLAY} tr", has=page.locator("th", has_text=re.compile(f"^{lane}$"))
    ).first
    return row.locator("td").first.inner_text()


def test_replay_opens_the_picture_with_its_controls(page):
    assert 1 == page.locator(f"{REPLAY} img").count()
    labels = [b.get_attribute("aria-label") for b in page.locator(f"{REPLAY} button").all()]
    assert ["to the beginning", "one event back", "play", "one event on"] == labels


def test_what_plays_offers_no_replay(page):
    assert 0 == page.locator(f":has(> {REPLAY}) > .replay-offer").count()


def test_the_keys_lead_to_both_ends(page):
    assert "has ended, exit code 0" in state_of(page, "cook")
    page.keyboard.press("Home")
    assert "not started yet" == state_of(page, "cook")
    assert said(page).startswith(("0.00 s", "0.0 ms"))


def test_an_arrow_steps_to_the_next_event_and_back(page):
    page.keyboard.press("Home")
    moments = [said(page)]
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        moments.append(said(page))
    assert 5 == len({*moments})
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert moments[0] == said(page)


def test_every_message_is_on_its_way_between_put_and_get(page):
    page.keyboard.press("Home")
    seen = set()
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        seen.update(re.findall(r"soup|rice|tea", page.locator(".replay-mail").first.inner_text()))
        if "exit code 0" in state_of(page, "cook"):
            break
    assert {"soup", "rice", "tea"} == seen
    assert "Nothing is on the way." == page.locator(".replay-mail").first.inner_text()


def test_a_wait_says_its_line(page):
    page.keyboard.press("Home")
    lines = set()
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        lines.update(page.locator(f"{REPLAY} td code").all_inner_texts())
        if "exit code 0" in state_of(page, "cook"):
            break
    assert any(re.fullmatch(r"line 6 of kitchen: log\(.*", line) for line in lines), lines
    assert any(re.fullmatch(r"line \d of this cell: p\.start\(\)", line) for line in lines), lines


def test_who_computes_does_so_after_the_line_it_went_on_from(page):
    row = page.locator(f"{REPLAY} tr", has_text="MainProcess").first
    assert "after line 7 of this cell: p.join()" == row.locator("code").inner_text()


def test_the_space_bar_plays_and_pauses(page):
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    play = page.locator(f"{REPLAY} button").nth(2)
    assert "pause" == play.get_attribute("aria-label")
    assert until(lambda: not said(page).startswith(("0.00 s", "0.0 ms")))
    page.keyboard.press(" ")
    assert "play" == play.get_attribute("aria-label")
    stopped_at = said(page)
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert stopped_at == said(page)


def test_a_click_into_the_picture_goes_to_that_moment(page):
    drawing = page.locator(f"{REPLAY} svg").first
    box = drawing.bounding_box()
    drawing.click(position={"x": box["width"] * 0.4, "y": box["height"] / 2})
    assert said(page).split(";")[0] not in ("0.0 ms", "0.00 s")
    assert "has ended" not in state_of(page, "MainProcess")
    assert "exit code" not in state_of(page, "cook")


def test_the_page_has_no_complaint_of_the_script(book, page):
    assert [] == [text for text in book.complaints if "helpers" in text or "replay" in text.lower()]


def test_a_picture_that_is_shown_plainly_offers_its_replay(book):
    cell = book.page.locator(".jp-Notebook .jp-CodeCell").nth(2)
    offer = cell.get_by_role("button", name="▶ replay")
    assert until(lambda: offer.count() == 1)
    offer.click()
    assert until(lambda: cell.locator(SLIDER).count() == 1)
    assert 0 == offer.count()


def test_running_the_first_cell_again_prints_nothing(book):
    output = book.page.locator(".jp-Notebook .jp-CodeCell").nth(0).locator(".jp-Cell-outputWrapper")
    for _ in range(2):
        assert "" == output.inner_text().strip()
        book.run_cell(0)
        book.wait_until_idle()
    assert [] == book.unmeant_errors()


# --- themes and sizes ----------------------------------------------------------------------------


def choose_theme(page, name):
    choose(page, "Settings", "Theme", name)
    light = "false" if "Dark" in name else "true"
    assert until(lambda: page.locator(f"body[data-jp-theme-light={light}]").count() == 1)


@pytest.fixture
def dark(book):
    choose_theme(book.page, "JupyterLab Dark")
    yield book.page
    choose_theme(book.page, "JupyterLab Light")


def pixels(locator):
    return Image.open(io.BytesIO(locator.screenshot())).convert("RGB")


def test_in_the_dark_the_picture_stands_on_the_pages_own_ground(dark):
    picture = dark.locator(f"{REPLAY} img").first
    picture.scroll_into_view_if_needed()
    ground = dark.evaluate(
        "() => getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor"
    )
    shown = pixels(picture)
    red, green, blue = map(int, re.findall(r"\d+", ground)[:3])
    assert max(red, green, blue) < 60
    corner = shown.getpixel((3, 3))
    assert max(abs(a - b) for a, b in zip(corner, (red, green, blue), strict=True)) <= 8


def test_in_the_dark_letters_are_as_bright_as_they_are_dark_in_the_light(book):
    picture = book.page.locator(f"{REPLAY} img").first
    inks, furthest = [], []
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        choose_theme(book.page, theme)
        picture.scroll_into_view_if_needed()
        names = pixels(picture).crop((0, 0, 90, int(picture.bounding_box()["height"])))
        sums = np.asarray(names, dtype=int).sum(axis=2)
        from_ground = abs(sums - sums[0, 0])
        furthest.append(int(from_ground.max()))
        inks.append(int((from_ground > 0.7 * from_ground.max()).sum()))
    dark, light = inks
    assert light > 50
    assert abs(dark - light) < 0.3 * light
    assert furthest[0] > 0.95 * furthest[1]


def test_every_picture_has_a_text_in_its_place(book, export):
    for page in (book.page, export):
        alts = [image.get_attribute("alt") for image in page.locator("img").all()]
        assert len(alts) >= 2
        assert [] == [alt for alt in alts if not re.match("A picture of .*2 processes", alt or "")]


# A zoom of 150 % leaves a page two thirds of its pixels, and makes each of them larger.
SIZES = {"150 % zoom": (1280 / 1.5, 800 / 1.5, 1.5), "1024 pixels": (1024, 768, 1.0)}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_and_letters_stay_large_enough(book, size):
    width, height, zoom = SIZES[size]
    book.page.set_viewport_size({"width": round(width), "height": round(height)})
    pictures = book.pictures()
    widths = book.page.evaluate(
        "() => [...document.querySelectorAll('.jp-OutputArea-output img')].map(img => img.width)"
    )
    overflow = book.page.evaluate(
        "() => [...document.querySelectorAll('.replay')]"
        ".map(replay => replay.scrollWidth - replay.clientWidth)"
    )
    book.photograph(f"replay-{round(width)}", round(height))
    book.page.set_viewport_size(PROJECTOR)
    assert all(picture["right"] <= picture["edge"] for picture in pictures)
    assert 0 == max(overflow)
    letters = [11 * 96 / 72 * width / 960 * zoom for width in widths]  # pixels on the screen
    assert min(letters) >= 9, letters
