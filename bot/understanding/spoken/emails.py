"""E-mail addresses, written or spoken: "max punkt mustermann ät gmx punkt de"."""

from collections.abc import Iterator

from bot.understanding.spoken.email_domains import domain_at
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.letters import letters_at
from bot.understanding.spoken.numerals import number_at
from bot.understanding.spoken.tables import lexicon
from bot.understanding.spoken.words import fold, glued

NAME = "email"
_LONGEST_LOCAL = 24


def emails(hearing: Hearing) -> Iterator[Find]:
    """Every address; the domain must be a known provider or end in a known ending."""
    for at in range(len(hearing.words)):
        phrase = lexicon("mail", "at").at(hearing.words, at)
        found = _around(hearing, at, phrase.end) if phrase and at else None
        if found:
            yield found


def _around(hearing: Hearing, at: int, after: int) -> Find | None:
    domain = domain_at(hearing, after)
    if domain is None:
        return None
    local = _local_before(hearing, at)
    if local is None:
        return None
    start, readings = local
    return Find(NAME, start, domain.end, tuple(f"{reading}@{domain.name}" for reading in readings), 0.9)


def _local_before(hearing: Hearing, at: int) -> tuple[int, tuple[str, ...]] | None:
    start = _local_start(hearing, at)
    text = _spoken_local(hearing, start, at)
    cleaned = text.strip(".-_+")
    if not cleaned or ".." in cleaned or len(cleaned) > 64:
        return None
    return start, (cleaned,)


def _local_start(hearing: Hearing, at: int) -> int:
    """How far left of the "at" the local part reaches: to the last word that is not joined to it."""
    start = at
    while start > 0 and at - start < _LONGEST_LOCAL and _belongs(hearing, start, at):
        start -= 1
    while start < at and _dropped(hearing, start):
        start += 1
    return start


def _belongs(hearing: Hearing, start: int, at: int) -> bool:
    """Whether the word before `start` is still part of the address."""
    word = hearing.words[start - 1]
    if word.folded in lexicon("mail", "stops") and not (len(word.raw) == 1 and start < at):
        return False
    if word.is_sign and not (_sign_before(hearing, start) or word.folded == ","):
        return False
    if start == at or hearing.expects(NAME):
        return word.folded not in ("?", "!", ":")
    joined = glued(word, hearing.words[start]) or _sign_before(hearing, start) or _sign_at(hearing, start)
    return joined or (_spelled(hearing, start - 1) and _spelled(hearing, start))


def _sign_before(hearing: Hearing, start: int) -> bool:
    return _sign_at(hearing, start - 1)


def _sign_at(hearing: Hearing, at: int) -> bool:
    word = hearing.words[at]
    # A full stop with a space behind it ends a sentence.
    if (
        word.is_sign
        and at + 1 < len(hearing.words)
        and not glued(word, hearing.words[at + 1])
        and word.folded == "."
    ):
        return False
    return any(lexicon("mail", "signs", sign).at(hearing.words, at) for sign in (".", "_", "-", "+"))


def _is_name(hearing: Hearing, at: int, end: int) -> bool:
    """ "milan punkt groß at": after a dot something must come, so this is how the person is called."""
    return at + 1 == end and at > 0 and _sign_before(hearing, at)


def _dropped(hearing: Hearing, at: int) -> bool:
    return hearing.words[at].folded in lexicon("mail", "dropped")


def _spelled(hearing: Hearing, at: int) -> bool:
    word = hearing.words[at]
    number = number_at(hearing.words, at, hearing.language)
    return len(word.raw) == 1 or word.is_digits or number is not None or bool(letters_at(hearing, at))


def _spoken_local(hearing: Hearing, start: int, end: int) -> str:
    parts: list[str] = []
    at = start
    while at < end:
        text, at = _piece(hearing, at, end)
        parts.append(text)
    return "".join(parts)


def _piece(hearing: Hearing, at: int, end: int) -> tuple[str, int]:
    """What the words at a place add to the address, and the index after them."""
    for sign in (".", "_", "-", "+"):
        phrase = lexicon("mail", "signs", sign).at(hearing.words, at)
        if phrase and phrase.end <= end:
            return sign, phrase.end
    if hearing.words[at].is_digits:
        return hearing.words[at].folded, at + 1
    if _dropped(hearing, at) and not _is_name(hearing, at, end):
        return "", at + 1
    spelled = _letter_piece(hearing, at, end)
    if spelled:
        return spelled
    number = number_at(hearing.words, at, hearing.language)
    if number and number.end <= end:
        return str(number.value), number.end
    word = hearing.words[at]
    return ("" if word.is_sign else word.folded.replace("'", "")), at + 1


def _letter_piece(hearing: Hearing, at: int, end: int) -> tuple[str, int] | None:
    """A spelled letter; a lone alphabet word ("anton at …") stays a name."""
    found = [letters for letters in letters_at(hearing, at) if letters.end <= end]
    if not found:
        return None
    alone = found[0].end == at + 1 and len(hearing.words[at].raw) > 1
    beside = (at + 1 < end and _is_letter(hearing, at + 1)) or (at > 0 and _is_letter(hearing, at - 1))
    return None if alone and not beside else (fold(found[0].text), found[0].end)


def _is_letter(hearing: Hearing, at: int) -> bool:
    return bool(letters_at(hearing, at)) and not _sign_at(hearing, at)
