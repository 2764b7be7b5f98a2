"""The TwiML this carrier reads: which element may stand where, with which attributes and values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from carrier.twiml.voices import is_say_language, is_voice

Check = Callable[[str], bool]

GATHER_LANGUAGE = re.compile(r"zh|[a-z]{2,3}(-[A-Z][a-z]{3}|-guru)?-[A-Z]{2}")
_SPEECH_MODEL = re.compile(
    r"default|numbers_and_commands|phone_call|experimental_(conversations|utterances)"
    r"|googlev2_(long|short|telephony|telephony_short|chirp_\d)|deepgram_nova-[23](-[a-z]+)?"
)


@dataclass(frozen=True)
class Element:
    """What Twilio allows in one element."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: frozenset[str] = frozenset()


def any_text(_: str) -> bool:
    """Every value."""
    return True


def boolean(value: str) -> bool:
    """`true` or `false`, in lower case."""
    return value in ("true", "false")


def positive(value: str) -> bool:
    """A whole number above zero."""
    return whole(value) and int(value) > 0


def whole(value: str) -> bool:
    """A whole number, zero included, of a length a machine can count with."""
    return value.isascii() and value.isdecimal() and len(value) < 10


def one_of(words: str) -> Check:
    """One of the words."""
    allowed = set(words.split())
    return lambda value: value in allowed


def some_of(words: str) -> Check:
    """One or more of the words, separated by blanks."""
    allowed = set(words.split())
    return lambda value: bool(value.split()) and set(value.split()) <= allowed


def matching(pattern: str) -> Check:
    """The whole value matches the pattern."""
    compiled = re.compile(pattern)
    return lambda value: bool(compiled.fullmatch(value))


def hints(value: str) -> bool:
    """At most 500 entries of at most 100 characters, separated by commas."""
    entries = value.split(",")
    return len(entries) <= 500 and all(len(entry.strip()) <= 100 for entry in entries)


def _element(children: str = "", **attributes: Check) -> Element:
    # `from_` and `xml_lang` stand for names Python does not allow as keywords.
    names = {
        name.removesuffix("_").replace("xml_", "xml:").replace("interpret_as", "interpret-as"): check
        for name, check in attributes.items()
    }
    return Element(names, frozenset(children.split()))


_METHOD = one_of("GET POST")
_INLINE = "break emphasis lang phoneme prosody say-as sub w"
_PROSE = f"{_INLINE} p s"
_RECORDING_EVENTS = some_of("in-progress completed absent")
_CALL_EVENTS = some_of("initiated ringing answered completed")
_RECORDING = {
    "recordingStatusCallback": any_text,
    "recordingStatusCallbackMethod": _METHOD,
    "recordingStatusCallbackEvent": _RECORDING_EVENTS,
    "recordingConfigurationId": any_text,
}
_LEG = {
    "url": any_text,
    "method": _METHOD,
    "statusCallback": any_text,
    "statusCallbackMethod": _METHOD,
    "statusCallbackEvent": _CALL_EVENTS,
}
_AMD = dict.fromkeys(
    (
        "machineDetection",
        "machineDetectionTimeout",
        "machineDetectionSpeechThreshold",
        "amdStatusCallback",
        "machineDetectionSpeechEndThreshold",
        "machineDetectionSilenceTimeout",
        "amdStatusCallbackMethod",
    ),
    any_text,
)

SSML: dict[str, Element] = {
    "break": _element(
        strength=one_of("none x-weak weak medium strong x-strong"), time=matching(r"\d+(\.\d+)?m?s")
    ),
    "emphasis": _element(_INLINE, level=one_of("strong moderate reduced")),
    "lang": _element(_PROSE, xml_lang=is_say_language),
    "p": _element(f"{_INLINE} s"),
    "phoneme": _element(
        alphabet=one_of("ipa x-sampa x-amazon-jyutping x-amazon-pinyin x-amazon-pron-kana x-amazon-yomigana"),
        ph=any_text,
    ),
    "prosody": _element(_PROSE, volume=any_text, rate=any_text, pitch=any_text),
    "s": _element(_INLINE),
    "say-as": _element(
        interpret_as=one_of(
            "characters spell-out cardinal number ordinal digits fraction unit date time address"
            " expletive telephone"
        ),
        format=one_of("mdy dmy ymd md dm ym my d m y yyyymmdd"),
    ),
    "sub": _element(alias=any_text),
    "w": _element("break emphasis phoneme prosody say-as sub", role=any_text),
}

