"""What everything else stands on: the database, the record, the shop, the carrier's lines."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Engine

from bot.channels.carrier_rest import CALL_TIMEOUT_S, CarrierCalls, CarrierRest, make_client
from bot.channels.conference_rest import CarrierRooms
from bot.channels.outbox import Outbox
from bot.channels.staff_alerts import StaffAlerts
from bot.channels.voice.lines import CarrierLines
from bot.clock import Clock
from bot.conversation.record import Record
from bot.current import present, use_root
from bot.handover.cases import Cases
from bot.handover.crisis_numbers import load_numbers
from bot.handover.dialling import Phone
from bot.handover.experts import Experts
from bot.handover.order_facts import OrdersOfCase
from bot.handover.promises import Promises
from bot.handover.routing_file import current_routing, house_routing
from bot.handover.undelivered import UndeliveredReceipts
from bot.metrics import Metrics
from bot.phrases.catalogue import LANGUAGES, Phrases, current_entries
from bot.settings import Settings
from bot.shop.knowledge import load_knowledge
from bot.shop.sql_shop import SqlShop
from bot.store.database import make_engine
from bot.understanding.speech_hints import current_hints
from bot.understanding.thresholds import load_thresholds
from bot.wiring_experts import House

# Who is back within this time about the same order and wish has not been helped.
SAME_MATTER = timedelta(days=7)


@dataclass(frozen=True)
class Ground:
    """Built first, used by every other part."""

    settings: Settings
    clock: Clock
    engine: Engine
    metrics: Metrics
    record: Record
    shop: SqlShop
    cases: Cases
    outbox: Outbox
    promises: Promises
    house: House
    alerts: StaffAlerts

    def earlier_contacts(self, conversation_id: str, wish: str, order: str) -> int:
        """How often others were here about this within a week."""
        since = self.clock.now() - SAME_MATTER
        return self.record.earlier_contacts(conversation_id, wish, order, since)


def lay_ground(settings: Settings, clock: Clock) -> Ground:
    """Connects to nothing yet but the database's file."""
    use_root(settings.tuning_dir)
    _read_what_is_tuned()
    engine, metrics = make_engine(settings.database_url), Metrics()
    record, shop = Record(engine), SqlShop(engine, settings.timezone)
    orders = OrdersOfCase(shop, load_knowledge().returns.period_days)
    cases = Cases(engine, record, metrics.handover, orders)
    outbox = Outbox(engine, _messages(settings), UndeliveredReceipts(record, cases, clock))
    house = replace(_house(settings, engine, clock), ended=metrics.expert_call, died=metrics.bridge_died)
    alerts = StaffAlerts(outbox, Experts(engine), house.phrases)
    house = replace(house, alert=alerts)
    promises = Promises(engine, record, metrics.promise)
    return Ground(settings, clock, engine, metrics, record, shop, cases, outbox, promises, house, alerts)


def _read_what_is_tuned() -> None:
    """Once, so that a file nobody can read stops the start and not a call; raises what its reader raises."""
    phrases = [current_entries(language) for language in LANGUAGES]
    readers: list[Callable[[], object]] = [load_knowledge, load_numbers, load_thresholds, *phrases]
    readers += [current_routing(), current_hints()]
    for read in readers:
        read()


def _messages(settings: Settings) -> Callable[[str, str], str]:
    client = make_client(
        settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_base_url
    )
    status_url = f"{settings.public_base_url}/twilio/sms/status"
    return CarrierRest(client, settings.hotline_number, status_url).send_message


def _house(settings: Settings, engine: Engine, clock: Clock) -> House:
    """What the experts' phones stand on."""
    account, token, api = (
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        settings.twilio_api_base_url,
    )
    client = make_client(account, token, api, CALL_TIMEOUT_S)
    calls = CarrierCalls(client, settings.hotline_number)
    more: dict[str, Phone] = {own: CarrierCalls(client, own) for own in settings.hotline_more_numbers}
    routing = house_routing()
    lines, phrases = CarrierLines(calls, settings.public_base_url), Phrases(company=settings.company)
    on_call = present(lambda: routing.hours.on_call)
    house = House(engine, calls, lines, phrases, clock, settings.public_base_url, routing.figures, on_call)
    return replace(house, more_phones=more, rooms=CarrierRooms(client, settings.public_base_url))
