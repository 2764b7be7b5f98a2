"""Two hundred people who call or text on one afternoon: when, in which language, what for, how patient."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random
from typing import Literal

from bot.understanding.delicate.flags import Flag, Level
from carrier import Owner, Step, connected, give_up, hears, talk, then

Kind = Literal["person", "delicate", "callback", "message", "impatient", "bot"]
Language = Literal["de", "en"]
Channel = Literal["voice", "sms"]
Scripts = tuple[list[Step], ...]

# Of a hundred callers, and of a hundred who text: dealt like cards, so that none is missing.
VOICE: dict[Kind, int] = {
    "person": 40,
    "delicate": 12,
    "callback": 12,
    "message": 7,
    "impatient": 14,
    "bot": 15,
}
TEXTS: dict[Kind, int] = {"person": 60, "delicate": 12, "bot": 28}
ENGLISH, LATE = 0.25, 0.2
# Half of all come within the busiest hour, when some experts have gone home.
RUSH_FROM, RUSH_TO, IN_RUSH = 0.45, 0.7, 0.5

# Each sentence raises one flag: how grave they are together covers P0 to P2.
DELICATE: dict[Language, list[tuple[str, str, Level]]] = {
    "de": [
        ("Ich will nicht mehr leben", "crisis", "clear"),
        ("Der Akku brennt und mein Kind ist verletzt", "safety_injury", "acute"),
        ("Mein Mann ist letzte Woche verstorben und da kommt noch ein Paket", "bereavement", "clear"),
        ("Ich habe mir an dem Messer die Hand aufgeschnitten", "safety_injury", "clear"),
        ("Ich komme vorbei und schlage euch den Laden kurz und klein", "threat", "clear"),
        ("Mein Mann darf nicht wissen, dass ich anrufe", "abuse_safety", "clear"),
        ("Ich habe meine Arbeit verloren und kann nicht zahlen", "hardship", "clear"),
        ("Jemand bestellt auf meinen Namen", "fraud", "clear"),
        ("Ich habe die Rechnung von jemand anderem", "privacy_incident", "clear"),
        ("Ihr Fahrer hat mich rassistisch beleidigt", "discrimination", "clear"),
        ("Ich liege im Krankenhaus und schaffe das nicht", "illness", "clear"),
        ("Das geht jetzt an meinen Anwalt", "legal_press", "clear"),
        ("Jetzt reicht es, das ist der fünfte Anruf", "anger", "clear"),
    ],
    "en": [
        ("I do not want to live any more", "crisis", "clear"),
        ("The charger is burning and my child is hurt", "safety_injury", "acute"),
        ("My husband passed away and there is an order still coming", "bereavement", "clear"),
        ("My carer cannot lift this and I am in hospital", "illness", "clear"),
        ("I have lost my job and cannot pay this", "hardship", "clear"),
        ("Somebody opened an account in my name", "fraud", "clear"),
    ],
}
FLAGS = {
    words: Flag(code, level, words, "cue", 1.0) for rows in DELICATE.values() for words, code, level in rows
}
WISH: dict[Language, str] = {"de": "Wo ist meine Bestellung?", "en": "Where is my order please?"}
WANTS_PERSON: dict[Language, str] = {"de": "MITARBEITER", "en": "AGENT"}
KEYS: dict[Language, tuple[str, str]] = {
    "de": ("drücken Sie die Raute", "für eine Nachricht den Stern"),
    "en": ("press hash", "to leave a message press star"),
}
READY: dict[Language, str] = {"de": "Wort Mitarbeiter", "en": "How can I help"}
AFTER_TONE: dict[Language, str] = {"de": "nach dem Ton", "en": "after the tone"}
YES_OR_NO: dict[Language, str] = {"de": "Ja oder nein", "en": "Yes or no"}
NOBODY: dict[Language, str] = {"de": "gerade niemand frei", "en": "nobody is free right now"}
SAFE: dict[Language, str] = {"de": "Können Sie gerade sprechen", "en": "Can you talk"}
SAFE_TO_WRITE: dict[Language, str] = {"de": "Können Sie gerade schreiben", "en": "write safely right now"}
YES: dict[Language, str] = {"de": "Ja", "en": "Yes"}
# Whoever hears one of these has no more to ask.
GOODBYES: dict[Language, tuple[str, ...]] = {
    "de": ("sonst noch etwas", "wieder mit dem Computerprogramm"),
    "en": ("anything else", "the computer program again"),
}


@dataclass(frozen=True)
class Caller:
    """One of them; `patience_s` counts from the call's beginning, None stays."""

    number: str
    at_s: float
    channel: Channel
    language: Language
    kind: Kind
    words: str
    patience_s: float | None
    # Says it only while waiting: was ordinary until then.
    late: bool
    luck: float

    @property
    def stays(self) -> bool:
        """Whether they wait until they were helped, by a person, a promise or the truth."""
        return self.patience_s is None


