"""What somebody hears who waits in a conference that has not begun: Twilio's music or the application's."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from carrier.twiml.document import Problem, Verb, read_answer
from carrier.twiml.speech import inner_xml, plain_words
from carrier.voice.transcript import Utterance

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

_ALLOWED = frozenset({"Play", "Say", "Pause", "Redirect"})


def play_hold_music(flow: "Flow", noun: Verb, conference_sid: str) -> None:
    """Notes what is heard, once and without letting time pass. Raises DeliveryFailed and TwimlError."""
    url = noun.attributes.get("waitUrl")
    if url is None:
        _hear(flow, "hold music", "")
    elif url:
        _play_of_application(flow, flow.resolve(url), noun.get("waitMethod", "POST"), conference_sid)


def _play_of_application(flow: "Flow", url: str, method: str, conference_sid: str) -> None:
    params = flow.parameters() | {"ConferenceSid": conference_sid}
    exchange = flow.send(url, method, params, "media")
    if exchange.content_type.startswith("audio/"):
        _hear(flow, urlsplit(url).path.rpartition("/")[2], url)
        return
    for verb in read_answer(exchange.body, exchange.content_type).verbs:
        if verb.name not in _ALLOWED:
            flow.note(Problem(13238, f"<{verb.name}> may not stand in what a conference's waitUrl answers"))
        elif verb.name == "Say":
            _speak(flow, verb)
        elif verb.name == "Play":
            _hear(flow, urlsplit(verb.text).path.rpartition("/")[2], verb.text)


def _speak(flow: "Flow", verb: Verb) -> None:
    words, now = plain_words(verb.element), flow.board.clock.now()
    voice, language = verb.get("voice", "man"), verb.get("language", "en-US")
    flow.hear(Utterance(words, inner_xml(verb.element), language, voice, False, now))


def _hear(flow: "Flow", name: str, url: str) -> None:
    flow.hear(Utterance(f"♪ {name}", url, "", "", False, flow.board.clock.now(), kind="music"))
