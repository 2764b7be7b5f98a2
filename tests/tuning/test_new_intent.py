"""A new intent: refused with what is wrong, made in one change, removed again while nobody has met it."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import Table, insert, select

from bot.clock import FixedClock
from bot.errors import NotPossible, NotThere, TooLate
from bot.phrases.catalogue import read_entries, unlike
from bot.phrases.interface import known
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.tuning.callers_words import CallersWords
from bot.tuning.learnt import LEARNT
from bot.tuning.new_intent import read_form
from bot.tuning.new_intents import NewIntents
from bot.tuning.versions import Versions
from tests.builders import NOW
from tests.tuning.checkout import PERSON, Checkout, checkout
from tests.tuning.gift_wrap import ANSWER, FORM, gift_wrap

ROOT = Path(__file__).parents[2]
UTTERANCES = table_of(UtteranceRow)
# What an intent is put into, cut down where it is long.
WHOLE = ("domain.yml", "data/rules.yml", "bot/phrases/de.yml", "bot/phrases/en.yml")
CODES = ("bot/phrases/interface/de/codes.yml", "bot/phrases/interface/en/codes.yml")
TOPIC = """# People, shops, opinions.
version: "3.1"

nlu:
- intent: store_hours_location
  metadata:
    language: de
  examples: |
    - wann haben sie geöffnet
    - wo ist die nächste filiale

- intent: store_hours_location
  metadata:
    language: en
  examples: |
    - when are you open
"""
MEASURED = '- "wie lange ist der laden am samstag auf"\n'


@pytest.fixture
def tree(tmp_path: Path) -> Checkout:
    texts = {path: (ROOT / path).read_text("utf-8") for path in (*WHOLE, *CODES)}
    more = {"data/nlu/service.yml": TOPIC, "tests/nlu/de/store_hours_location.yml": MEASURED}
    return checkout(tmp_path, texts | more)


@pytest.fixture
def new(tree: Checkout) -> NewIntents:
    return NewIntents(tree.root, tree.engine, FixedClock(NOW), tree.files)


def text_of(tree: Checkout) -> dict[str, str]:
    """All files, but git's."""
    files = (path for path in tree.root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(tree.root).as_posix(): path.read_text("utf-8") for path in files}


def loaded(tree: Checkout, path: str) -> Any:
    return YAML(typ="safe").load(tree.text(path))


def wrong(new: NewIntents, **changes: str) -> dict[str, list[str]]:
    found = new.faults(gift_wrap(**changes))
    return {field: [fault.code for fault in faults] for field, faults in found.items()}


def test_a_good_one_is_not_complained_about(new: NewIntents) -> None:
    assert wrong(new) == {}


