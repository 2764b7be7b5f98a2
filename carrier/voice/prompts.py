"""<Say>, <Play> and <Pause>: what a caller listens to."""

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from carrier.errors import DeliveryFailed, TwimlError
from carrier.twiml.document import Problem, Verb
from carrier.twiml.speech import inner_xml, plain_words, seconds_to_say
from carrier.twiml.voices import longest_text
from carrier.voice.transcript import Utterance

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

APPLICATION_ERROR = "We're sorry, an application error has occurred. Goodbye."
MOST_REPEATS = 20  # of a looping prompt written down; a caller would have hung up long before


def prompt(flow: "Flow", verb: Verb, interruptible: bool) -> None:
    """Plays one prompt, nested in a <Gather> or not."""
    {"Say": say, "Play": play, "Pause": pause}[verb.name](flow, verb, interruptible)


def say(flow: "Flow", verb: Verb, interruptible: bool) -> None:
    """Speaks; a text too long for its voice cannot be spoken (13521)."""
    voice, language = verb.get("voice", "man"), verb.get("language", "en-US")
    text = plain_words(verb.element)
    if not text:
        flow.note(Problem(13520, "<Say> without text"))
        return
    _refuse_too_long(verb, voice)
    for _ in range(_repeats(verb)):
        now = flow.board.clock.now()
        flow.hear(Utterance(text, inner_xml(verb.element), language, voice, interruptible, now))
        flow.board.clock.advance(seconds_to_say(text))


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


def pause(flow: "Flow", verb: Verb, interruptible: bool) -> None:
    """Lets time pass."""
    flow.board.clock.advance(verb.number("length", 1))


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
