"""People in a room through the carrier's REST interface: held, muted, told something, or gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.channels.carrier_rest import make_client
from bot.channels.conference_rest import CarrierRooms
from bot.errors import CallGone, CarrierUnavailable
from bot.handover.conference import BRIEF, NoRooms, Seat
from carrier import Call, Network, VirtualClock, WsgiTransport
from tests.carrier.scripted import ACCOUNT, BASE, CALLER, HOTLINE, TOKEN, ScriptedApp

EXPERT = "+4915228895456"
ROOM = "<Dial action='/after'><Conference waitUrl=''>room-1</Conference></Dial>"


@dataclass
class Talk:
    """Two people in room-1 of a simulated carrier."""

    net: Network
    app: ScriptedApp
    rooms: CarrierRooms
    caller: Call
    expert: Call

    def seat(self, call: Call) -> Seat:
        return Seat("room-1", call.sid)

    def asked(self, path: str) -> list[dict[str, str]]:
        return [dict(form) for form in self.app.asked_for(path)]


@pytest.fixture
def talk() -> Iterator[Talk]:
    page = "<Say>Moment.</Say><Pause length='15'/>"
    answers = {"/voice": ROOM, "/after": "<Gather/>", "/twilio/voice/hold": page}
    app = ScriptedApp({**answers, "/twilio/voice/played/brief": "<Say>Kurz.</Say>"})
    clock = VirtualClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    net = Network(ACCOUNT, TOKEN, clock, transport=WsgiTransport(app.wsgi()), seed=7)
    hotline = net.number(HOTLINE, voice_url=f"{BASE}/voice")
    with net.serve() as served:
        rooms = CarrierRooms(make_client(ACCOUNT, TOKEN, served.url, 5), BASE)
        yield Talk(net, app, rooms, net.call(CALLER, hotline), net.call(EXPERT, hotline))


def heard(call: Call) -> list[str]:
    return [one.text for one in call.heard]


def test_on_hold_with_our_words_and_back(talk: Talk) -> None:
    talk.rooms.hold(talk.seat(talk.caller), "x1")
    talk.net.run_for(3)
    assert heard(talk.caller) == ["Moment."]
    (asked,) = talk.asked("/twilio/voice/hold")
    assert asked["CallSid"] == talk.caller.sid
    talk.expert.say("Hört das jemand?")
    assert heard(talk.caller) == ["Moment."]
    talk.rooms.resume(talk.seat(talk.caller))
    talk.expert.say("Da bin ich wieder.")
    assert heard(talk.caller)[-1] == "Da bin ich wieder."


def test_muted_and_heard_again(talk: Talk) -> None:
    talk.rooms.mute(talk.seat(talk.expert), True)
    talk.expert.say("Psst.")
    talk.rooms.mute(talk.seat(talk.expert), False)
    talk.expert.say("Hallo.")
    assert heard(talk.caller) == ["Hallo."]


def test_one_alone_is_played_something(talk: Talk) -> None:
    talk.rooms.play(talk.seat(talk.expert), BRIEF, "x1")
    talk.net.run_for(3)
    assert (heard(talk.expert), heard(talk.caller)) == (["Kurz."], [])


def test_who_ends_the_talk_is_changed(talk: Talk) -> None:
    talk.rooms.ends_with(talk.seat(talk.expert), True)
    talk.expert.hang_up()
    assert talk.caller.in_conference is None


def test_after_the_room_was_left_the_one_going_on_is_meant(talk: Talk) -> None:
    for call in (talk.caller, talk.expert):
        call.hang_up()
    talk.app.answers["/voice"] = ROOM
    later = talk.net.call("+491713920007", HOTLINE)
    talk.rooms.mute(talk.seat(later), True)
    assert talk.net.conferences[-1].participants[0].muted


def test_who_is_not_in_the_room_is_gone(talk: Talk) -> None:
    for seat in (Seat("room-2", talk.caller.sid), Seat("room-1", "CA" + "0" * 32)):
        with pytest.raises(CallGone):
            talk.rooms.resume(seat)
    for call in (talk.caller, talk.expert):
        call.hang_up()
    with pytest.raises(CallGone):
        talk.rooms.mute(talk.seat(talk.caller), True)


@pytest.mark.parametrize("deed", ["conferences.list", "participants.update"])
@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_a_carrier_that_refuses_is_unavailable(talk: Talk, deed: str, status: int) -> None:
    talk.net.rest_faults.refuse(deed, status=status)
    with pytest.raises(CarrierUnavailable) as why:
        talk.rooms.mute(talk.seat(talk.expert), True)
    assert not isinstance(why.value, CallGone)


def test_without_conferences_nothing_can_be_done() -> None:
    seat, rooms = Seat("room-1", "CA1"), NoRooms()
    for deed in (
        lambda: rooms.mute(seat, True),
        lambda: rooms.hold(seat, "x1"),
        lambda: rooms.resume(seat),
        lambda: rooms.play(seat, BRIEF, "x1"),
        lambda: rooms.ends_with(seat, True),
    ):
        with pytest.raises(CarrierUnavailable):
            deed()
