"""Reads the guide's files (data/knowledge/) into bot.shop.guide.models."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from bot.shop.guide.articles import article_questions
from bot.shop.guide.models import (
    Advice,
    Answer,
    Care,
    Category,
    Contact,
    Contacts,
    Device,
    Fit,
    Guide,
    Manual,
    PaymentAnswers,
    Question,
    Recall,
    Recalls,
    Statement,
    Symptom,
    Text,
    Troubleshooting,
    VoucherAnswers,
)
from bot.shop.guide.sayings import Sayings

T = TypeVar("T")
Yaml = Mapping[str, Any]

MOST_STEPS = 3
NOT_QUESTIONS = ("id", "articles")


class Read(Protocol):
    """Parses a knowledge file."""

    def __call__(self, name: str, parse: Callable[[Yaml], T]) -> T:
        """Raises SettingsInvalid with the file's name for a slip in it."""
        ...


def read_guide(read: Read) -> Guide:
    """The whole guide."""
    return Guide(
        articles=read("articles", article_questions),
        care=read("care", _care),
        troubleshooting=read("troubleshooting", _troubleshooting),
        advice=read("advice", _advice),
        recalls=read("recalls", _recalls),
        contacts=read("contacts", _contacts),
        vouchers=read("vouchers", _vouchers),
        payment=read("payment", _payment),
    )


def _care(yaml: Yaml) -> Care:
    questions = tuple(Question(row["id"], _says(row["says"]), row.get("else")) for row in yaml["questions"])
    known = {question.id for question in questions}
    manuals = tuple(_manual(row, known) for row in yaml["manuals"])
    if unknown := {one.otherwise for one in questions if one.otherwise} - known:
        raise ValueError(f"no such question: {unknown}")
    return Care(yaml["source"], _says(yaml["safety"]), questions, manuals)


def _manual(row: Yaml, questions: set[str]) -> Manual:
    says = {key: text for key, text in row.items() if key not in NOT_QUESTIONS}
    if unknown := says.keys() - questions:
        raise ValueError(f"{row['id']} answers no known question: {unknown}")
    statements = {key: Statement(f"{row['id']}-{key.upper()}", _text(text)) for key, text in says.items()}
    return Manual(row["id"], frozenset(row["articles"]), statements)


def _troubleshooting(yaml: Yaml) -> Troubleshooting:
    return Troubleshooting(
        source=yaml["source"],
        danger=_says(yaml["danger"]),
        helped=_says(yaml["answers"]["helped"]),
        not_helped=_says(yaml["answers"]["not_helped"]),
        devices=tuple(_device(row) for row in yaml["devices"]),
    )


def _device(row: Yaml) -> Device:
    symptoms = tuple(_symptom(symptom) for symptom in row["symptoms"])
    if not symptoms or symptoms[-1].says.of:
        raise ValueError(f"{row['id']}: the last symptom must be the general one, without sayings")
    return Device(row["id"], _text(row), frozenset(row["articles"]), _says(row["says"]), symptoms)


def _symptom(row: Yaml) -> Symptom:
    steps = tuple(_text(step) for step in row["steps"])
    if not 0 < len(steps) <= MOST_STEPS:
        raise ValueError(f"{row['id']} has {len(steps)} steps")
    return Symptom(row["id"], _says(row.get("says", [])), steps)


def _advice(yaml: Yaml) -> Advice:
    return Advice(yaml["source"], _says(yaml["health"]), tuple(_category(row) for row in yaml["categories"]))


def _category(row: Yaml) -> Category:
    fits = tuple(Fit(fit["article"], _says(fit["says"]), _text(fit)) for fit in row["articles"])
    return Category(row["id"], _text(row), _says(row["says"]), _text(row["ask"]), fits)


def _recalls(yaml: Yaml) -> Recalls:
    recalls = tuple(_recall(row) for row in yaml["recalls"])
    return Recalls(yaml["source"], _day(yaml["as_of"]), _says(yaml["batch"]), recalls)


def _recall(row: Yaml) -> Recall:
    first, last = row["batches"]
    return Recall(
        id=row["id"],
        articles=frozenset(row["articles"]),
        batches=(str(first), str(last)),
        published=_day(row["published"]),
        hazard=_text(row["hazard"]),
        where=_text(row["where"]),
        remedy=_text(row["remedy"]),
    )


def _contacts(yaml: Yaml) -> Contacts:
    return Contacts(yaml["source"], tuple(_contact(row) for row in yaml["contacts"]))


def _contact(row: Yaml) -> Contact:
    person = bool(row.get("person"))
    if not person and not (row.get("phone") or row.get("email")):
        raise ValueError(f"{row['id']} names neither phone nor email")
    about, note = ({}, {}) if person else (_text(row["about"]), _text(row["note"]))
    return Contact(row["id"], _says(row["says"]), person, about, row.get("phone"), row.get("email"), note)


def _vouchers(yaml: Yaml) -> VoucherAnswers:
    return VoucherAnswers(yaml["source"], _says(yaml["correction"]), _answers(yaml["questions"]))


def _payment(yaml: Yaml) -> PaymentAnswers:
    methods = {row["id"]: _says(row["says"]) for row in yaml["methods"]}
    return PaymentAnswers(methods, _answers(yaml["others"]), _says(yaml["refused"]))


def _answers(rows: list[Yaml]) -> tuple[Answer, ...]:
    return tuple(Answer(row["id"], _says(row["says"]), _text(row)) for row in rows)


def _says(sayings: list[str]) -> Sayings:
    return Sayings(tuple(str(saying) for saying in sayings))


def _text(row: Yaml) -> Text:
    return {"de": row["de"], "en": row["en"]}


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
