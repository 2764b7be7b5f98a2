from urllib.parse import parse_qs

import pytest
from twilio.request_validator import RequestValidator

from benchmarks.turn.lines import OurLine, StockLine, WrongAnswer, check, new_caller

ANSWER = '<Response><Gather input="dtmf speech" action="http://x/turn?c=1&amp;n=2" method="POST"/></Response>'


def test_our_line_signs_what_it_sends() -> None:
    url, body, headers = OurLine("http://x/twilio/voice", "token", "+4915112345678").request("guten tag")
    fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    assert RequestValidator("token").validate(url, fields, headers["X-Twilio-Signature"])


def test_our_line_goes_where_the_answer_sends_it() -> None:
    line = OurLine("http://x/twilio/voice", "token", "+4915112345678")
    line.follow(ANSWER)
    assert line.request("ja")[0] == "http://x/turn?c=1&n=2"


def test_an_answer_without_a_question_leaves_the_line_where_it_was() -> None:
    line = OurLine("http://x/twilio/voice", "token", "+4915112345678")
    line.follow("<Response><Hangup/></Response>")
    assert line.request("ja")[0] == "http://x/twilio/voice"


def test_a_call_begins_ringing_and_without_words() -> None:
    fields = parse_qs(StockLine("http://x", "+4915112345678").request(None)[1])
    assert fields["CallStatus"] == ["ringing"]
    assert "SpeechResult" not in fields


def test_words_come_with_their_confidence_and_the_caller() -> None:
    fields = parse_qs(StockLine("http://x", "+4915112345678").request("ja bitte")[1])
    assert (fields["SpeechResult"], fields["From"]) == (["ja bitte"], ["+4915112345678"])


def test_no_caller_calls_twice() -> None:
    assert len({new_caller() for _ in range(100)}) == 100


def test_an_answer_is_right_whatever_its_case() -> None:
    check(200, "<Say>Für Österreich kostet</Say>", "österreich")


@pytest.mark.parametrize(("status", "answer"), [(500, "Österreich"), (200, "Entschuldigung")])
def test_an_error_or_other_words_are_not_measured(status: int, answer: str) -> None:
    with pytest.raises(WrongAnswer):
        check(status, answer, "Österreich")
