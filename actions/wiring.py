"""Builds what the actions need, once per action server, on first use."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.clock import Clock
from bot.current import present, use_root
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
    if tuned := environ.get("TUNING_DIR"):
        use_root(Path(tuned))
    # Whatever is wrong with a file is said at the first turn's beginning, not in the middle of an answer.
    load_knowledge()
    return Hotline(open_shop(environ), present(load_knowledge), shop_clock(environ))
