"""Who is with the bot at this moment, and how much each of them needs a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, or_, select

from bot.clock import Clock
from bot.conversation.conversation_rows import CONVERSATIONS, held
from bot.conversation.owner import Owner
from bot.conversation.state import Conversation
from bot.conversation.turn_rows import TURNS
from bot.desk.desk_terms import load_desk_terms
from bot.desk.skill_of_flag import skill_of_flag
from bot.errors import NotAllowed, NotThere
from bot.handover.routing_people import CARE
from bot.handover.waits import ORDER, WAITS
from bot.staff.known_skills import ANY
from bot.staff.person import LEADS, Person
from bot.understanding.delicate.flags import CODES

READS_ALONG = ("agent", *LEADS)
WITH_BOT = (Owner.BOT, Owner.QUEUE)
# A caller who says nothing is asked again long before this; somebody who texts may take their time.
ON_THE_LINE, TEXTING = timedelta(minutes=3), timedelta(minutes=15)
# A mere question about one's rights is no signal.
NO_SIGNAL = "request"
MOST = 200


@dataclass(frozen=True)
class LiveTalk:
    """One of them; `flags` are codes with their levels, the gravest first; `priority`: who waits already."""

    talk: Conversation
    unclear: int
    flags: tuple[tuple[str, str], ...]
    irritated: int
    repeated: bool
    failures: int
    priority: str | None
    case_id: str | None
    status: str | None
    # We have called them; their expert was there first.
    called_back: bool = False

    @property
    def waits(self) -> bool:
        """Whether a person is on the way."""
        return self.priority is not None

    @property
    def codes(self) -> frozenset[str]:
        """Of the flags."""
        return frozenset(code for code, _ in self.flags)

    @property
    def need(self) -> tuple[Any, ...]:
        """Sorted by it, the neediest come first; to whom somebody is on the way comes last."""
        gravest = min((CODES.index(code) for code in self.codes), default=len(CODES))
        trouble = 2 * self.irritated + self.unclear + 2 * self.failures + self.repeated
        settled = self.status in ("ringing", "talking")
        return settled, gravest, ORDER.index(self.priority or ORDER[-1]), -trouble, self.talk.started_at


class LiveTalks:
    """Reads them from the store."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def all(self, person: Person) -> list[LiveTalk]:
        """Everybody with the bot, the neediest first; raises NotAllowed."""
        may_read(person)
        with self._engine.connect() as db:
            rows = _running(db, self._clock.now())
            found = [one for one in _live(db, rows) if not one.called_back]
        return sorted(found, key=lambda one: one.need)

    def one(self, conversation_id: str, person: Person) -> LiveTalk:
        """This one, also just after it left the bot; raises NotThere or NotAllowed."""
        may_read(person)
        with self._engine.connect() as db:
            mine = select(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)
            rows = db.execute(mine).mappings().all()
            if not rows:
                raise NotThere("conversation")
            (found,) = _live(db, rows)
        return found

    def is_live(self, talk: Conversation) -> bool:
        """Whether the bot still talks with them, as far as is known."""
        lasts = ON_THE_LINE if talk.channel == "voice" else TEXTING
        return talk.owner in WITH_BOT and self._clock.now() - talk.last_at <= lasts


def may_read(person: Person) -> None:
    """Who reads along: people of the house who take cases; raises NotAllowed."""
    if person.role not in READS_ALONG:
        raise NotAllowed("role")
    if person.site not in load_desk_terms().own_sites:
        raise NotAllowed("site")


def quotes_for(person: Person, live: LiveTalk) -> frozenset[str]:
    """Of which flags this person sees the words: leads of all, others of those whose skill they have."""
    skills = {code: skill_of_flag().get(code, CARE) for code in live.codes}
    return frozenset(code for code, skill in skills.items() if person.leads or _has(person, skill))


def _has(person: Person, skill: str) -> bool:
    return skill in person.skills or (skill == ANY and CARE in person.skills)


def _running(db: Connection, now: datetime) -> Sequence[RowMapping]:
    calling = (CONVERSATIONS.c.channel == "voice") & (CONVERSATIONS.c.last_at >= now - ON_THE_LINE)
    texting = (CONVERSATIONS.c.channel == "sms") & (CONVERSATIONS.c.last_at >= now - TEXTING)
    mine = CONVERSATIONS.c.owner.in_(WITH_BOT) & (CONVERSATIONS.c.last_at >= now - TEXTING)
    newest = select(CONVERSATIONS).where(mine, or_(calling, texting)).order_by(CONVERSATIONS.c.last_at.desc())
    return db.execute(newest.limit(MOST)).mappings().all()


def _live(db: Connection, rows: Sequence[RowMapping]) -> list[LiveTalk]:
    ids = [row["id"] for row in rows]
    unclear, failed, waits = _unclear(db, ids), _failed(db, ids), _waits(db, ids)
    return [_of(held(row), unclear[row["id"]], failed[row["id"]], waits.get(row["id"])) for row in rows]


def _of(talk: Conversation, unclear: int, failed: int, wait: RowMapping | None) -> LiveTalk:
    signals = Counter(signal["what"] for signal in talk.memory.signals)
    return LiveTalk(
        talk=talk,
        unclear=unclear,
        flags=_flags(talk),
        irritated=signals["irritation"],
        repeated=bool(signals["repeated"]),
        failures=failed,
        priority=wait["priority"] if wait else None,
        case_id=wait["handover_id"] if wait else None,
        status=wait["status"] if wait else None,
        called_back=wait is not None and wait["channel"] == "callback",
    )


def _flags(talk: Conversation) -> tuple[tuple[str, str], ...]:
    """Open ones, each as openly as it was said."""
    told = [flag for flag in talk.memory.flags if flag["level"] != NO_SIGNAL]
    levels = {flag["code"]: flag["level"] for flag in told if flag["code"] not in talk.memory.flags_settled}
    return tuple(sorted(levels.items(), key=lambda flag: CODES.index(flag[0])))


def _unclear(db: Connection, ids: Sequence[str]) -> Counter[str]:
    mine = TURNS.c.conversation_id.in_(ids) & (TURNS.c.route == "clarify")
    return _counted(db, mine)


def _failed(db: Connection, ids: Sequence[str]) -> Counter[str]:
    return _counted(db, TURNS.c.conversation_id.in_(ids) & TURNS.c.failure.is_not(None))


def _counted(db: Connection, mine: Any) -> Counter[str]:
    count = select(TURNS.c.conversation_id, func.count()).where(mine).group_by(TURNS.c.conversation_id)
    return Counter({row[0]: row[1] for row in db.execute(count)})


def _waits(db: Connection, ids: Sequence[str]) -> dict[str, RowMapping]:
    mine = WAITS.c.conversation_id.in_(ids) & (WAITS.c.status != "over")
    return {row["conversation_id"]: row for row in db.execute(select(WAITS).where(mine)).mappings()}
