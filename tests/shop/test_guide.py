"""The guide's files: complete for the demo range, short enough to be said, and sound."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain

import pytest

from bot.shop.demo.files import read
from bot.shop.guide.articles import contradicts_itself
from bot.shop.guide.models import Text
from bot.shop.knowledge import load_knowledge
from bot.shop.models import Product

KNOWLEDGE = load_knowledge()
GUIDE = KNOWLEDGE.guide
RANGE = {row["article"] for row in read("products")}
VARIANTS = {variant[0] for family in read("families")["families"] for variant in family["variants"]}
ARTICLES = (
    RANGE
    | VARIANTS
    | {row["article"] for row in chain(read("families")["products"], read("sizes")["products"])}
)


def texts() -> Iterator[Text]:
    """Everything that is said as it stands in the files."""
    yield from (one.text for manual in GUIDE.care.manuals for one in manual.says.values())
    for device in GUIDE.troubleshooting.devices:
        yield from (step for symptom in device.symptoms for step in symptom.steps)
    for category in GUIDE.advice.categories:
        yield category.ask
    for recall in GUIDE.recalls.recalls:
        yield from (recall.hazard, recall.remedy)
    yield from (contact.note for contact in GUIDE.contacts.contacts if not contact.person)
    yield from (answer.text for answer in (*GUIDE.vouchers.answers, *GUIDE.payment.others))


def test_every_article_has_exactly_one_manual() -> None:
    described = [number for manual in GUIDE.care.manuals for number in manual.articles]
    assert (sorted(described), len(described)) == (sorted(ARTICLES), len(set(described)))


def test_every_text_is_short_enough_for_the_phone_in_both_languages() -> None:
    for text, language in ((text, language) for text in texts() for language in ("de", "en")):
        sentences = re.split(r"(?<=[.?!])\s+", text[language])
        assert len(sentences) <= 2, text
        assert all(len(sentence.split()) <= 20 for sentence in sentences), text


def test_whatever_is_named_is_in_the_range() -> None:
    devices = (device.articles for device in GUIDE.troubleshooting.devices)
    recalls = (recall.articles for recall in GUIDE.recalls.recalls)
    advised = ({fit.article_number for fit in category.fits} for category in GUIDE.advice.categories)
    assert all(articles <= ARTICLES for articles in (*devices, *recalls, *advised))


def test_everything_that_is_told_names_its_source() -> None:
    parts = (GUIDE.care, GUIDE.troubleshooting, GUIDE.advice, GUIDE.recalls, GUIDE.contacts, GUIDE.vouchers)
    assert all(re.match(r"[A-Z]+-\d{4}-\d{2}: ", part.source) for part in parts)


def test_ids_are_unique() -> None:
    ids = [one.id for manual in GUIDE.care.manuals for one in manual.says.values()]
    ids += [symptom.id for device in GUIDE.troubleshooting.devices for symptom in device.symptoms]
    ids += [recall.id for recall in GUIDE.recalls.recalls] + [
        contact.id for contact in GUIDE.contacts.contacts
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("passt der topf auf induktion", ("hob",)),
        ("darf der topf in den ofen und in die spülmaschine", ("dishwasher", "oven")),
        ("wie heiß darf ich die bettdecke waschen", ("wash",)),
        ("soll man die gusspfanne mit spüli abwaschen", ("clean",)),
        ("wie stell ich die uhr auf winterzeit um", ("setup",)),
        ("wie lagert man die am gscheitesten übern sommer", ("storage",)),
        ("can the wool blanket go in the dryer", ("tumble_dry",)),
        ("how do I wash it", ("wash",)),
        ("what is it", ()),
    ],
)
def test_questions_are_recognised(text: str, asked: tuple[str, ...]) -> None:
    assert set(GUIDE.care.asked_in(text)) == set(asked)


def test_a_manual_without_a_word_on_washing_says_how_to_clean() -> None:
    statement = GUIDE.care.statement("482105", "wash")
    assert statement
    assert statement.id == "MANUAL-IRON-PAN-CLEAN"
    assert GUIDE.care.statement("482105", "bulb") is None


@pytest.mark.parametrize(
    ("text", "device", "symptom"),
    [
        ("mein wasserkocher geht nicht an", "TROUBLE-KETTLE", "TROUBLE-KETTLE-DEAD"),
        ("die lampe geht an und gleich wieder aus", "TROUBLE-LAMP", "TROUBLE-LAMP-FLICKERS"),
        ("der staubsauger pfeift und saugt kaum", "TROUBLE-VACUUM", "TROUBLE-VACUUM-WEAK"),
        ("der akkusauger lädt nicht", "TROUBLE-CORDLESS", "TROUBLE-CORDLESS-CHARGE"),
        ("das regal wackelt", "TROUBLE-FURNITURE", "TROUBLE-FURNITURE-WOBBLES"),
        ("the kettle keeps switching itself off", "TROUBLE-KETTLE", "TROUBLE-KETTLE-SWITCHES-OFF"),
    ],
)
def test_devices_and_symptoms_are_recognised(text: str, device: str, symptom: str) -> None:
    found = GUIDE.troubleshooting.device_in(text)
    assert found
    assert (found.id, found.symptom_in(text).id) == (device, symptom)


@pytest.mark.parametrize(
    "text",
    [
        "der mixer riecht so komisch verschmort",
        "da sprühen funken",
        "der akku ist ausgelaufen",
        "ich hab einen stromschlag bekommen",
        "it smells of burning",
        "the battery is leaking",
        "it gets too hot to touch",
    ],
)
def test_danger_is_recognised(text: str) -> None:
    assert GUIDE.troubleshooting.danger.affirmed_in(text)


@pytest.mark.parametrize(
    "text", ["die lampe brennt nicht", "er wird nicht heiß", "the light does not come on"]
)
def test_a_dark_lamp_is_no_danger(text: str) -> None:
    assert not GUIDE.troubleshooting.danger.affirmed_in(text)


def test_a_batch_is_affected_from_the_first_to_the_last() -> None:
    recall = GUIDE.recalls.of("481269")
    assert recall
    assert [recall.affects(batch) for batch in ("2407", "2408", "2431", "2432", "24311")] == [
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("ich such eine lehrstelle bei euch", "CONTACT-JOBS"),
        ("ich schreib für die lokalzeitung", "CONTACT-PRESS"),
        ("wir sind großhändler", "CONTACT-SUPPLIERS"),
        ("ich hab meinen schirm stehen lassen", "CONTACT-LOST"),
        ("are you hiring", "CONTACT-JOBS"),
        ("who owns your company", "CONTACT-COMPANY"),
    ],
)
def test_the_right_contact_is_found(text: str, contact: str) -> None:
    found = GUIDE.contacts.for_(text)
    assert found
    assert found.id == contact


def test_every_way_to_pay_can_be_asked_for() -> None:
    assert set(GUIDE.payment.methods) == {option.id for option in KNOWLEDGE.payment.options}


def product(**values: object) -> Product:
    known: dict[str, object] = {"stock": 3, "restock_on": None, "as_of": datetime(2026, 11, 23, tzinfo=UTC)}
    names = {"name_de": "Toaster", "name_en": "toaster", "facts_de": "", "facts_en": ""}
    fields = {
        **known,
        **names,
        "article_number": "1",
        "price": Decimal(1),
        "flags": frozenset(),
        "synonyms": (),
    }
    return Product(**{**fields, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "conflict"),
    [
        ({}, False),
        ({"stock": 0, "restock_on": date(2026, 11, 30)}, False),
        ({"stock": 3, "restock_on": date(2026, 11, 30)}, True),
        ({"stock": 0, "restock_on": date(2026, 11, 20)}, True),
        ({"as_of": datetime(2026, 11, 1, tzinfo=UTC)}, True),
    ],
)
def test_figures_that_contradict_each_other_are_noticed(values: dict[str, object], conflict: bool) -> None:
    assert contradicts_itself(product(**values), date(2026, 11, 23)) is conflict
