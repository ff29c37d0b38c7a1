"""What a picture is drawn with stands out from a white page, and from the ground of a dark theme.

The ratios are those of WCAG 2.2: "Contrast (Minimum)" for texts, "Non-text Contrast" for marks.
"""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.show import palette
from helpers.show.palette import BAND, BIRTHS, GREY, INK, LOOKS, PALE, PARENT, VEIL

WHITE, NIGHT = np.ones(3), np.full(3, 0x11 / 255)  # JupyterLab's grounds, light and dark
TEXT, MARK, FILL = 4.5, 3, 1.3
HUES = {to_rgb(each) for each in (*palette.PROCESS_COLOURS, *(hue for hue, *_ in palette.STYLES))}
HUES |= {to_rgb(each) for each in (palette.GREEN, palette.VERMILLION, PARENT, BIRTHS, GREY, INK)}

STYLE = (Path(palette.__file__).parent / "replay.css").read_text(encoding="utf-8")
LAB = (Path(palette.__file__).parent / "lab.css").read_text(encoding="utf-8")
# Filter Effects Module Level 1, "The <hue-rotate()> function", for half a circle.
LUMA = np.array([0.213, 0.715, 0.072])
STEPS = {
    "invert": lambda colour, share: share + (1 - 2 * share) * colour,
    "hue-rotate": lambda colour, _: 2 * (LUMA @ colour) - colour,
    "brightness": lambda colour, factor: factor * colour,
}


def in_the_dark(colour):
    """What a dark theme makes of a colour, by the filter of the style."""
    [steps] = re.findall(r"filter: (invert.*);", STYLE)
    for name, number in re.findall(r"([a-z-]+)\(([\d.]+)", steps):
        colour = np.clip(STEPS[name](np.asarray(colour), float(number)), 0, 1)
    return colour


def luminance(colour):
    colour = np.asarray(colour)
    low, high = colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4
    return np.where(colour <= 0.04045, low, high) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def too_faint(colours, least):
    """{theme: {colour: its contrast}} of those that stand out less than they should."""
    shown = {"light": (WHITE, np.asarray), "dark": (NIGHT, in_the_dark)}
    return {
        theme: {
            tuple(colour): round(float(found), 2)
            for colour in colours
            if (found := contrast(see(colour), ground)) < least
        }
        for theme, (ground, see) in shown.items()
    }


def pale(colour, part_of_it):
    return part_of_it * np.array(colour) + (1 - part_of_it) * WHITE


NOTHING = {"light": {}, "dark": {}}


def test_every_colour_of_marks_and_lines_stands_out():
    assert NOTHING == too_faint(HUES, MARK)


def test_every_text_stands_out():
    inks = [to_rgb(look["color"]) for name, look in LOOKS.items() if name != "reversed"]
    assert NOTHING == too_faint(inks, TEXT)


@pytest.mark.parametrize("part", [1 - VEIL, BAND])
def test_every_pale_fill_stands_out(part):
    assert NOTHING == too_faint([to_rgb(PALE), *(pale(hue, part) for hue in HUES)], FILL)


def test_the_lab_is_drawn_with_the_colours_of_the_palette():
    ours = {one for one in vars(palette).values() if isinstance(one, str) and one[0] == "#"}
    found = set(re.findall(r"#[0-9A-Fa-f]{6}", LAB))
    assert set(palette.PROCESS_COLOURS) <= found
    assert set() == found - ours


def test_each_worker_of_the_lab_has_the_colour_of_its_process():
    [first] = re.findall(r"\.lab-strip b \{[^}]*solid (#\w+)", LAB)
    others = re.findall(r'\[data-worker="(\d)"\] b \{\s*border-color: (#\w+)', LAB)
    assert dict(enumerate(palette.PROCESS_COLOURS)) == {
        0: first,
        **{int(number): colour for number, colour in others},
    }


def test_texts_stand_out_from_the_pale_fills_that_they_stand_on():
    for see in (np.asarray, in_the_dark):
        found = [contrast(see(to_rgb(INK)), see(pale(hue, 1 - VEIL))) for hue in HUES]
        assert min(found) >= TEXT
