"""Callers who prove who they are at level A2, by a code sent to their stored contact."""

from typing import Any

from actions.action import HotlineAction
from actions.wiring import Hotline
from bot.shop.models import Order
from tests.actions.caller import Answer, Caller
from tests.actions.codes import sent_code


def proven_caller(
    action: type[HotlineAction], hotline: Hotline, order: Order, wish: str, text: str = "…", **slots: Any
) -> tuple[Caller, Answer]:
    """Somebody who calls from the stored number, says wish and order, and gives the right code back."""
    caller = Caller(action, hotline, caller_customers=[order.customer_id], **slots)
    asked = caller.says(wish, text, order_number=order.order_number)
    assert asked.asks == "code", asked
    return caller, caller.says("inform", "[code]", code=sent_code(asked, hotline))
