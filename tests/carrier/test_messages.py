"""Text messages: in, out, refused, undelivered, opted out."""

import pytest
from flask import Response

from carrier import NotPossible
from carrier.sms.segments import segments
from tests.carrier.scripted import BASE, CALLER


@pytest.fixture
def phone(net):
    return net.phone(CALLER)


def test_a_message_reaches_the_application_with_its_facts(app, phone, hotline):
    app.answers["/sms"] = ""
    assert phone.text("Hallo ä", hotline) == []
    (form,) = app.asked_for("/sms")
    assert (form["Body"], form["From"], form["To"], form["NumMedia"]) == (
        "Hallo ä",
        CALLER,
        str(hotline),
        "0",
    )
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert form["MessageSid"].startswith("SM")
    assert (form["SmsStatus"], form["NumSegments"], form["FromCountry"], form["FromCity"]) == (
        "received",
        "1",
        "DE",
        "",
    )


def test_the_answer_arrives_on_the_phone_and_is_reported(app, phone, hotline):
    app.answers["/sms"] = "<Message>Guten Tag</Message>"
    (reply,) = phone.text("Hallo", hotline)
    assert (reply.body, reply.status, reply.direction) == ("Guten Tag", "delivered", "outbound-reply")
    assert [form["MessageStatus"] for form in app.asked_for("/sms-status")] == ["sent", "delivered"]
    assert phone.inbox == [reply]


def test_bodies_several_messages_and_own_callbacks(app, phone, hotline):
    app.answers |= {
        "/sms": '<Message statusCallback="/mine"><Body>Eins</Body></Message><Message>Zwei</Message>',
        "/mine": "",
    }
    assert [message.body for message in phone.text("Hallo", hotline)] == ["Eins", "Zwei"]
    assert (len(app.asked_for("/mine")), len(app.asked_for("/sms-status"))) == (2, 2)


def test_pictures_are_announced_by_address(app, phone, hotline):
    app.answers["/sms"] = ""
    phone.text("", hotline, media=2)
    (form,) = app.asked_for("/sms")
    assert form["NumMedia"] == "2"
    assert form["MessageSid"].startswith("MM")
    assert form["MediaContentType1"] == "image/jpeg"
    assert form["MediaUrl0"] != form["MediaUrl1"]


def test_a_redirect_is_followed(app, phone, hotline):
    app.answers |= {"/sms": "<Redirect>/other</Redirect>", "/other": "<Message>Da</Message>"}
    assert phone.text("Hallo", hotline)[0].body == "Da"


def test_a_failing_application_sends_nothing(app, net, phone, hotline):
    app.answers["/sms"] = Response("", 500)
    assert phone.text("Hallo", hotline) == []
    assert net.violations[0].text.startswith("11200")


def test_the_fallback_answers_for_it(app, phone, hotline):
    hotline.sms_fallback_url = f"{BASE}/fallback"
    app.answers |= {"/sms": "<Response>", "/fallback": "<Message>Später</Message>"}
    assert phone.text("Hallo", hotline)[0].body == "Später"
    assert app.asked_for("/fallback")[0]["ErrorCode"] == "12100"


def test_an_unreachable_phone_gets_nothing(app, net, phone, hotline):
    net.sms_options.unreachable(CALLER)
    app.answers["/sms"] = "<Message>Guten Tag</Message>"
    (reply,) = phone.text("Hallo", hotline)
    assert (reply.status, reply.error_code) == ("undelivered", 30003)
    last = app.asked_for("/sms-status")[-1]
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30003")


def test_stop_is_confirmed_and_later_answers_are_refused(app, net, phone, hotline):
    app.answers["/sms"] = "<Message>Guten Tag</Message>"
    (confirmation,) = phone.text(" stop ", hotline)
    assert "unsubscribed" in confirmation.body
    assert "21610" in net.violations[-1].text
    assert phone.text("Hallo", hotline) == []
    assert "re-subscribed" in phone.text("START", hotline)[-1].body
    assert phone.text("Hallo", hotline)[0].body == "Guten Tag"


@pytest.mark.parametrize("body", ["Stop please", "STOPP", "Abmelden", "nonstop"])
def test_other_words_are_left_to_the_application(app, phone, hotline, body):
    app.answers["/sms"] = "<Message>Ihre Sache</Message>"
    assert [message.body for message in phone.text(body, hotline)] == ["Ihre Sache"]


def test_keywords_can_be_left_to_the_application(app, net, phone, hotline):
    net.sms_options.keywords = False
    app.answers["/sms"] = "<Message>Abgemeldet</Message>"
    assert [message.body for message in phone.text("STOP", hotline)] == ["Abgemeldet"]


def test_a_message_is_at_most_1600_characters_long(app, net, phone, hotline):
    with pytest.raises(NotPossible):
        phone.text("x" * 1601, hotline)
    app.answers["/sms"] = f"<Message>{'x' * 1601}</Message>"
    assert phone.text("Hallo", hotline) == []
    assert "21617" in net.violations[-1].text


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("ä" * 160, 1), ("ä" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
     ("„Hallo“", 1), ("–" * 70, 1), ("–" * 71, 2), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_segments_are_counted_as_carriers_do(text, count):
    assert segments(text) == count
