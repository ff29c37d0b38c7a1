"""Every colour and every style of the pictures."""

__all__ = [
    "BAND",
    "BIRTHS",
    "BLACK",
    "BLUE",
    "DASHED",
    "GREEN",
    "GREY",
    "INK",
    "LOOKS",
    "ORANGE",
    "PALE",
    "PARENT",
    "PROCESS_COLOURS",
    "PURPLE",
    "SKY",
    "STYLES",
    "VEIL",
    "VERMILLION",
    "WHITE",
]

# Hues of Okabe and Ito, "Color Universal Design" (2008), which are told apart with any kind of
# colour vision; the lighter ones are darkened until they stand out from white, and from black where
# a dark theme inverts them (see `replay.css`). `tests/pictures/test_contrast.py` measures all.
BLUE, ORANGE, PURPLE, SKY = "#0072B2", "#BF8400", "#CC79A7", "#3398D0"
BROWN, GREEN, VERMILLION, BLACK = "#7F6000", "#009E73", "#C45400", "#000000"
INK, GREY, WHITE = "#222222", "#666666", "#FFFFFF"
PALE = "#D4D4D4"  # what lies behind the data of a plot
BIRTHS = "#949494"  # the lines from parents to children

# How much of itself a pale fill keeps: of white over a colour, and of a colour over white.
VEIL, BAND = 0.65, 0.35

DASHED = (0, (3, 2))

# Vermilion is an error or a deadline, green a success, and nothing else.
PARENT = "#949494"  # the process of the notebook
PROCESS_COLOURS = [BLUE, ORANGE, PURPLE, SKY, BROWN]  # of as many workers; of more, all are blue

# What is compared in a plot, each with a shape and a line of its own.
STYLES = (
    (BLUE, "o", "-"),
    (ORANGE, "s", "--"),
    (PURPLE, "D", ":"),
    (SKY, "P", "--"),
    (BLACK, "X", "-."),
    (GREY, "^", "-"),
    (BLUE, "v", "--"),
)

# Of the texts in the picture of a run.
LOOKS = {
    "plain": {"color": INK},
    "title": {"color": INK, "weight": "bold"},
    "note": {"color": GREY},
    "message": {"color": INK, "style": "italic"},
    "trouble": {"color": VERMILLION, "weight": "bold"},
    "reversed": {"color": WHITE},
}
