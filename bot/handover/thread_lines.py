"""The hotline's own lines in a thread that waits for a person: few, true, and each said once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bot.conversation.record import TURNS
from bot.conversation.state import Reply, Sentence
from bot.handover.away import Away, away, told
from bot.handover.cases import HANDOVERS
from bot.handover.skill_hours import SkillHours
from bot.handover.thread_back import Worded
from bot.handover.thread_texts import Said, conversation_row, forbidden, write
from bot.handover.waits import WAITS, Place
from bot.phrases.catalogue import Phrases


@dataclass(frozen=True)
class ThreadLines:
    """Writes them in a transaction that has locked the wait; nothing goes to who must not be written to."""

    phrases: Phrases
    worded: Worded
    hours: SkillHours
    somebody_here: Callable[[Place, datetime], bool]

    def away(self, place: Place, now: datetime) -> Away | None:
        """The stretch in which nobody can answer; None while somebody can."""
        return away((place.skill, place.priority), self.hours, self.somebody_here(place, now), now)

    def say_away(self, db: Connection, wait: RowMapping, stretch: Away, now: datetime) -> dict[str, Any]:
        """Once per stretch; what is to be kept in the wait."""
        if told(wait["news"], stretch):
            return {}
        phrase, values = stretch.phrase
        self.say(db, wait, phrase, now, **values)
        return {"news": stretch.mark}

    def say_passed_on(self, db: Connection, wait: RowMapping, now: datetime) -> dict[str, Any]:
        """Somebody else goes on: worth saying only to who has heard from the one who leaves."""
        if stretch := self.away(Place(wait["priority"], wait["skill"], wait["language"]), now):
            return self.say_away(db, wait, stretch, now)
        experts = (TURNS.c.conversation_id == wait["conversation_id"]) & (TURNS.c.route == "expert")
        if db.execute(select(TURNS.c.id).where(experts).limit(1)).first():
            self.say(db, wait, "thread_passed_on", now)
        return {}

    def say(self, db: Connection, wait: RowMapping, phrase: str, now: datetime, **values: Any) -> bool:
        """One line with the number of the case; False when the customer may not be written to."""
        talk = conversation_row(db, wait["conversation_id"])
        if forbidden(db, talk, now, answer=False):
            return False
        case = select(HANDOVERS.c.case_number).where(HANDOVERS.c.id == wait["handover_id"])
        number, language = db.execute(case).scalar_one(), talk["language"]
        texts = (
            self.phrases.say(phrase, language, "sms", **values),
            self.phrases.say("thread_case", language, "sms", case=number),
        )
        words = self.worded(Reply(tuple(Sentence(text, language) for text in texts)))
        write(db, talk, Said(words, "hotline"), now)
        return True


def wait_row(db: Connection, wait_id: str) -> RowMapping:
    """The wait as the store has it."""
    return db.execute(select(WAITS).where(WAITS.c.id == wait_id)).mappings().one()
