"""Whole threads through the carrier, in virtual time: bot, expert, bot again, and nothing said twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.staff_alerts import StaffAlerts
from bot.conversation.record import Record
from bot.handover.cases import Cases
from bot.handover.experts import Experts
from bot.handover.routing_file import load_routing
from bot.handover.takeover import Takeover
from bot.handover.thread_errors import AlreadyTaken, NotYours
from bot.shop.knowledge import load_knowledge
from bot.understanding.delicate.flags import Flag
from bot.wiring_threads import Messages, ThreadSide, build_threads
from carrier.phone import Phone
from tests.builders import NOW, ScriptedRasa, said, sure
from tests.virtual import HOTLINE, VirtualHotline, virtual_hotline

CUSTOMER, BOSS = "+491713920001", "+4915112340000"
MACHINE = "Hier antwortet ein Computerprogramm (KI) von Muster & Co.:"
AGAIN = "Ab hier antwortet wieder das Computerprogramm (KI) von Muster & Co."


def gate(text: str, language: str) -> tuple[Flag, ...]:
    """Knows one sentence."""
    return (Flag("crisis", "clear", text, "cue", 1.0),) if text == "ich kann nicht mehr" else ()


class House:
    """A hotline with desks: the customer's phone, and what experts do."""

    def __init__(self, hotline: VirtualHotline) -> None:
        self.hotline = hotline
        self.phone: Phone = hotline.network.phone(CUSTOMER)
        self.side = self._built()
        hotline.network.every(1, lambda: self.side.watch.work())

    @property
    def desk(self) -> Takeover:
        return self.side.takeover

    def restart(self) -> None:
        """The process dies and comes back."""
        self.hotline.restart()
        self.side = self._built()

    def text(self, body: str) -> list[str]:
        """What the customer is answered at once."""
        return [message.body for message in self.phone.text(body, HOTLINE)]

    def inbox(self) -> list[str]:
        """Everything the customer ever got, after a moment for the outbox."""
        self.hotline.network.run_for(2)
        return [message.body for message in self.phone.inbox]

    def wait(self) -> dict[str, Any]:
        """The newest wait."""
        return self.hotline.rows("SELECT * FROM waits ORDER BY entered_at DESC LIMIT 1")[0]

    def heard(self) -> list[str]:
        """Everything the customer wrote, as recorded."""
        rows = self.hotline.rows("SELECT heard FROM turns WHERE heard IS NOT NULL ORDER BY number")
        return [row["heard"] for row in rows]

    def _built(self) -> ThreadSide:
        hotline, parts = self.hotline, self.hotline.parts
        alert = StaffAlerts(parts.outbox, Experts(hotline.engine), parts.phrases)
        services = vars(parts.threads)["_services"]
        cases = Cases(hotline.engine, Record(hotline.engine))
        routing = load_routing(load_knowledge().experts)
        return build_threads(
            hotline.engine, cases, services, routing, Messages(parts.outbox.worker.wake, alert)
        )


