"""People who work in the demo: some to sign in as, some simulated colleagues."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update

from bot.errors import StaffInvalid
from bot.handover.experts import STAFF
from bot.staff.accounts import Accounts
from bot.staff.sessions import Lifetimes, Sessions
from bot.staff.wanted import Rules, Wanted

# Their numbers are nobody's: the regulator keeps them for films and examples.
ALL = ("any", "care", "care_estate", "billing_care", "fraud", "complaint_lead", "product_care", "privacy")
TO_SIGN_IN = (
    Wanted("agent", "Demo Alex", "+491729973185", ALL, ("de", "en")),
    Wanted("agent", "Demo Kim", "+491729973186", ("any", "product_care"), ("de",)),
    Wanted("lead", "Demo Robin", "+491729980752", (*ALL, "supervisor"), ("de", "en"), level=3),
)
COLLEAGUES = (
    Wanted("agent", "Demo Jonas", "+491749091317", ("any", "fraud", "product_care"), ("de",)),
    Wanted("agent", "Demo Sara", "+491749464308", ALL, ("de", "en"), level=3),
)
NO_LIFETIME = Lifetimes(timedelta(0), timedelta(0))


@dataclass(frozen=True)
class Welcome:
    """Whom to sign in as, and how: nowhere kept."""

    name: str
    role: str
    password: str


class DemoStaff:
    """Their accounts; made at the first run, with new passwords at every later one."""

    def __init__(self, engine: Engine, rules: Rules) -> None:
        self._engine = engine
        self._accounts = Accounts(engine, rules)

    def welcome(self, now: datetime) -> list[Welcome]:
        """Accounts to sign in with, signed out everywhere and free to begin."""
        return [self._welcome(wanted, now) for wanted in TO_SIGN_IN]

    def begin(self, now: datetime) -> None:
        """The colleagues are on duty."""
        for wanted in COLLEAGUES:
            self._password(wanted, now)
            self._accounts.on_duty(wanted.name, now)

    def end(self, now: datetime) -> list[str]:
        """Nobody of the demo gets cases any more; who is still on a call is named."""
        busy = []
        for wanted in (*COLLEAGUES, *TO_SIGN_IN):
            try:
                self._accounts.off_duty(wanted.name, now)
            except StaffInvalid:
                busy.append(wanted.name)
        return busy

    def _welcome(self, wanted: Wanted, now: datetime) -> Welcome:
        password = self._password(wanted, now)
        row = self._accounts.activate(wanted.name)
        Sessions(self._engine, NO_LIFETIME).end_all(row["id"], "password", now)
        # Shown to who started the demo, and to nobody else: nothing would be won by changing it first.
        own = {"must_change": False, "failed_sign_ins": 0, "locked_until": None}
        with self._engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == row["id"]).values(**own))
        return Welcome(row["name"], row["role"], password)

    def _password(self, wanted: Wanted, now: datetime) -> str:
        with self._engine.connect() as db:
            there = db.execute(select(STAFF.c.id).where(STAFF.c.name == wanted.name)).first()
        if not there:
            return self._accounts.add(wanted, now)[1]
        able = {"phone": wanted.phone, "skills": wanted.skills, "languages": wanted.languages}
        self._accounts.change(wanted.name, role=wanted.role, level=wanted.level, **able)
        return self._accounts.new_password(wanted.name)
