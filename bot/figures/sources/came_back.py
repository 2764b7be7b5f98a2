"""Who was here again about the same thing within a week, on whatever channel."""

from datetime import timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, func, select, union

from bot.conversation.conversation_rows import CONVERSATIONS
from bot.conversation.event_rows import EVENTS
from bot.conversation.record import CONTACT_ABOUT
from bot.conversation.turn_rows import TURNS
from bot.figures.asked import Asked
from bot.figures.definitions import SAME_MATTER_DAYS
from bot.figures.sources.customers import BY_CUSTOMER, ENDED, ROW
from bot.figures.sql import flag, length, once
from bot.understanding.intent_kinds import NOT_WISHES

WEEK = timedelta(days=SAME_MATTER_DAYS)
WEEK_US = WEEK // timedelta(microseconds=1)
# A topic is a number and a wish, or an order and a wish: who was here, and what about.
BETWEEN = " / "


def came_back(asked: Asked) -> Select[Any]:
    """Conversations of which it is known what they were about; `came_back` is 1 or 0.

    Somebody came back when the next contact about one of its topics began at most a week after its end.
    """
    topics = _topics(asked)
    order = (topics.c.begun, topics.c.conversation_id)
    following = func.lead(topics.c.begun).over(partition_by=topics.c.topic, order_by=order)
    row = select(topics.c.conversation_id, topics.c.ended, following.label("following")).subquery().c
    soon = and_(row.following.is_not(None), length(row.ended, row.following) <= WEEK_US)
    marked = select(row.conversation_id, func.max(flag(soon)).label("came_back"))
    return marked.group_by(row.conversation_id)


def said_wishes(asked: Asked) -> Select[Any]:
    """Conversations and what was surely understood in them, as often as it was."""
    sure = (TURNS.c.at >= asked.since) & (TURNS.c.route == "bot") & TURNS.c.intent.not_in(sorted(NOT_WISHES))
    return select(TURNS.c.conversation_id, TURNS.c.intent.label("wish")).where(sure)


def settled_wishes(asked: Asked, *columns: ColumnElement[Any]) -> Select[Any]:
    """Conversations and what the bot has settled in them."""
    mine = (EVENTS.c.what == "wish_settled") & (EVENTS.c.at >= asked.since)
    return select(EVENTS.c.conversation_id, _fact("wish").label("wish"), *columns).where(mine)


def _topics(asked: Asked) -> CTE:
    """Each topic of each conversation, once; whoever withholds their number is only known by an order."""
    wishes, orders = union(said_wishes(asked), settled_wishes(asked)).subquery(), _orders(asked).subquery()
    by_number = _about(ROW.caller + BETWEEN + wishes.c.wish, asked)
    by_number = by_number.join(wishes, wishes.c.conversation_id == ROW.id).where(ROW.caller.is_not(None))
    by_order = _about(orders.c.matter, asked).join(orders, orders.c.conversation_id == ROW.id)
    return once(select(union(by_number, by_order).subquery()), "topics")


def _about(topic: ColumnElement[str], asked: Asked) -> Select[Any]:
    """Also those after the days asked for: somebody may have come back then."""
    columns = (ROW.id.label("conversation_id"), ROW.started_at.label("begun"), ENDED.label("ended"))
    begun = (ROW.started_at >= asked.since) & BY_CUSTOMER
    return select(*columns, topic.label("topic")).select_from(CONVERSATIONS).where(begun)


def _orders(asked: Asked) -> Select[Any]:
    mine = and_(EVENTS.c.what == CONTACT_ABOUT, EVENTS.c.at >= asked.since)
    matter = (_fact("order") + BETWEEN + _fact("wish")).label("matter")
    return select(EVENTS.c.conversation_id, matter).where(mine)


def _fact(name: str) -> ColumnElement[str]:
    fact: ColumnElement[str] = EVENTS.c.data[name].as_string()
    return fact
