"""A caller who says something delicate, on a database: the gate sees what the test says it sees."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from bot.conversation.record import Record
from bot.conversation.state import Conversation, Heard, Reply, Room
from bot.conversation.take_turn import take_turn
from bot.conversation.turn import Services
from bot.handover.cases import HANDOVERS, PROMISES, Cases
from bot.handover.contact_rules import RULES
from bot.handover.experts import STAFF
from bot.handover.waits import WAITS
from bot.understanding.delicate.flags import Flag
from bot.wiring_handover import Bridge, build_handover
from tests.builders import NOW, OWN_QUESTIONS, ScriptedRasa, flag, recorded, services
from tests.handover.hall import MovingClock

# What the gate sees in these words; anything else is harmless.
SEEN: dict[str, tuple[Flag, ...]] = {
    "gestorben": (flag("bereavement"),),
    "im krankenhaus": (flag("illness", "hint"),),
    "doch schlimm": (flag("illness", "clear"),),
    "nicht mehr leben": (flag("crisis"),),
    "kein ausweg": (flag("crisis", "hint"),),
    "kopftuch": (replace(flag("threat"), confidence=0.64), flag("discrimination")),
    "lebensmüde": (replace(flag("crisis"), confidence=0.64), flag("anger")),
    "rauch": (flag("safety_injury"), flag("abuse_safety", "hint")),
    "komisches gefühl": (flag("safety_injury", "hint"),),
    "es brennt": (flag("safety_injury", "acute"),),
    "darf nichts wissen": (flag("abuse_safety"),),
    "er liest mit": (flag("abuse_safety", "hint"),),
    "schon wieder": (flag("anger", "hint"),),
    "saftladen": (flag("anger"),),
    "was ist gespeichert": (flag("privacy_incident", "request"),),
    "ich bin zehn": (flag("vulnerable", "acute"),),
    "job weg": (flag("hardship"),),
    "anwalt": (flag("legal_press"),),
}


class DelicateLine:
    """A call to talk on; `alerts` are the cases those in charge were told of."""

    def __init__(self, engine: Engine, rasa: ScriptedRasa | None = None, **talk: Any) -> None:
        self.engine, self.clock = engine, MovingClock()
        self.alerts: list[tuple[str, str]] = []
        self.room: Room | None = None
        self.talk: Conversation = recorded(engine, **talk)
        self.record = Record(engine)
        self.given = self._services(rasa)

    def _services(self, rasa: ScriptedRasa | None) -> Services:
        people = build_handover(
            self.engine,
            Cases(self.engine, self.record),
            Bridge(lambda conversation_id: self.room, lambda: None),
            lambda text, language: SEEN.get(text, ()),
            lambda case, priority: self.alerts.append((case, priority)),
        )
        given = services(rasa, clock=self.clock)
        return replace(
            given,
            handovers=people.requests,
            delicate=people.delicate,
            waiting=people.waiting,
            questions={**OWN_QUESTIONS, **people.questions},
        )

    # --- what the caller does ---

    def say(self, *words: str) -> Reply:
        """The last reply."""
        return [self._hears(Heard(text)) for text in words][-1]

    def press(self, *keys: str) -> Reply:
        """The last reply."""
        return [self._hears(Heard(keys=pressed)) for pressed in keys][-1]

    def silence(self, times: int = 1) -> Reply:
        """The last reply."""
        return [self._hears(Heard()) for _ in range(times)][-1]

    def _hears(self, heard: Heard) -> Reply:
        self.talk.turns += 1
        self.talk.last_at = self.clock.now()
        self.clock.pass_s(10)
        return take_turn(self.talk, heard, self.given, 5)[0]

    # --- what is known ---

    def expert(self, name: str = "eva", **facts: Any) -> None:
        """Somebody at work who can take anything."""
        skills = ["care", "care_estate", "safe_contact", "billing_care", "complaint_lead", "legal_pr"]
        values: dict[str, Any] = {"id": name, "name": name, "role": "agent", "phone": "+491711"}
        values |= {"skills": skills, "languages": ["de", "en"], "password_hash": "x", "created_at": NOW}
        values |= {"status": "free", "status_since": NOW - timedelta(minutes=1), **facts}
        with self.engine.begin() as db:
            db.execute(insert(STAFF).values(**values))

    def rows(self, table: Any) -> list[Any]:
        """All of a table."""
        with self.engine.connect() as db:
            return list(db.execute(select(table)).mappings())

    @property
    def case(self) -> Any:
        """The one case there is."""
        (case,) = self.rows(HANDOVERS)
        return case

    @property
    def cases(self) -> list[Any]:
        """All cases."""
        return self.rows(HANDOVERS)

    @property
    def wait(self) -> Any:
        """The latest wait."""
        return self.rows(WAITS)[-1]

    @property
    def waits(self) -> list[Any]:
        """All waits."""
        return self.rows(WAITS)

    @property
    def promises(self) -> list[Any]:
        """All promises."""
        return self.rows(PROMISES)

    @property
    def rules(self) -> list[Any]:
        """All contact rules."""
        return self.rows(RULES)
