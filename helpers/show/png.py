"""A figure of matplotlib as the PNG of a page."""

import io
import warnings

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngInfo

__all__ = ["DPI", "of_figure"]

CSS_PIXELS = 96  # per inch
SHARPNESS = 1.5  # pixels of the PNG for each CSS pixel
DPI = CSS_PIXELS * SHARPNESS
COLOURS = 16  # so that a pixel takes half a byte
COMPRESSION = 8  # 9 takes twice as long, for 3 % fewer bytes


def of_figure(figure) -> tuple[bytes, int]:
    """`figure` as a PNG, and the width in CSS pixels at which to show it.

    The PNG has more than one pixel for each CSS pixel, to be crisp on a HiDPI screen, and few
    colours, to be small. What is white is transparent, so the picture stands on the page's own
    ground. It holds no date and no software, so that equal figures give equal bytes. What a figure
    has as its `story`, it carries in a chunk iTXt with its `keyword`: "run" (see `show/story.py`)
    or "lab" (see `steps/story.py`).

    Example: `data, width = png.of_figure(run.figure())`
    """
    dpi, canvas = figure.dpi, figure.canvas
    try:
        figure.dpi = DPI
        drawn = FigureCanvasAgg(figure)
        with warnings.catch_warnings():
            # What the font does not have is a box in the picture, and stands in the words as it is.
            warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from", UserWarning)
            drawn.draw()
        pixels = np.array(drawn.buffer_rgba())
    finally:
        figure.dpi = dpi
        figure.set_canvas(canvas)
    file = io.BytesIO()
    carried = PngInfo()
    if story := getattr(figure, "story", ""):
        carried.add_itxt(figure.keyword, story, zip=True)
    _with_few_colours(pixels).save(file, "PNG", bits=4, compress_level=COMPRESSION, pnginfo=carried)
    return file.getvalue(), round(pixels.shape[1] / SHARPNESS)


def _with_few_colours(pixels):
    # Pillow's own palettes are averages, which leaves blotches on plain areas. This one takes
    # colours of the picture as they are, each time the one whose absence would be seen most.
    numbers = pixels.view("<u4")[:, :, 0] & 0xFFFFFF
    found, counts = np.unique(numbers, return_counts=True)
    colours = (found[:, None] >> (0, 8, 16) & 255).astype(np.int32)
    chosen, nearest = [counts.argmax()], np.zeros(len(colours), dtype=np.uint8)
    error = ((colours - colours[chosen[0]]) ** 2).sum(axis=1)
    while len(chosen) < COLOURS and error.any():
        chosen.append((error * counts).argmax())
        distance = ((colours - colours[chosen[-1]]) ** 2).sum(axis=1)
        nearest[distance < error] = len(chosen) - 1
        error = np.minimum(error, distance)
    lookup = np.zeros(1 << 24, dtype=np.uint8)
    lookup[found] = nearest
    few = Image.fromarray(lookup[numbers], "P")
    few.putpalette(colours[chosen].astype(np.uint8).tobytes())
    few.info["transparency"] = bytes(
        0 if colour == (255, 255, 255) else 255 for colour in map(tuple, colours[chosen])
    )
    return few
