"""Small notebooks with one thing wrong each, and the sentence that a rule says of it."""

import sample
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

CASES = {}


def breaks(*expected):
    """The decorated function breaks the sample notebook so that exactly `expected` is said."""

    def remember(function):
        CASES[function.__name__] = (function, list(expected))
        return function

    return remember


def shows(nb, text):
    nb.cells[5].outputs = [new_output("stream", name="stdout", text=text)]


def says(nb, text):
    nb.cells[2].source += f"\n{text}"


@breaks()
def nothing(nb): ...


@breaks("not valid: Additional properties are not allowed ('colour' was unexpected)")
def not_a_notebook(nb):
    nb.cells[0]["colour"] = "red"


@breaks("2 cells have the id 'cell-6'")
def two_cells_of_one_id(nb):
    nb.cells[6].id = nb.cells[5].id


@breaks("cell 1: the first cell must be prose and begin with a `# ` title")
def no_title(nb):
    nb.cells[0].source = nb.cells[0].source.replace("# ", "## ", 1)


@breaks("cell 1: **You will learn** is missing")
def no_aim(nb):
    nb.cells[0].source = nb.cells[0].source.replace("**You will learn**", "You will see")


@breaks("cell 2: the second cell must be code with `%load_ext helpers` and the imports")
def no_extension(nb):
    nb.cells[1].source = "from helpers import record"


@breaks("cell 2: something else than imports stands beside `%load_ext helpers`")
def work_among_the_imports(nb):
    nb.cells[1].source += "\nx = 1"


@breaks("cell 8: the last cell must be prose with a link onward")
def no_way_onward(nb):
    nb.cells[-1].source = nb.cells[-1].source.replace("](02_next.ipynb)", "]")


@breaks("cell 2: it was never run; `make refresh` runs it")
def unrun_notebook(nb):
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.update(execution_count=None, outputs=[])


@breaks("cell 6: it has outputs but no count; `make refresh` runs it")
def a_cell_whose_count_was_stripped(nb):
    nb.cells[5].execution_count = None


@breaks("cell 4: it was run as [3], in order it is [2]; `make refresh` runs all in order")
def out_of_order(nb):
    nb.cells[3].execution_count, nb.cells[4].execution_count = 3, 2


@breaks("cell 6: it is empty")
def an_empty_cell(nb):
    nb.cells[5].update(source="", outputs=[])


@breaks("cell 6: 26 lines, the limit is 25")
def a_long_cell(nb):
    nb.cells[5].source = "6 * 7\n" * 26


@breaks(
    "cell 6: the tag 'nbval-skip' is not one of raises-exception, nbval-ignore-output, schedule"
)
def a_tag_that_hides(nb):
    nb.cells[5].metadata["tags"] = ["nbval-skip"]


@breaks("cell 6: the comment NBVAL_IGNORE_OUTPUT steers nbval; use a tag")
def a_comment_that_hides(nb):
    nb.cells[5].source += "\n# NBVAL_IGNORE_OUTPUT"


@breaks("cell 7: it ends in an error and is not tagged raises-exception")
def an_error_that_nobody_meant(nb):
    del nb.cells[6].metadata["tags"]


@breaks("cell 6: it is tagged raises-exception and ends without one")
def an_error_that_never_came(nb):
    nb.cells[5].metadata["tags"] = ["raises-exception"]


@breaks()
def a_magic_that_refuses_its_line(nb):
    shown = new_output("stream", name="stderr", text="UsageError: choose another name.\n")
    nb.cells[6].outputs = [shown]


@breaks("1 of 5 code cells are tagged nbval-ignore-output, at most 0 may be")
def an_ignored_cell_in_a_short_notebook(nb):
    nb.cells[5].metadata["tags"] = ["nbval-ignore-output"]


@breaks("2 of 25 code cells are tagged nbval-ignore-output, at most 1 may be")
def two_ignored_cells_in_twenty_five(nb):
    nb.cells[7:7] = [new_code_cell("pass", id=f"more-{number}") for number in range(20)]
    nb.cells[0].source += " word" * 1000
    for cell in nb.cells[8:10]:
        cell.metadata["tags"] = ["nbval-ignore-output"]
    sample.number_in_order(nb.cells)
    sample.timed(nb)


@breaks("cell 6: %pip calls the shell or installs something")
def an_installation(nb):
    nb.cells[5].source = "%pip install six"


@breaks("cell 6: ! calls the shell or installs something")
def a_shell_command(nb):
    nb.cells[5].source = "files = !ls"


@breaks("cell 6: `from os import *`; name what is used")
def a_star_import(nb):
    nb.cells[5].source = "from os import *"


@breaks("cell 6: urllib.request reaches for the network")
def a_download(nb):
    nb.cells[5].source = "import urllib.request"


@breaks("cell 6: it imports numpy, which environment.yml does not name")
def an_import_that_the_environment_does_not_name(nb):
    nb.cells[5].source = "import numpy"


@breaks("cell 4: it imports pandas, which environment.yml does not name")
def the_same_in_a_workers_cell(nb):
    nb.cells[3].source += "\nimport pandas"


@breaks()
def imports_that_are_named(nb):
    nb.cells[5].source = "import greeters\nimport json\nfrom matplotlib import pyplot"


@breaks("cell 6: '12 ms' is a time that only this machine has")
def a_time(nb):
    shows(nb, "It took 12 ms.\n")


