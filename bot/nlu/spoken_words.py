"""The shape intents are learned from: lower case, no hesitation, no umlauts, numbers and spelling as classes.

Which order a number names says nothing about what the caller wants; that there is one does.
"""

import re
from typing import Callable, List, Tuple, Union

IDENTIFIER = "xidx"
NUMBER = "xnumx"
MAIL = "xmailx"
SPELLED = "xspellx"

DIGIT_WORDS = (
    "null eins ein eine zwei zwo drei vier fuenf fünf sechs sieben acht neun zehn elf zwoelf zwölf "
    "zero oh one two three four five six seven eight nine ten eleven twelve "
    "doppel dreifach double triple"
)
HESITATIONS = "ähm? aehm? öhm? hmm* mhm+ uhm? umm? erm? eh er"

_ONE_DIGIT = rf"(?:{'|'.join(sorted(DIGIT_WORDS.split(), key=len, reverse=True))}|\d+)"
_ONE_LETTER = r"(?:[a-zäöüß] (?:wie|as in|like|for) \w+)"

Change = Tuple["re.Pattern[str]", Union[str, Callable[["re.Match[str]"], str]]]


def _changes() -> List[Change]:
    return [
        (re.compile(r"\S+@\S+\.\S+|\S+ (?:at|ät) \S+ (?:punkt|dot) \w+"), f" {MAIL} "),
        (re.compile(r"\b[a-z]{1,3}[- ]?\d[\d -]{3,}\d\b"), f" {IDENTIFIER} "),
        (re.compile(rf"\b{_ONE_LETTER}(?:[ ,]+{_ONE_LETTER})*\b"), f" {SPELLED} "),
        (
            re.compile(rf"\b{_ONE_DIGIT}(?:[ ,.\-/]+(?:und |and )?{_ONE_DIGIT})+\b|\b\d[\d.,:/]*"),
            f" {NUMBER} ",
        ),
        (re.compile(r"\b[a-zäöüß](?: [a-zäöüß])+\b"), f" {SPELLED} "),
        (re.compile(rf"\b(?:{'|'.join(HESITATIONS.split())})\b"), " "),
        (re.compile(r"ä|ae"), "a"),
        (re.compile(r"ö|oe"), "o"),
        (re.compile(r"ü|ue"), "u"),
        (re.compile(r"ß"), "ss"),
        (re.compile(r"(\w)\1{2,}"), r"\1\1"),
        (re.compile(r"[’'`´]"), ""),
        (re.compile(rf"(?:({NUMBER}|{SPELLED}|{IDENTIFIER})\s*)(?:\1\s*)+"), r"\1 "),
        (re.compile(r"\s+"), " "),
    ]


_CHANGES = tuple(_changes())


def normalized(text: str) -> str:
    """The text as the classifier sees it; never empty unless the text is blank."""
    bare = text.lower()
    for pattern, instead in _CHANGES:
        bare = pattern.sub(instead, bare)
    return bare.strip() or text.strip().lower()
