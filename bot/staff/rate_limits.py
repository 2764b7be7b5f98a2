"""How often one address may try to sign in."""

from flask import Response, request
from flask_limiter import Limiter

LOOPBACK = frozenset({"127.0.0.1", "::1"})
# A whole office may come from one address, so only what failed counts.
TRIES = "12 per minute; 60 per hour"


def make_limiter(redis_url: str | None) -> Limiter:
    """Counts in this process, or for all of them in Redis; while that is away, in this process again."""
    return Limiter(
        address,
        storage_uri=redis_url or "memory://",
        in_memory_fallback_enabled=redis_url is not None,
    )


def address() -> str:
    """Where a request comes from; only a proxy on this machine is believed when it says for whom it asks."""
    direct = request.remote_addr or "?"
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.rsplit(",", 1)[-1].strip() or direct if direct in LOOPBACK else direct


def failed(response: Response) -> bool:
    """Whether the try is counted: whoever gets in is led on."""
    return response.status_code not in (302, 303)
