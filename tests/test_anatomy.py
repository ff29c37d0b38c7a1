"""Messages taken apart: the parts, the words, and what is no message."""

import os
import pickle
from multiprocessing import Pipe

import pytest

from helpers import dissect
from helpers.measure.anatomy import Anatomy


def framed(body):
    return len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize("thing", [None, 1.5, "tea", ["tea", 2], {"a": [()]}, bytes(300)])
def test_the_parts_together_are_the_message(thing):
    raw = framed(pickle.dumps(thing))
    assert raw == b"".join(part.data for part in dissect(raw).parts)


def test_a_pickle_is_taken_apart_into_its_operations():
    expected = [("length", 11), ("PROTO", 2), ("BINUNICODE", "tea"), ("STOP", None)]
    raw = framed(b"\x80\x02X\x03\0\0\0tea.")
    assert expected == [(part.name, part.value) for part in dissect(raw).parts]


@pytest.mark.parametrize("body", [b"tea", b"\x80", b"\x80tea.", b"tea.", b"\x80\x04."])
def test_bytes_that_are_no_pickle_stay_together(body):
    shown = dissect(framed(body)).parts[1:]
    assert body == b"".join(part.data for part in shown)


@pytest.mark.skipif(os.name == "nt", reason="a pipe of Windows is no file")
def test_what_lies_in_a_pipe_is_a_message():
    reader, writer = Pipe(duplex=False)
    with reader, writer:
        writer.send_bytes(b"tea")
        assert ["length", "bytes"] == [
            part.name for part in dissect(os.read(reader.fileno(), 100)).parts
        ]


class Loud:
    def __reduce__(self):
        return pytest.fail, ("it was unpickled",)


def test_nothing_is_unpickled():
    assert "REDUCE" in dissect(framed(pickle.dumps(Loud()))).words()


@pytest.mark.parametrize("raw", [b"", b"\0\0", b"\0\0\0\5tea", b"\0\0\0\1tea"])
def test_what_is_not_one_whole_message_is_refused(raw):
    with pytest.raises(ValueError, match=rf"These {len(raw)} bytes are not one whole message: "):
        dissect(raw)


def test_a_pickle_in_words():
    assert (
        "A message of 15 bytes. The first 4 are 00, 00, 00, 0b: 11.\n"
        "The other 11 are a pickle: PROTO, BINUNICODE 'tea', STOP.\n"
        "measured here: this Python writes pickles of protocol 2"
    ) == dissect(framed(b"\x80\x02X\x03\0\0\0tea.")).words()


def test_plain_bytes_in_words():
    assert (
        "A message of 7 bytes. The first 4 are 00, 00, 00, 03: 3.\n"
        "The other 3 are what was sent, unchanged."
    ) == dissect(framed(b"tea")).words()


def test_an_empty_message_in_words():
    assert (
        "A message of 4 bytes. The first 4 are 00, 00, 00, 00: 0.\n"
        "Nothing follows: the message is empty."
    ) == dissect(framed(b"")).words()


def test_the_protocol_is_no_part_of_what_is_compared():
    """Python 3.14 writes protocol 5, older ones 4."""
    older, newer = (
        dissect(framed(pickle.dumps(["tea", 2], protocol))).words().splitlines()[:-1]
        for protocol in (4, 5)
    )
    assert older == newer


def test_a_dissected_message_is_an_anatomy():
    assert Anatomy is type(dissect(framed(b"")))
