"""What the explorers say of the experiment that they have run."""

from multiprocessing import active_children

import pytest

from helpers import explore
from helpers.course.explorers import chapter_05, explorer
from helpers.course.explorers.explorer import Explorer


@pytest.fixture
def one_worker(monkeypatch):
    """The explorer of chapter 5 with one worker whose tasks are all bad, as `care` has it."""
    monkeypatch.setattr(chapter_05, "SHORT", 30)
    explorer = explore.unfinished_tasks()
    monkeypatch.setattr(chapter_05, "SHORT", 1)

    def run(care):
        values = {"workers": 1, "work": 1, "chance": 100, "care": care}
        return explorer.experiment(**values)[1]

    return run


def test_an_explorer_says_how_to_use_it():
    explorer = Explorer("A thing", lambda: ([], "done"), {})
    assert "Explorer: A thing. Run the cell to use it." == repr(explorer)


def test_a_notebook_keeps_the_first_picture_and_says_under_it_what_it_is(new_kernel):
    code = """from matplotlib.figure import Figure
from helpers.course.explorers.explorer import Explorer
Explorer("A thing", lambda: ([Figure((2, 1)), Figure((3, 1))], "done"), {})"""
    with new_kernel() as kernel:
        client, message = kernel.client, kernel.start(code)
        contents = []
        while not contents or contents[-1].get("execution_state") != "idle":
            received = client.get_iopub_msg(timeout=60)
            if received["parent_header"].get("msg_id") == message:
                contents.append(received["content"])
    picture, words = [content for content in contents if "transient" in content]
    assert (
        "the picture of its first run:",
        {"width": 192, "alt": "A picture of what the explorer shows before it is moved"},
    ) == (
        picture["data"]["text/plain"],
        picture["metadata"]["image/png"],
    )
    assert "Explorer: A thing. Run the cell to use it." == words["data"]["text/plain"]


def test_an_explorer_that_was_stopped_at_once_has_no_picture_to_keep(monkeypatch):
    def stopped():
        raise KeyboardInterrupt

    shown = []
    monkeypatch.setattr(explorer, "show_png", lambda *_: shown.append("a picture"))
    monkeypatch.setattr(explorer, "display", lambda data, raw: shown.append(data["text/plain"]))
    Explorer("A thing", stopped, {})._ipython_display_()
    assert ["Explorer: A thing. Run the cell to use it."] == shown


def test_bad_tasks_that_nobody_counts_stay_unfinished(one_worker):
    assert "join() never came back: 10 left." == one_worker("nothing").splitlines()[1]


def test_bad_tasks_that_are_caught_and_counted_stop_nobody(one_worker, monkeypatch):
    monkeypatch.setattr(chapter_05, "SHORT", 30)
    assert [
        "10 tasks, 10 of them bad; 1 worker, 0 of them died.",
        "join() came back.",
    ] == one_worker("except and finally").splitlines()


def test_the_explorer_of_queues_runs_again_when_a_control_moves():
    explorer = explore.queues()
    before = explorer.words.value
    explorer.controls["maxsize"].value = 1
    said = explorer.words.value
    assert (True, True) == (
        "24 messages from 2 to 2, no maxsize" in before,
        "24 messages from 2 to 2, at most 1 in the queue" in said,
    )
    assert "At most 1 in the queue at once" in said
    assert 2 == len(explorer.pictures.children)
    assert [] == active_children()
