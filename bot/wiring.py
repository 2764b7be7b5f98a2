"""Builds everything; the only module that names concrete classes, with those beside it named wiring_*."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import urllib3
from flask import Blueprint
from sqlalchemy import Engine, text

from bot.channels.one_time_codes import SentCodes
from bot.channels.order_confirmations import OrderConfirmations, Texts
from bot.channels.outbox import Outbox
from bot.channels.receipts import TextReceipts
from bot.channels.run_turn import TurnRunner
from bot.channels.sms.threads import Threads
from bot.channels.unsaved import Unsaved
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.calls import Calls
from bot.channels.worker import Worker
from bot.clock import Clock
from bot.conversation.clarify import answer_beyond_us, answer_clarified, answer_menu
from bot.conversation.dialogue_turn import answer_more
from bot.conversation.hint_rows import HintRows
from bot.conversation.trouble import answer_person_offer
from bot.conversation.turn import Answering, Services
from bot.handover.answer_rate import AnswerRateWatch
from bot.handover.calling_hours import CallingHours
from bot.handover.delicate import Look
from bot.handover.promises import PromiseWatch
from bot.handover.routing_file import house_routing
from bot.health import Check
from bot.metrics import Metrics
from bot.phrases.catalogue import Phrases
from bot.settings import Settings
from bot.shop.knowledge import callback_rules, expert_hours
from bot.shop.ordering.port import Ordering
from bot.understanding.rasa_client import RasaClient
from bot.understanding.understand import Understand
from bot.wiring_callbacks import CallbackSide, Customers, build_callbacks, resumed
from bot.wiring_console import build_console, console_house
from bot.wiring_desk import build_desk, desk_house
from bot.wiring_experts import ExpertSide, build_experts
from bot.wiring_figures import show_figures
from bot.wiring_ground import Ground, lay_ground
from bot.wiring_handover import ROOT, Bridge, Handover, build_handover
from bot.wiring_models import Checkout, build_models
from bot.wiring_staff import StaffSide, build_staff
from bot.wiring_threads import Messages, ThreadSide, build_threads

OWN_QUESTIONS: dict[str, Answering] = {
    "clarify": answer_clarified,
    "beyond_us": answer_beyond_us,
    "menu": answer_menu,
    "more": answer_more,
    "person_offer": answer_person_offer,
}


@dataclass(frozen=True)
class Hotline:
    """The parts the web application serves."""

    calls: Calls
    statuses: CallStatuses
    threads: Threads
    outbox: Outbox
    confirmations: OrderConfirmations
    promises: Worker
    experts: ExpertSide
    callbacks: CallbackSide
    desk: ThreadSide
    ordering: Ordering
    unsaved: Unsaved
    phrases: Phrases
    metrics: Metrics
    checks: dict[str, Check]
    staff: StaffSide
    pages: tuple[Blueprint, ...]
    console_workers: tuple[Worker, ...] = ()


def build(
    settings: Settings, clock: Clock | None = None, rasa: RasaClient | None = None, gate: Look | None = None
) -> Hotline:
    """Everything, ready to answer; starts nothing. A simulation brings a clock, Rasa or gate of its own."""
    rasa = rasa or RasaClient(settings.rasa_url, settings.rasa_token)
    ground = lay_ground(settings, clock or settings.clock())
    show_figures(ground)
    models = build_models(Checkout(ROOT, ground.engine, ground.clock), rasa, ground.alerts, gate is None)
    gate = gate or models.gate()
    side, callbacks = _phones(ground, gate)
    bridge = Bridge(side.bridge.room_for, side.worker.wake)
    people = build_handover(ground.engine, ground.cases, bridge, gate, ground.alerts)
    back = resumed(ground.engine, people.waiting, ground.house)
    confirmations = _confirmations(ground)
    services = replace(
        _services(ground, rasa, people),
        questions={**OWN_QUESTIONS, **people.questions, **back.questions()},
        wake_confirmations=confirmations.worker.wake,
        models=models.assignment,
    )
    runner = TurnRunner(ground.record, services, ground.metrics, settings.turn_budget_s)
    calls = Calls(ground.record, runner, services, settings.public_base_url, side.bridge.caller_left)
    calls.welcome_back(back.greet)
    rest, threads = timedelta(hours=settings.sms_rest_hours), _threads(ground, services)
    desk = desk_house(ground, services, side, callbacks, threads)
    console = build_console(console_house(ground, services, models))
    return Hotline(
        calls=calls,
        threads=Threads(ground.record, runner, services, ground.engine, rest),
        confirmations=confirmations,
        experts=side,
        callbacks=callbacks,
        desk=threads,
        staff=build_staff(ground.engine, ground.clock, settings),
        pages=(*build_desk(desk), *console.pages),
        console_workers=(*models.workers, *console.workers),
        **_plain(ground, rasa),
    )


def _phones(ground: Ground, gate: Look) -> tuple[ExpertSide, CallbackSide]:
    """The experts' phones and the customers': each brings in who belongs to the other."""
    late: list[CallbackSide] = []
    house = replace(ground.house, fetch={"callback": lambda wait: late[0].rings.fetch(wait)})
    side, hours = build_experts(house), CallingHours(expert_hours(), callback_rules())
    own_number, text_to = ground.settings.hotline_number, ground.outbox.put
    customers = Customers(ground.promises, ground.cases, hours, gate, text_to, own_number)
    late.append(build_callbacks(house, side, customers))
    return side, late[0]


def _threads(ground: Ground, services: Services) -> ThreadSide:
    """Text threads as experts take them."""
    messages = Messages(ground.outbox.worker.wake, ground.alerts)
    return build_threads(ground.engine, ground.cases, services, house_routing(), messages)


def _plain(ground: Ground, rasa: RasaClient) -> dict[str, Any]:
    """The parts that need nothing but the ground."""
    watch = PromiseWatch(ground.promises, ground.clock, ground.alerts)
    rate = AnswerRateWatch(ground.engine, ground.clock, ground.alerts.hardly_answered)
    return {
        "statuses": CallStatuses(ground.engine),
        "outbox": ground.outbox,
        "promises": Worker("promises", lambda: min(watch.work(), rate.work())),
        "ordering": ground.shop.ordering,
        "unsaved": Unsaved(ground.settings.data_dir, ground.clock),
        "phrases": ground.house.phrases,
        "metrics": ground.metrics,
        "checks": _checks(ground.engine, rasa, ground.settings.actions_url),
    }


def _confirmations(ground: Ground) -> OrderConfirmations:
    texts, base_url = Texts(ground.house.phrases, ground.clock), ground.settings.public_base_url
    return OrderConfirmations(ground.shop.ordering, ground.outbox, base_url, ground.record.caller_of, texts)


def _services(ground: Ground, rasa: RasaClient, people: Handover) -> Services:
    shop, outbox = ground.shop, ground.outbox
    return Services(
        understand=Understand(rasa, on=rasa.on),
        dialogue=rasa,
        handovers=people.requests,
        delicate=people.delicate,
        waiting=people.waiting,
        receipts=TextReceipts(outbox),
        codes=SentCodes(shop.codes, outbox),
        customers_with_phone=shop.customers_with_phone,
        phrases=ground.house.phrases,
        clock=ground.clock,
        questions={},
        earlier_contacts=ground.earlier_contacts,
        hints=HintRows(ground.engine),
    )


def _checks(engine: Engine, rasa: RasaClient, actions_url: str) -> dict[str, Check]:
    http = urllib3.PoolManager(retries=False, timeout=2.0)

    def database() -> bool:
        with engine.connect() as db:
            return bool(db.execute(text("SELECT 1")).scalar() == 1)

    def actions() -> bool:
        return http.request("GET", f"{actions_url}/health").status == 200

    return {"database": database, "rasa": rasa.ready, "actions": actions}
