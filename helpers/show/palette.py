"""Every colour and every style of the pictures."""

__all__ = [
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
    "VERMILLION",
    "WHITE",
]

# Okabe and Ito, "Color Universal Design" (2008): told apart with any kind of colour vision.
BLUE, ORANGE, PURPLE, SKY = "#0072B2", "#E69F00", "#CC79A7", "#56B4E9"
YELLOW, GREEN, VERMILLION, BLACK = "#F0E442", "#009E73", "#D55E00", "#000000"
INK, GREY, WHITE = "#222222", "#666666", "#FFFFFF"
PALE = "#D9D9D9"  # what lies behind the data of a plot
BIRTHS = "#BBBBBB"  # the lines from parents to children

DASHED = (0, (3, 2))

# Vermilion is an error or a deadline, green a success, and nothing else.
PARENT = "#A6A6A6"  # the process of the notebook
PROCESS_COLOURS = [BLUE, ORANGE, PURPLE, SKY, YELLOW]  # of as many workers; of more, all are blue

# What is compared in a plot, each with a shape and a line of its own. Without yellow, which as a
# line is too pale for a projector.
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
