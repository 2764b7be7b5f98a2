"""Requests about personal data: taken from anybody, with a receipt and a date; a person proves who asks.

Whoever has got somebody else's data is told what not to do with it; the company's clock runs from then on.
"""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import PRIVACY_FORM, is_elsewhere
from actions.talk import Talk
from bot.months import months_later
from bot.shop.accounts.models import PrivacyKind, PrivacyRequest, TakenRequest
from bot.understanding.topic_words import topic_in

KIND, NAME = "privacy_kind_text", "privacy_name_text"


class PrivacyForm(HotlineAction):
    """Asks what is wanted and under which name; never why."""

    action_name = "validate_privacy_form"

    def answer(self, talk: Talk) -> None:
        """One turn about personal data."""
        if is_elsewhere(talk.turn, PRIVACY_FORM):
            return
        talk.reply.remember(topic="privacy_request")
        if person_offer.answered(talk):
            return
        _listen(talk)
        kind, name = talk.reply.recall("privacy_kind"), talk.reply.recall("privacy_name")
        if kind is None:
            talk.reply.ask(KIND)
        elif kind == PrivacyKind.INCIDENT:
            _incident(talk)
        elif name is None:
            talk.reply.ask(NAME)
        else:
            _take(talk, PrivacyKind(kind), name)


def _listen(talk: Talk) -> None:
    text, language = talk.turn.text, talk.turn.language
    if talk.turn.intent == "privacy_request":
        talk.reply.remember(privacy_kind=topic_in("privacy", text, language), privacy_text=text)
        talk.reply.remember(privacy_name=None)
    elif talk.turn.requested == KIND and text:
        said = f"{talk.reply.recall('privacy_text') or ''} / {text}"
        # Asked once: what is still unclear is for the person who answers.
        kind = topic_in("privacy", text, language) or PrivacyKind.OTHER
        talk.reply.remember(privacy_kind=str(kind), privacy_text=said)
    elif talk.turn.requested == NAME and text:
        declined = talk.turn.intent == "deny"
        talk.reply.remember(privacy_name="" if declined else talk.turn.value("name") or text)


def _incident(talk: Talk) -> None:
    taken = _recorded(talk, PrivacyKind.INCIDENT, "")
    talk.reply.say("utter_privacy_incident")
    aware = taken.company_aware_at
    _forget(talk)
    talk.hand_over(
        "privacy_incident",
        reference=taken.reference,
        company_aware_at=aware.isoformat() if aware else None,
        said=talk.turn.text,
    )


def _take(talk: Talk, kind: PrivacyKind, name: str) -> None:
    said = talk.reply.recall("privacy_text")
    taken = _recorded(talk, kind, name)
    by = taken.answer_by.isoformat() if taken.answer_by else ""
    talk.reply.say(f"utter_privacy_{kind}", reference=taken.reference, **talk.when(taken.received_at))
    talk.reply.say("utter_privacy_answer_by", until=by)
    at = taken.received_at.isoformat()
    # A person answers anyway: no second one need send a receipt.
    talk.reply.receipt(kind="privacy", reference=taken.reference, at=at, mailed=True)
    terms = talk.knowledge.terms
    talk.reply.record(privacy_request=taken.reference, source=terms.source, entry=terms.privacy.id)
    _forget(talk)
    facts = {"reference": taken.reference, "privacy": str(kind), "answer_by": by}
    talk.hand_over("privacy_request", "claim", name=name, said=said, **facts)


def _recorded(talk: Talk, kind: PrivacyKind, name: str) -> TakenRequest:
    hinted = talk.turn.customers
    request = PrivacyRequest(
        request_id=f"{talk.turn.conversation_id}:privacy:{kind}",
        kind=kind,
        at=talk.now,
        said=talk.reply.recall("privacy_text") or talk.turn.text,
        name=name,
        contact=talk.turn.value("email"),
        customer_id=talk.reply.recall("verified_customer") or (hinted[0] if len(hinted) == 1 else None),
        answer_by=None
        if kind is PrivacyKind.INCIDENT
        else months_later(talk.today, talk.knowledge.terms.privacy.months),
        channel=talk.turn.channel,
    )
    return talk.shop.accounts.take_privacy_request(request)


def _forget(talk: Talk) -> None:
    talk.reply.remember(privacy_kind=None, privacy_name=None, privacy_text=None)
