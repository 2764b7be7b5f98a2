"""Who a conversation belongs to: exactly one owner at a time, and only these changes."""

from enum import StrEnum

from bot.errors import TransitionNotAllowed


class Owner(StrEnum):
    """Who may speak to the caller."""

    BOT = "bot"
    QUEUE = "queue"
    EXPERT = "expert"
    CLOSED = "closed"


ALLOWED: dict[Owner, frozenset[Owner]] = {
    Owner.BOT: frozenset({Owner.QUEUE, Owner.CLOSED}),
    Owner.QUEUE: frozenset({Owner.BOT, Owner.EXPERT, Owner.CLOSED}),
    Owner.EXPERT: frozenset({Owner.BOT, Owner.QUEUE, Owner.CLOSED}),
    Owner.CLOSED: frozenset(),
}


def check_change(now: Owner, then: Owner) -> None:
    """Raise TransitionNotAllowed unless `now` may become `then`."""
    if then not in ALLOWED[now]:
        raise TransitionNotAllowed(f"{now} -> {then}")


def may_become(then: Owner) -> list[Owner]:
    """Who may give a conversation to this owner."""
    return [now for now, allowed in ALLOWED.items() if then in allowed]


def hotline_may_speak(owner: Owner) -> bool:
    """While a caller waits, the hotline itself speaks; beside an expert or after the end it does not."""
    return owner in (Owner.BOT, Owner.QUEUE)
