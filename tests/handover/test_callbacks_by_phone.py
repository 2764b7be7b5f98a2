"""Call backs on simulated phones, in virtual time: who rings when, who hears what, and how it ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.record import Record
from bot.handover.cases import Cases, Window
from bot.handover.promises import Promises
from bot.wiring_callbacks import Customers, build_callbacks
from carrier import Owner, connected, hears, talk, then
from carrier.voice.call import Call
from carrier.voice.transcript import Utterance
from tests.builders import NOW, conversation
from tests.handover.hall import PHRASES
from tests.handover.recall import CUSTOMER, hours, look
from tests.virtual import HOTLINE, VirtualHotline, virtual_hotline

EXPERT = "+4915228895456"
DUE = NOW + timedelta(minutes=30)
TAKES_IT = (hears("Annehmen", press="1"),)


@dataclass
class Office:
    """A hotline with one expert, and one customer to be called back in a minute."""

    hotline: VirtualHotline
    back: Any

    def customer(self, *script: Any, **does: Any) -> None:
        """What the customer does when the phone rings."""
        self.hotline.network.phone(CUSTOMER).owner = Owner(script=script, **does)

    def run(self, seconds: float) -> None:
        """Time passes."""
        self.hotline.network.run_for(seconds)

    def call(self) -> Call:
        """The latest call to the customer."""
        return self.hotline.network.phone(CUSTOMER).call

    def rang(self) -> list[datetime]:
        """When the customer's phone rang."""
        return [call.state.created_at for call in self.hotline.network.phone(CUSTOMER).calls]

    def heard(self, call: Call) -> list[Utterance]:
        """All that was said to somebody by us."""
        return [one for one in call.heard if one.kind != "person"]

    def promise(self) -> dict[str, Any]:
        """What became of it."""
        (row,) = self.hotline.rows("SELECT outcome, attempts FROM promises ORDER BY id LIMIT 1")
        return row

    def expert_heard(self) -> str:
        """Everything we said on the expert's phone."""
        return " ".join(one.text for one in self.hotline.network.phone(EXPERT).call.heard)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with virtual_hotline(tmp_path, start=DUE - timedelta(seconds=5)) as hotline:
        hotline.hire("eva", EXPERT)
        talks = (connected(say="Weber, guten Tag."), talk(20))
        hotline.network.phone(EXPERT).owner = Owner(after=3, script=(*TAKES_IT, *talks))
        _promise(hotline)
        office = Office(hotline, _callbacks(hotline))
        hotline.network.every(1, lambda: office.back.watch.work(hotline.clock.now()))
        yield office
        assert hotline.network.violations == []


def _promise(hotline: VirtualHotline) -> None:
    record = Record(hotline.engine)
    cases, talk = Cases(hotline.engine, record), conversation(caller=CUSTOMER, call_sid="CAEARLIER")
    record.begin(talk)
    case = cases.open(talk, "callback", "asked_for_callback", {"wish": "order_status"}, NOW)
    cases.promise(case.id, talk, "callback", Window(DUE, DUE + timedelta(hours=2)), CUSTOMER)
    record.end(talk, "caller_hung_up", NOW)


def _callbacks(hotline: VirtualHotline) -> Any:
    """As the hotline wires them; until it does, beside it on the same parts."""
    if hasattr(hotline.parts, "callbacks"):
        return hotline.parts.callbacks
    record, side = Record(hotline.engine), hotline.parts.experts
    from bot.channels.carrier_rest import CALL_TIMEOUT_S, CarrierCalls, make_client
    from bot.channels.voice.lines import CarrierLines
    from bot.wiring_experts import House
    from tests.virtual import ACCOUNT, BASE, TOKEN

    client = make_client(ACCOUNT, TOKEN, hotline.settings.twilio_api_base_url, CALL_TIMEOUT_S)
    calls = CarrierCalls(client, HOTLINE)
    house = House(hotline.engine, calls, CarrierLines(calls, BASE), PHRASES, hotline.clock, BASE)
    promises, cases = Promises(hotline.engine, record), Cases(hotline.engine, record)
    customers = Customers(promises, cases, hours(), look, hotline.parts.outbox.put, HOTLINE)
    back = build_callbacks(house, side, customers)
    side.line._fetch["callback"] = back.rings.fetch  # type: ignore[index]
    hotline.web.app.register_blueprint(back.blueprint)
    return back


