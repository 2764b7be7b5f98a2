"""Builds the experts' part in text messages: the desk's service, and the worker that looks after threads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Engine

from bot.channels.sms.wording import as_text
from bot.channels.worker import Worker
from bot.conversation.record import Record
from bot.conversation.turn import Services
from bot.handover.cases import Cases
from bot.handover.experts import Experts
from bot.handover.last_hour import last_hour
from bot.handover.outlook import QueueOutlook
from bot.handover.routing_file import RoutingTerms
from bot.handover.takeover import Takeover, ThreadTools
from bot.handover.thread_alerts import Alert, ThreadAlerts
from bot.handover.thread_back import ThreadBack
from bot.handover.thread_limits import ThreadLimits
from bot.handover.thread_lines import ThreadLines
from bot.handover.thread_overdue import OverdueThreads
from bot.handover.thread_taken import TakenThreads
from bot.handover.thread_watch import ThreadWatch, Watched
from bot.handover.waits import Waits
from bot.understanding.delicate.tuning import read_tuning


@dataclass(frozen=True)
class Messages:
    """What threads need of the messages' side: `wake` sends what is owed, `alert` tells who is in charge."""

    wake: Callable[[], None]
    alert: Alert


@dataclass(frozen=True)
class ThreadSide:
    """The desk's service, and the worker that has to be started."""

    takeover: Takeover
    overdue: OverdueThreads
    watch: ThreadWatch
    worker: Worker


def build_threads(
    engine: Engine, cases: Cases, services: Services, routing: RoutingTerms, messages: Messages
) -> ThreadSide:
    """On this database; starts nothing."""
    outlook = QueueOutlook(Waits(engine), Experts(engine), routing.figures, partial(last_hour, engine))
    lines = ThreadLines(services.phrases, as_text, routing.hours, outlook.somebody_here)
    back = ThreadBack(Record(engine), services, as_text)
    tools = ThreadTools(back, lines, as_text, messages.wake, routing.figures)
    alerts = ThreadAlerts(engine, messages.alert)
    limits = ThreadLimits(routing.thread_limits, routing.hours)
    overdue = OverdueThreads(engine, alerts, limits, lines)
    watched = Watched(
        overdue,
        TakenThreads(engine, cases, alerts, lines, read_tuning().situations),
        lines,
    )
    watch = ThreadWatch(engine, watched, services.clock)
    takeover = Takeover(engine, tools, services.clock)
    return ThreadSide(takeover, overdue, watch, Worker("threads", watch.work))
