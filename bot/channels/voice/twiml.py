"""From a reply to TwiML: one Gather per turn, speech and keys, the caller's language and voice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Gather, Say, SsmlBreak, SsmlProsody, SsmlSayAs, SsmlSub, VoiceResponse

from bot.conversation.state import Reply, Sentence
from bot.phrases.values import Piece, for_ear
from bot.understanding.speech_hints import hints

LOCALES = {"de": "de-DE", "en": "en-GB"}
VOICES = {"de": "Polly.Vicki-Neural", "en": "Polly.Amy-Neural"}

# Seconds to begin answering (accessibility asks for seven at least), and the pause that ends an answer.
ANSWER_TIME = 7
PAUSE_ENDS = "auto"
PAUSE_ENDS_DICTATION = "3"
DICTATED = frozenset(
    {"order_number", "postcode", "phone_number", "article_number", "email", "name", "text", "code"}
)

# Digits of one answer; everything else is answered with a single key, taken at once.
KEYED_LENGTH = {"order_number": 6, "article_number": 6, "article": 6, "more": 6}
KEYED_UNTIL_HASH = frozenset({"postcode", "phone_number", "quantity", "date", "time", "code"})

# A message for the experts: two minutes at most, ended by the hash key or five seconds of silence.
RECORDING = {"max_length": 120, "finish_on_key": "#", "play_beep": True, "timeout": 5}

# Well under the shortest limit of the voices (3000 characters, markup included).
LONGEST_SAY = 1200

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
BLANK = Piece("text", " ")
# Characters no XML document may hold, not even escaped; a caller's name could bring them in.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Speech:
    """How the caller is spoken to, and where the answer goes (absolute URLs).

    `join` leads into the room of the expert, `voicemail` takes a recording.
    """

    language: str
    slow: bool
    action: str
    hints: tuple[str, ...] = ()
    join: str = ""
    voicemail: str = ""


def twiml_for(reply: Reply, speech: Speech) -> str:
    """The TwiML document: uninterruptible sentences, then a question, a goodbye, or the way to a person."""
    response = VoiceResponse()
    for sentence in reply.legal:
        say_all(response, [sentence], speech)
    if reply.ends or reply.join or reply.voicemail:
        say_all(response, reply.sentences, speech)
        _last_verb(response, reply, speech)
        return str(response)
    gather = _gather(reply, speech)
    say_all(gather, reply.sentences, speech)
    response.append(gather)
    # Reached only if the carrier leaves the Gather without asking us: then it is heard as silence.
    response.redirect(speech.action, method="POST")
    return str(response)


def _last_verb(response: VoiceResponse, reply: Reply, speech: Speech) -> None:
    """Into the room by one more request: only then is it certain that the expert is still there."""
    if reply.join:
        response.redirect(speech.join, method="POST")
    elif reply.voicemail:
        response.record(action=speech.voicemail, method="POST", **RECORDING)
        # Reached when nothing was said.
        response.redirect(speech.voicemail, method="POST")
    else:
        response.hangup()


def apology(text: str, language: str, retry_url: str | None) -> str:
    """Spoken without the database or Rasa; tries again after a pause, or ends."""
    response = VoiceResponse()
    response.say(text, language=LOCALES[language], voice=VOICES[language])
    if retry_url is None:
        response.hangup()
    else:
        response.pause(length=3)
        response.redirect(retry_url, method="POST")
    return str(response)


def _gather(reply: Reply, speech: Speech) -> Gather:
    expecting = reply.expecting
    return Gather(
        input="dtmf speech",
        action=speech.action,
        method="POST",
        language=LOCALES[speech.language],
        timeout=reply.patience or ANSWER_TIME,
        speech_timeout=PAUSE_ENDS_DICTATION if expecting in DICTATED else PAUSE_ENDS,
        hints=", ".join([*speech.hints, *hints(expecting, speech.language)]),
        action_on_empty_result=True,
        profanity_filter=False,
        **_keys(expecting),
    )


def _keys(expecting: str | None) -> dict[str, object]:
    if expecting in KEYED_UNTIL_HASH:
        return {"finish_on_key": "#"}
    if expecting in KEYED_LENGTH:
        return {"finish_on_key": "#", "num_digits": KEYED_LENGTH[expecting]}
    return {"num_digits": 1, "finish_on_key": ""}


def say_all(parent: VoiceResponse | Gather, sentences: Sequence[Sentence], speech: Speech) -> None:
    """Speak: one Say per stretch of the same language, split where it would get too long for a voice."""
    for stretch in _stretches(sentences):
        language = stretch[0].language
        say = Say("", language=LOCALES[language], voice=VOICES[language])
        target = say.nest(SsmlProsody("", rate="slow")) if speech.slow else say
        for node in _nodes(stretch):
            target.append(node)
        parent.append(say)


def _nodes(stretch: Sequence[Sentence]) -> list[TwiML | str]:
    """The stretch as SSML nodes; neighbouring text is joined, which the library would overwrite."""
    nodes: list[TwiML | str] = []
    for sentence in stretch:
        for piece in (*for_ear(sentence.text, sentence.language), BLANK):
            node = _node(piece)
            if isinstance(node, str) and nodes and isinstance(nodes[-1], str):
                nodes[-1] += node
            else:
                nodes.append(node)
    return nodes


def _node(piece: Piece) -> TwiML | str:
    if piece.kind == "spell":
        return SsmlSayAs(piece.text, interpret_as="characters")
    if piece.kind == "sub":
        return SsmlSub(piece.text, alias=piece.spoken)
    if piece.kind == "pause":
        return SsmlBreak(time="300ms")
    return NOT_XML.sub(" ", piece.text)


def _stretches(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    stretches: list[list[Sentence]] = []
    length = 0
    for sentence in _speakable(sentences):
        length += len(sentence.text)
        if stretches and stretches[-1][0].language == sentence.language and length <= LONGEST_SAY:
            stretches[-1].append(sentence)
        else:
            stretches.append([sentence])
            length = len(sentence.text)
    return stretches


def _speakable(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences none of which is too long for a voice by itself."""
    for sentence in sentences:
        if len(sentence.text) <= LONGEST_SAY:
            yield sentence
            continue
        for part in SENTENCE_END.split(sentence.text):
            for piece in wrap(part, LONGEST_SAY, break_on_hyphens=False):
                yield Sentence(piece, sentence.language)
