"""Builds what the actions need, once per action server, on first use."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from bot.clock import Clock
from bot.shop.connection import open_shop, shop_clock
from bot.shop.knowledge import load_knowledge
from bot.shop.policies import Knowledge
from bot.shop.port import Shop


@dataclass(frozen=True)
class Hotline:
    """What actions may use: the shop, what the retailer promises everybody, and the time."""

    shop: Shop
    knowledge: Knowledge
    clock: Clock


Source = Callable[[], Hotline]


@cache
def hotline() -> Hotline:
    """The hotline of this process, from its environment."""
    return build(os.environ)


def build(environ: Mapping[str, str]) -> Hotline:
    """A hotline from environment variables; needs none of the carrier's secrets."""
    return Hotline(open_shop(environ), load_knowledge(), shop_clock(environ))
