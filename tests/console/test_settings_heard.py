"""What is saved in the console is heard by the next caller, without a restart; what is broken is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml.error import YAMLError

from actions.store_hours import StoreForm
from actions.wiring import build
from bot.clock import FixedClock
from bot.current import look_again, use_root
from bot.errors import TuningInvalid
from bot.handover.crisis_numbers import current_numbers
from bot.handover.routing_file import house_hours
from bot.shop.knowledge import expert_hours
from bot.shop.opening_hours import is_open
from bot.understanding.delicate.flags import Flag
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.tuning import read_tuning
from bot.wiring_ground import lay_ground
from carrier.voice.call import Call
from tests.actions.caller import Caller
from tests.builders import NOW, ScriptedRasa, settings
from tests.console.settings_hall import tuned_copy
from tests.tuning.checkout import PERSON
from tests.tuning.settings_office import Office, office
from tests.virtual import VirtualHotline, virtual_hotline

CALLER = "+4915100000001"
DISCLOSURE = "Guten Tag, hier ist {company}, und Sie sprechen mit einer KI, einem Computerprogramm."


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[tuple[VirtualHotline, Office]]:
    """Running, and settings on a copy of the tuned files."""
    with office(tmp_path) as desk, virtual_hotline(tmp_path, ScriptedRasa({"unklar": CLOSE})) as running:
        use_root(desk.root)
        yield running, desk


# Half sure, and nothing else near.
CLOSE = [("order_status", 0.55), ("order_cancel", 0.3)]


def heard(call: Call) -> str:
    return " ".join(utterance.text for utterance in call.heard)


def begun(hotline: VirtualHotline) -> Call:
    call = hotline.network.call(CALLER, hotline.number)
    hotline.network.settle()
    return call


def test_a_prompt_is_heard_on_the_next_call_and_taken_back_on_the_one_after(
    hotline: tuple[VirtualHotline, Office],
) -> None:
    running, desk = hotline
    assert "einem Computerprogramm, einer KI" in heard(begun(running))
    change = desk.saved("prompts", "disclosure", de__voice=DISCLOSURE)
    assert "mit einer KI, einem Computerprogramm" in heard(begun(running))
    desk.desk.undo(change, PERSON)
    assert "einem Computerprogramm, einer KI" in heard(begun(running))


def test_a_broken_file_keeps_the_last_good_sentence(hotline: tuple[VirtualHotline, Office]) -> None:
    running, desk = hotline
    desk.saved("prompts", "disclosure", de__voice=DISCLOSURE)
    assert "mit einer KI, einem Computerprogramm" in heard(begun(running))
    (desk.root / "bot/phrases/de.yml").write_text("disclosure: [", "utf-8")
    look_again()
    assert "mit einer KI, einem Computerprogramm" in heard(begun(running))


def test_a_threshold_counts_in_the_middle_of_a_call(hotline: tuple[VirtualHotline, Office]) -> None:
    running, desk = hotline
    call = begun(running)
    desk.saved("thresholds", sure="0.8", guess="0.8")
    call.say("unklar")
    running.network.settle()
    assert "Meinten Sie" in heard(call)


def test_speech_hints_go_out_with_the_next_question(hotline: tuple[VirtualHotline, Office]) -> None:
    running, desk = hotline
    desk.saved("hints", "any", de="Gartenbank")
    call = begun(running)
    assert "Gartenbank" in call.hints
    assert "Retoure" not in call.hints


def test_hours_count_for_the_next_promise(hotline: tuple[VirtualHotline, Office]) -> None:
    running, desk = hotline
    general, skills, now = expert_hours(), house_hours(), running.clock.now()
    assert is_open(general, now)
    desk.saved("hours", week__mon="14-18")
    assert not is_open(general, now)
    assert not skills.open_now("care", now)
    desk.saved("skill_hours", "fraud", own="1", week__mon="8-18")
    assert skills.open_now("fraud", now)


def crisis(text: str, language: str) -> tuple[Flag, ...]:
    """A gate that hears nothing but the worst."""
    return (Flag("crisis", "acute", text, "cue", 0.99),)


def test_crisis_numbers_are_told_as_they_were_last_confirmed(tmp_path: Path) -> None:
    with office(tmp_path) as desk, virtual_hotline(tmp_path, gate=crisis) as running:
        use_root(desk.root)
        desk.saved("crisis", DE__talk="116 123, 0800 111 0 111", confirmed="1")
        call = begun(running)
        call.say("ich kann nicht mehr")
        running.network.settle()
        assert "hört Ihnen jemand zu: eins eins sechs, eins zwo drei," in heard(call)
        assert current_numbers().fault() is None
        (desk.root / "data/crisis_numbers.yml").write_text("verified_on: never\n", "utf-8")
        look_again()
        again = begun(running)
        again.say("ich kann nicht mehr")
        running.network.settle()
        assert "hört Ihnen jemand zu: eins eins sechs, eins zwo drei," in heard(again)
        assert current_numbers().fault()


def test_the_action_server_tells_a_stores_new_hours(tmp_path: Path) -> None:
    with office(tmp_path) as desk:
        environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/office.db", "TUNING_DIR": str(desk.root)}
        caller = Caller(StoreForm, replace(build(environ), clock=FixedClock(NOW)))
        assert "[[time:10:00]]" in caller.says("store_hours_location", "wann hat Köln auf").text
        desk.saved("stores", "STORE-KOELN", week__mon="11:30-19")
        assert "[[time:11:30]]" in caller.says("store_hours_location", "wann hat Köln auf").text


def test_the_gate_in_use_goes_by_the_new_limits(tmp_path: Path) -> None:
    with office(tmp_path) as desk:
        tuning = read_tuning()
        gate = Gate(tuning.cues, None, tuning.limits)
        desk.saved("gate", anger__asked="0.4")
        assert gate._limits["anger"].asked == 0.4
        assert tuning.situations["anger"].limits.asked == 0.4


@pytest.mark.parametrize("file", ["data/thresholds.yml", "data/crisis_numbers.yml", "bot/phrases/en.yml"])
def test_a_file_nobody_can_read_stops_the_start(tmp_path: Path, file: str) -> None:
    root = tuned_copy(tmp_path)
    (root / file).write_text("neither: [a list", "utf-8")
    try:
        with pytest.raises((YAMLError, TuningInvalid)):
            lay_ground(settings(TUNING_DIR=str(root), DATABASE_URL="sqlite://"), FixedClock(NOW))
    finally:
        use_root(None)
