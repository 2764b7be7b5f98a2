"""How long codes live, how often they are sent and tried. Pure."""

import hashlib
import secrets
from datetime import timedelta

# Said from memory, and long enough that all tries with all their readings find one in 100,000.
DIGITS = 6
# Long enough to fetch the phone from the next room or a message from the spam folder.
LIFETIME = timedelta(minutes=10)
# Mishearing takes one or two; whoever needs more is guessing.
TRIES = 3
# Digits heard unclearly count as one try with this many readings.
READINGS = 3
# A lost message may be sent anew twice; more would let strangers ring somebody's phone all evening.
SENDS_AN_HOUR = 3
SENDS_A_DAY = 6
# Whoever took an account over changes its contact first; its owner, who is told, has so long to object.
CONTACT_RESTS = timedelta(days=3)
# As many as one conversation may have; a new call within the day brings no new ones.
FAILED_CHECKS = 3
FAILED_CHECKS_WINDOW = timedelta(hours=24)
# A million codes are tried out in hours, not seconds: longer than any of them lives.
ROUNDS = 50_000


def new_code() -> str:
    """Six random digits; leading zeros count."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digest_of(code: str, salt: bytes, bound_to: str) -> bytes:
    """What is stored instead of the code; `bound_to` ties it to one conversation and customer."""
    return hashlib.pbkdf2_hmac("sha256", f"{code}:{bound_to}".encode(), salt, ROUNDS)


def same(one: bytes, other: bytes) -> bool:
    """Whether both digests are equal, in a time that tells nothing."""
    return secrets.compare_digest(one, other)


def pseudonym(number: str) -> str:
    """What a calling number is counted under, so that the count itself names nobody."""
    return hashlib.sha256(f"failed checks of {number}".encode()).hexdigest()[:32]
