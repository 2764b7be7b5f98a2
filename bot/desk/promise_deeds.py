"""What people do about promises: make one, say it was kept, cancel it, hand it to a colleague."""

from sqlalchemy import Connection, Engine, select, update

from bot.clock import Clock
from bot.desk.closing_rows import CLOSINGS, locked, note, owes, set_status
from bot.desk.dispositions import CLOSED, OPEN, PROMISED, PROMISING
from bot.desk.follow_ups import FollowUp, FollowUps
from bot.desk.promise_book import Owed, PromiseBook, kept_by_hand, may_settle
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.cases import PROMISES
from bot.handover.experts import STAFF, TAKES_CASES
from bot.handover.promises import PromiseOutcome, Promises
from bot.staff.audit import AUDIT, append
from bot.staff.person import Person

MADE, SETTLED, HANDED = "promise_made", "promise_settled", "promise_handed"
HOW_KEPT = ("phone", "text", "letter")
WHY_CANCELLED = ("not_wanted", "settled_otherwise", "mistake")


class PromiseDeeds:
    """Each is one transaction with an entry in the audit trail."""

    def __init__(self, engine: Engine, clock: Clock, promises: Promises, follow_ups: FollowUps) -> None:
        self._engine = engine
        self._clock = clock
        self._promises = promises
        self._follow_ups = follow_ups
        self._book = PromiseBook(engine, clock)

    def make(self, case_id: str, person: Person, follow_up: FollowUp, key: str) -> bool:
        """Once for every `key` of the desk's; False when it was made before. Raises NotThere, NotPossible."""
        now = self._clock.now()
        with self._engine.begin() as db:
            case = locked(db, case_id)
            if case is None:
                raise NotThere("case")
            if _made(db, case_id, key):
                return False
            number = self._follow_ups.make(db, case, follow_up, person.id, now)
            append(db, person.id, MADE, f"case:{case_id}", now, promise=number, kind=follow_up.kind, key=key)
        return True

    def keep(self, promise_id: int, person: Person, how: str) -> PromiseOutcome:
        """What it is now: broken, where its time was over. Raises NotPossible, NotAllowed, TooLate."""
        owed = self._theirs(promise_id, person)
        if how not in HOW_KEPT or not kept_by_hand(owed):
            raise NotPossible("promise_kind")
        return self._settle(owed, PromiseOutcome.KEPT, person, how)

    def cancel(self, promise_id: int, person: Person, why: str) -> PromiseOutcome:
        """It is no longer owed. Raises NotPossible, NotAllowed, TooLate."""
        owed = self._theirs(promise_id, person)
        if why not in WHY_CANCELLED:
            raise NotPossible("promise_why")
        return self._settle(owed, PromiseOutcome.CANCELLED, person, why)

    def hand(self, promise_id: int, person: Person, to: str) -> str:
        """To a colleague, by a lead, or taken over by oneself; the name of who owes it now."""
        owed = self._theirs(promise_id, person)
        if to != person.id and not person.leads:
            raise NotAllowed("role")
        now = self._clock.now()
        with self._engine.begin() as db:
            name = _colleague(db, to)
            mine = (PROMISES.c.id == promise_id) & (PROMISES.c.outcome == PromiseOutcome.OPEN)
            as_seen = mine & (PROMISES.c.owner == owed.owner)
            if db.execute(update(PROMISES).where(as_seen).values(owner=to)).rowcount != 1:
                raise TooLate("promise_settled")
            append(db, person.id, HANDED, f"case:{owed.case_id}", now, promise=promise_id, to=to)
        return name

    def _theirs(self, promise_id: int, person: Person) -> Owed:
        owed = self._book.get(promise_id)
        if owed is None:
            raise NotThere("promise")
        if not may_settle(person, owed):
            raise NotAllowed("not_your_promise")
        return owed

    def _settle(self, owed: Owed, outcome: PromiseOutcome, person: Person, how: str) -> PromiseOutcome:
        now = self._clock.now()
        with self._engine.begin() as db:
            case = locked(db, owed.case_id)
            assert case
            if not _is_open(db, owed.id):
                raise TooLate("promise_settled")
            true = self._promises.settle_in(db, owed.id, outcome, now)
            if true is None:
                raise TooLate("promise_settled")
            told = {"promise": owed.id, "outcome": true.value, "how": how}
            note(db, case, SETTLED, now, staff=person.id, **told)
            append(db, person.id, SETTLED, f"case:{owed.case_id}", now, **told)
            if not owes(db, owed.case_id):
                _move_on(db, owed.case_id, case["status"])
        return true


def _move_on(db: Connection, case_id: str, status: str) -> None:
    """What only waited for its promise is over; what nobody has closed yet is to be looked at."""
    if status != PROMISED:
        return
    last = select(CLOSINGS.c.disposition).where(CLOSINGS.c.handover_id == case_id)
    newest = db.execute(last.order_by(CLOSINGS.c.at.desc(), CLOSINGS.c.id.desc()).limit(1)).scalar()
    set_status(db, case_id, CLOSED if newest in (*PROMISING, "resolved", "resolved_goodwill") else OPEN)


def _is_open(db: Connection, promise_id: int) -> bool:
    mine = (PROMISES.c.id == promise_id) & (PROMISES.c.outcome == PromiseOutcome.OPEN)
    return db.execute(select(PROMISES.c.id).where(mine)).first() is not None


def _made(db: Connection, case_id: str, key: str) -> bool:
    mine = (AUDIT.c.about == f"case:{case_id}") & (AUDIT.c.what == MADE)
    same = AUDIT.c.data["key"].as_string() == key
    return bool(key) and db.execute(select(AUDIT.c.id).where(mine, same).limit(1)).first() is not None


def _colleague(db: Connection, staff_id: str) -> str:
    takes = STAFF.c.active & STAFF.c.role.in_(TAKES_CASES)
    name: str | None = db.execute(select(STAFF.c.name).where(STAFF.c.id == staff_id, takes)).scalar()
    if name is None:
        raise NotThere("colleague")
    return name
