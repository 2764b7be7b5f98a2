"""A parcel that is said to be delivered and is not there: the carrier searches, a person follows it up."""

from datetime import datetime, timedelta

from actions import claim_report, order_status
from actions.claim_facts import told
from actions.talk import Talk
from bot.shop.claims.models import Trace
from bot.shop.claims.port import TraceRequest
from bot.shop.models import Order, OrderStatus
from bot.understanding.topic_words import topic_in

CONFIRM_SEARCHED = "confirm_searched"
CONFIRM_TRACE = "confirm_trace"
# As late as this a parcel without a scan counts as lost.
LOST_AFTER = timedelta(days=2)
ARRIVED = frozenset({OrderStatus.DELIVERED, OrderStatus.PARTIALLY_RETURNED})


def serve(talk: Talk, order: Order) -> None:
    """One turn about a missing parcel."""
    running = talk.shop.claims.trace_of(order.order_number)
    if running:
        _tell_running(talk, running)
    elif order.status in ARRIVED:
        _after_delivery(talk, order)
    elif _is_lost(talk, order):
        _open(talk, order, searched=False)
    else:
        order_status.tell(talk, order)


def _is_lost(talk: Talk, order: Order) -> bool:
    on_its_way = order.status is OrderStatus.SHIPPED and order.eta is not None
    return on_its_way and talk.today - (order.eta or talk.today) > LOST_AFTER


def _after_delivery(talk: Talk, order: Order) -> None:
    """Neighbours and the agreed place first: most parcels are found there."""
    about_this = talk.was_about(order)
    if _has_searched(talk) or (about_this and talk.turn.answers(CONFIRM_SEARCHED, "affirm")):
        _open(talk, order, searched=True)
    elif about_this and talk.turn.answers(CONFIRM_TRACE, "affirm"):
        _open(talk, order, searched=False)
    elif about_this and talk.turn.answers(CONFIRM_TRACE, "deny"):
        talk.reply.say("utter_trace_later")
        talk.settle()
    elif talk.turn.requested == CONFIRM_TRACE or (about_this and talk.turn.answers(CONFIRM_SEARCHED, "deny")):
        talk.confirm(CONFIRM_TRACE, "utter_confirm_trace")
    else:
        talk.confirm(CONFIRM_SEARCHED, "utter_confirm_searched", **talk.when(_delivered(order)))


def _delivered(order: Order) -> datetime:
    return order.delivered_at or order.placed_at


def _has_searched(talk: Talk) -> bool:
    return topic_in("claim_search", told(talk), talk.turn.language) is not None


def _open(talk: Talk, order: Order, searched: bool) -> None:
    request_id = f"{talk.turn.conversation_id}:trace:{order.order_number}"
    trace = talk.shop.claims.open_trace(TraceRequest(request_id, order.order_number, talk.now, searched))
    claim_report.send(talk, trace.reference)
    policy = talk.shop.claims.policy
    talk.reply.record(trace=trace.reference, source=policy.trace_id)
    deadline = trace.deadline.isoformat()
    talk.reply.say("utter_trace_opened", reference=trace.reference, deadline=deadline)
    dear = order.total > policy.trace_person_above
    talk.reply.say("utter_trace_person_decides" if dear else "utter_trace_then")
    reason = "parcel_lost_high_value" if dear else "parcel_lost"
    talk.hand_over(
        reason,
        "claim",
        answer_by=deadline,
        deadlines=[{"type": "carrier_answer", "date": deadline}],
        trace=trace.reference,
        carrier=trace.carrier,
        searched=searched,
        total=f"{order.total:.2f}",
        reported=talk.reply.recall("reported_text"),
    )


def _tell_running(talk: Talk, trace: Trace) -> None:
    values = {"day": talk.when(trace.opened_at)["day"], "deadline": trace.deadline.isoformat()}
    if talk.today > trace.deadline:
        talk.reply.say("utter_trace_overdue", **values)
        talk.hand_over("trace_overdue", "claim", trace=trace.reference)
    else:
        talk.reply.say("utter_trace_running", reference=trace.reference, **values)
        talk.settle()
