"""What is wrong with a sentence callers are to hear or read, before anybody does.

One place for these rules: the console checks what ops write, the tests check all that is there. A fault has a
code, worded by the area "intents" (table `wording`), and what it speaks of.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.phrases.values import MARKUP, SPOKEN, for_eye
from bot.tuning.wording_terms import Kind, WordingTerms, wording_terms

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
PAUSE = re.compile(r"[.?!:;](?=\s|$)")
FULL_STOP = re.compile(r"[.?!](?:\s|$)")
# The written date ends in a full stop itself: "25.11..".
DATE_AND_STOP = re.compile(r"\[\[date:[^\]]*\]\]\.")
ODD_BLANKS = re.compile(r"\s{2,}|[^\S ]")
# Some of the server's phrases are parts of sentences, put together by their blanks.
BLANKS = re.compile(rf"^\s|\s$|{ODD_BLANKS.pattern}")
ORDER = re.compile(r"[A-Z]{2}-\d{6}")
DIGITS = re.compile(r"[\d +-]+")
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class WordingFault:
    """`code` names its words, `data` fills them."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One sentence and where it is said: `key` of phrase or response, `values` that are filled in there."""

    text: str
    language: str
    channel: str
    key: str = ""
    kind: Kind = "responses"
    # None: any.
    values: Collection[str] | None = None


def wording_faults(said: Said, terms: WordingTerms | None = None) -> list[WordingFault]:
    """Everything wrong with one sentence on one channel; empty when it may be said."""
    if not said.text.strip():
        return [WordingFault("empty")]
    known = terms or wording_terms()
    if faults := [*_form(said), *_values(said)]:
        return faults
    return [*_length(said, known), *_forbidden(said, known), *_numbers(said, known)]


def fault_between(german: Sequence[str], english: Sequence[str]) -> WordingFault | None:
    """Both languages owe each other every sentence, with the same values in it."""
    for language, texts in zip(LANGUAGES, (german, english), strict=True):
        if not any(text.strip() for text in texts):
            return WordingFault(f"language_missing_{language}")
    one, other = (placeholders(" ".join(texts)) for texts in (german, english))
    if one == other:
        return None
    return WordingFault("values_differ", {"names": ", ".join(sorted(one ^ other))})


def placeholders(text: str) -> set[str]:
    """The values a sentence names."""
    return set(PLACEHOLDER.findall(text))


def with_samples(text: str, language: str, terms: WordingTerms | None = None) -> str:
    """The sentence with values as they might be, still marked up."""
    known = terms or wording_terms()
    return PLACEHOLDER.sub(lambda found: known.sample(found[1], language), text)


def _form(said: Said) -> Iterator[WordingFault]:
    """What would be read out as brackets, or stop the sentence from being filled in at all."""
    if (BLANKS if said.kind == "responses" else ODD_BLANKS).search(said.text):
        yield WordingFault("blanks")
    rest = MARKUP.sub("", said.text)
    if "[" in rest or "]" in rest:
        yield WordingFault("markup_broken")
    if re.search(r"[{}]", PLACEHOLDER.sub("", said.text)):
        yield WordingFault("braces")
    for found in MARKUP.finditer(said.text):
        if found["kind"] not in SPOKEN:
            yield WordingFault("markup_unknown", {"kind": found["kind"]})
        elif not _is_value(found["kind"], found["value"], said.language):
            yield WordingFault("markup_value", {"kind": found["kind"], "value": found["value"]})


def _is_value(kind: str, value: str, language: str) -> bool:
    """Whether it can be said as what it claims to be; a placeholder is filled in later."""
    if PLACEHOLDER.fullmatch(value):
        return True
    if PLACEHOLDER.search(value):
        return kind in ("email", "digits")
    if kind in ("order", "digits", "postcode", "phone"):
        return bool((ORDER if kind == "order" else DIGITS).fullmatch(value))
    try:
        return bool(list(SPOKEN[kind](value, language)))
    except (ValueError, ArithmeticError):
        return False


def _values(said: Said) -> Iterator[WordingFault]:
    for name in sorted(placeholders(said.text) - set(said.values if said.values is not None else [])):
        if said.values is not None:
            yield WordingFault("value_unknown", {"name": name})


def _length(said: Said, terms: WordingTerms) -> Iterator[WordingFault]:
    measure = terms.measures[said.kind]
    if said.channel == "sms":
        written = for_eye(_measured(said, terms), said.language)
        if len(written) > measure.characters:
            yield WordingFault("too_long_for_text", {"n": len(written), "of": measure.characters})
        return
    if said.key in terms.longer[said.kind]:
        return
    spoken = MARKUP.sub("X", _measured(said, terms))
    count = len(FULL_STOP.findall(spoken)) if measure.pauses else len(SENTENCE_END.split(spoken))
    if count > measure.sentences:
        yield WordingFault("too_many_sentences", {"n": count, "of": measure.sentences})
    longest = max(len(part.split()) for part in (PAUSE if measure.pauses else SENTENCE_END).split(spoken))
    if longest > measure.words:
        yield WordingFault("sentence_too_long", {"n": longest, "of": measure.words})


def _measured(said: Said, terms: WordingTerms) -> str:
    """Responses as long as they get; the server's own phrases as they are written."""
    return with_samples(said.text, said.language, terms) if said.kind == "responses" else said.text


def _forbidden(said: Said, terms: WordingTerms) -> Iterator[WordingFault]:
    if (said.language, said.kind) == ("de", "responses") and DATE_AND_STOP.search(said.text):
        yield WordingFault("date_and_stop")
    plain = PLACEHOLDER.sub("", MARKUP.sub("", said.text))
    for entry in terms.forbidden:
        words = entry.words.get(said.language)
        if words is None or said.key in entry.but or entry.only not in (None, said.channel):
            continue
        for word in Counter(found[0] for found in words.finditer(plain)):
            yield WordingFault(f"forbidden_{entry.code}", {"word": word})


def _numbers(said: Said, terms: WordingTerms) -> Iterator[WordingFault]:
    if said.channel != "voice":
        return
    for number in terms.bare_number.findall(PLACEHOLDER.sub("", MARKUP.sub("", said.text))):
        yield WordingFault("bare_number", {"number": number})
