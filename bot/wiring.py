"""Builds everything; the only module that names concrete classes."""

from dataclasses import dataclass, replace
from datetime import timedelta

import urllib3
from sqlalchemy import Engine, text

from bot.channels.carrier_rest import CALL_TIMEOUT_S, CarrierCalls, CarrierRest, make_client
from bot.channels.one_time_codes import SentCodes
from bot.channels.order_confirmations import OrderConfirmations, Texts
from bot.channels.outbox import Outbox
from bot.channels.receipts import TextReceipts
from bot.channels.run_turn import TurnRunner
from bot.channels.sms.threads import Threads
from bot.channels.staff_alerts import StaffAlerts
from bot.channels.unsaved import Unsaved
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.calls import Calls
from bot.channels.voice.lines import CarrierLines
from bot.channels.worker import Worker
from bot.clock import Clock
from bot.conversation.clarify import answer_beyond_us, answer_clarified, answer_menu
from bot.conversation.dialogue_turn import answer_more
from bot.conversation.record import Record
from bot.conversation.trouble import answer_person_offer
from bot.conversation.turn import Answering, Services
from bot.handover.cases import Cases
from bot.handover.experts import Experts
from bot.handover.order_facts import OrdersOfCase
from bot.handover.promises import Promises, PromiseWatch
from bot.handover.routing_file import RoutingTerms, load_routing
from bot.handover.undelivered import UndeliveredReceipts
from bot.health import Check
from bot.metrics import Metrics
from bot.phrases.catalogue import Phrases
from bot.settings import Settings
from bot.shop.knowledge import load_knowledge
from bot.shop.ordering.port import Ordering
from bot.shop.sql_shop import SqlShop
from bot.store.database import make_engine
from bot.understanding.delicate.trained import trained_gate
from bot.understanding.rasa_client import RasaClient
from bot.understanding.understand import Understand
from bot.wiring_experts import ExpertSide, House, build_experts
from bot.wiring_handover import ROOT, Bridge, Handover, build_handover

# Who is back within this time about the same order and wish has not been helped.
SAME_MATTER = timedelta(days=7)

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
    ordering: Ordering
    unsaved: Unsaved
    phrases: Phrases
    metrics: Metrics
    checks: dict[str, Check]


def build(settings: Settings, clock: Clock | None = None, rasa: RasaClient | None = None) -> Hotline:
    """Everything, ready to answer; starts nothing. A simulation brings a clock, or a Rasa, of its own."""
    clock, engine = clock or settings.clock(), make_engine(settings.database_url)
    rasa = rasa or RasaClient(settings.rasa_url, settings.rasa_token)
    metrics, record = Metrics(), Record(engine)
    shop, knowledge = SqlShop(engine, settings.timezone), load_knowledge()
    orders = OrdersOfCase(shop, knowledge.returns.period_days)
    cases = Cases(engine, record, metrics.handover, orders)
    given_up = UndeliveredReceipts(record, cases, clock)
    outbox = Outbox(engine, _rest(settings).send_message, given_up)
    phrases, routing = Phrases(company=settings.company), load_routing(knowledge.experts)
    house = _house(settings, engine, phrases, routing, clock)
    side = build_experts(replace(house, ended=metrics.expert_call, died=metrics.bridge_died))
    alerts = StaffAlerts(outbox, Experts(engine), phrases)
    bridge = Bridge(side.bridge.room_for, side.worker.wake)
    people = build_handover(engine, cases, bridge, trained_gate(ROOT), alerts)
    services = _services(house, rasa, people, outbox, shop)
    texts = Texts(services.phrases, services.clock)
    confirmations = OrderConfirmations(
        shop.ordering, outbox, settings.public_base_url, record.caller_of, texts
    )
    services = replace(
        services,
        wake_confirmations=confirmations.worker.wake,
        earlier_contacts=lambda talk_id, wish, order: record.earlier_contacts(
            talk_id, wish, order, services.clock.now() - SAME_MATTER
        ),
    )
    promises = Promises(engine, record, metrics.promise)
    runner = TurnRunner(record, services, metrics, settings.turn_budget_s)
    rest = timedelta(hours=settings.sms_rest_hours)
    return Hotline(
        calls=Calls(record, runner, services, settings.public_base_url, side.bridge.caller_left),
        statuses=CallStatuses(engine),
        threads=Threads(record, runner, services, engine, rest),
        outbox=outbox,
        confirmations=confirmations,
        promises=Worker("promises", PromiseWatch(promises, services.clock, alerts).work),
        experts=side,
        ordering=shop.ordering,
        unsaved=Unsaved(settings.data_dir, services.clock),
        phrases=services.phrases,
        metrics=metrics,
        checks=_checks(engine, rasa, settings.actions_url),
    )


def _house(
    settings: Settings, engine: Engine, phrases: Phrases, routing: RoutingTerms, clock: Clock
) -> House:
    """What the experts' phones stand on."""
    client = make_client(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.twilio_api_base_url,
        CALL_TIMEOUT_S,
    )
    calls = CarrierCalls(client, settings.hotline_number)
    return House(
        engine,
        calls,
        CarrierLines(calls, settings.public_base_url),
        phrases,
        clock,
        settings.public_base_url,
        routing.figures,
        routing.hours.on_call,
    )


def _services(house: House, rasa: RasaClient, people: Handover, outbox: Outbox, shop: SqlShop) -> Services:
    return Services(
        understand=Understand(rasa),
        dialogue=rasa,
        handovers=people.requests,
        delicate=people.delicate,
        waiting=people.waiting,
        receipts=TextReceipts(outbox),
        codes=SentCodes(shop.codes, outbox),
        customers_with_phone=shop.customers_with_phone,
        phrases=house.phrases,
        clock=house.clock,
        questions={**OWN_QUESTIONS, **people.questions},
    )


def _rest(settings: Settings) -> CarrierRest:
    client = make_client(
        settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_base_url
    )
    return CarrierRest(client, settings.hotline_number, f"{settings.public_base_url}/twilio/sms/status")


def _checks(engine: Engine, rasa: RasaClient, actions_url: str) -> dict[str, Check]:
    http = urllib3.PoolManager(retries=False, timeout=2.0)

    def database() -> bool:
        with engine.connect() as db:
            return bool(db.execute(text("SELECT 1")).scalar() == 1)

    def actions() -> bool:
        return http.request("GET", f"{actions_url}/health").status == 200

    return {"database": database, "rasa": rasa.ready, "actions": actions}
