"""Articles and quantities a caller is putting together, kept in a slot between turns."""

from collections.abc import Iterable
from typing import Any

from actions.talk import Talk
from bot.shop.models import Product


class Basket:
    """The items of an order under way (slot `cart`) or of an order that is being changed (`changed_cart`)."""

    def __init__(self, talk: Talk, slot: str = "cart") -> None:
        self._talk = talk
        self._slot = slot
        stored: dict[str, Any] = talk.reply.recall(slot) or {}
        self._items = [dict(item) for item in stored.get("items", ())]
        # What was mentioned last; "noch eine" and "nein, drei" are about it.
        self.last: str | None = stored.get("last")
        # What is still to be chosen: {"choices": [article, …], "quantity": …, "act": …}.
        self.open: dict[str, Any] | None = stored.get("open")

    @property
    def items(self) -> list[dict[str, Any]]:
        """Article, name and quantity of each."""
        return self._items

    @property
    def quantities(self) -> dict[str, int]:
        """Pieces by article number."""
        return {item["article"]: item["quantity"] for item in self._items}

    def put(self, product: Product, quantity: int) -> None:
        """So many of this article from now on; none takes it out."""
        name = product.name(self._talk.turn.language)
        item = {"article": product.article_number, "name": name, "quantity": quantity}
        at = next((at for at, has in enumerate(self._items) if has["article"] == item["article"]), None)
        if at is None:
            self._items.append(item)
        else:
            self._items[at] = item
        self._items = [item for item in self._items if item["quantity"] > 0]
        self.last = product.article_number if quantity > 0 else None
        self.keep()

    def swap(self, old: str, product: Product) -> None:
        """Another article in the place of this one, as many of it."""
        quantity = self.quantities.get(old, 0) + self.quantities.get(product.article_number, 0)
        self._items = [item for item in self._items if item["article"] not in (old, product.article_number)]
        self.put(product, quantity)

    def leave_open(self, choices: Iterable[str], quantity: int | None, act: str) -> None:
        """Remember what was asked for until it is clear which article is meant."""
        self.open = {"choices": list(choices), "quantity": quantity, "act": act}
        self.keep()

    def settle_open(self) -> None:
        """Nothing is to be chosen any more."""
        self.open = None
        self.keep()

    def keep(self) -> None:
        """Store it."""
        stored = {"items": self._items, "last": self.last, "open": self.open}
        self._talk.reply.remember(**{self._slot: stored})

    def clear(self) -> None:
        """Empty it for good."""
        self._items, self.last, self.open = [], None, None
        self._talk.reply.remember(**{self._slot: None})
