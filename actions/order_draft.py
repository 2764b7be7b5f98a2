"""What is known of an order that is being taken, beside its items: who, where to, how paid, how confirmed."""

from typing import Any

from actions.talk import Talk


class Draft:
    """Kept in one slot, so that starting over drops it as a whole and leaves the cart alone."""

    SLOT = "order_draft"

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def get(self, name: str) -> Any:
        """A value, None while it is unknown."""
        return (self._talk.reply.recall(self.SLOT) or {}).get(name)

    def put(self, **values: Any) -> None:
        """Keep values; None forgets one."""
        known = {**(self._talk.reply.recall(self.SLOT) or {}), **values}
        self._talk.reply.remember(
            **{self.SLOT: {name: value for name, value in known.items() if value is not None}}
        )

    def forget(self) -> None:
        """Drop all of it."""
        self._talk.reply.remember(**{self.SLOT: None})
