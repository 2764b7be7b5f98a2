"""Having the shop take a claim down, and what the caller hears of it."""

from dataclasses import dataclass

from actions.talk import Talk
from bot.errors import AlreadyClaimed, OutOfStock
from bot.shop.claims.models import Claim, ClaimKind, ClaimReport, Remedy
from bot.shop.models import Order, SentCopy


@dataclass(frozen=True)
class Case:
    """What is claimed: so many pieces of a line (None for the whole delivery), and what for."""

    kind: ClaimKind
    remedy: Remedy
    line: int | None
    quantity: int = 1
    new_article: str | None = None


def report(talk: Talk, order: Order, case: Case) -> Claim | None:
    """The recorded claim, confirmed in writing; None when it was known before or cannot be sent."""
    parts = (case.kind, order.order_number, case.line, case.quantity, case.remedy, case.new_article)
    try:
        claim = talk.shop.claims.report(_report(talk, order, case, ":".join(map(str, parts))))
    except AlreadyClaimed:
        talk.offer_person("claim_again", "utter_claim_again")
        return None
    except OutOfStock:
        sold_out(talk, order, case)
        return None
    talk.reply.record(claim=claim.reference, source=_source(talk, case.kind))
    return claim


def for_person(talk: Talk, order: Order, case: Case, claim: Claim, reason: str) -> None:
    """A person looks at it and answers; the facts stand under the claim's reference."""
    send(talk, claim.reference)
    facts = {**_facts(talk, order, case), "amount": f"{claim.amount:.2f}"}
    talk.hand_over(reason, "claim", **{claim.reference: facts})


def sold_out(talk: Talk, order: Order, case: Case) -> None:
    """Nothing there to send: the wish is recorded, and a person finds a way."""
    talk.reply.say("utter_claim_sold_out")
    talk.hand_over("claim_stock_out", "claim", **_facts(talk, order, case))


def confirm_in_writing(talk: Talk, claim: Claim) -> None:
    """Send the confirmation and say where it goes."""
    copy = send(talk, claim.reference)
    if copy is None:
        return
    by_email = copy.channel == "email"
    talk.reply.say("utter_claim_mail" if by_email else "utter_claim_letter", to=copy.to)


def send(talk: Talk, reference: str) -> SentCopy | None:
    """The written confirmation of a claim or a search, once."""
    request = f"{reference}:confirmation"
    return talk.shop.claims.send_confirmation(
        reference, request_id=request, at=talk.now, language=talk.turn.language
    )


def _report(talk: Talk, order: Order, case: Case, request: str) -> ClaimReport:
    return ClaimReport(
        request_id=f"{talk.turn.conversation_id}:claim:{request}",
        at=talk.now,
        kind=case.kind,
        remedy=case.remedy,
        order_number=order.order_number,
        line=case.line,
        quantity=case.quantity,
        new_article=case.new_article,
        words=_words(talk),
        channel=talk.turn.channel,
        language=talk.turn.language,
        verified=order.order_number == talk.reply.recall("verified_order"),
    )


def _words(talk: Talk) -> str:
    said = (talk.reply.recall("claim_words"), talk.reply.recall("claim_instead_text"))
    return " / ".join(dict.fromkeys(words for words in said if words))


def _facts(talk: Talk, order: Order, case: Case) -> dict[str, object]:
    line = order.lines[case.line] if case.line is not None else None
    facts = {
        "fault": case.kind.value,
        "article": f"{case.quantity} × {line.name_de} ({line.article_number})" if line else "whole delivery",
        "wanted": case.remedy.value,
        "new_article": case.new_article,
        "words": _words(talk),
    }
    return {name: value for name, value in facts.items() if value}


def _source(talk: Talk, kind: ClaimKind) -> str:
    limit = talk.shop.claims.policy.limits.get(kind)
    return limit.id if limit else talk.shop.claims.policy.source