def gate(text: str, language: str) -> tuple[Flag, ...]:
    """A delicate gate that knows the sentences of this afternoon."""
    return tuple(flag for words, flag in FLAGS.items() if words in text)


def callers(seed: int, many: int, hours: float) -> list[Caller]:
    """All of them in the order of their coming; three of four call, one texts."""
    dice = Random(seed)
    kinds = {channel: _dealt(dice, mix) for channel, mix in (("voice", VOICE), ("sms", TEXTS))}
    delicate = {language: cycle(dice.sample(rows, len(rows))) for language, rows in DELICATE.items()}
    found = [_caller(dice, number, kinds, delicate) for number in range(many)]
    moments = sorted(_moment(dice) * hours * 3600 for _ in found)
    return [replace(one, at_s=at_s) for one, at_s in zip(found, moments, strict=True)]


def _dealt(dice: Random, mix: Mapping[Kind, int]) -> Iterator[Kind]:
    return cycle(dice.sample(list(mix), sum(mix.values()), counts=list(mix.values())))


def _caller(
    dice: Random,
    number: int,
    kinds: Mapping[str, Iterator[Kind]],
    delicate: Mapping[Language, Iterator[tuple[str, str, Level]]],
) -> Caller:
    channel: Channel = "sms" if number % 4 == 3 else "voice"
    kind = next(kinds[channel])
    language: Language = "en" if dice.random() < ENGLISH else "de"
    return Caller(
        number=f"+4915228{800000 + number}",
        at_s=0.0,
        channel=channel,
        language=language,
        kind=kind,
        words=next(delicate[language])[0] if kind == "delicate" else _words(kind, language),
        patience_s=dice.uniform(22, 150) if kind == "impatient" else None,
        late=kind == "delicate" and dice.random() < LATE,
        luck=dice.random(),
    )


def _words(kind: Kind, language: Language) -> str:
    return WISH[language] if kind == "bot" else WANTS_PERSON[language]


def _moment(dice: Random) -> float:
    if dice.random() < IN_RUSH:
        return dice.uniform(RUSH_FROM, RUSH_TO)
    return dice.random()


def scripts(caller: Caller) -> Scripts:
    """What a caller does, one script beside the other."""
    language = caller.language
    start = [hears("press nine", press="9", after=0.5)] if language == "en" else []
    asks = [*start, *_asking(caller)]
    ways_out = [[hears(words, after=2, hang_up=True)] for words in GOODBYES[language]]
    # Told that nobody comes, they hear the offer of a call back out and take it.
    offered = [hears(NOBODY[language], after=14, press="1")]
    patience = [[give_up(caller.patience_s)]] if caller.patience_s is not None else []
    return (asks, *ways_out, offered, *_in_the_talk(caller), *patience)


def _in_the_talk(caller: Caller) -> Scripts:
    """Some hang up themselves when all is said."""
    if caller.luck > 0.3:
        return ()
    return ([connected(after=90 + 500 * caller.luck, hang_up=True)],)


def _asking(caller: Caller) -> list[Step]:
    ready, (callback, message) = READY[caller.language], KEYS[caller.language]
    if caller.kind == "delicate":
        return _delicate(caller)
    if caller.kind == "bot":
        return [hears(ready, say=caller.words)]
    asked = [hears(ready, press="0")]
    if caller.kind == "callback":
        return [*asked, hears(callback, press="#"), hears(YES_OR_NO[caller.language], press="1")]
    if caller.kind == "message":
        spoken = hears(AFTER_TONE[caller.language], after=9, say="Bitte rufen Sie wegen der Lieferung an")
        return [*asked, hears(message, press="*"), spoken, then(1, press="#")]
    return asked


def _delicate(caller: Caller) -> list[Step]:
    ready = READY[caller.language]
    can_talk = hears(SAFE[caller.language], press="1")
    if caller.late:
        return [
            hears(ready, press="0"),
            hears(KEYS[caller.language][0], after=12, say=caller.words),
            can_talk,
        ]
    return [hears(ready, say=caller.words), can_talk]


def called_back(caller: Caller) -> Owner:
    """What they do when the hotline calls them."""
    if caller.luck > 0.9:
        return Owner("no-answer")
    suits = hears("Passt es gerade" if caller.language == "de" else "good time", press="1")
    ends = [[hears(words, after=2, hang_up=True)] for words in GOODBYES[caller.language]]
    return Owner(after=6, script=[suits, connected(1, say="Hallo."), talk(60)], meanwhile=ends[1])
