"""Whether a picture can be read: overlaps, sizes, colours and texts."""

from itertools import combinations

import pytest
from drawn import (
    HUES,
    artists,
    child,
    crowd,
    lane,
    main,
    message,
    nothing,
    run_of,
    texts,
    wide,
    written,
)
from matplotlib import colors

from helpers.runs.lane import Mark
from helpers.runs.run import Message
from helpers.show import figures, png
from helpers.show.palette import GREEN, PARENT, VERMILLION


def extents(figure):
    """(text, where it is in points), as the renderer measures it."""
    renderer, found = figure.canvas.get_renderer(), []
    for text in figure.axes[0].texts:
        text.set_bbox(None)
        found.append((text.get_text(), text.get_window_extent(renderer)))
    return found


def used_colours(run):
    """Every opaque colour of the picture, in hexadecimal."""
    axes = figures.of_run(run).axes[0]
    found = [text.get_color() for text in axes.texts]
    for each in axes.collections:
        found += [*each.get_facecolors(), *each.get_edgecolors()]
    return {colors.to_hex(colour) for colour in found if colors.to_rgba(colour)[3] > 0}


PICTURES = [crowd, nothing, lambda: wide(8), lambda: wide(20), lambda: wide(64)]


@pytest.mark.parametrize("run", PICTURES)
def test_no_two_texts_overlap(run):
    pairs = combinations(extents(figures.of_run(run())), 2)

    assert [(a, b) for (a, here), (b, there) in pairs if here.overlaps(there)] == []


@pytest.mark.parametrize("run", PICTURES)
def test_every_text_lies_within_the_picture(run):
    figure = figures.of_run(run())
    outer = figure.bbox

    assert [
        text
        for text, box in extents(figure)
        if box.x0 < 0 or box.y0 < 0 or box.x1 > outer.x1 or box.y1 > outer.y1
    ] == []


def test_a_label_covers_no_arrow_but_its_own():
    messages = [message(i, sent=0.01 + 0.004 * i, received=0.012 + 0.004 * i) for i in range(20)]
    messages = [Message("q", "a long label", *(m.sender, m.sent, 1, m.received)) for m in messages]

    assert texts(run_of(main(), child(), messages=messages)).count("a long label") == 0


@pytest.mark.parametrize(("lanes", "expected"), [(2, 13), (20, 12), (64, 9.5)])
def test_names_are_as_large_as_the_lanes_allow(lanes, expected):
    (name,) = [text for text in written(wide(lanes)) if text.get_text() == "main"]

    assert expected == name.get_size()


@pytest.mark.parametrize(("workers", "expected"), [(1, 1), (5, 5), (6, 1), (20, 1)])
def test_five_workers_have_colours_of_their_own_and_more_have_one_for_all(workers, expected):
    parent, *fills = artists(wide(1 + workers), "bars")[0].get_facecolors()

    assert PARENT.lower() == colors.to_hex(parent)
    assert expected == len({colors.to_hex(fill) for fill in fills} - {PARENT.lower()})


@pytest.mark.parametrize("workers", [5, 20])
def test_no_worker_has_the_colour_of_an_error_or_of_a_success(workers):
    fills = {colors.to_hex(fill) for fill in artists(wide(1 + workers), "bars")[0].get_facecolors()}

    assert fills & {GREEN.lower(), VERMILLION.lower()} == set()


def test_threads_have_the_colour_of_their_process():
    run = run_of(main(), child(), lane("child 1 / one", 2, 1, born=0.07))
    _, process, thread = artists(run, "bars")[0].get_facecolors()

    assert list(process) == list(thread)


@pytest.mark.parametrize("run", [crowd, lambda: wide(20)])
def test_the_colours_are_hues_of_the_palette_or_grey(run):
    greys = {colour for colour in used_colours(run()) if len(set(colors.to_rgb(colour))) == 1}

    assert used_colours(run()) - greys - HUES == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$x$ and $y$", "$x$ and $y$"), ("one\ntwo", "one"), ("李 a\u202eb", "▯ a▯b"), (" ", " ")],
)
def test_any_text_can_be_drawn(text, expected):
    run = run_of(main(marks=[Mark(0.01, text)]))
    png.of_figure(figures.of_run(run))

    assert [word for word in [expected] if word.strip()] == [
        word for word in texts(run) if word in (text, expected)
    ]


def test_no_text_is_taken_for_mathematics():
    assert {text.get_parse_math() for text in written(crowd())} == {False}


def test_a_long_text_is_cut():
    (cut,) = [text for text in texts(run_of(main(marks=[Mark(0.01, 999 * "x")]))) if "x" in text]

    assert "…" == cut[-1]
