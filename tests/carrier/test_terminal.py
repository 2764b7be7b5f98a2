"""The phone in the terminal, with its lines piped in."""

import pytest
from click.testing import CliRunner

from carrier import Call, hears
from carrier.phone_client import PhoneClient
from carrier.terminal import phone
from carrier.voice.state import Handlers, Target
from tests.carrier.scripted import BASE, CALLER, HOTLINE

GREETING = (
    '<Gather input="dtmf speech" action="/turn" actionOnEmptyResult="true">'
    '<Say voice="Polly.Vicki-Neural" language="de-DE">Guten Tag.</Say></Gather>'
)


def turn(form: dict[str, str]) -> str:
    said = form.get("SpeechResult") or form.get("Digits") or "nichts"
    return "<Say>Tschüss.</Say>" if said == "Ende" else GREETING.replace("Guten Tag.", f"Gehört: {said}.")


@pytest.fixture
def run(app, net, hotline):
    app.answers |= {
        "/voice": GREETING,
        "/turn": turn,
        "/sms": lambda form: f"<Message>Zu {form['Body']}</Message>",
    }
    with net.serve() as serving:

        def run(typed: str, *options: str):
            arguments = ["--carrier", serving.url, "--from", CALLER, *options]
            return CliRunner().invoke(phone, arguments, input=typed)

        yield run


def test_a_transcript_of_a_call_can_be_recorded(run):
    result = run('Wo ist mein Paket?\n4711#\n\n"12\nEnde\nnie gesagt\n')
    assert result.output.splitlines() == [
        "Calling +493023125000 from +4915228817386 …",
        "Hotline [Vicki-Neural, de-DE]: Guten Tag.",
        "You: Wo ist mein Paket?",
        "Hotline [Vicki-Neural, de-DE]: Gehört: Wo ist mein Paket?.",
        "You press: 4711#",
        "Hotline [Vicki-Neural, de-DE]: Gehört: 4711.",
        "(silence)",
        "Hotline [Vicki-Neural, de-DE]: Gehört: nichts.",
        "You: 12",
        "Hotline [Vicki-Neural, de-DE]: Gehört: 12.",
        "You: Ende",
        "Hotline [man, en-US]: Tschüss.",
        "(call completed)",
    ]


def test_the_end_of_the_input_hangs_up(run, net):
    result = run("Hallo\n")
    assert result.output.endswith("(you hang up)\n")
    assert next(iter(net.calls.values())).status == "completed"


def test_the_number_can_be_withheld(run, app):
    run("", "--from", "-")
    assert app.asked_for("/voice")[0]["From"] == "anonymous"


def test_a_text_that_arrives_during_the_call_is_shown_and_an_older_one_is_not(run, net, monkeypatch):
    net.phone(CALLER).text("Hallo", HOTLINE)
    arrived = iter([[], [{"text": "Ihr Code ist 123456"}]])
    read = PhoneClient.new_messages

    def news(client):
        return read(client) + next(arrived, [])

    monkeypatch.setattr(PhoneClient, "new_messages", news)
    assert run("eins\nzwei\n").output.splitlines()[2:] == [
        "Text message: Ihr Code ist 123456",
        "You: eins",
        "Hotline [Vicki-Neural, de-DE]: Gehört: eins.",
        "You: zwei",
        "Hotline [Vicki-Neural, de-DE]: Gehört: zwei.",
        "(you hang up)",
    ]


def ring(app, net) -> Call:
    """The application calls the phone, which waits for its owner's word."""
    app.answers["/expert"] = '<Gather action="/accept" numDigits="1"><Say>Annehmen mit der 1.</Say></Gather>'
    app.answers["/accept"] = '<Dial><Conference endConferenceOnExit="true">r</Conference></Dial>'
    net.phone(CALLER).behaviour = "ask"
    net.place_call(HOTLINE, CALLER, Handlers(Target(f"{BASE}/expert")))
    net.settle()
    return net.phone(CALLER).call


def test_a_call_from_the_hotline_is_answered_and_people_talk(run, app, net):
    expert = ring(app, net)
    app.answers["/voice"] = "<Dial><Conference>r</Conference></Dial>"
    caller = net.call("+4917139200042", HOTLINE)
    assert run("\n1\nGuten Tag, Weber.\n", "--answer").output.splitlines() == [
        f"Waiting for calls to {CALLER}; Ctrl-C ends it.",
        "The phone rings. Enter answers, n declines.",
        "Hotline [man, en-US]: Annehmen mit der 1.",
        "You press: 1",
        "(in a conference)",
        "(connected: what you type is heard by the others)",
        "You: Guten Tag, Weber.",
        "(you hang up)",
    ]
    assert [heard.text for heard in caller.heard if heard.kind == "person"] == ["Guten Tag, Weber."]
    assert (expert.status, caller.status) == ("completed", "completed")


def test_what_another_person_says_is_shown_as_such(run, app, net):
    ring(app, net)
    app.answers["/voice"] = '<Dial><Conference participantLabel="Erika">r</Conference></Dial>'
    caller = net.call("+4917139200042", HOTLINE)
    # Answers as soon as it hears a person, as somebody at another phone would.
    caller.follow([hears("Hallo", say="Ja, hallo?", after=0)])
    assert "Person [Erika]: Ja, hallo?" in run("\n1\nHallo\n\n", "--answer").output


def test_a_call_is_declined(run, app, net):
    expert = ring(app, net)
    assert run("n\n", "--answer").output.endswith("(call busy)\n")
    assert expert.status == "busy"


def test_messages_are_exchanged(run):
    assert run("Hallo\nNoch da?\n", "--sms").output.splitlines()[1:] == [
        "You: Hallo", "Hotline: Zu Hallo", "You: Noch da?", "Hotline: Zu Noch da?"]  # fmt: skip


def test_what_the_carrier_had_to_object_to_is_shown(run, app):
    app.answers["/voice"] = "<Oops/><Gather/>"
    assert "(carrier: 12200: <Oops> may not stand inside <Response>)" in run("").output


def test_without_a_carrier_it_says_so():
    result = CliRunner().invoke(phone, ["--carrier", "http://127.0.0.1:1"])
    assert result.exit_code == 1
    assert "no carrier at http://127.0.0.1:1" in result.output
