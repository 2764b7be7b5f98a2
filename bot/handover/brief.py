"""What an expert hears before the caller joins: at most eight seconds, in the expert's language. Pure.

Only here is the situation called by its name: nobody but the expert hears it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.conversation.state import Language, Sentence
from bot.handover.packet_flags import pressing
from bot.phrases.catalogue import Phrases

LONGEST_S = 8
MOST_WORDS = 20
# A calm voice; abbreviations and digits do not occur.
CHARACTERS_A_SECOND = 14
NAME_WORDS = 2
MOST_NOTE_WORDS = 12
# Wishes that say nothing of what it is about.
EMPTY_WISHES = frozenset({"human_request", "callback_request"})
# A person in danger has no business to settle and nothing to prove.
PEOPLE_FIRST = "P0"

Packet = Mapping[str, Any]


def brief(packet: Packet, language: Language, phrases: Phrases) -> Sentence:
    """Who, the situation, the wish (or the last expert's note), how sure we are of them, one advice.

    What there is no time for is left out, the least important first.
    """
    versions = list(_versions(packet, language, phrases))
    return Sentence(next((said for said in versions if fits(said)), versions[-1]), language)


def fits(said: str) -> bool:
    """Whether it can be said in eight seconds."""
    return len(said.split()) <= MOST_WORDS and len(said) <= LONGEST_S * CHARACTERS_A_SECOND


def _versions(packet: Packet, language: Language, phrases: Phrases) -> Iterator[str]:
    flag = pressing(packet["flags"])
    code = str(flag["code"]) if flag else None
    situation = [phrases.named("brief_situations", code, language)] if code else []
    foreign = packet["lang"] != language
    speaks = [phrases.say(f"brief_speaks_{packet['lang']}", language, "voice")] if foreign else []
    advice = phrases.named("brief_advice", code or "other", language)
    names = _names(packet) or [phrases.say("brief_nobody", language, "voice")]
    for name, spoken, matter in _shorter(names, speaks, _matters(packet, language, phrases)):
        yield " ".join((f"{', '.join((name, *situation, *spoken))}.", *matter, advice))


def _shorter(
    names: list[str], speaks: list[str], matters: list[list[str]]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """First everything; then without the language, with the last name alone, with less of the rest."""
    yield names[0], speaks, matters[0]
    for matter in matters:
        for name in names:
            yield name, [], matter


def _names(packet: Packet) -> list[str]:
    """The first and the last word of what was heard as the name; the last alone."""
    words = _plain(packet["caller"]["name_as_heard"])
    full = words if len(words) <= NAME_WORDS else [words[0], words[-1]]
    return [" ".join(full), words[-1]] if words else []


def _matters(packet: Packet, language: Language, phrases: Phrases) -> list[list[str]]:
    """What it is about and how sure we are of them, in shorter and shorter wordings."""
    if packet["routing"]["priority"] == PEOPLE_FIRST:
        return [[]]
    sure = "brief_unverified" if packet["caller"]["auth_level"] == "A0" else "brief_verified"
    identity = phrases.say(sure, language, "voice")
    if note := _last_note(packet):
        cut = (" ".join(note[:words]).rstrip(".,;:!? ") for words in range(len(note), 0, -1))
        return [[phrases.say("brief_note", language, "voice", note=words), identity] for words in cut]
    wish = _wish(packet, language, phrases)
    about = phrases.say("brief_wish", language, "voice", wish=wish) if wish else None
    about = about or phrases.say("brief_person", language, "voice")
    return [[about, identity], [about], [identity]]


def _last_note(packet: Packet) -> list[str]:
    """What the expert before said; the rest of a long note is on the screen."""
    notes = [note["words"] for note in packet["summary"].get("notes", []) if note["kind"] == "passed_on"]
    return _plain(notes[-1])[:MOST_NOTE_WORDS] if notes else []


def _plain(words: Any) -> list[str]:
    """Without what could be taken for markup."""
    return str(words or "").replace("[", "").replace("]", "").split()


def _wish(packet: Packet, language: Language, phrases: Phrases) -> str | None:
    named = [packet["summary"].get("wish"), *(intent["name"] for intent in reversed(packet["intents"]))]
    known = [name for name in named if isinstance(name, str) and name not in EMPTY_WISHES]
    wishes = (_worded(name, language, phrases) for name in known)
    return next((wish for wish in wishes if wish), None)


def _worded(intent: str, language: Language, phrases: Phrases) -> str | None:
    """As the caller would be told, unless that speaks to the caller."""
    try:
        return phrases.named("brief_wishes", intent, language)
    except KeyError:
        return phrases.wish(intent, language)
