"""What manuals, advice, recalls and contacts say."""

from collections.abc import Callable, Iterable, Iterator

from bot.desk.knowledge.statement import LANGUAGES, Statement, Text, day, in_both, joined
from bot.shop.guide.models import Advice, Care, Contacts, Guide, Recalls, Troubleshooting, VoucherAnswers

# An article's name in both languages; None for a number nobody sells any more.
NameOf = Callable[[str], Text | None]


def of_guide(guide: Guide, name_of: NameOf) -> Iterator[Statement]:
    """Every statement about articles, and who else can help."""
    yield from _care(guide.care, name_of)
    yield from _troubles(guide.troubleshooting, name_of)
    yield from _advice(guide.advice, name_of)
    yield from _recalls(guide.recalls, name_of)
    yield from _contacts(guide.contacts)
    yield from _vouchers(guide.vouchers)
    for answer in guide.payment.others:
        title = in_both("knowledge.titles.other_payment")
        yield Statement(answer.id, "PAYMENT", title, answer.text, answer.says.of)


def _care(care: Care, name_of: NameOf) -> Iterator[Statement]:
    asked = {question.id: question.says.of for question in care.questions}
    for manual in care.manuals:
        title = in_both("knowledge.titles.care", article=_names(manual.articles, name_of))
        for question, said in manual.says.items():
            yield Statement(said.id, care.source, title, said.text, asked.get(question, ()))


def _troubles(help_: Troubleshooting, name_of: NameOf) -> Iterator[Statement]:
    for device in help_.devices:
        names = _names(device.articles, name_of)
        for symptom in device.symptoms:
            steps = {
                one: " ".join(f"{n}. {step[one]}" for n, step in enumerate(symptom.steps, 1))
                for one in LANGUAGES
            }
            title = in_both("knowledge.titles.trouble", device=device.name, article=names)
            yield Statement(symptom.id, help_.source, title, steps, symptom.says.of)


def _advice(advice: Advice, name_of: NameOf) -> Iterator[Statement]:
    for category in advice.categories:
        told = [
            {one: f"{name_of_fit[one]}: {fit.facts[one]}." for one in LANGUAGES}
            for fit in category.fits
            if (name_of_fit := _names([fit.article_number], name_of))
        ]
        title = in_both("knowledge.titles.advice", category=category.name)
        yield Statement(category.id, advice.source, title, joined(category.ask, *told), category.says.of)


def _recalls(recalls: Recalls, name_of: NameOf) -> Iterator[Statement]:
    for recall in recalls.recalls:
        first, last = recall.batches
        batches = in_both("knowledge.batches", first=first, last=last, day=day(recall.published))
        title = in_both("knowledge.titles.recall", article=_names(recall.articles, name_of))
        where = in_both("knowledge.batch_where", where=recall.where)
        text = joined(recall.hazard, batches, where, recall.remedy)
        yield Statement(recall.id, recalls.source, title, text, ("rückruf", "recall"))


def _contacts(contacts: Contacts) -> Iterator[Statement]:
    # Without an address of its own it is a matter for whoever reads this.
    for contact in (one for one in contacts.contacts if one.about):
        ways = " · ".join(way for way in (contact.phone, contact.email) if way)
        text = joined(dict.fromkeys(LANGUAGES, ways), contact.note)
        title = in_both("knowledge.titles.contact", about=contact.about)
        yield Statement(contact.id, contacts.source, title, text, contact.says.of)


def _vouchers(vouchers: VoucherAnswers) -> Iterator[Statement]:
    for answer in vouchers.answers:
        title = in_both("knowledge.titles.voucher")
        yield Statement(answer.id, vouchers.source, title, answer.text, answer.says.of)


def _names(articles: Iterable[str], name_of: NameOf) -> Text:
    found = [name for article in sorted(articles) if (name := name_of(article))]
    unknown = ", ".join(sorted(articles))
    return {one: ", ".join(dict.fromkeys(name[one] for name in found)) or unknown for one in LANGUAGES}
