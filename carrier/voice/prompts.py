"""<Say>, <Play> and <Pause>: what a caller listens to."""

from collections.abc import Generator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from carrier.errors import DeliveryFailed, TwimlError
from carrier.twiml.document import Problem, Verb
from carrier.twiml.speech import inner_xml, plain_words, seconds_to_say
from carrier.twiml.voices import longest_text
from carrier.voice.listening import Input, Listening
from carrier.voice.pacing import let_pass
from carrier.voice.transcript import Utterance

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

APPLICATION_ERROR = "We're sorry, an application error has occurred. Goodbye."
Prompting = Generator[Listening, Input, Input | None]

MOST_REPEATS = 20  # of a looping prompt written down; a caller would have hung up long before


def prompt(flow: "Flow", verb: Verb, takes: Listening | None) -> Prompting:
    """Plays one prompt; where it `takes` input, returns what the caller broke in with."""
    if verb.name == "Play":
        play(flow, verb, takes is not None)
        return None
    return (yield from {"Say": say, "Pause": pause}[verb.name](flow, verb, takes))


def say(flow: "Flow", verb: Verb, takes: Listening | None) -> Prompting:
    """Speaks; a text too long for its voice cannot be spoken (13521)."""
    voice, language = verb.get("voice", "man"), verb.get("language", "en-US")
    text = plain_words(verb.element)
    if not text:
        flow.note(Problem(13520, "<Say> without text"))
        return None
    _refuse_too_long(verb, voice)
    for _ in range(_repeats(verb)):
        now = flow.board.clock.now()
        flow.hear(Utterance(text, inner_xml(verb.element), language, voice, takes is not None, now))
        broke_in = yield from let_pass(flow, seconds_to_say(text), takes)
        if broke_in is not None:
            return broke_in
    return None


def play(flow: "Flow", verb: Verb, interruptible: bool) -> None:
    """Plays a file, which must exist and be audio, or dials tones."""
    now = flow.board.clock.now()
    if verb.get("digits"):
        flow.hear(Utterance("", verb.get("digits"), "", "", interruptible, now, kind="tone"))
        return
    url = flow.resolve(verb.text)
    if _is_audio(flow, url):
        name = urlsplit(url).path.rpartition("/")[2]
        for _ in range(_repeats(verb)):
            flow.hear(Utterance(f"♪ {name}", url, "", "", interruptible, now, kind="play"))


def pause(flow: "Flow", verb: Verb, takes: Listening | None) -> Prompting:
    """Lets time pass."""
    return (yield from let_pass(flow, verb.number("length", 1), takes))


def _refuse_too_long(verb: Verb, voice: str) -> None:
    content = inner_xml(verb.element) if voice.startswith("Google.") else verb.text
    if len(content) > longest_text(voice) or len(quote(verb.text)) > 4500:
        raise TwimlError(13521, f"<Say> has {len(content)} characters, too long for voice {voice}")


def _repeats(verb: Verb) -> int:
    return min(verb.number("loop", 1) or MOST_REPEATS, MOST_REPEATS)


def _is_audio(flow: "Flow", url: str) -> bool:
    try:
        exchange = flow.send(url, "GET", {}, "media")
    except DeliveryFailed as failure:
        flow.note(Problem(failure.code, f"<Play>: {failure.text}", "error"))
        return False
    if not exchange.content_type.startswith("audio/"):
        flow.note(Problem(13420, f"<Play>: Content-Type is {exchange.content_type!r}, not audio"))
        return False
    return True
