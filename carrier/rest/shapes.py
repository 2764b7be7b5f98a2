"""Twilio's JSON for messages, calls, lists and errors."""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from carrier.number import Number
from carrier.sms.message import DELIVERY_FAILURES, Message
from carrier.voice.state import CallState

Json = dict[str, Any]
API_VERSION = "2010-04-01"


def error_json(status: int, code: int, text: str) -> Json:
    """The body of every refusal."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": text, "more_info": more, "status": status}


def message_json(message: Message, account_sid: str) -> Json:
    """A message resource."""
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": message.body,
        "from": message.from_,
        "to": message.to,
        "direction": message.direction,
        "status": message.status,
        "num_media": str(message.media),
        "num_segments": str(message.segments),
        "messaging_service_sid": None,
        "error_code": message.error_code,
        "error_message": DELIVERY_FAILURES.get(message.error_code or 0),
        "price": None,
        "price_unit": "USD",
        "date_created": stamp(message.created_at),
        "date_updated": stamp(message.updated_at),
        "date_sent": stamp(message.sent_at),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def call_json(state: CallState, account_sid: str, number: Number | None) -> Json:
    """A call resource; `number` is the account's own number in it."""
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Calls/{state.sid}"
    return {
        "sid": state.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "status": state.status,
        "direction": state.direction,
        "from": state.from_,
        "from_formatted": state.from_,
        "to": state.to,
        "to_formatted": state.to,
        "phone_number_sid": number.sid if number else None,
        "date_created": stamp(state.created_at),
        "date_updated": stamp(state.ended_at or state.created_at),
        "start_time": stamp(state.answered_at),
        "end_time": stamp(state.ended_at),
        "duration": str(state.duration) if state.over else None,
        "price": None,
        "price_unit": "USD",
        "parent_call_sid": state.parent_sid or None,
        "answered_by": state.answered_by or None,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"recordings": f"{uri}/Recordings.json", "events": f"{uri}/Events.json"},
    }


def page_json(key: str, items: list[Json], path: str, query: dict[str, str]) -> Json:
    """One page of a list, newest first, with the addresses of its neighbours."""
    size = min(max(int(query.get("PageSize", 50)), 1), 1000)
    page = max(int(query.get("Page", 0)), 0)
    start, count = page * size, len(items)
    shown = items[start : start + size]

    def address(number: int) -> str:
        return f"{path}?{urlencode({**query, 'PageSize': size, 'Page': number})}"

    return {
        key: shown,
        "page": page,
        "page_size": size,
        "start": start,
        "end": max(start, start + len(shown) - 1),
        "uri": address(page),
        "first_page_uri": address(0),
        "next_page_uri": address(page + 1) if start + size < count else None,
        "previous_page_uri": address(page - 1) if page else None,
    }


def stamp(moment: datetime | None) -> str | None:
    """A moment as Twilio writes it."""
    return format_datetime(moment.astimezone(UTC)) if moment else None
