"""Lines of several processes in one stream."""

import io

from bot.running.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_line_names_its_process() -> None:
    stream = io.StringIO()
    console = Console(stream)
    console.write("rasa", "loading")
    console.say("ready")
    assert stream.getvalue() == "rasa    | loading\nhotline | ready\n"


def test_on_a_terminal_each_process_keeps_a_colour_of_its_own() -> None:
    stream = Terminal()
    console = Console(stream)
    for name in ("rasa", "web", "rasa"):
        console.write(name, "up")
    first, second, third = (line.split("|")[0] for line in stream.getvalue().splitlines())
    assert first == third
    assert first.startswith("\x1b[")
    assert first.split("m")[0] != second.split("m")[0]


def test_without_a_terminal_nothing_but_text_is_written() -> None:
    stream = io.StringIO()
    Console(stream).write("rasa", "up")
    assert "\x1b" not in stream.getvalue()
