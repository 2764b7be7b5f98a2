"""Whatever somebody at the desk could not do, said in a plain sentence: on a page, or beside theirs."""

from pathlib import Path
from traceback import extract_tb

import structlog
from flask import Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from bot.errors import (
    BackendError,
    ConversationClosed,
    ConversationError,
    DeskError,
    HandoverError,
    NotAllowed,
    NotSignedIn,
    NotThere,
    OrderNotFound,
    OutboundRefused,
    ShopError,
    StaffInvalid,
)
from bot.handover.thread_errors import AlreadyTaken, MayNotWrite, NotFree, NotYours, ThreadBusy
from bot.phrases.interface import known
from bot.staff.guard import to_sign_in
from bot.staff.shown import words

log = structlog.get_logger(__name__)

# The first that fits counts.
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (NotAllowed, 403),
    (NotYours, 403),
    (NotThere, 404),
    (OrderNotFound, 404),
    (BackendError, 503),
    (StaffInvalid, 400),
)
CODES: tuple[tuple[type[Exception], str], ...] = (
    (NotYours, "not_yours"),
    (AlreadyTaken, "already_taken"),
    (NotFree, "not_free"),
    (ThreadBusy, "thread_busy"),
    (HandoverError, "not_possible"),
    (ConversationClosed, "conversation_closed"),
    (ConversationError, "not_possible"),
    (BackendError, "not_answering"),
    (StaffInvalid, "staff_invalid"),
    (CSRFError, "stale_page"),
)
# What the shop says no to, by the name of the error.
SHOP = {
    "OrderNotFound": "order_not_found",
    "ProductNotFound": "product_not_found",
    "NotCancellable": "not_cancellable",
    "NotChangeable": "not_changeable",
    "SlotTaken": "slot_taken",
    "AlreadyClaimed": "already_claimed",
    "OutOfStock": "out_of_stock",
    "SoldOut": "out_of_stock",
    "PriceChanged": "price_changed",
}
BY_HTTP = {403: "not_allowed", 404: "not_there", 405: "stale_page", 413: "too_large", 429: "too_many"}


def shown(error: Exception) -> AnyResponse | HTTPException:
    """The answer to a request that failed with this."""
    if isinstance(error, NotSignedIn):
        return to_sign_in()
    if isinstance(error, HTTPException) and (error.code is None or error.code < 400 or error.response):
        return error
    status, code = status_of(error), code_of(error)
    if status >= 500:
        log.error("staff_page_failed", fault=type(error).__name__, at=_place(error), path=request.path)
    return _answer(status, code)


def status_of(error: Exception) -> int:
    """Of what people caused 4xx, 409 where nothing more is known; of what we caused 5xx."""
    if isinstance(error, HTTPException):
        return error.code or 500
    found = next((status for kind, status in STATUSES if isinstance(error, kind)), None)
    expected = (DeskError, HandoverError, ShopError, ConversationError)
    return found or (409 if isinstance(error, expected) else 500)


def code_of(error: Exception) -> str:
    """The words' key below `faults`."""
    if isinstance(error, DeskError):
        return error.code
    if isinstance(error, MayNotWrite):
        return f"may_not_write_{error.reason}"
    if isinstance(error, OutboundRefused):
        return f"outbound_{error.reason}" if known(f"faults.outbound_{error.reason}") else "outbound"
    if isinstance(error, ShopError):
        return SHOP.get(type(error).__name__, "shop_says_no")
    for kind, code in CODES:
        if isinstance(error, kind):
            return code
    return BY_HTTP.get(error.code or 0, "bad_request") if isinstance(error, HTTPException) else "out_of_order"


def _place(error: Exception) -> str:
    """Where it was raised: its message may hold what nobody should read in a log."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _answer(status: int, code: str) -> Response:
    if request.headers.get("X-Poll") == "1":
        # Nobody asked for it themselves; it is asked for again in a second anyway.
        return make_response("", status, {"HX-Reswap": "none"})
    path = f"faults.{code}"
    text = words()(path if known(path) else "faults.not_possible")
    if request.headers.get("HX-Request") == "true":
        aside = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        return make_response(render_template("staff/fault_aside.html", text=text), status, aside)
    return make_response(render_template("staff/fault.html", text=text, status=status), status)
