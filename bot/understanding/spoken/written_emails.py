"""E-mail addresses written as such: every sign counts as it stands."""

import re
from collections.abc import Iterator

from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.words import fold

NAME = "email"
_WRITTEN = re.compile(r"(?<![\w.+-])[\w+-]+(?:\.[\w+-]+)*@(?:[^\W_](?:[\w-]{0,62})\.)+[^\W\d_]{2,}(?![\w@-])")
_LONGEST = 254


def written_emails(hearing: Hearing) -> Iterator[Find]:
    """Any domain will do: who types an "@" between two names means an address."""
    for found in _WRITTEN.finditer(hearing.text):
        words = [at for at, word in enumerate(hearing.words) if found.start() <= word.start < found.end()]
        if words and len(found[0]) <= _LONGEST:
            yield Find(NAME, words[0], words[-1] + 1, (fold(found[0]),), 1.0)
