"""Two runs in one picture, and a run without a fold."""

import pytest
from drawn import child, main, run_of

from helpers.runs.lane import Mark, Wait


def broken():
    return run_of(main(marks=[Mark(0.05, "3 of 5")]))


def mended():
    return run_of(main(marks=[Mark(0.15, "5 of 5")]), length=0.2)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def end_of_bars(axes):
    bars = next(artist for artist in axes.collections if artist.get_gid() == "bars")
    return max(path.vertices[:, 0].max() for path in bars.get_paths())


def test_both_stand_below_each_other_under_their_names():
    upper, lower = broken().compare_with(mended(), ("broken", "mended")).figure().axes
    assert ("broken", "mended") == (texts(upper)[0], texts(lower)[0])
    assert ("3 of 5" in texts(upper), "5 of 5" in texts(lower)) == (True, True)
    assert upper.get_position().y0 == pytest.approx(lower.get_position().y1)


def test_they_share_one_axis():
    upper, lower = broken().compare_with(mended()).figure().axes
    assert end_of_bars(upper) < end_of_bars(lower)


def test_the_words_are_those_of_both():
    run, other = broken(), mended()
    assert f"a\n{run.words()}\n\nb\n{other.words()}" == run.compare_with(other, ("a", "b")).words()


def test_an_open_run_cannot_be_compared():
    with pytest.raises(ValueError, match="still open"):
        broken().compare_with(run_of(main(), closed=False)).figure()


def test_an_unfolded_run_is_drawn_from_its_start_to_its_end():
    run = run_of(main(waits=[Wait(0, 0.1, "child 1.join()")]), child(1, ready=0.085))
    torn = [c.get_gid() for c in run.figure().axes[0].collections].count("tears")
    whole = [c.get_gid() for c in run.unfolded().figure().axes[0].collections].count("tears")
    assert (1, 0) == (torn, whole)
    assert run.words() == run.unfolded().words()
