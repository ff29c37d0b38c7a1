"""Small notebooks whose pace is wrong, and the sentence that a rule says of it."""

import sample
from broken_forms import breaks, says
from nbformat.v4 import new_code_cell, new_markdown_cell


def closer(source, folded=True):
    cell = new_markdown_cell(source, id="cell-closer")
    if folded:
        cell.metadata["jp-MarkdownHeadingCollapsed"] = True
    return cell


@breaks("cell 1: the time is not “5 minutes.”; `make refresh` writes it")
def no_minutes(nb):
    nb.cells[0].source = nb.cells[0].source.replace("5 minutes", "a while")


@breaks("the core path takes 46.8 minutes, the limit is 45")
def a_long_core_path(nb):
    nb.cells[5].source = "quiz('01')"
    nb.cells[7:7] = [new_code_cell("quiz('01')", execution_count=1) for _ in range(14)]
    sample.number_in_order(nb.cells)
    sample.timed(nb)


@breaks("cell 8: it is not folded")
def a_closer_look_that_is_not_folded(nb):
    nb.cells.insert(7, closer("## Look closer: what it left\n\nNothing.", folded=False))
    sample.timed(nb)


@breaks("cell 3: it is folded, and no closer look")
def a_folded_section_of_the_core(nb):
    nb.cells[2].metadata["jp-MarkdownHeadingCollapsed"] = True


@breaks("cell 8: a section to look closer begins inside of it")
def a_closer_look_that_begins_inside_a_cell(nb):
    nb.cells.insert(7, closer("So it ends.\n\n## Look closer: what it left", folded=False))
    sample.timed(nb)


@breaks("the section 'A second greeting' stands after what is folded")
def a_core_after_a_closer_look(nb):
    nb.cells.insert(7, closer("## Look closer: what it left\n\nNothing."))
    nb.cells.insert(8, new_markdown_cell("## A second greeting", id="cell-core"))
    sample.timed(nb)


@breaks("cell 3: a prediction that nobody can click")
def a_prediction_as_text(nb):
    says(nb, "**Predict:** which of them ends first?")


@breaks("cell 3: a task without “What you should see”")
def a_task_without_an_answer(nb):
    says(nb, "\n**Change it:** start two.\n\n**Break it:** start none.")
    sample.timed(nb)
