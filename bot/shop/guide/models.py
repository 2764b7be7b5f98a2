"""Statements of the guide; texts come in "de" and "en"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.shop.guide.articles import ArticleQuestions
from bot.shop.guide.sayings import Sayings, likeliest

Text = Mapping[str, str]


@dataclass(frozen=True)
class Statement:
    """One thing a manual says; `id` names manual and question."""

    id: str
    text: Text = field(hash=False)


@dataclass(frozen=True)
class Question:
    """Something people ask about any article; `otherwise` is asked when a manual is silent."""

    id: str
    says: Sayings
    otherwise: str | None


@dataclass(frozen=True)
class Manual:
    """What is said about some articles, by question."""

    id: str
    articles: frozenset[str]
    says: Mapping[str, Statement]


@dataclass(frozen=True)
class Care:
    """All manuals; what touches `safety` is never answered from them."""

    source: str
    safety: Sayings
    questions: tuple[Question, ...]
    manuals: tuple[Manual, ...]

    def asked_in(self, text: str) -> tuple[str, ...]:
        """Questions in the text, the surest first; the general one only when there is no other."""
        asked = likeliest(text, ((question.id, question.says) for question in self.questions))
        general = self.questions[-1].id
        return tuple(asked) if asked == [general] else tuple(one for one in asked if one != general)

    def manual_of(self, article_number: str) -> Manual | None:
        """The manual of this article."""
        return next((manual for manual in self.manuals if article_number in manual.articles), None)

    def statement(self, article_number: str, question: str | None) -> Statement | None:
        """What the article's manual says to a question; None when it is silent."""
        manual = self.manual_of(article_number)
        while manual and question:
            if question in manual.says:
                return manual.says[question]
            question = next(one.otherwise for one in self.questions if one.id == question)
        return None

    def without_questions(self, text: str) -> str:
        """What is left for the article: "in den Trockner" names none."""
        for question in self.questions:
            text = question.says.left_out(text)
        return text


@dataclass(frozen=True)
class Symptom:
    """What may be wrong with a device; without sayings it is whatever else."""

    id: str
    says: Sayings
    steps: tuple[Text, ...]


@dataclass(frozen=True)
class Device:
    """A kind of device that gets the same help."""

    id: str
    name: Text
    articles: frozenset[str]
    says: Sayings
    symptoms: tuple[Symptom, ...]

    def symptom_in(self, text: str) -> Symptom:
        """The symptom told, else the general one, which is the last."""
        return next(
            iter(likeliest(text, ((symptom, symptom.says) for symptom in self.symptoms))), self.symptoms[-1]
        )


@dataclass(frozen=True)
class Troubleshooting:
    """Help step by step, and what makes it stop at once."""

    source: str
    danger: Sayings
    helped: Sayings
    not_helped: Sayings
    devices: tuple[Device, ...]

    def device_in(self, text: str) -> Device | None:
        """The kind of device named."""
        return next(iter(likeliest(text, ((device, device.says) for device in self.devices))), None)

    def device_of(self, article_number: str) -> Device | None:
        """The kind of device an article is."""
        return next((device for device in self.devices if article_number in device.articles), None)

    def device(self, device_id: str) -> Device | None:
        """The device with this id."""
        return next((device for device in self.devices if device.id == device_id), None)


@dataclass(frozen=True)
class Fit:
    """An article for a category of needs, with its facts as they are said."""

    article_number: str
    says: Sayings
    facts: Text


@dataclass(frozen=True)
class Category:
    """A kind of goods people want advice on, with the one question about the need."""

    id: str
    name: Text
    says: Sayings
    ask: Text
    fits: tuple[Fit, ...]

    def fitting(self, need: str) -> list[Fit]:
        """Articles that meet something of the need, best first."""
        return likeliest(need, ((fit, fit.says) for fit in self.fits))


@dataclass(frozen=True)
class Advice:
    """What helps to choose; `health` are words no promise is made about."""

    source: str
    health: Sayings
    categories: tuple[Category, ...]

    def category_in(self, text: str) -> Category | None:
        """The kind of goods meant."""
        return next(iter(likeliest(text, ((one, one.says) for one in self.categories))), None)

    def category(self, category_id: str) -> Category | None:
        """The category with this id."""
        return next((one for one in self.categories if one.id == category_id), None)


@dataclass(frozen=True)
class Recall:
    """A product recall; batches are compared as the four digits they are."""

    id: str
    articles: frozenset[str]
    batches: tuple[str, str]
    published: date
    hazard: Text
    where: Text
    remedy: Text

    def affects(self, batch: str) -> bool:
        """Whether this batch is one of those called back."""
        first, last = self.batches
        return len(batch) == len(first) and first <= batch <= last


@dataclass(frozen=True)
class Recalls:
    """The list of recalls as of a day."""

    source: str
    as_of: date
    batch: Sayings
    recalls: tuple[Recall, ...]

    def of(self, article_number: str) -> Recall | None:
        """The recall of this article."""
        return next((recall for recall in self.recalls if article_number in recall.articles), None)


@dataclass(frozen=True)
class Contact:
    """Who is right for something; a `person` answers it herself."""

    id: str
    says: Sayings
    person: bool
    about: Text
    phone: str | None
    email: str | None
    note: Text


@dataclass(frozen=True)
class Contacts:
    """All contacts."""

    source: str
    contacts: tuple[Contact, ...]

    def for_(self, text: str) -> Contact | None:
        """The right one; whoever needs a person goes first."""
        found = likeliest(text, ((contact, contact.says) for contact in self.contacts))
        return next((contact for contact in found if contact.person), next(iter(found), None))


@dataclass(frozen=True)
class Answer:
    """A question with its answer, found by sayings."""

    id: str
    says: Sayings
    text: Text


@dataclass(frozen=True)
class VoucherAnswers:
    """What is asked about promo codes in general; `correction` is for a person."""

    source: str
    correction: Sayings
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class PaymentAnswers:
    """How ways to pay are asked for: ours by id, others with an answer; why `refused`, a person says."""

    methods: Mapping[str, Sayings]
    others: tuple[Answer, ...]
    refused: Sayings


@dataclass(frozen=True)
class Guide:
    """Everything the guide holds."""

    articles: ArticleQuestions
    care: Care
    troubleshooting: Troubleshooting
    advice: Advice
    recalls: Recalls
    contacts: Contacts
    vouchers: VoucherAnswers
    payment: PaymentAnswers