EIGHT = FORM["examples_de"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Gift Wrap"}, {"name": ["name_form"]}),
        ({"name": "gift__wrap"}, {"name": ["name_form"]}),
        ({"name": "new"}, {"name": ["name_form"]}),
        ({"name": "order_status"}, {"name": ["name_taken"]}),
        ({"name": "praise"}, {"name": ["name_taken"]}),
        ({"topic": "../../etc"}, {"topic": ["empty"]}),
        ({"wish_de": "Ihre Geschenkverpackung"}, {"wish_de": ["wish_addresses"]}),
        ({"wish_en": "a [[x]]", "staff_en": "a gift"}, {"wish_en": ["name_signs"]}),
        ({"wish_de": "einen Produktrückruf"}, {"wish_de": ["wish_taken"]}),
        ({"staff_de": "wort " * 9}, {"staff_de": ["name_too_long"]}),
        ({"callback_de": "Geschenke"}, {"callback_de": ["callback_form"]}),
        ({"callback_en": ""}, {"callback_en": ["empty"]}),
        ({"examples_de": "nur eins"}, {"examples_de": ["too_few"]}),
        ({"examples_de": EIGHT + "\nals geschenk einpacken können sie das"}, {"examples_de": ["too_near"]}),
        ({"examples_de": EIGHT + "\nwann haben sie geöffnet"}, {"examples_de": ["taught_elsewhere"]}),
        (
            {"examples_de": EIGHT + "\nwie lange ist am samstag der laden auf"},
            {"examples_de": ["measured_already"]},
        ),
        ({"examples_de": EIGHT + "\nplease wrap my present"}, {"examples_de": ["other_language"]}),
        ({"tests_de": "eins zwei"}, {"tests_de": ["too_few"]}),
        ({"tests_en": FORM["tests_en"] + "\nis there a gift box option?"}, {"tests_en": ["taught_already"]}),
        ({"tests_de": FORM["tests_de"] + "\nwo ist die nächste filiale"}, {"tests_de": ["taught_already"]}),
        ({"answer_de": "Das ist garantiert kostenlos."}, {"answer_de": ["forbidden_promise"]}),
        ({"answer_en": ""}, {"answer_en": ["empty", "language_missing_en"]}),
        (
            {"answer_de": "Am {day} geht es."},
            {"answer_de": ["value_unknown"], "answer_en": ["values_differ"]},
        ),
        ({"text_message_de": "Bitte drücken Sie die Eins."}, {"text_message_de": ["forbidden_keys_in_text"]}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    new: NewIntents, changes: dict[str, str], expected: dict[str, list[str]]
) -> None:
    assert wrong(new, **changes) == expected
    codes = {code for codes in expected.values() for code in codes}
    assert {code for code in codes if not known(f"intents.wording.{code}")} == set()


def test_it_comes_with_all_that_belongs_to_it(tree: Checkout, new: NewIntents) -> None:
    before = text_of(tree)
    new.make(gift_wrap(), PERSON)
    domain = loaded(tree, "domain.yml")
    assert domain["intents"][-1] == "gift_wrap"
    said = domain["responses"]["utter_gift_wrap"]
    assert [one["text"] for one in said[:2]] == [ANSWER["de"], ANSWER["en"]]
    assert [one.get("channel") for one in said] == [None, None, "sms", "sms"]
    assert all(one["custom"] == {"done": "gift_wrap"} for one in said)
    assert loaded(tree, "data/rules.yml")["rules"][-1]["steps"] == [
        {"intent": "gift_wrap"},
        {"action": "utter_gift_wrap"},
    ]
    assert loaded(tree, "bot/phrases/de.yml")["wishes"]["gift_wrap"] == "eine Geschenkverpackung"
    assert loaded(tree, "bot/phrases/en.yml")["callback_topics"]["gift_wrap"] == "about gift wrapping"
    assert loaded(tree, CODES[1])["wishes"]["gift_wrap"] == "gift wrapping"
    assert len(loaded(tree, "tests/nlu/de/gift_wrap.yml")) == 3
    blocks = loaded(tree, "data/nlu/service.yml")["nlu"][2:]
    assert [(one["intent"], one["metadata"]["language"]) for one in blocks] == [
        ("gift_wrap", "de"),
        ("gift_wrap", "en"),
    ]
    assert [len(one["examples"].splitlines()) for one in blocks] == [8, 8]
    # Nothing but lines added.
    for path, text in before.items():
        kept = iter(tree.text(path).splitlines())
        assert all(line in kept for line in text.splitlines()), path
    assert tree.git("log", "-1", "--format=%s").strip() == "Add the intent gift_wrap"


def test_nothing_is_made_while_anything_is_wrong(tree: Checkout, new: NewIntents) -> None:
    before = text_of(tree)
    with pytest.raises(NotPossible):
        new.make(gift_wrap(answer_de="Ich bin ein Mensch."), PERSON)
    assert text_of(tree) == before


def test_a_second_click_makes_no_second_one(new: NewIntents) -> None:
    new.make(gift_wrap(), PERSON)
    with pytest.raises(TooLate):
        new.make(gift_wrap(), PERSON)


def test_it_can_be_removed_and_leaves_nothing(tree: Checkout, new: NewIntents) -> None:
    before = text_of(tree)
    new.make(gift_wrap(), PERSON)
    assert new.why_it_stays("gift_wrap") is None
    new.remove("gift_wrap", PERSON)
    assert text_of(tree) == before
    with pytest.raises(NotThere):
        new.remove("gift_wrap", PERSON)


def test_of_two_one_goes_and_the_other_stays(tree: Checkout, new: NewIntents) -> None:
    new.make(gift_wrap(), PERSON)
    once = text_of(tree)
    other = {code: text.replace("geschenk", "möbel").replace("gift", "sofa") for code, text in FORM.items()}
    other |= {"name": "sofa_wrap", "examples_de": SOFAS, "examples_en": SOFAS_EN, "tests_de": THREE}
    other |= {"callback_de": "zu einem Sofa", "callback_en": "about a sofa", "wish_de": "ein Sofa"}
    other |= {"wish_en": "a sofa", "tests_en": THREE_EN}
    new.make(read_form(other), PERSON)
    new.remove("sofa_wrap", PERSON)
    assert text_of(tree) == once


SOFAS = """sofa abdecken bitte
    polster schützen beim transport
    kommt eine plane drüber
    wird die couch in folie geliefert
    hülle fürs sofa gibt es das
    schutzbezug für sessel
    ist der hocker eingeschlagen
    matratze ohne schmutz liefern"""
SOFAS_EN = """cover the settee for me
    protect cushions in transit
    does it come under a tarpaulin
    will the couch arrive in film
    a slipcover do you sell it
    armchair dust sheet
    is the footstool bagged
    deliver a mattress without dirt"""
THREE = "bleibt der stoff sauber\nfolie um die lehne\nstaubschutz vorhanden"
THREE_EN = "does the fabric stay clean\nfilm around the armrest\nany dust protection"


def test_one_that_came_with_the_checkout_stays(new: NewIntents) -> None:
    assert new.why_it_stays("order_status") == ("not_made_here", "")
    with pytest.raises(NotPossible, match="intent_not_made_here"):
        new.remove("order_status", PERSON)


def serve(tree: Checkout, made_from: dict[str, Any], canary: bool = False) -> None:
    """A version made from this comes into service."""
    versions = Versions(tree.engine, FixedClock(NOW + timedelta(hours=1)))
    first = versions.add("one", "gate", None, {"intents": {"order_status": {}}})
    follows = versions.switch("started", first)
    version = versions.add("two", "gate", None, made_from)
    if canary:
        versions.switch("canary_started", first, follows, canary_id=version, canary_share=0.1)
    else:
        versions.switch("promoted", version, follows)


@pytest.mark.parametrize("canary", [True, False])
def test_one_that_answered_callers_stays(tree: Checkout, new: NewIntents, canary: bool) -> None:
    new.make(gift_wrap(), PERSON)
    serve(tree, {"intents": {"order_status": {}, "gift_wrap": {}}}, canary)
    assert new.why_it_stays("gift_wrap") == ("was_promoted", "")


def test_one_that_no_version_in_service_knows_may_go(tree: Checkout, new: NewIntents) -> None:
    new.make(gift_wrap(), PERSON)
    serve(tree, {"intents": {"order_status": {}}})
    assert new.why_it_stays("gift_wrap") is None


def test_a_version_nobody_knows_the_making_of_counts_by_its_time(tree: Checkout, new: NewIntents) -> None:
    new.make(gift_wrap(), PERSON)
    serve(tree, {})
    assert new.why_it_stays("gift_wrap") == ("was_promoted", "")


def test_one_that_tests_speak_of_stays(tree: Checkout, new: NewIntents) -> None:
    new.make(gift_wrap(), PERSON)
    tree.put("tests/conversations/de/neu.yml", "- expect: {intents: [gift_wrap]}\n")
    assert new.why_it_stays("gift_wrap") == ("named_elsewhere", "tests/conversations/de/neu.yml")


def said(tree: Checkout, text: str, **facts: Any) -> int:
    """Something a caller said in a conversation of its own."""
    row = {"conversation_id": f"c-{text[:20]}", "turn": 1, "at": NOW, "channel": "voice", "language": "de"}
    with tree.engine.begin() as db:
        made = db.execute(insert(UTTERANCES).values(**row | facts, text=text, flags=[]))
    return int(made.inserted_primary_key[0])


def statuses(tree: Checkout, table: Table) -> list[str]:
    """In their order."""
    with tree.engine.connect() as db:
        return list(db.scalars(select(table.c.status).order_by(table.c.id)))


def test_where_callers_words_came_from_is_remembered_and_forgotten(tree: Checkout, new: NewIntents) -> None:
    kept, tested, changed = (
        "gibt es geschenkpapier dazu",
        "macht ihr geschenkverpackungen",
        "packen sie geschenke ein",
    )
    offered = {said(tree, text): text for text in (kept, tested, changed, "ganz etwas anderes bitte")}
    new.make(read_form(FORM, offered), PERSON)
    with tree.engine.connect() as db:
        rows = db.execute(LEARNT.select().order_by(LEARNT.c.id)).mappings().all()
    assert [(row["conversation_id"], row["text"], row["share"], row["file"]) for row in rows] == [
        (f"c-{kept[:20]}", kept, "training", "data/nlu/service.yml"),
        (f"c-{tested[:20]}", tested, "test", "tests/nlu/de/gift_wrap.yml"),
        (f"c-{changed[:20]}", "packen sie auch geschenke ein", "training", "data/nlu/service.yml"),
    ]
    assert statuses(tree, UTTERANCES) == ["written", "written", "written", "open"]
    new.remove("gift_wrap", PERSON)
    assert set(statuses(tree, LEARNT)) == {"withdrawn"}
    assert set(statuses(tree, UTTERANCES)) == {"open"}


def test_callers_own_values_are_not_offered(tree: Checkout) -> None:
    tree.put("data/stand_ins.yml", (ROOT / "data/stand_ins.yml").read_text("utf-8"))
    number = said(tree, "als geschenk bitte [order_number]")
    offered = CallersWords(tree.engine, tree.root).of([number, 999])
    assert list(offered) == [number]
    assert offered[number].text.startswith("als geschenk bitte ")
    assert "[" not in offered[number].text


def test_without_a_repository_it_is_made_all_the_same(tree: Checkout, new: NewIntents) -> None:
    shutil.rmtree(tree.root / ".git")
    new.make(gift_wrap(), PERSON)
    assert "gift_wrap" in loaded(tree, "domain.yml")["intents"]


def test_the_running_hotline_takes_up_its_names_and_lets_them_go(tree: Checkout, new: NewIntents) -> None:
    before = read_entries(tree.root, "de")
    new.make(gift_wrap(), PERSON)
    made = read_entries(tree.root, "de")
    assert isinstance(made["wishes"], dict)
    assert made["wishes"]["gift_wrap"] == "eine Geschenkverpackung"
    assert (unlike(before, made), unlike(made, before)) == ([], [])
