"""What every page of the desk may be built on."""

from dataclasses import dataclass

from sqlalchemy import Engine

from bot.channels.outbox import Outbox
from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.turn import Services
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import Cases
from bot.handover.promises import Promises
from bot.handover.routing_file import RoutingTerms
from bot.settings import Settings
from bot.shop.sql_shop import SqlShop
from bot.staff.audit import Audit
from bot.wiring_callbacks import CallbackSide
from bot.wiring_experts import ExpertSide, House
from bot.wiring_threads import ThreadSide


@dataclass(frozen=True)
class DeskHouse:
    """The running hotline as the desk sees it; `phones` is what the experts' side stands on."""

    engine: Engine
    clock: Clock
    settings: Settings
    record: Record
    cases: Cases
    promises: Promises
    shop: SqlShop
    outbox: Outbox
    services: Services
    routing: RoutingTerms
    hours: CallingHours
    phones: House
    experts: ExpertSide
    callbacks: CallbackSide
    threads: ThreadSide
    audit: Audit
