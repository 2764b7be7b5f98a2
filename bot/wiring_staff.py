"""Builds the staff's side: who may come in, and the pages of their own accounts."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Flask
from sqlalchemy import Engine

from bot.clock import Clock
from bot.settings import Settings
from bot.staff.all_pages import staff_pages
from bot.staff.audit import Audit
from bot.staff.guard import Doors, Guard
from bot.staff.lockout import Attempts
from bot.staff.new_password import NewPasswords
from bot.staff.own_settings import OwnSettings
from bot.staff.pages import Desk
from bot.staff.rate_limits import make_limiter
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Lifetimes, Sessions
from bot.staff.shown import Shown
from bot.staff.sign_in import SignIn, SignInParts


@dataclass(frozen=True)
class StaffSide:
    """The guard before all pages of the staff, what their templates can use, and their own pages."""

    guard: Guard
    shown: Shown
    pages: Blueprint

    def on(self, app: Flask) -> None:
        """Install it."""
        self.guard.on(app)
        self.shown.on(app)
        app.register_blueprint(self.pages)


def build_staff(engine: Engine, clock: Clock, settings: Settings) -> StaffSide:
    """On this database."""
    sessions, limiter = Sessions(engine, lifetimes(settings)), make_limiter(settings.redis_url)
    doors = Doors(sessions, limiter, clock, settings.secret_key, settings.public_base_url)
    audit, factors = Audit(engine), SecondFactors(engine, settings.secret_key)
    desk = Desk(
        sign_in=SignIn(engine, SignInParts(sessions, Attempts(engine), factors, audit)),
        sessions=sessions,
        passwords=NewPasswords(engine, sessions, audit, settings.company),
        factors=factors,
        settings=OwnSettings(engine, audit),
        audit=audit,
        clock=clock,
        limiter=limiter,
    )
    return StaffSide(Guard(doors), Shown(clock, settings.timezone), staff_pages(desk))


def lifetimes(settings: Settings) -> Lifetimes:
    """As the operator decided."""
    return Lifetimes(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )
