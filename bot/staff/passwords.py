"""Passwords of staff: made here once, kept only as an Argon2 hash."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# No letters or digits that are taken for one another when they are read out or written down.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 4


def first_password() -> str:
    """A random password to be shown once and changed at the first login (about 79 bits)."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def hashed(password: str) -> str:
    """What may be stored."""
    return PasswordHasher().hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether this is the password; False too when what is stored cannot be read."""
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Whether it was hashed more weakly than we would today."""
    return PasswordHasher().check_needs_rehash(stored)


@cache
def stand_in() -> str:
    """A hash no password opens, for taking as long over a name nobody has as over a known one."""
    return hashed(secrets.token_urlsafe())
