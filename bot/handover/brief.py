"""What an expert hears before the caller joins: at most eight seconds, in the expert's language. Pure.

Only here is the situation called by its name: nobody but the expert hears it.
"""

from collections.abc import Mapping
from typing import Any

from bot.conversation.state import Language, Sentence
from bot.handover.packet_flags import pressing
from bot.phrases.catalogue import Phrases

MOST_WORDS = 20
NAME_WORDS = 2
# Wishes that say nothing of what it is about.
EMPTY_WISHES = frozenset({"human_request", "callback_request"})
# A person in danger has no business to settle and nothing to prove.
PEOPLE_FIRST = "P0"

Packet = Mapping[str, Any]


def brief(packet: Packet, language: Language, phrases: Phrases) -> Sentence:
    """Who, the situation, the wish (or the last expert's note), how sure we are of them, one advice."""
    flag = pressing(packet["flags"])
    code = str(flag["code"]) if flag else None
    parts = [_who(packet, code, language, phrases)]
    advice = phrases.named("brief_advice", code or "other", language)
    if packet["routing"]["priority"] != PEOPLE_FIRST:
        left = MOST_WORDS - sum(len(part.split()) for part in (*parts, advice))
        parts += _matter(packet, language, phrases, left)
    return Sentence(" ".join((*parts, advice)), language)


def _who(packet: Packet, code: str | None, language: Language, phrases: Phrases) -> str:
    facts = [_name(packet) or phrases.say("brief_nobody", language, "voice")]
    if code:
        facts.append(phrases.named("brief_situations", code, language))
    if packet["lang"] != language:
        facts.append(phrases.say(f"brief_speaks_{packet['lang']}", language, "voice"))
    return f"{', '.join(facts)}."


def _name(packet: Packet) -> str:
    """The first and the last word of what was heard as the name."""
    words = str(packet["caller"]["name_as_heard"] or "").replace("[", "").replace("]", "").split()
    return " ".join(words if len(words) <= NAME_WORDS else (words[0], words[-1]))


def _matter(packet: Packet, language: Language, phrases: Phrases, words: int) -> list[str]:
    sure = "brief_unverified" if packet["caller"]["auth_level"] == "A0" else "brief_verified"
    identity = phrases.say(sure, language, "voice")
    left = words - len(identity.split())
    note = _last_note(packet, left - 1)
    if note:
        return [phrases.say("brief_note", language, "voice", note=note), identity]
    wish = _wish(packet, language, phrases)
    if wish is None:
        return [phrases.say("brief_person", language, "voice"), identity]
    about = phrases.say("brief_wish", language, "voice", wish=wish)
    return [about, identity] if len(about.split()) <= left else [identity]


def _last_note(packet: Packet, words: int) -> str:
    """What the expert before said, as far as there is time for it; the rest is on the screen."""
    notes = [note["words"] for note in packet["summary"].get("notes", []) if note["kind"] == "passed_on"]
    said = str(notes[-1]).replace("[", "").replace("]", "").split() if notes else []
    return " ".join(said[:words]).rstrip(".,;:!? ")


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
