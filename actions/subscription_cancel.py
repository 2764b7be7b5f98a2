"""Ending a subscription: always taken, from anybody, at once, with at most one question and no arguing."""

from datetime import datetime

from actions.subscriptions import named
from actions.talk import Talk
from bot.shop.subscriptions.models import EndDeclaration, EndRecorded, Subscription
from bot.understanding.subscription_words import end_in

QUESTION = "subscription_end_text"
OWN = ("subscription_end_at", QUESTION)


def take(talk: Talk) -> None:
    """One turn of a cancellation; the only question is which contract and when."""
    # The moment the caller said it counts, not the one the question was answered at.
    at = talk.reply.recall("subscription_end_at") or talk.now.isoformat()
    talk.reply.remember(subscription_end_at=at)
    running = _running(talk)
    answer = talk.turn.requested == QUESTION and talk.turn.text
    said = " / ".join(filter(None, (talk.reply.recall("subscription_text"), answer or "")))
    meant = named(talk, said, running)
    if not answer and not meant and not (len(running) == 1 and _proven(talk)):
        talk.reply.ask(QUESTION, first="known" if running else "first")
        return
    _declare_all(talk, said, meant, running)


def forget(talk: Talk) -> None:
    """The next cancellation starts anew."""
    talk.reply.remember(**dict.fromkeys(OWN))


def _running(talk: Talk) -> tuple[Subscription, ...]:
    proven = talk.reply.recall("verified_customer")
    return talk.shop.subscriptions.running((proven,) if proven else talk.turn.customers)


def _proven(talk: Talk) -> bool:
    return bool(talk.reply.recall("verified_customer"))


def _declare_all(
    talk: Talk, said: str, meant: tuple[Subscription, ...], running: tuple[Subscription, ...]
) -> None:
    chosen = meant or (running if len(running) == 1 else ())
    ended = [_declare(talk, said, each, sure=bool(meant)) for each in chosen] or [
        _declare(talk, said, None, sure=False)
    ]
    for recorded, each in zip(ended, chosen or (None,), strict=True):
        _tell(talk, recorded, each)
    forget(talk)
    _follow_up(talk, said, ended)


def _declare(talk: Talk, said: str, each: Subscription | None, *, sure: bool) -> EndRecorded:
    number = each.subscription_number if each else None
    at = datetime.fromisoformat(talk.reply.recall("subscription_end_at"))
    declaration = EndDeclaration(
        request_id=f"{talk.turn.conversation_id}:subscription_end:{number}",
        at=at,
        said=said,
        subscription_number=number,
        wished_end=end_in(said, talk.turn.language, talk.today),
        # A known number that calls and names the contract is proof enough, as for a withdrawal.
        verified=each is not None and (_proven(talk) or sure),
        channel=talk.turn.channel,
        language=talk.turn.language,
    )
    return talk.shop.subscriptions.end(declaration, talk.knowledge.terms.subscriptions)


def _tell(talk: Talk, recorded: EndRecorded, each: Subscription | None) -> None:
    talk.reply.say(
        "utter_subscription_end_recorded", reference=recorded.reference, **talk.when(recorded.received_at)
    )
    if each and recorded.ends_on and talk.shop.codes.proven(talk.turn.conversation_id, each.customer_id):
        name = each.name(talk.turn.language)
        talk.reply.say("utter_subscription_ends_on", name=name, until=recorded.ends_on.isoformat())
    if recorded.confirmed_by:
        talk.reply.say(f"utter_subscription_end_{recorded.confirmed_by}")
    talk.reply.receipt(
        kind="subscription_end",
        reference=recorded.reference,
        at=recorded.received_at.isoformat(),
        # Where a person follows it up anyway, no second one need send a receipt.
        mailed=recorded.confirmed_by is not None or not recorded.verified,
    )
    terms = talk.knowledge.terms
    talk.reply.record(subscription_end=recorded.reference, source=terms.source, entry=terms.subscriptions.id)


def _follow_up(talk: Talk, said: str, ended: list[EndRecorded]) -> None:
    """A person assigns what was not proven, and decides about an earlier end than the contract's."""
    references = ", ".join(recorded.reference for recorded in ended)
    wished = end_in(said, talk.turn.language, talk.today)
    if not all(recorded.verified for recorded in ended):
        talk.reply.say("utter_subscription_end_assigned")
        talk.hand_over("subscription_cancel_unverified", "claim", reference=references, said=said)
    elif wished and any(recorded.ends_on and recorded.ends_on > wished for recorded in ended):
        talk.reply.say("utter_subscription_end_sooner")
        talk.hand_over("subscription_end_sooner", "claim", reference=references, said=said)
    else:
        talk.settle()
