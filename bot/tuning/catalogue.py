"""Every intent: what it is taught, how it is told from others, how often it is wanted, what answers it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import Engine

from bot.clock import Clock
from bot.errors import NotThere
from bot.phrases.catalogue import LANGUAGES
from bot.tuning.answered_by import Answer, AnsweredBy
from bot.tuning.corpus import Corpus, Counts, Example
from bot.tuning.data_files import DataFiles
from bot.tuning.domain_text import PATH as DOMAIN
from bot.tuning.domain_text import Domain, read_domain
from bot.tuning.enough import FEWEST_TEST_SENTENCES, fewest_examples
from bot.tuning.intent_exam import ExamOfAll, IntentExam, Mistake
from bot.tuning.intent_traffic import IntentTraffic, Traffic
from bot.tuning.new_intent_edits import PHRASES
from bot.tuning.sentences import plain
from bot.tuning.versions import Versions
from bot.understanding.intent_kinds import CONTROLS, NOT_WISHES

NOTHING = Counts(dict.fromkeys(LANGUAGES, 0), dict.fromkeys(LANGUAGES, 0))
# Below and above this share of English the languages are out of balance.
BALANCED = (0.25, 0.75)


@dataclass(frozen=True)
class Gap:
    """What an intent still lacks; `code` names its words, `data` fills them."""

    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue."""

    name: str
    counts: Counts
    traffic: Traffic
    accuracy: float | None
    worst: Mistake | None
    gaps: tuple[Gap, ...]

    @property
    def by_server(self) -> bool:
        """Answered by the server in its own words, whatever rules say."""
        return self.name in CONTROLS


@dataclass(frozen=True)
class Found:
    """A page of examples; `total` are all that match."""

    examples: tuple[Example, ...]
    total: int
    page: int
    pages: int


class Catalogue:
    """Of the checkout below `root`."""

    def __init__(self, root: Path, engine: Engine, clock: Clock, files: DataFiles) -> None:
        self._files = files
        self.corpus = Corpus(root)
        self.traffic = IntentTraffic(engine, clock)
        self._answers = AnsweredBy(root)
        self._exam = IntentExam(engine, Versions(engine, clock))

    def all(self) -> list[Entry]:
        """In the order of domain.yml."""
        domain, counts, traffic = self._domain(), self.corpus.counts(), self.traffic.all()
        exam = self._exam.newest()
        named = (self._answers.answered(), _wishes(self._files.read(PHRASES.format(language="de")) or ""))
        return [
            _entry(name, counts.get(name, NOTHING), traffic.get(name, Traffic()), exam, named)
            for name in domain.intents
        ]

    def one(self, name: str) -> Entry:
        """Raises NotThere."""
        found = next((entry for entry in self.all() if entry.name == name), None)
        if found is None:
            raise NotThere("intent")
        return found

    def exam(self) -> ExamOfAll | None:
        """What the newest comparison says of all of them."""
        return self._exam.newest()

    def answer(self, name: str) -> Answer:
        """What it is answered with."""
        return self._answers.answer(name, self._domain().responses)

    def using(self, response: str) -> list[str]:
        """The intents a response answers."""
        domain = self._domain()
        return sorted(self._answers.using(response, domain.responses), key=domain.intents.index)

    def examples(self, name: str, language: str, words: str, page: int, size: int = 50) -> Found:
        """Those that hold all these words, or parts of them; any language for an empty one."""
        wanted = plain(words).split()
        said = self.corpus.examples(name, language or None)
        fitting = [one for one in said if all(word in plain(one.text) for word in wanted)]
        pages = max(1, -(-len(fitting) // size))
        here = min(max(1, page), pages)
        return Found(tuple(fitting[(here - 1) * size : here * size]), len(fitting), here, pages)

    def _domain(self) -> Domain:
        return read_domain(self._files.read(DOMAIN) or "")


# The conversation itself makes something of them.
STEERED = frozenset({"correct_previous", "inform", "affirm", "deny", "greet"})


# The intents a rule answers, and those callers are told the name of.
Named = tuple[frozenset[str], frozenset[str]]


def _entry(name: str, counts: Counts, traffic: Traffic, exam: ExamOfAll | None, named: Named) -> Entry:
    taken = exam.taken_for(name) if exam else []
    accuracy = exam.accuracy(name) if exam else None
    gaps = (*_too_few(name, counts), *_missing(name, named))
    return Entry(name, counts, traffic, accuracy, taken[0] if taken else None, gaps)


def _missing(name: str, named: Named) -> Iterator[Gap]:
    answered, wishes = named
    if name not in answered | CONTROLS | STEERED:
        yield Gap("no_rule")
    if name not in wishes | NOT_WISHES:
        yield Gap("no_wish")


@lru_cache(maxsize=2)
def _wishes(phrases: str) -> frozenset[str]:
    return frozenset((YAML(typ="safe").load(phrases) or {}).get("wishes", ()))


def _too_few(name: str, counts: Counts) -> Iterator[Gap]:
    for language in LANGUAGES:
        fewest, has = fewest_examples(name, language), counts.taught[language]
        if has < fewest:
            yield Gap(f"examples_{language}", {"n": fewest - has, "of": fewest})
        least, measured = FEWEST_TEST_SENTENCES[language], counts.measured[language]
        if measured < least:
            yield Gap(f"tests_{language}", {"n": least - measured, "of": least})
    if sum(counts.taught.values()) and not BALANCED[0] <= counts.english_share <= BALANCED[1]:
        yield Gap("balance", {"percent": round(100 * counts.english_share)})