@contextmanager
def opened(folder: Path, start: datetime = NOW) -> Iterator[House]:
    """A house at some time of the day; every complaint of the carrier is a failure."""
    rasa = ScriptedRasa({"zwei tassen bitte": sure("order_status")})
    with virtual_hotline(folder, rasa, gate, start) as hotline:
        made = House(hotline)
        yield made
        assert hotline.network.violations == []


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_from_the_bot_to_an_expert_and_back_into_the_order(house: House) -> None:
    anna, ben = house.hotline.hire("anna", "+4915110000001"), house.hotline.hire("ben", "+4915110000002")
    rasa = house.hotline.rasa
    rasa.answers = [said("An welche Postleitzahl?", expecting="postcode", form="order_form")]
    assert house.text("zwei tassen bitte") == [f"{MACHINE} An welche Postleitzahl?"]
    (connected,) = house.text("MITARBEITER")
    assert "Ein Mensch liest hier mit" in connected

    wait_id = house.wait()["id"]
    talk_id = house.desk.take(wait_id, anna)
    with pytest.raises(AlreadyTaken):
        house.desk.take(wait_id, ben)
    house.desk.send(anna, talk_id, "Guten Tag, Anna hier. Welche Farbe?", "k1")
    assert house.inbox()[-1] == "Guten Tag, Anna hier. Welche Farbe?"
    assert house.text("blau bitte") == []
    house.restart()
    assert house.text("oder doch rot") == []
    with pytest.raises(NotYours):
        house.desk.send(ben, talk_id, "Ich auch", "k2")
    assert house.desk.send(anna, talk_id, "Guten Tag, Anna hier. Welche Farbe?", "k1")

    rasa.answers = [said("An welche Postleitzahl?", expecting="postcode"), said("Geht nach Köln.")]
    house.desk.hand_back(anna, talk_id, "go_on")
    assert house.inbox()[-1] == f"{AGAIN} An welche Postleitzahl?"
    assert house.text("50667") == ["Geht nach Köln."]

    assert len(house.inbox()) == 5
    assert house.heard() == ["zwei tassen bitte", "MITARBEITER", "blau bitte", "oder doch rot", "50667"]
    assert house.wait()["outcome"] == "handed_back"


def test_a_reply_owed_when_the_process_dies_arrives_once(house: House) -> None:
    anna = house.hotline.hire("anna", "+4915110000001")
    house.text("MITARBEITER")
    talk_id = house.desk.take(house.wait()["id"], anna)
    house.desk.send(anna, talk_id, "Guten Tag", "k1")
    house.restart()
    house.restart()
    assert house.inbox().count("Guten Tag") == 1
    house.hotline.network.run_for(60)
    assert house.inbox().count("Guten Tag") == 1


def test_a_repeated_webhook_changes_nothing_beside_the_expert(house: House) -> None:
    anna = house.hotline.hire("anna", "+4915110000001")
    house.text("MITARBEITER")
    house.desk.take(house.wait()["id"], anna)
    house.text("hallo")
    before = house.inbox()
    incoming = [one for one in house.hotline.network.post_office.exchanges if one.url.endswith("/twilio/sms")]
    assert len(incoming) == 2
    for exchange in incoming:
        house.hotline.network.repeat(exchange)
    assert house.inbox() == before
    assert house.heard() == ["MITARBEITER", "hallo"]


def test_the_gate_looks_on_beside_the_expert_and_alerts_the_supervisor(house: House) -> None:
    anna = house.hotline.hire("anna", "+4915110000001")
    house.hotline.hire("lea", BOSS, role="lead", status="off")
    house.text("MITARBEITER")
    house.desk.take(house.wait()["id"], anna)
    assert house.text("ich kann nicht mehr") == []
    house.hotline.network.run_for(30)
    house.restart()
    house.hotline.network.run_for(30)
    alerts = [message.body for message in house.hotline.network.phone(BOSS).inbox]
    assert len(alerts) == 1
    assert "P0" in alerts[0]


def test_closing_time_and_the_morning_after(tmp_path: Path) -> None:
    with opened(tmp_path, NOW.replace(hour=17, minute=57)) as house:
        anna = house.hotline.hire("anna", "+4915110000001")
        house.text("MITARBEITER")
        house.hotline.network.run_for(240)
        assert "ab Di., 24.11., 08:00 Uhr" in house.inbox()[-1]
        house.restart()
        house.hotline.network.run_for(60)
        assert len(house.inbox()) == 2
        house.hotline.network.advance(14 * 3600 + 300)
        talk_id = house.desk.take(house.wait()["id"], anna)
        house.desk.send(anna, talk_id, "Guten Morgen", "k1")
        assert house.inbox()[-1] == "Guten Morgen"
        assert house.text("danke") == []
        house.desk.close(anna, talk_id)
        assert len(house.inbox()) == 3