VOICE: dict[str, Element] = SSML | {
    "Response": _element(
        "Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Prompt Queue Record Redirect"
        " Refer Reject Say Sms Start Stop"
    ),
    "Say": _element(_PROSE, voice=is_voice, language=is_say_language, loop=whole),
    "Play": _element(loop=whole, digits=matching(r"[0-9wW*#]*")),
    "Pause": _element(length=positive),
    "Gather": _element(
        "Say Play Pause",
        input=some_of("dtmf speech"),
        action=any_text,
        method=_METHOD,
        timeout=positive,
        speechTimeout=matching(r"auto|[1-9]\d*"),
        speechModel=lambda value: bool(_SPEECH_MODEL.fullmatch(value)),
        language=lambda value: bool(GATHER_LANGUAGE.fullmatch(value)),
        hints=hints,
        numDigits=positive,
        finishOnKey=matching(r"[0-9#*]?"),
        actionOnEmptyResult=boolean,
        partialResultCallback=any_text,
        partialResultCallbackMethod=_METHOD,
        profanityFilter=boolean,
        enhanced=boolean,
        bargeIn=boolean,
        maxSpeechTime=positive,
        debug=boolean,
    ),
    "Redirect": _element(method=_METHOD),
    "Hangup": _element("Parameter"),
    "Reject": _element("Parameter", reason=one_of("rejected busy")),
    "Record": Element(
        {
            "action": any_text,
            "method": _METHOD,
            "timeout": whole,
            "finishOnKey": matching(r"[0-9#*]*"),
            "maxLength": positive,
            "playBeep": boolean,
            "trim": one_of("trim-silence do-not-trim"),
            "transcribe": boolean,
            "transcribeCallback": any_text,
            **_RECORDING,
        }
    ),
    "Leave": _element(),
    "Enqueue": _element(
        "Task",
        action=any_text,
        method=_METHOD,
        waitUrl=any_text,
        waitUrlMethod=_METHOD,
        workflowSid=matching(r"WW[0-9a-f]{32}"),
        maxQueueSize=positive,
    ),
    "Task": _element(priority=whole, timeout=positive),
    "Dial": Element(
        {
            "action": any_text,
            "method": _METHOD,
            "timeout": positive,
            "timeLimit": positive,
            "callerId": any_text,
            "answerOnBridge": boolean,
            "hangupOnStar": boolean,
            "sequential": boolean,
            "referUrl": any_text,
            "referMethod": _METHOD,
            "events": any_text,
            "passports": any_text,
            "ringTone": matching(r"automatic|[a-z]{2}(-old|-tel)?"),
            "record": one_of(
                "do-not-record record-from-answer record-from-ringing record-from-answer-dual"
                " record-from-ringing-dual"
            ),
            "recordingTrack": one_of("both inbound outbound"),
            "trim": one_of("trim-silence do-not-trim"),
            "callReason": any_text,
            **_RECORDING,
        },
        frozenset(["Application", "Client", "Conference", "Number", "Queue", "Sim", "Sip", "WhatsApp"]),
    ),
    "Number": Element({**_LEG, **_AMD, "sendDigits": any_text, "byoc": any_text}),
    "Queue": _element(url=any_text, method=_METHOD, reservationSid=any_text, postWorkActivitySid=any_text),
    "Conference": Element(
        {
            "muted": boolean,
            "startConferenceOnEnter": boolean,
            "endConferenceOnExit": boolean,
            "coach": any_text,
            "beep": one_of("true false onEnter onExit"),
            "maxParticipants": positive,
            "participantLabel": any_text,
            "record": one_of("do-not-record record-from-start"),
            "trim": one_of("trim-silence do-not-trim"),
            "region": one_of("us1 us2 ie1 sg1 br1 au1 jp1 de1"),
            "waitUrl": any_text,
            "waitMethod": _METHOD,
            "jitterBufferSize": one_of("large medium small off"),
            "eventCallbackUrl": any_text,
            "statusCallback": any_text,
            "statusCallbackMethod": _METHOD,
            "statusCallbackEvent": some_of("start end join leave mute hold modify speaker announcement"),
            **_RECORDING,
        }
    ),
}

MESSAGING: dict[str, Element] = {
    "Response": _element("Message Redirect"),
    "Message": _element(
        "Body Media", to=any_text, from_=any_text, action=any_text, method=_METHOD, statusCallback=any_text
    ),
    "Body": _element(),
    "Media": _element(),
    "Redirect": _element(method=_METHOD),
}

# Twilio names these bad values by a code of their own; all others are schema warnings (12200).
VALUE_CODES: dict[tuple[str, str], int] = {
    ("Gather", "finishOnKey"): 13310,
    ("Gather", "method"): 13312,
    ("Gather", "timeout"): 13313,
    ("Gather", "numDigits"): 13314,
    ("Gather", "speechTimeout"): 13327,
    ("Gather", "maxSpeechTime"): 13328,
    ("Gather", "language"): 13331,
    ("Gather", "speechModel"): 13334,
    ("Say", "loop"): 13510,
    ("Say", "voice"): 13511,
    ("Say", "language"): 13512,
    ("Play", "loop"): 13410,
}
