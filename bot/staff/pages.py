"""The pages on which people sign in, and look after their own account."""

from dataclasses import dataclass

from flask_limiter import Limiter

from bot.clock import Clock
from bot.staff.audit import Audit
from bot.staff.new_password import NewPasswords
from bot.staff.own_settings import OwnSettings
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Sessions
from bot.staff.sign_in import SignIn


@dataclass(frozen=True)
class Desk:
    """What these pages work with."""

    sign_in: SignIn
    sessions: Sessions
    passwords: NewPasswords
    factors: SecondFactors
    settings: OwnSettings
    audit: Audit
    clock: Clock
    limiter: Limiter
