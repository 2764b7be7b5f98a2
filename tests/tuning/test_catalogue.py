"""Every intent with its sentences, its answers, its traffic and its confusions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.clock import FixedClock
from bot.errors import NotThere
from bot.phrases.interface import known
from bot.store.database import make_engine, table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.migrate import upgrade
from bot.store.model_tables import ComparisonRow
from bot.tuning.answered_by import AnsweredBy
from bot.tuning.catalogue import Catalogue
from bot.tuning.corpus import Corpus
from bot.tuning.domain_text import read_domain
from bot.tuning.intent_exam import IntentExam
from bot.tuning.intent_traffic import IntentTraffic, Traffic
from bot.tuning.versions import Versions
from tests.builders import NOW
from tests.servers import postgres_database  # noqa: F401
from tests.tuning.checkout import Checkout, checkout

ROOT = Path(__file__).parents[2]
UTTERANCES, COMPARISONS = table_of(UtteranceRow), table_of(ComparisonRow)
NLU = """version: "3.1"
nlu:
- intent: gift_wrap
  metadata:
    language: de
  examples: |
    - packen Sie das ein?
    - bitte als Geschenk
- intent: gift_wrap
  metadata:
    language: en
  examples: |
    - gift wrap, please
"""
DOMAIN = """intents:
- gift_wrap
- slower
responses:
  utter_gift_wrap:
  - condition: [{type: slot, name: language, value: de}]
    text: "Gern."
  - condition: [{type: slot, name: language, value: en}]
    text: "Gladly."
"""
RULES = """rules:
- rule: Gifts
  steps: [{intent: gift_wrap}, {action: utter_gift_wrap}]
