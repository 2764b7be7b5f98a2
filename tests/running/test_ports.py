"""Ports are chosen so that nothing else is in the way."""

import socket

from bot.running import ports


def test_the_preferred_port_is_used_where_it_is_free() -> None:
    port = ports.free_port()
    assert ports.choose(port) == port


def test_another_port_is_used_where_the_preferred_one_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        chosen = ports.choose(taken)
        assert chosen != taken
        assert ports.is_free(chosen)
        assert not ports.is_free(taken)


def test_a_port_whose_last_connection_is_fading_away_counts_as_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    assert ports.is_free(port)
