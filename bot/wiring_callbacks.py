"""Builds the call backs: who is due, the call to the customer, and the caller who comes first."""

from dataclasses import dataclass

from flask import Blueprint
from sqlalchemy import Engine, RowMapping

from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.callback_leg import CustomerLeg, callback_blueprint
from bot.channels.voice.callback_turns import CallbackTurns, Parts
from bot.channels.worker import Worker
from bot.conversation.record import Record
from bot.conversation.state import Sentence
from bot.handover.call_ends import Rows
from bot.handover.callback_ends import CallbackEnds, ExpertsSide
from bot.handover.callback_legs import CallbackLegs
from bot.handover.callback_messages import CallbackMessages, SendText
from bot.handover.callback_resumed import CallbackResumed
from bot.handover.callback_rings import CallbackRings
from bot.handover.callback_slot import CallbackSlot
from bot.handover.callback_talk import CallbackTalk, Means
from bot.handover.callback_topic import CallbackTopics
from bot.handover.callback_watch import CallbackWatch
from bot.handover.callbacks_due import CallbacksDue
from bot.handover.callee_answer import Look
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import Cases
from bot.handover.contact_rules import ContactRules
from bot.handover.dialling import Dialler
from bot.handover.expert_calls import ExpertCalls
from bot.handover.experts import Experts
from bot.handover.open_callbacks import OpenCallbacks
from bot.handover.outbound_rules import OutboundRules
from bot.handover.promises import Promises
from bot.handover.waiting_room import WaitingRoom
from bot.handover.waits import Waits
from bot.wiring_experts import ExpertSide, House


@dataclass(frozen=True)
class Customers:
    """What calling customers needs beyond the experts' side: `own_number` is the hotline's first number."""

    promises: Promises
    cases: Cases
    hours: CallingHours
    look: Look
    text: SendText
    own_number: str


@dataclass(frozen=True)
class CallbackSide:
    """`rings.fetch` is the experts' line's way to bring in a customer (channel "callback")."""

    rings: CallbackRings
    watch: CallbackWatch
    worker: Worker
    blueprint: Blueprint
    topics: CallbackTopics
    dialler: Dialler


def build_callbacks(house: House, side: ExpertSide, customers: Customers) -> CallbackSide:
    """Everything on the house's database; starts nothing."""
    engine, clock, promises = house.engine, house.clock, customers.promises
    experts, topics = _experts(house, side), CallbackTopics(house.phrases)
    messages = CallbackMessages(engine, house.phrases, customers.text)
    ends = CallbackEnds(engine, promises, experts, customers.hours, messages)
    rules = OutboundRules(engine, customers.hours)
    dialler = Dialler(engine, house.phone, house.base_url, clock, rules)
    dialler.also_from(house.more_phones)
    legs = CallbackLegs(engine, topics, (customers.own_number, *house.more_phones))
    rings = CallbackRings(legs, promises, dialler, ends, clock)
    due = CallbacksDue(engine, promises, rules, ends)
    watch = CallbackWatch(engine, due, rings, ends, experts)
    contact = ContactRules(engine)
    means = Means(experts.rows.waits, side.bridge, customers.look, contact, messages, topics)
    talk = CallbackTalk(means, ends, CallbackSlot(customers.cases, customers.hours))
    pages = _pages(house, side, legs, talk, ends)
    worker = Worker("callbacks", lambda: watch.work(clock.now()))
    return CallbackSide(rings, watch, worker, pages, topics, dialler)


def resumed(engine: Engine, waiting: WaitingRoom, house: House) -> CallbackResumed:
    """For callers who were to be called back: `greet` for the calls, `questions` for the turns."""
    found, topics = OpenCallbacks(engine), CallbackTopics(house.phrases)
    return CallbackResumed(found, topics, waiting, Record(engine), house.clock)


def _experts(house: House, side: ExpertSide) -> ExpertsSide:
    def words(call: RowMapping, key: str) -> Sentence:
        return side.line.say(call, key, "end").sentences[0]

    rows = Rows(Waits(house.engine), Experts(house.engine), ExpertCalls(house.engine))
    return ExpertsSide(rows, side.ends, house.lines, words)


def _pages(
    house: House, side: ExpertSide, legs: CallbackLegs, talk: CallbackTalk, ends: CallbackEnds
) -> Blueprint:
    record = Record(house.engine)
    parts = Parts(record, legs, talk, house.phrases, house.clock, house.base_url)
    turns, statuses = CallbackTurns(parts), CallStatuses(house.engine)
    return callback_blueprint(
        CustomerLeg(turns, legs, ends, record, statuses, house.lines, house.clock, side.bridge.caller_left)
    )
