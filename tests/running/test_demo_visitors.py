"""Made-up callers and writers say what they have to say, answer what they are asked, and leave."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.running.demo_visitors import ByText, OnThePhone, answer_to
from bot.running.demo_weeks import Story, Visit
from tests.builders import NOW, ScriptedRasa, said, sure
from tests.virtual import VirtualHotline, virtual_hotline

ANSWERS = {"Bestellnummer": "WM-104823", "Postleitzahl": "10115"}
WISH = "wo bleibt mein paket"


def visit(channel: str = "voice", waits: float = 0, lines: tuple[str, ...] = (WISH,)) -> Visit:
    story = Story("status", channel, "de", 1, "none", (lines,), waits)
    return Visit(NOW + timedelta(minutes=1), story, "+491760400001", lines, 3, ANSWERS)


def rasa() -> ScriptedRasa:
    asks = said("Wie lautet Ihre Bestellnummer?", expecting="order_number")
    return ScriptedRasa({WISH: sure("order_status")}, [asks, said("Es kommt morgen.", done="order_status")])


def heard(hotline: VirtualHotline) -> list[str]:
    rows = hotline.rows("SELECT heard FROM turns WHERE heard IS NOT NULL ORDER BY id")
    return [row["heard"] for row in rows]


def test_a_caller_says_the_wish_the_number_and_goodbye(tmp_path: Path) -> None:
    with virtual_hotline(tmp_path, rasa()) as hotline:
        hotline.network.patient = True
        caller = OnThePhone(hotline.network, hotline.number, visit())
        caller.begin()
        hotline.network.run_for(240)
        assert caller.over
        assert heard(hotline)[:2] == [WISH, "WM-104823"]
        assert len(heard(hotline)) == 3
        (row,) = hotline.rows("SELECT owner FROM conversations")
        assert row["owner"] == "closed"


def test_who_waits_for_a_person_waits_so_long_and_no_longer(tmp_path: Path) -> None:
    with virtual_hotline(tmp_path) as hotline:
        hotline.hire("ada", "+491511111111")
        hotline.network.phone("+491511111111").behaviour = "no-answer"
        hotline.network.patient = True
        caller = OnThePhone(hotline.network, hotline.number, visit(waits=60, lines=("Mitarbeiter",)))
        caller.begin()
        hotline.network.run_for(50)
        assert not caller.over
        hotline.network.run_for(250)
        assert caller.over
        assert hotline.rows("SELECT 1 FROM waits")


def test_a_writer_answers_what_is_asked_and_is_done(tmp_path: Path) -> None:
    with virtual_hotline(tmp_path, rasa()) as hotline:
        writer = ByText(hotline.network, hotline.number, visit("sms"))
        writer.begin()
        hotline.network.run_for(900)
        assert writer.over
        assert heard(hotline) == [WISH, "WM-104823"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Wie lautet Ihre Bestellnummer?", "WM-104823"),
        ("Ihre Bestellnummer habe ich. Und die Postleitzahl?", "10115"),
        ("Kann ich sonst noch etwas für Sie tun?", None),
    ],
)
def test_what_is_asked_for_last_is_answered(question: str, answer: str | None) -> None:
    assert answer_to(question, ANSWERS) == answer
