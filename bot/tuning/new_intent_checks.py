"""What is wrong with a new intent, by field of its form: so that the tests of the data would take it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.phrases.catalogue import LANGUAGES
from bot.tuning.domain_text import Domain
from bot.tuning.enough import FIRST_EXAMPLES, FIRST_TEST_SENTENCES
from bot.tuning.known_files import KnownFile, KnownFiles
from bot.tuning.new_intent import LONGEST_NAME, NAME, RESERVED, NewIntent
from bot.tuning.sentences import NEAR_ACROSS, NEAR_IN_TRAINING, Known, in_order, plain
from bot.tuning.wording import Said, WordingFault, fault_between, wording_faults

# By language and intent.
Wishes = Mapping[str, Mapping[str, str]]
Found = Iterator[tuple[str, WordingFault]]
# Heard by callers and, in the brief, by experts: it must not speak to either.
ADDRESSES = {"de": {"ihr", "ihre", "ihren", "ihrem", "ihrer", "sie"}, "en": {"your", "you", "yours"}}
# "Sie hatten um Rückruf … gebeten."
LEADS_IN = {"de": {"zu", "zum", "zur", "wegen"}, "en": {"about", "on", "regarding"}}
MOST_WORDS, LONGEST = 8, 60
NOT_IN_NAMES = re.compile(r"[\[\]{}.,;:!?\"]")
# Words that give a sentence's language away; two of the other one's are a sentence in the wrong field.
OTHERS = {"de": {"the", "please", "my", "is"}, "en": {"ich", "nicht", "bitte", "das"}}


class NewIntentChecks:
    """Against what there is already."""

    def __init__(self, domain: Domain, known: KnownFiles, topics: Collection[str], wishes: Wishes) -> None:
        self._domain = domain
        self._known = known
        self._topics = topics
        self._wishes = wishes

    def faults(self, wanted: NewIntent) -> dict[str, list[WordingFault]]:
        """By field, like "wish_de"; empty when it may be made."""
        found: dict[str, list[WordingFault]] = defaultdict(list)
        for part in (self._name, self._names, _answers, self._sentences):
            for field, fault in part(wanted):
                if fault not in found[field]:
                    found[field].append(fault)
        return dict(found)

    def _name(self, wanted: NewIntent) -> Found:
        if not NAME.fullmatch(wanted.name) or len(wanted.name) > LONGEST_NAME or wanted.name in RESERVED:
            yield "name", WordingFault("name_form", {"of": LONGEST_NAME})
        elif wanted.name in self._domain.intents or wanted.response in self._domain.responses:
            yield "name", WordingFault("name_taken")
        if wanted.topic not in self._topics:
            yield "topic", WordingFault("empty")

    def _names(self, wanted: NewIntent) -> Found:
        for language in LANGUAGES:
            wish, callback = wanted.wish[language], wanted.callback[language]
            for field, text in (("wish", wish), ("staff", wanted.staff[language]), ("callback", callback)):
                yield from ((f"{field}_{language}", fault) for fault in _short(text))
            if set(plain(wish).split()) & ADDRESSES[language]:
                yield f"wish_{language}", WordingFault("wish_addresses")
            if wish and plain(wish) in {plain(one) for one in self._wishes.get(language, {}).values()}:
                yield f"wish_{language}", WordingFault("wish_taken")
            if callback and callback.split()[0].lower() not in LEADS_IN[language]:
                yield (
                    f"callback_{language}",
                    WordingFault("callback_form", {"words": ", ".join(sorted(LEADS_IN[language]))}),
                )

    def _sentences(self, wanted: NewIntent) -> Found:
        yield from _enough(wanted)
        for field, texts, language in _lists(wanted):
            yield from ((field, fault) for text in texts for fault in _sentence(text, language))
        yield from self._examples(wanted)
        yield from self._tests(wanted)

    def _examples(self, wanted: NewIntent) -> Found:
        """Not taught under another intent, no two alike, none measured."""
        taught, measured = self._files("training"), self._files("test")
        before: list[str] = []
        for field, texts, _ in _lists(wanted, tests=False):
            for text in texts:
                if intent := next((found for file in taught for found in _under(file, text)), None):
                    yield field, WordingFault("taught_elsewhere", {"text": text, "intent": intent})
                yield from _near(field, text, [Known(before)], (NEAR_IN_TRAINING, "too_near"))
                yield from _near(
                    field, text, [file.known for file in measured], (NEAR_ACROSS, "measured_already")
                )
                before.append(text)

    def _tests(self, wanted: NewIntent) -> Found:
        """Nothing that is taught, here or elsewhere, and nothing measured twice."""
        own = Known([text for texts in wanted.examples.values() for text in texts])
        taught = [own, *(file.known for file in self._files("training"))]
        measured = [file.known for file in self._files("test")]
        times = Counter(plain(text) for texts in wanted.tests.values() for text in texts)
        for field, texts, _ in _lists(wanted, examples=False):
            for text in texts:
                if times[plain(text)] > 1 or any(known.has(text) for known in measured):
                    yield field, WordingFault("measured_already", {"text": text, "other": text})
                yield from _near(field, text, taught, (NEAR_ACROSS, "taught_already"))

    def _files(self, share: str) -> list[KnownFile]:
        return [file for file in self._known.all() if (file.kind, file.share) == ("intent", share)]


def _answers(wanted: NewIntent) -> Found:
    for language in LANGUAGES:
        by_text = wanted.text_message[language]
        for channel in ("voice",) if by_text else ("voice", "sms"):
            said = Said(wanted.answer[language], language, channel, wanted.response, values=())
            yield from ((f"answer_{language}", fault) for fault in wording_faults(said))
        if by_text:
            said = Said(by_text, language, "sms", wanted.response, values=())
            yield from ((f"text_message_{language}", fault) for fault in wording_faults(said))
    if fault := fault_between([wanted.answer["de"]], [wanted.answer["en"]]):
        yield "answer_en", fault


def _short(text: str) -> Iterator[WordingFault]:
    if not text:
        yield WordingFault("empty")
    elif len(text) > LONGEST or len(text.split()) > MOST_WORDS:
        yield WordingFault("name_too_long", {"of": MOST_WORDS, "characters": LONGEST})
    if NOT_IN_NAMES.search(text):
        yield WordingFault("name_signs")


def _enough(wanted: NewIntent) -> Found:
    for field, texts, _ in _lists(wanted):
        fewest = FIRST_EXAMPLES if field.startswith("examples") else FIRST_TEST_SENTENCES
        if len({in_order(text) for text in texts}) < fewest:
            yield field, WordingFault("too_few", {"n": len(texts), "of": fewest})


def _sentence(text: str, language: str) -> Iterator[WordingFault]:
    if not plain(text):
        yield WordingFault("no_words", {"text": text})
    if len(set(plain(text).split()) & OTHERS[language]) > 1:
        yield WordingFault("other_language", {"text": text})


def _near(field: str, text: str, known: Iterable[Known], limit: tuple[int, str]) -> Found:
    """The sentence that is too much like it: `limit` is how much, and the fault's code."""
    other = next((near for one in known if (near := one.nearest(text, limit[0]))), None)
    if other is not None:
        yield field, WordingFault(limit[1], {"text": text, "other": other})


def _under(file: KnownFile, text: str) -> Iterator[str]:
    """The intents these words are taught under already."""
    if file.known.has(text):
        yield from (one.label for one in file.sentences if plain(one.text) == plain(text))


def _lists(
    wanted: NewIntent, examples: bool = True, tests: bool = True
) -> Iterator[tuple[str, Sequence[str], str]]:
    kinds: Collection[tuple[str, Mapping[str, tuple[str, ...]]]] = [
        *([("examples", wanted.examples)] if examples else []),
        *([("tests", wanted.tests)] if tests else []),
    ]
    for kind, lists in kinds:
        for language in LANGUAGES:
            yield f"{kind}_{language}", lists[language], language
