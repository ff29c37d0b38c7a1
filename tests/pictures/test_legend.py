"""A picture explains what is new in its notebook, and nothing else."""

import pytest
from drawn import child, main, message, run_of

from helpers.runs.lane import Hold, Span, Wait
from helpers.show import figures, legend


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch):
    monkeypatch.setattr(legend, "_explained", {})


@pytest.fixture
def cell(monkeypatch):
    """Sets the source of the cell that runs."""
    return lambda source: monkeypatch.setattr(legend, "_this_cell", lambda: source)


def sleeping():
    return run_of(main(sleeps=[Span(0.01, 0.0105)], waits=[Wait(0.05, 0.1, "q.get()")]))


def explained(run):
    """The explanations under the picture of `run`, as it stands in a page."""
    meanings = {meaning for meaning, _ in legend.ENTRIES.values()}
    written = [text.get_text() for text in run.page_figure().axes[0].texts]
    return [text for text in written if text in meanings and written.count(text)]


def test_a_picture_explains_its_textures_in_the_order_of_the_table(cell):
    cell("run")
    assert ["computes", "waits", "sleeps"] == explained(sleeping())


def test_the_next_cell_explains_only_what_is_new(cell):
    cell("first")
    explained(sleeping())
    cell("second")
    held = sleeping()
    held.lanes[0].holds = [Hold(0.01, 0.02, "lock")]
    assert ["holds a lock"] == explained(held)


def test_a_cell_that_runs_again_explains_again(cell):
    cell("run")
    explained(sleeping())
    assert ["computes", "waits", "sleeps"] == explained(sleeping())


def test_where_nothing_is_new_the_picture_has_no_line_for_it(cell):
    cell("first")
    high = sleeping().page_figure().get_size_inches()[1]
    cell("second")
    low = sleeping().page_figure().get_size_inches()[1]
    assert low < high
    assert figures.of_run(sleeping()).get_size_inches()[1] == low


def test_entries_that_have_no_room_go_to_the_next_line():
    names = [*legend.ENTRIES]
    lines = [line for *_, line in legend.placed(names, 300.0, 11)]
    assert sorted(lines) == lines
    assert max(lines) > 0


def test_a_worker_explains_that_python_starts(cell):
    cell("run")
    assert "Python starts or ends" in explained(run_of(main(), child(1)))


@pytest.mark.parametrize("form", ["unfolded", "compare_with"])
def test_other_forms_of_a_run_explain_too(form, cell):
    cell("run")
    shown = sleeping().unfolded() if form == "unfolded" else sleeping().compare_with(sleeping())
    written = [text.get_text() for axes in shown.page_figure().axes for text in axes.texts]
    assert {"computes", "waits", "sleeps"} <= {*written}


def test_the_sign_of_a_mailbox_has_the_line_of_its_level():
    run = run_of(main(), child(1), child(2), messages=[message(1, 0, 1), message(2, 0, 2)])
    figure = figures.of_run(run, explained=lambda names: ["mailboxes"])
    lines = [
        path.vertices
        for each in figure.axes[0].collections
        if each.get_gid() == "legend"
        for path in each.get_paths()
        if len(path.vertices) == 2
    ]
    assert [True] == [line[0][1] == line[1][1] and line[0][0] < line[1][0] for line in lines]
