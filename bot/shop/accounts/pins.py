"""PINs of gift cards: stored as a digest nobody can read them from. Pure."""

import hashlib
import secrets

# Mishearing takes one or two; whoever needs more is guessing.
TRIES = 3
READINGS = 3
# Four digits are tried out at once by whoever has the table; this only keeps them from being read.
ROUNDS = 50_000


def digest_of(pin: str, salt: bytes, number: str) -> bytes:
    """What is stored instead of the PIN, tied to one card."""
    return hashlib.pbkdf2_hmac("sha256", f"{pin}:{number}".encode(), salt, ROUNDS)


def same(one: bytes, other: bytes) -> bool:
    """Whether both digests are equal, in a time that tells nothing."""
    return secrets.compare_digest(one, other)
