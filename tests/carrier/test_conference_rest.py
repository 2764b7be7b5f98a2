"""Conferences and their participants through Twilio's own client."""

from collections.abc import Iterator

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.carrier.rest_client import client_at
from tests.carrier.scripted import BASE, CALLER

EXPERT = "+4915228895456"
EVENTS = "join leave mute hold modify end"
ROOM = (
    '<Dial action="/after"><Conference {}statusCallback="/room" statusCallbackEvent="'
    + EVENTS
    + '">r1</Conference></Dial>'
)


@pytest.fixture
def client(net, hotline) -> Iterator[Client]:
    with net.serve() as serving:
        yield client_at(serving.url)


@pytest.fixture
def pair(app, net, hotline):
    app.answers |= {"/voice": ROOM.format('participantLabel="kunde" '), "/after": "<Gather/>", "/room": ""}
    caller = net.call(CALLER, hotline)
    app.answers["/voice"] = ROOM.format("")
    return caller, net.call(EXPERT, hotline)


def told(app) -> list[str]:
    return [form["StatusCallbackEvent"] for form in app.asked_for("/room")]


def test_a_conference_is_found_by_its_name_and_state(client, net, pair):
    (found,) = client.conferences.list(friendly_name="r1", status="in-progress", limit=5)
    assert (found.sid, found.friendly_name, found.status) == (net.conferences[0].sid, "r1", "in-progress")
    assert client.conferences.list(status="completed", limit=5) == []
    assert client.conferences("r1").fetch().sid == found.sid


def test_its_participants_are_listed(client, net, pair):
    caller, expert = pair
    found = client.conferences(net.conferences[0].sid).participants.list(limit=5)
    assert [each.call_sid for each in found] == [expert.sid, caller.sid]
    assert (found[1].label, found[1].muted, found[1].status) == ("kunde", False, "connected")
    assert client.conferences("r1").participants("kunde").fetch().call_sid == caller.sid


def test_a_participant_is_muted_and_unmuted(app, client, net, pair):
    caller, expert = pair
    participant = client.conferences("r1").participants(caller.sid)
    assert participant.update(muted=True).muted
    caller.say("Hallo?")
    assert "Hallo?" not in [heard.text for heard in expert.heard]
    participant.update(muted=False)
    caller.say("Hallo?")
    assert expert.heard[-1].text == "Hallo?"
    assert told(app)[2:] == ["participant-mute", "participant-unmute"]


def test_who_is_on_hold_hears_nothing(client, net, pair):
    caller, expert = pair
    client.conferences("r1").participants(caller.sid).update(hold=True)
    expert.say("Kollege, hilf mir.")
    assert "Kollege, hilf mir." not in [heard.text for heard in caller.heard]


def test_a_third_may_coach_one_of_them(app, client, net, hotline, pair):
    caller, expert = pair
    coach = net.call("+4917139200042", hotline)
    client.conferences("r1").participants(coach.sid).update(coaching=True, call_sid_to_coach=expert.sid)
    coach.say("Biete den Umtausch an.")
    assert expert.heard[-1].text == "Biete den Umtausch an."
    assert caller.heard[-1].kind != "person"


def test_who_is_taken_out_goes_on_with_the_action(app, client, net, pair):
    caller, expert = pair
    assert client.conferences("r1").participants(caller.sid).delete()
    net.settle()
    assert (caller.in_conference, caller.over, expert.in_conference) == (None, False, "r1")
    assert app.asked_for("/after")[0]["CallSid"] == caller.sid


def test_ending_a_conference_hangs_up_on_everybody(app, client, net, pair):
    ended = client.conferences(net.conferences[0].sid).update(status="completed")
    assert (ended.status, ended.reason_conference_ended) == ("completed", "conference-ended-via-api")
    net.settle()
    assert [call.status for call in pair] == ["completed", "completed"]
    assert told(app)[-1] == "conference-end"


def test_whether_leaving_ends_it_can_be_changed(client, net, pair):
    caller, expert = pair
    client.conferences("r1").participants(expert.sid).update(end_conference_on_exit=True)
    expert.hang_up()
    assert caller.in_conference is None