def test_a_whole_call_back_from_the_experts_phone_to_the_last_word(office: Office) -> None:
    office.customer(
        hears("Passt es gerade", say="ja, passt"),
        connected(say="Hallo Frau Weber."),
        talk(10),
        then(hang_up=True),
    )
    office.run(120)
    expert, customer = office.hotline.network.phone(EXPERT).call, office.call()
    assert expert.state.answered_at is not None
    assert customer.state.created_at > expert.state.answered_at
    assert "Ich rufe jetzt an." in office.expert_heard()
    first = office.heard(customer)[0]
    assert first.text.startswith("Guten Tag, hier spricht ein Computerprogramm, eine KI, von")
    assert (first.at - customer.state.answered_at).total_seconds() <= 2
    assert not any(one.kind == "play" for one in customer.heard)
    assert "Weber, guten Tag." in [one.text for one in customer.heard if one.kind == "person"]
    assert "Hallo Frau Weber." in office.expert_heard()
    assert (office.promise(), customer.status) == ({"outcome": "kept", "attempts": 1}, "completed")
    (wait,) = office.hotline.rows("SELECT outcome FROM waits")
    assert wait == {"outcome": "talked"}


def test_who_is_at_the_worst_moment_is_left_within_eight_seconds(office: Office) -> None:
    office.customer(hears("Passt es gerade", say="Nein, mein Vater liegt gerade im Sterben"))
    office.run(90)
    customer = office.call()
    assert (customer.status, office.heard(customer)[-1].text) == (
        "completed",
        "Das tut mir leid. Ich störe nicht weiter. Alles Gute.",
    )
    spoken_at = office.heard(customer)[-1].at
    assert customer.state.ended_at is not None
    assert (customer.state.ended_at - spoken_at).total_seconds() <= 8
    assert office.promise()["outcome"] == "cancelled"
    assert "Es soll nicht angerufen werden." in office.expert_heard()
    assert office.hotline.network.phone(EXPERT).call.over


def test_another_time_is_settled_in_one_turn_and_the_expert_is_free_meanwhile(office: Office) -> None:
    office.customer(hears("Passt es gerade", say="nein, gerade nicht"), hears("Passt es am", say="ja gut"))
    office.run(90)
    assert "wir rufen Sie am" in office.heard(office.call())[-1].text
    assert "Ich vereinbare einen anderen Zeitpunkt." in office.expert_heard()
    assert office.hotline.rows("SELECT outcome FROM promises ORDER BY id") == [
        {"outcome": "kept"},
        {"outcome": "open"},
    ]


def test_a_machine_hears_the_message_after_its_beep(office: Office) -> None:
    office.hotline.network.phone(CUSTOMER).answered_by = "machine"
    office.customer()
    office.run(90)
    customer = office.call()
    assert "mit Ihrem gewünschten Rückruf" in office.heard(customer)[-1].text
    assert (customer.status, office.promise()) == ("completed", {"outcome": "open", "attempts": 1})
    assert "Dort ist nur eine Mailbox." in office.expert_heard()


def test_an_engaged_line_is_tried_again_after_five_minutes_and_no_earlier(office: Office) -> None:
    office.customer(does="busy")
    office.run(420)
    first, second = office.rang()
    assert timedelta(minutes=5) <= second - first <= timedelta(minutes=6)
    assert office.promise() == {"outcome": "open", "attempts": 2}


def test_a_phone_that_rings_in_vain_frees_the_expert_and_is_left_alone(office: Office) -> None:
    office.customer(does="no-answer")
    office.run(420)
    assert len(office.rang()) == 1
    assert "Niemand hat abgenommen." in office.expert_heard()
    (expert,) = office.hotline.rows("SELECT status FROM staff")
    assert expert == {"status": "free"}


def test_an_expert_lost_while_it_rings_does_not_leave_the_customer_alone(office: Office) -> None:
    def expert(call: Call) -> Owner:
        again = len(office.hotline.network.phone(EXPERT).calls) > 1
        after = (
            (connected(say="Weber, guten Tag."),) if again else (hears("Ich rufe jetzt an", hang_up=True),)
        )
        return Owner(after=2, script=(*TAKES_IT, *after))

    office.hotline.network.phone(EXPERT).owner = expert
    office.customer(hears("Passt es gerade", say="ja"), connected(say="Endlich."), after=6)
    office.run(200)
    assert len(office.rang()) == 1
    assert "Endlich." in office.expert_heard()