@breaks("cell 6: '3.2 seconds' is a time that only this machine has")
def a_time_in_a_table(nb):
    data = {"text/html": "<td>3.2</td> <b>seconds</b>", "text/plain": "a table"}
    nb.cells[5].outputs = [new_output("display_data", data)]


@breaks("cell 6: '12:34:56' is the hour or the day of this run")
def the_hour(nb):
    shows(nb, "Started at 12:34:56.\n")


@breaks()
def times_that_are_meant(nb):
    nb.cells[5].source = "time.sleep(0.5)"
    shows(nb, "measured here: 12 ms\nSlept 0.5 s, stopped at the deadline of 3 s.\n")


@breaks("cell 6: '/home/ada/notes.txt' is a path of this machine")
def a_machine_path(nb):
    shows(nb, "Read /home/ada/notes.txt\n")


@breaks(
    "cell 7: '~/python/queue.py:7,' is a path of this machine",
    "cell 7: its stored traceback is not that of its ZeroDivisionError",
)
def a_machine_path_in_a_traceback(nb):
    nb.cells[6].outputs[0].traceback = ["File ~/python/queue.py:7, in get()"]


@breaks("cell 7: its stored traceback is not that of its ZeroDivisionError")
def a_traceback_of_another_line(nb):
    nb.cells[6].source = "2 / 0"


@breaks()
def a_traceback_through_a_worker(nb):
    nb.cells[3].source += "\n    1 / 0"
    nb.cells[6].source = "greeters.greet()"
    head, _, end = sample.TRACEBACK.partition("----> 1 1 / 0")
    nb.cells[6].outputs[0].traceback = [
        f"{head}----> 1 greeters.greet()\n\n"
        "File greeters.py:6, in greet()\n"
        "      4 def greet():\n      5     log('hello')\n----> 6     1 / 0"
        f"{end}"
    ]


@breaks("cell 6: 'PID: 4711' looks like a process ID")
def a_process_id(nb):
    shows(nb, "PID: 4711\n")


@breaks()
def a_process_id_that_the_sanitizer_replaces(nb):
    shows(nb, "<Process name='greeter' pid=4711 parent=4700 started>, that is pid 4711\n")


@breaks("cell 5: a picture without words under it")
def a_missing_picture_caption(nb):
    nb.cells[4].outputs = [sample.picture()]


@breaks("cell 5: a picture without words under it")
def a_caption_that_says_nothing(nb):
    nb.cells[4].outputs = [sample.picture(), sample.words("<Figure size 640x480 with 1 Axes>")]


@breaks("cell 5: a picture without words under it")
def two_pictures_and_one_caption(nb):
    nb.cells[4].outputs.insert(0, sample.picture())


@breaks("cell 6: an output of 101 KB, the limit is 100")
def a_large_output(nb):
    shows(nb, "x" * 101_000)


@breaks("the file is 501 KB, the limit is 500")
def a_large_notebook(nb):
    nb.cells[5].outputs = [sample.words("x" * 99_700) for _ in range(5)]


@breaks("cell 3: the link to pictures/gone.png leads to no file of this repository")
def a_picture_that_is_not_there(nb):
    says(nb, "![a lane](pictures/gone.png)")


@breaks("cell 3: the link to ../../outside leads to no file of this repository")
def a_link_out_of_the_repository(nb):
    says(nb, '<a href="../../outside">out</a>')


@breaks("cell 3: attachment:lane.png is not attached to the cell")
def a_picture_that_is_not_attached(nb):
    says(nb, "![a lane](attachment:lane.png)")


@breaks("cell 3: #What-you-heard leads to no heading of 01_sample.ipynb")
def a_heading_that_is_not_there(nb):
    says(nb, "[there](#What-you-heard)")


@breaks("cell 3: 02_next.ipynb#Top leads to no heading of 02_next.ipynb")
def a_heading_that_another_notebook_lacks(nb):
    says(nb, "[there](02_next.ipynb#Top)")


@breaks()
def links_elsewhere_and_in_code(nb):
    says(nb, "[there](https://docs.python.org/3/#x) and `[a](b)` and <https://docs.python.org>")


@breaks("cell 3: the picture https://example.org/a.png has no alternative text")
def a_picture_that_nobody_describes(nb):
    says(nb, "![](https://example.org/a.png)")


@breaks("cell 3: an exclamation mark")
def an_exclamation(nb):
    says(nb, "Look at that!")


@breaks()
def an_exclamation_in_code(nb):
    says(nb, "Write `a != b`.\n\n```\na != b\n```\n")


@breaks('cell 3: the word "simply"')
def a_word_that_belittles(nb):
    says(nb, "Simply start it.")


@breaks("23 words of prose a code cell on average, 30 to 80 are wanted")
def too_little_prose(nb):
    nb.cells[7:7] = [new_code_cell("pass", id=f"more-{number}") for number in range(2)]
    sample.number_in_order(nb.cells)


@breaks()
def cells_that_only_ask(nb):
    asks = ['predict("01.1")', 'quiz("01")', 'check("01.1")']
    nb.cells[7:7] = [new_code_cell(ask, id=f"ask-{n}") for n, ask in enumerate(asks)]
    sample.number_in_order(nb.cells)
    sample.timed(nb)


@breaks("129 words of prose a code cell on average, 30 to 80 are wanted")
def too_much_prose(nb):
    nb.cells.insert(3, new_markdown_cell("word " * 480, id="much"))