"""
FILES = {
    "domain.yml": DOMAIN,
    "data/rules.yml": RULES,
    "data/nlu/service.yml": NLU,
    "tests/nlu/de/gift_wrap.yml": '- "mit \\"Schleife\\" bitte"\n- ohne Papier\n',
    "bot/phrases/de.yml": "wishes:\n  gift_wrap: Geschenke\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Checkout:
    return checkout(tmp_path, FILES, repository=False)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/inbox.db"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_database")
    upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def catalogue(tree: Checkout) -> Catalogue:
    return Catalogue(tree.root, tree.engine, FixedClock(NOW), tree.files)


def say(engine: Engine, talk: str, days: float = 1, **facts: Any) -> None:
    """Something a caller said so many days ago, understood as gift_wrap."""
    row = {"conversation_id": talk, "at": NOW - timedelta(days=days), "channel": "voice", "language": "de"}
    row |= {"text": "als geschenk", "intent": "gift_wrap", "flags": [], "turn": 1, "confidence": 0.8} | facts
    with engine.begin() as db:
        db.execute(insert(UTTERANCES).values(**row))


# --- sentences ---


def test_examples_are_found_by_words_in_any_case_and_order(catalogue: Catalogue) -> None:
    assert [one.text for one in catalogue.examples("gift_wrap", "", "GESCHENK als", 1).examples] == [
        "bitte als Geschenk"
    ]
    assert catalogue.examples("gift_wrap", "en", "", 1).total == 1
    assert catalogue.examples("gift_wrap", "de", "nirgends", 1).examples == ()


def test_examples_come_in_pages_with_their_place(catalogue: Catalogue, tree: Checkout) -> None:
    first, last = (catalogue.examples("gift_wrap", "", "", page, size=2) for page in (1, 99))
    assert (first.page, first.pages, first.total) == (1, 2, 3)
    assert [one.text for one in last.examples] == ["gift wrap, please"]
    one = last.examples[0]
    assert tree.text(one.path).splitlines()[one.line - 1].strip() == "- gift wrap, please"


def test_test_sentences_are_counted_and_read(tree: Checkout) -> None:
    corpus = Corpus(tree.root)
    assert corpus.measured("gift_wrap", "de") == ('mit "Schleife" bitte', "ohne Papier")
    counts = corpus.counts()["gift_wrap"]
    assert (counts.taught, counts.measured) == ({"de": 2, "en": 1}, {"de": 2, "en": 0})
    assert counts.english_share == pytest.approx(1 / 3)


def test_a_changed_file_is_read_again(tree: Checkout) -> None:
    corpus = Corpus(tree.root)
    assert corpus.counts()["gift_wrap"].taught["en"] == 1
    tree.put("data/nlu/service.yml", NLU + "    - wrap it up\n")
    assert corpus.counts()["gift_wrap"].taught["en"] == 2
    assert corpus.topic_of("gift_wrap") == "service"


def test_what_is_still_missing_is_named(catalogue: Catalogue, tree: Checkout) -> None:
    gaps = {gap.code: gap.data for gap in catalogue.one("gift_wrap").gaps}
    assert gaps["examples_de"] == {"n": 198, "of": 200}
    assert gaps["tests_en"] == {"n": 8, "of": 8}
    assert "no_rule" not in gaps
    tree.put("data/rules.yml", "rules: []\n")
    tree.put("bot/phrases/de.yml", "wishes: {}\n")
    codes = {gap.code for gap in catalogue.one("gift_wrap").gaps}
    assert {"no_rule", "no_wish"} <= codes
    # Words that steer need neither a rule nor a name.
    assert {gap.code for gap in catalogue.one("slower").gaps} & {"no_rule", "no_wish"} == set()
    assert {code for code in codes if not known(f"intents.gaps.{code}")} == set()


def test_the_intents_of_this_repository_lack_nothing(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/x.db")
    engine, clock = make_engine(f"sqlite:///{tmp_path}/x.db"), FixedClock(NOW)
    files = checkout(tmp_path, {}, repository=False).files
    files._root = ROOT
    assert {
        entry.name: entry.gaps for entry in Catalogue(ROOT, engine, clock, files).all() if entry.gaps
    } == {}


def test_there_is_no_entry_for_what_is_no_intent(catalogue: Catalogue) -> None:
    with pytest.raises(NotThere):
        catalogue.one("nothing")


# --- answers ---

RESPONSES = read_domain((ROOT / "domain.yml").read_text("utf-8")).responses
ANSWERS = AnsweredBy(ROOT)


@pytest.mark.parametrize(
    ("intent", "own"),
    [
        ("praise_feedback", "utter_praise"),
        ("delivery_options_costs", "utter_delivery_cost"),
        ("recall_check", "utter_recall_unsure"),
        ("order_status", "utter_status_delivered"),
        ("complaint", "utter_complaint_recorded"),
        ("complaint", "utter_ask_complaint_text"),
    ],
)
def test_a_response_belongs_to_the_intent_it_answers(intent: str, own: str) -> None:
    assert own in ANSWERS.answer(intent, RESPONSES).own
    assert intent in ANSWERS.using(own, RESPONSES)


def test_what_every_order_needs_is_shared() -> None:
    answer = ANSWERS.answer("order_status", RESPONSES)
    assert "utter_ask_order_number" in answer.shared
    assert set(answer.own) & set(answer.shared) == set()
    assert (answer.rule, answer.action) == ("An order's status is asked for", "order_form")


def test_what_the_server_says_itself_has_no_response() -> None:
    assert ANSWERS.answer("repeat", RESPONSES).action is None


def test_nearly_every_response_is_found_at_some_intent() -> None:
    answers = [ANSWERS.answer(intent, RESPONSES) for intent in ANSWERS.answered()]
    found = {name for answer in answers for name in (*answer.own, *answer.shared)}
    assert len(set(RESPONSES) - found) <= 5


# --- callers ---


def test_volume_and_containment_count_each_conversation_once(engine: Engine) -> None:
    say(engine, "one")
    say(engine, "one", turn=2, clarified=True)
    say(engine, "two", handed_over=True, failed=True)
    say(engine, "three", days=27)
    say(engine, "long ago", days=29)
    say(engine, "another", intent="slower")
    traffic = IntentTraffic(engine, FixedClock(NOW)).all()
    assert traffic["gift_wrap"] == Traffic(said=4, conversations=3, handed_over=1, clarified=1, failed=1)
    assert traffic["gift_wrap"].containment == pytest.approx(2 / 3)
    assert Traffic().containment is None


def test_weeks_add_up_to_all(engine: Engine) -> None:
    for days in (0, 1, 8, 8.5, 20, 27.9, 29):
        say(engine, f"talk-{days}", days=days)
    weeks = IntentTraffic(engine, FixedClock(NOW)).weeks("gift_wrap")
    assert [week.traffic.conversations for week in weeks] == [1, 1, 2, 2]


def test_the_list_is_counted_once_in_five_minutes(engine: Engine) -> None:
    clock = FixedClock(NOW)
    traffic = IntentTraffic(engine, clock)
    say(engine, "one")
    assert traffic.all()["gift_wrap"].said == 1
    say(engine, "two")
    assert traffic.all()["gift_wrap"].said == 1
    clock.at = NOW + timedelta(minutes=5)
    assert traffic.all()["gift_wrap"].said == 2


def test_what_was_said_last_comes_first(engine: Engine) -> None:
    for number in range(3):
        say(engine, f"talk-{number}", text=f"satz {number}")
    said = IntentTraffic(engine, FixedClock(NOW)).recent("gift_wrap", last=2)
    assert [row["text"] for row in said] == ["satz 2", "satz 1"]


# --- confusions ---


def compared(engine: Engine, live: Mapping[str, int], candidate: Mapping[str, int]) -> Versions:
    """Two versions, the first in service; German test sentences of gift_wrap by what they were taken for."""
    versions = Versions(engine, FixedClock(NOW))
    one, two = (versions.add(name, "gate", None, {}) for name in ("one", "two"))
    versions.switch("started", one)
    sides = (("live", live), ("candidate", candidate))
    mistaken = {side: [["de", "gift_wrap", name, n] for name, n in found.items()] for side, found in sides}
    row = {"candidate_id": two, "live_id": one, "at": NOW, "reasons": [], "result": {"mistaken": mistaken}}
    with engine.begin() as db:
        db.execute(insert(COMPARISONS).values(**row))
    return versions


def test_confusions_are_those_of_the_version_in_service(engine: Engine) -> None:
    versions = compared(engine, {"gift_wrap": 6, "slower": 1, "nothing": 3}, {"gift_wrap": 10})
    exam = IntentExam(engine, versions).newest()
    assert exam
    assert exam.accuracy("gift_wrap") == pytest.approx(0.6)
    assert [(one.understood, one.times) for one in exam.taken_for("gift_wrap")] == [
        ("nothing", 3),
        ("slower", 1),
    ]
    assert [one.meant for one in exam.mistaken_for("slower")] == ["gift_wrap"]
    versions.switch("promoted", 2, follows=1)
    promoted = IntentExam(engine, versions).newest()
    assert promoted
    assert (promoted.version, promoted.accuracy("gift_wrap")) == (2, 1.0)


def test_before_the_first_comparison_nothing_is_known(engine: Engine) -> None:
    assert IntentExam(engine, Versions(engine, FixedClock(NOW))).newest() is None
