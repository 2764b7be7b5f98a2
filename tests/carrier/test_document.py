"""What is accepted as TwiML, what is warned of, and what Twilio would not play at all."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carrier.errors import TwimlError
from carrier.twiml.document import read_answer, read_document
from carrier.twiml.grammar import VOICE


def codes(xml: str, side: str = "voice") -> list[int]:
    return [problem.code for problem in read_document(xml.encode(), side).problems]


def refusal(body: bytes, content_type: str = "text/xml") -> int:
    with pytest.raises(TwimlError) as caught:
        read_answer(body, content_type)
    return caught.value.code


@pytest.mark.parametrize(
    "content_type", ["text/xml", "application/xml; charset=utf-8", "text/html", "TEXT/XML"]
)
def test_these_content_types_are_twiml(content_type):
    document = read_answer(
        b'<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hi</Say></Response>', content_type
    )
    assert document.verbs[0].text == "Hi"


@pytest.mark.parametrize("content_type", ["", "application/json", "image/png"])
def test_other_content_types_are_refused(content_type):
    assert refusal(b"<Response/>", content_type) == 12300


def test_plain_text_that_is_twiml_is_twiml():
    assert read_answer(b"<Response><Hangup/></Response>", "text/plain").verbs[0].name == "Hangup"


def test_64_kilobytes_are_the_most():
    assert refusal(b"<Response><Say>" + b"x" * 65536 + b"</Say></Response>") == 11750
    fits = b"<Response><!--" + b"x" * (65536 - 28) + b"--></Response>"
    assert len(fits) <= 65536
    assert read_answer(fits, "text/xml").verbs == ()


@pytest.mark.parametrize("blank", [b" ", b"\n", b"\t", b"\r\n"])
def test_nothing_may_stand_before_the_document(blank):
    assert refusal(blank + b'<?xml version="1.0"?><Response/>') == 12100
    assert refusal(blank + b"<Response/>") == 12100


@pytest.mark.parametrize(
    "body", [b"", b"<Response>", b"<Response><Say>a & b</Say></Response>", b"Hallo", b"\xff\xfe"]
)
def test_what_is_not_xml_is_refused(body):
    assert refusal(body) == 12100


def test_another_xml_version_is_refused():
    assert refusal(b'<?xml version="1.1"?><Response/>') == 12101


@pytest.mark.parametrize("root", [b"<response/>", b"<TwiML/>", b"<html/>"])
def test_the_root_is_response(root):
    assert refusal(root) == 12102


def test_entities_cannot_be_defined():
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Response><Say>&b;</Say></Response>'
    assert refusal(bomb) == 12100
    assert refusal(b"<!DOCTYPE Response><Response/>") == 12100


def test_a_bottomless_document_is_refused():
    assert refusal(b"<Response><Say>" + b"<p>" * 8000 + b"</p>" * 8000 + b"</Say></Response>") == 12100


@given(st.binary(max_size=300))
def test_no_bytes_whatever_do_more_than_fail_as_twiml(body):
    with suppress(TwimlError):
        read_document(body)


NAMES = [*sorted(VOICE), "Oops", "say"]
VALUES = st.sampled_from(["", "1", "true", "auto", "dtmf speech", "Polly.Vicki", "/a", "ä", "-1"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["input", "timeout", "voice", "loop", "action", "foo"]), VALUES)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def written(name: str, attributes: dict[str, str], inside: list[str]) -> str:
        listed = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{name}{listed}>{''.join(inside)}</{name}>"

    return st.builds(written, st.sampled_from(NAMES), ATTRIBUTES, st.lists(children, max_size=3))


@given(st.recursive(st.just("text"), element, max_leaves=12))
def test_every_tree_of_elements_is_either_understood_or_warned_of(inner):
    document = read_document(f"<Response>{inner}</Response>".encode())
    assert all(verb.name in VOICE["Response"].children for verb in document.verbs)
    assert {problem.level for problem in document.problems} <= {"warning"}


def test_an_unknown_encoding_is_refused():
    assert refusal(b'<?xml version="1.0" encoding="klingon"?><Response/>') == 12100


def test_other_encodings_are_read():
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><Response><Say>Grüße</Say></Response>'.encode(
        "latin-1"
    )
    assert read_document(body).verbs[0].text == "Grüße"


@pytest.mark.parametrize(
    "inner",
    [
        "<say>Hallo</say>", "<Speak>Hallo</Speak>", '<Say Voice="alice">a</Say>', '<Say foo="1">a</Say>',
        "<Say><Say>a</Say></Say>", "<Body>a</Body>", "Hallo", "<Hangup>now</Hangup><Pause length='x'/>",
        '<Say>a<break time="2"/></Say>', '<Say>a<say-as interpret-as="letters">b</say-as></Say>',
        '<Say xml:lang="de-DE">a</Say>', '<Dial record="yes">+49</Dial>',
        "<Enqueue workflowSid='x'>q</Enqueue>",
        "<x:Say xmlns:x='urn:x'>a</x:Say>", "<Number>+49</Number>", "<Redirect method='PUT'>/a</Redirect>",
    ],
)  # fmt: skip
def test_what_twilio_passes_over_is_warned_of(inner):
    assert codes(f"<Response>{inner}</Response>") == [12200]


def test_a_wrong_case_is_pointed_out():
    problem = read_document(b"<Response><gather/></Response>").problems[0]
    assert "<Gather>" in problem.text


def test_what_is_passed_over_is_not_played():
    document = read_document(b"<Response><say>a</say><Say foo='1' voice='alice'>b</Say></Response>")
    assert [(verb.name, verb.attributes) for verb in document.verbs] == [("Say", {"voice": "alice"})]


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ('<Say voice="Polly.Hans-Neural">a</Say>', 13511),
        ('<Say voice="Polly.Marlene-Neural">a</Say>', 13511),
        ('<Say voice="vicki">a</Say>', 13511), ('<Say language="de">a</Say>', 13512),
        ('<Say loop="-1">a</Say>', 13510), ('<Play loop="x">/a.wav</Play>', 13410),
    ],
)  # fmt: skip
def test_bad_values_of_prompts_have_codes_of_their_own(inner, code):
    assert codes(f"<Response>{inner}</Response>") == [code]


GOOD = """<Response>
<Gather input="dtmf speech" language="de-DE" speechTimeout="auto" actionOnEmptyResult="true" bargeIn="false"
 action="https://a/b" hints="eins, zwei" finishOnKey="">
 <Say voice="Polly.Vicki-Neural" language="de-DE">Ihre <say-as interpret-as="characters">WM</say-as>
  <break time="300ms"/> <prosody rate="slow">Nummer</prosody></Say>
 <Pause length="1"/><Play>/a.wav</Play></Gather>
<Redirect method="POST">/again</Redirect><Record maxLength="60" finishOnKey="#" playBeep="false"/>
<Dial action="/d" timeout="20" callerId="+49"><Number url="/w">+49</Number><Queue>q</Queue>
 <Conference beep="false" startConferenceOnEnter="true">c</Conference></Dial>
<Enqueue waitUrl="">q</Enqueue><Leave/><Reject/><Hangup/></Response>"""


def test_a_good_document_has_no_problems():
    assert codes(GOOD) == []


def test_messages_have_a_grammar_of_their_own():
    good = (
        '<Response><Message to="+49" statusCallback="/s"><Body>a</Body><Media>/p</Media></Message></Response>'
    )
    assert codes(good, "messaging") == []
    assert codes("<Response><Say>a</Say></Response>", "messaging") == [12200]
    assert codes("<Response><Message>a</Message></Response>", "voice") == [12200]
