"""A port that is kept for a program is given to nobody else."""

import socket

import pytest

from loket.config.ports import LOCAL, is_free, kept_free


def test_a_program_listens_on_the_port_that_was_kept_for_it() -> None:
    with kept_free() as port, socket.create_server((LOCAL, port)) as program:
        with socket.create_connection((LOCAL, port)) as caller:
            heard, _ = program.accept()
            heard.sendall(b"here")
            heard.close()
            assert caller.recv(4) == b"here"
        assert not is_free(port)


def test_two_that_are_kept_at_once_are_never_the_same() -> None:
    with kept_free() as first, kept_free() as second:
        assert first != second


def test_nobody_is_given_a_port_that_is_kept() -> None:
    with kept_free() as port, socket.socket() as other:
        with pytest.raises(OSError, match="in use"):
            other.bind((LOCAL, port))
        with socket.create_server((LOCAL, 0)) as server:
            assert server.getsockname()[1] != port


def test_the_port_is_free_again_afterwards() -> None:
    with kept_free() as port:
        pass

    with socket.create_server((LOCAL, port)) as program:
        assert program.getsockname()[1] == port
