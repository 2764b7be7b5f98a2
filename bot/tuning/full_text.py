"""Finding sentences by their words, alike on both databases; the index is made by migration 0005."""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, column, func, select, table

from bot.tuning.utterances import UTTERANCES

# Words as the index knows them; "_" and all signs only separate them.
WORD = re.compile(r"[^\W_]+")
QUOTED = re.compile(r'"([^"]*)"')
# A shorter word stands for itself: too many begin with it.
SHORTEST_BEGINNING = 3
MOST_TERMS = 12
INDEX = table("utterances_text", column("rowid", Integer), column("words"))


@dataclass(frozen=True)
class Term:
    """Words that follow each other; `beginning`: the last may go on."""

    words: tuple[str, ...]
    beginning: bool = False


def terms(typed: str) -> tuple[Term, ...]:
    """What somebody looks for: every word, as it begins; what stands in quotes, as it stands."""
    quoted = [Term(tuple(WORD.findall(part))) for part in QUOTED.findall(typed)]
    single = [_single(part) for part in QUOTED.sub(" ", typed).split()]
    return tuple(term for term in (*quoted, *single) if term.words)[:MOST_TERMS]


def matching(wanted: tuple[Term, ...], dialect: str) -> ColumnElement[bool]:
    """Utterances in which all of it is said."""
    if dialect == "sqlite":
        # In FTS5 the name of the table is the column that is matched.
        found = column("utterances_text").op("MATCH")(" ".join(map(_for_sqlite, wanted)))
    else:
        query = func.to_tsquery("simple", " & ".join(map(_for_postgres, wanted)))
        found = INDEX.c.words.op("@@")(query)
    return UTTERANCES.c.id.in_(select(INDEX.c.rowid).where(found))


def _single(part: str) -> Term:
    """ "E-Mail" is two words that follow each other."""
    words = tuple(WORD.findall(part))
    return Term(words, beginning=bool(words) and len(words[-1]) >= SHORTEST_BEGINNING)


def _for_sqlite(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.beginning else ""}'


def _for_postgres(term: Term) -> str:
    ending = ":*" if term.beginning else ""
    return "(" + " <-> ".join(f"'{word}'" for word in term.words) + f"{ending})"
