"""A watched connection works as before, and both of its ends are told apart."""

import pickle
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

import pytest
import scenes

from helpers import record, watch


def test_a_watched_connection_is_a_connection_and_its_bytes_are_unchanged():
    plain = Pipe()
    plain[0].send({"a": 1})
    expected = plain[1].recv_bytes()
    ours, theirs = watch(Pipe(), "pipe")
    assert isinstance(ours, Connection)
    ours.send({"a": 1})
    assert expected == theirs.recv_bytes()


def test_the_methods_of_a_watched_connection_work_as_before():
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        ours.send_bytes(b"abcdef", 1, 3)
        assert theirs.poll(10)
        assert b"bcd" == theirs.recv_bytes(10)
        ours.send_bytes(b"xy")
        buffer = bytearray(4)
        assert 2 == theirs.recv_bytes_into(buffer, 1)
        assert b"\0xy\0" == bytes(buffer)
        with ours:
            pass
        assert ours.closed
        with pytest.raises(EOFError):
            theirs.recv()
    assert 2 == len(run.messages)


def test_a_message_that_cannot_be_sent_is_no_message():
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        with pytest.raises((pickle.PicklingError, AttributeError)):
            ours.send(lambda: None)
        ours.send(1)
        theirs.recv()
    assert [("1", 0)] == [(message.label, message.receiver) for message in run.messages]


def test_a_connection_can_be_sent_through_a_connection():
    ours, theirs = Pipe()
    inner = watch(Pipe(), "inner")
    ours.send(inner[0])
    received = theirs.recv()
    received.send("hello")
    assert ("hello", "inner") == (inner[1].recv(), received.watched)


def test_those_who_ask_at_the_two_ends_of_a_pipe_are_told_apart(start_method):
    with record() as run:
        ours, theirs = watch(Pipe(), "pipe")
        p = Process(target=scenes.echo, args=(theirs,), name="child")
        p.start()
        ours.send("hello")
        ours.recv()
        p.join()
    assert [[0], [1]] == sorted(run.receivers["pipe"])
