"""From a run to the bytes of its picture."""

import io
from threading import Thread

import matplotlib
import numpy as np
import pytest
from drawn import child, crowd, lane, main, message, run_of, wide
from matplotlib import colors
from matplotlib.figure import Figure
from PIL import Image

from helpers.runs.lane import Hold, Mark, Stand, Wait
from helpers.runs.run import Message
from helpers.show import figures, png
from helpers.show.palette import PARENT, PROCESS_COLOURS


def test_an_open_run_has_no_picture_yet():
    with pytest.raises(ValueError) as error:
        figures.of_run(run_of(main(), closed=False))

    assert str(error.value) == (
        "This run has no picture yet, because it is still open: "
        "ask for the picture after the `with record()` block."
    )


def test_an_empty_run_has_no_picture():
    with pytest.raises(ValueError) as error:
        figures.of_run(run_of())

    assert str(error.value) == (
        "This run has no picture, because no process was recorded in it: "
        "use a run that came from a `with record() as run:` block."
    )


def test_the_picture_is_ten_inches_wide():
    assert figures.of_run(wide(3)).get_size_inches()[0] == 10


def test_the_picture_is_higher_with_more_lanes():
    heights = [figures.of_run(wide(lanes)).get_size_inches()[1] for lanes in (2, 5, 20, 64)]

    assert sorted(set(heights)) == heights


def test_a_thread_draws_the_same_picture():
    found = []
    thread = Thread(target=lambda: found.append(png.of_figure(figures.of_run(crowd()))))
    thread.start()
    thread.join()

    assert [png.of_figure(figures.of_run(crowd()))] == found


def test_drawing_leaves_pyplot_alone():
    plt = pytest.importorskip("matplotlib.pyplot")
    png.of_figure(figures.of_run(crowd()))

    assert plt.get_fignums() == []


def test_the_users_settings_leave_the_picture_alone():
    expected = png.of_figure(figures.of_run(crowd()))
    theirs = {"figure.facecolor": "black", "font.family": "serif", "text.color": "red"}
    theirs |= {"font.size": 30, "lines.linewidth": 5, "patch.linewidth": 5, "figure.dpi": 20}
    with matplotlib.rc_context(theirs):
        actual = png.of_figure(figures.of_run(crowd()))

    assert expected == actual


def test_equal_runs_give_equal_bytes():
    assert png.of_figure(figures.of_run(wide(8))) == png.of_figure(figures.of_run(wide(8)))


def test_a_png_tells_its_width_on_the_page():
    data, width = png.of_figure(figures.of_run(wide(3)))

    assert (960, 960 * png.SHARPNESS) == (width, Image.open(io.BytesIO(data)).width)


def test_a_png_holds_its_run_and_no_date_and_no_software():
    figure = figures.of_run(crowd())
    data, _ = png.of_figure(figure)
    held = Image.open(io.BytesIO(data)).info

    assert {"run": figure.story, "transparency": 0} == held


def test_what_is_white_is_transparent_and_nothing_else_is():
    data, _ = png.of_figure(figures.of_run(crowd()))
    colours = Image.open(io.BytesIO(data)).convert("RGBA").getcolors(1 << 20)
    white = (255, 255, 255)

    assert {white: {0}} == {tuple(c[:3]): {c[3]} for _, c in colours if c[:3] == white}
    assert {255} == {c[3] for _, c in colours if c[:3] != white}


def test_a_typical_png_is_small():
    run = run_of(
        main(waits=[Wait(0.003, 0.099, "child 1.join()")]),
        child(marks=[Mark(0.07, "hello, Ada")]),
        messages=[message(0, 0, 1), message(1, 1, 0, received=0.08)],
    )

    assert len(png.of_figure(figures.of_run(run))[0]) <= 25_000


def test_plain_areas_keep_their_exact_colour():
    data, _ = png.of_figure(figures.of_run(wide(6)))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    found = {colors.to_hex(np.array(colour) / 255) for _, colour in image.getcolors(1 << 20)}

    assert {colour.lower() for colour in (PARENT, *PROCESS_COLOURS)} - found == set()


def test_a_figure_keeps_its_own_resolution():
    figure = Figure((2, 1), dpi=50)
    canvas = figure.canvas
    png.of_figure(figure)

    assert (figure.dpi, figure.canvas) == (50, canvas)


def test_any_figure_is_shown_in_its_own_size():
    assert png.of_figure(Figure((2, 1), dpi=50))[1] == 192


@pytest.mark.parametrize("look", ["figure", "level", "way"])
def test_what_the_font_does_not_have_puts_no_warning_above_the_picture(look):
    fox = "🦊 漢 \x1b"
    parts = {"marks": [Mark(0.01, fox)], "waits": [Wait(0.02, 0.08, f"{fox}.get()")]}
    parts |= {"holds": [Hold(0.01, 0.06, fox)], "error": fox, "stand": Stand(fox, fox, 3, fox, fox)}
    lanes = [lane(fox, **parts), child(1, error=f"{fox}: {fox}")]
    run = run_of(*lanes, messages=[Message(fox, fox, 0, 0.01, 1, 0.03, pickled=0.02)])
    drawn = {"figure": run, "level": run.depth(fox), "way": run.way(fox)}[look].figure()
    data, _ = png.of_figure(drawn)  # a warning is an error in these tests
    assert data.startswith(b"\x89PNG")
