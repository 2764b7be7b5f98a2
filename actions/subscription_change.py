"""Changing a subscription: after a code, read back with its next delivery and charge, with a yes."""

from datetime import date
from typing import Any

from actions.identify import proven_customer
from actions.subscriptions import named, names
from actions.talk import Talk
from bot.shop.authentication import Level
from bot.shop.subscriptions.models import Change, ChangeKind, ChangeRequest, Subscription
from bot.shop.subscriptions.rules import changed, charged_on, doubt_about
from bot.understanding.subscription_words import day_in, kind_of_change, pieces_in, weeks_in

WHICH, KIND, CONFIRM = "subscription_which", "subscription_what", "confirm_subscription"
# What each kind of change still has to be told, and the slot that asks for it.
DETAIL = {
    "pause": "pause_date",
    "date": "subscription_date",
    "interval": "interval_quantity",
    "quantity": "subscription_quantity",
}
QUESTIONS = frozenset({WHICH, KIND, CONFIRM, *DETAIL.values()})
OWN = (
    "subscription_number",
    "subscription_kind",
    "subscription_day",
    "subscription_count",
    "subscription_base",
)


def serve(talk: Talk) -> None:
    """One turn of a change."""
    customer = proven_customer(talk, Level.A2)
    if customer is None:
        return
    running = talk.shop.subscriptions.running((customer.customer_id,))
    if not running:
        talk.offer_person("no_subscription", "utter_subscription_none")
        return
    subscription = _chosen(talk, running)
    change = _change(talk) if subscription else None
    if subscription and change:
        _settle_on(talk, subscription, change)


def forget(talk: Talk) -> None:
    """The next change starts anew."""
    talk.reply.remember(**dict.fromkeys(OWN))


def _chosen(talk: Talk, running: tuple[Subscription, ...]) -> Subscription | None:
    known = talk.reply.recall("subscription_number")
    words = talk.turn.text if talk.turn.requested == WHICH else talk.reply.recall("subscription_text") or ""
    found = [each for each in running if each.subscription_number == known] or list(
        running if len(running) == 1 else named(talk, words, running)
    )
    if len(found) == 1:
        talk.reply.remember(subscription_number=found[0].subscription_number)
        return found[0]
    talk.ask(WHICH, "utter_which_subscription", names=names(talk, running))
    return None


def _change(talk: Talk) -> Change | None:
    """The whole change; None when a question is open or a person was offered."""
    kind = _kind(talk)
    if kind is None:
        talk.reply.ask(KIND)
    elif kind == "address":
        talk.offer_person("subscription_address", "utter_subscription_address")
    elif kind == "skip":
        return Change(ChangeKind.SKIP)
    else:
        return _with_detail(talk, kind)
    return None


def _kind(talk: Talk) -> str | None:
    if talk.turn.requested == KIND:
        words = talk.turn.text
        talk.reply.remember(subscription_text=words)
    else:
        words = talk.reply.recall("subscription_text") or ""
    said = talk.turn.text if talk.turn.requested == CONFIRM and talk.turn.intent != "affirm" else ""
    known = kind_of_change(said, talk.turn.language) or talk.reply.recall("subscription_kind")
    kind = known or kind_of_change(words, talk.turn.language)
    talk.reply.remember(subscription_kind=kind)
    return str(kind) if kind else None


def _with_detail(talk: Talk, kind: str) -> Change | None:
    if talk.turn.requested == DETAIL[kind]:
        _listen(talk, kind, talk.turn.text)
    elif talk.turn.requested == CONFIRM and talk.turn.intent != "affirm":
        _correct(talk, kind)
    elif _nothing_heard(talk):
        _listen(talk, kind, talk.reply.recall("subscription_text") or "")
    day, count = talk.reply.recall("subscription_day"), talk.reply.recall("subscription_count")
    if kind in ("pause", "date") and day:
        return Change(ChangeKind(kind), day=date.fromisoformat(day))
    if kind in ("interval", "quantity") and count:
        return Change(ChangeKind(kind), number=int(count))
    talk.reply.ask(DETAIL[kind])
    return None


def _nothing_heard(talk: Talk) -> bool:
    return talk.reply.recall("subscription_day") is None and talk.reply.recall("subscription_count") is None


def _correct(talk: Talk, kind: str) -> None:
    """ "No, until March": the rest stays; a bare no leaves the value open, so that it is asked again."""
    if any(_heard(talk, kind, talk.turn.text).values()) or talk.turn.intent in ("deny", "correct_previous"):
        _listen(talk, kind, talk.turn.text)


def _listen(talk: Talk, kind: str, words: str) -> None:
    talk.reply.remember(**_heard(talk, kind, words))


def _heard(talk: Talk, kind: str, words: str) -> dict[str, Any]:
    """The day or number in the words, as far as this kind of change needs one."""
    language, day, count = talk.turn.language, None, None
    if kind in ("pause", "date"):
        day = day_in(words, language, talk.today)
    elif kind == "interval":
        count = weeks_in(words, language)
    else:
        count = pieces_in(words, language, talk.today)
    return {"subscription_day": day.isoformat() if day else None, "subscription_count": count}


def _settle_on(talk: Talk, subscription: Subscription, change: Change) -> None:
    terms = talk.knowledge.terms.subscriptions
    doubt = doubt_about(subscription, change, terms, talk.today)
    if doubt:
        talk.offer_person(f"subscription_{doubt}", f"utter_subscription_{doubt}")
    elif talk.turn.answers(CONFIRM, "affirm"):
        _carry_out(talk, subscription, change)
    elif talk.turn.answers(CONFIRM, "deny") and talk.turn.slots.get("subscription_kind") == "skip":
        # Nothing in it could be meant otherwise: it is the kind of change that was wrong.
        talk.reply.remember(subscription_kind=None, subscription_text=None)
        talk.reply.ask(KIND)
    else:
        # What it was when it was read back: the yes, even if it reaches us twice, changes just that.
        talk.reply.remember(subscription_base=subscription.next_delivery.isoformat())
        values = _values(talk, changed(subscription, change))
        talk.reply.say(f"utter_subscription_{change.kind}", **values)
        talk.confirm(CONFIRM, "utter_confirm_subscription", **values)


def _carry_out(talk: Talk, subscription: Subscription, change: Change) -> None:
    wanted = f"{change.kind}:{change.day or change.number}:{talk.reply.recall('subscription_base')}"
    request = ChangeRequest(
        request_id=f"{talk.turn.conversation_id}:{subscription.subscription_number}:{wanted}",
        subscription_number=subscription.subscription_number,
        change=change,
        at=talk.now,
    )
    now = talk.shop.subscriptions.change(request)
    talk.reply.say("utter_subscription_changed", **_values(talk, now))
    terms = talk.knowledge.terms
    talk.reply.record(
        subscription_changed=now.subscription_number, source=terms.source, entry=terms.subscriptions.id
    )
    forget(talk)
    talk.settle()


def _values(talk: Talk, subscription: Subscription) -> dict[str, object]:
    charge = charged_on(subscription, talk.knowledge.terms.subscriptions)
    return {
        "name": subscription.name(talk.turn.language),
        "paused": subscription.paused_until.isoformat() if subscription.paused_until else "",
        "weeks": subscription.interval_weeks,
        "pieces": subscription.quantity,
        "delivery": subscription.next_delivery.isoformat(),
        "charge": charge.isoformat(),
        "total": f"{subscription.amount:.2f}",
    }