def test_a_call_sent_elsewhere_leaves_its_conference(app, client, net, pair):
    caller, expert = pair
    client.calls(caller.sid).update(twiml="<Response><Gather/></Response>")
    net.settle()
    assert (caller.in_conference, net.conferences[0].calls) == (None, [expert.sid])
    assert told(app)[-1] == "participant-leave"
    assert app.asked_for("/after") == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda client: client.conferences("nothing").fetch(),
        lambda client: client.conferences("r1").participants("nobody").update(muted=True),
    ],
)
def test_what_is_not_there_is_not_found(client, pair, deed):
    with pytest.raises(TwilioRestException) as caught:
        deed(client)
    assert (caught.value.status, caught.value.code) == (404, 20404)


# --- what one of them hears alone ---


def words(call) -> list[str]:
    return [heard.text for heard in call.heard if heard.kind in ("say", "music")]


def test_who_is_on_hold_hears_the_application_s_words_again_and_again(app, client, net, pair):
    caller, _ = pair
    waits = '<Say language="de-DE">Einen Moment.</Say><Pause length="15"/><Redirect>/hold?n=2</Redirect>'
    app.answers |= {"/hold": waits}
    before = len(words(caller))
    client.conferences("r1").participants(caller.sid).update(
        hold=True, hold_url=f"{BASE}/hold", hold_method="POST"
    )
    net.run_for(40)
    assert words(caller)[before:] == ["Einen Moment."] * 3
    (first, *_) = app.asked_for("/hold")
    assert (first["CallSid"], first["FriendlyName"]) == (caller.sid, "r1")
    client.conferences("r1").participants(caller.sid).update(hold=False)
    net.run_for(60)
    assert len(words(caller)) == before + 3


def test_a_second_hold_ends_what_was_played_for_the_first(app, client, net, pair):
    caller, _ = pair
    app.answers |= {f"/hold{n}": f"<Say>{n}</Say><Pause length='10'/><Redirect/>" for n in "12"}
    for n in "12":
        client.conferences("r1").participants(caller.sid).update(
            hold=True, hold_url=f"{BASE}/hold{n}", hold_method="POST"
        )
        net.run_for(3)
    net.run_for(30)
    assert set(words(caller)[-3:]) == {"2"}


def test_without_words_of_the_application_there_is_music(client, net, pair):
    caller, _ = pair
    client.conferences("r1").participants(caller.sid).update(hold=True)
    assert words(caller)[-1] == "♪ hold music"


def test_whose_conference_ends_is_not_on_hold_any_more(app, client, net, pair):
    caller, _ = pair
    app.answers |= {"/hold": "<Say>Moment</Say><Pause length='5'/><Redirect/>"}
    client.conferences("r1").participants(caller.sid).update(
        hold=True, hold_url=f"{BASE}/hold", hold_method="POST"
    )
    net.run_for(2)
    caller.hang_up()
    net.run_for(60)
    assert len(app.asked_for("/hold")) == 1


def test_an_announcement_is_heard_by_one_and_ends(app, client, net, pair):
    caller, expert = pair
    app.answers |= {"/tell": "<Say>Nur für Sie.</Say>"}
    client.conferences("r1").participants(expert.sid).update(announce_url=f"{BASE}/tell")
    net.run_for(20)
    assert words(expert)[-1] == "Nur für Sie."
    assert "Nur für Sie." not in words(caller)
    assert len(app.asked_for("/tell")) == 1


def test_words_that_lead_to_themselves_without_taking_time_are_an_error(app, client, net, pair):
    caller, _ = pair
    app.answers |= {"/hold": "<Redirect/>"}
    client.conferences("r1").participants(caller.sid).update(
        hold=True, hold_url=f"{BASE}/hold", hold_method="POST"
    )
    net.run_for(5)
    assert "takes no time" in caller.errors[-1].text


def test_what_may_not_be_played_is_passed_over_with_a_warning(app, client, net, pair):
    caller, _ = pair
    app.answers |= {"/tell": "<Gather/><Say>Doch.</Say>"}
    client.conferences("r1").participants(caller.sid).update(announce_url=f"{BASE}/tell")
    net.run_for(5)
    assert (caller.warnings[-1].code, words(caller)[-1]) == (13238, "Doch.")


def test_a_document_that_is_not_there_is_an_error_and_silence(client, net, pair):
    caller, _ = pair
    client.conferences("r1").participants(caller.sid).update(hold=True, hold_url=f"{BASE}/nothing")
    net.run_for(5)
    assert caller.errors[-1].code == 11200


def test_the_address_must_be_one(client, pair):
    caller, _ = pair
    with pytest.raises(TwilioRestException) as refused:
        client.conferences("r1").participants(caller.sid).update(announce_url="tell")
    assert refused.value.code == 21205
