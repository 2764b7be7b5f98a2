"""How the orders tab puts codes, amounts and days into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint
from sqlalchemy import Engine, RowMapping, select

from bot.desk.orders.action_rows import AboveLimit
from bot.desk.orders.limits import HOLD
from bot.desk.orders.view import address_of, details_of
from bot.desk.orders.wanted import Line
from bot.handover.experts import STAFF
from bot.phrases.interface import known, worded
from bot.phrases.values import for_eye
from bot.staff.shown import page_language

# Values that are codes, and the table of this area that has their words.
TABLES = {"means": "payments", "reason": "reasons", "document": "documents", "level": "levels"}
TABLES |= {"country": "countries", "remedy": "remedies"}
# What of an event's details is money or a day.
MARKUP = {"amount": "amount", "refund": "amount", "total": "amount", "before": "amount"}
MARKUP |= {"dunning_hold_until": "date"}


@dataclass(frozen=True)
class ActionShown:
    """One action of this case with what came of it; `by` is whoever answers for it."""

    row: RowMapping
    lines: Sequence[Line]
    by: str
    asked_by: str


def add_words(pages: Blueprint) -> None:
    """What the area's templates can use beside the words themselves."""
    pages.add_app_template_global(said, "order_said")
    pages.add_app_template_global(text, "order_text")
    pages.add_app_template_global(ask, "order_ask")
    pages.add_app_template_global(above, "order_above")
    pages.add_app_template_global(who, "order_who")
    pages.add_app_template_global(table, "order_table")
    pages.add_app_template_global(address_of, "order_address")
    pages.add_app_template_global(event_details, "order_details")
    pages.add_app_template_filter(euros, "euros")


def said(line: Line, language: str | None = None) -> str:
    """A line in words; for the caller in their language, else in that of the page."""
    spoken = language or page_language()
    values = {name: _worded(name, value, spoken) for name, value in line.values.items()}
    if "article_de" in values:
        values["article"] = values[f"article_{spoken}"]
    # A German date ends in a full stop of its own.
    return for_eye(worded(spoken)(f"orders.{line.key}", **values), spoken).replace("..", ".")


def text(key: str, **values: Any) -> str:
    """Words of this area with amounts and days in them."""
    plain = {
        name: value.isoformat() if isinstance(value, date) else str(value) for name, value in values.items()
    }
    return said(Line(key, plain))


def ask(language: str) -> str:
    """The question the explicit yes answers."""
    return worded(language)("orders.read.ask")


def above(limit: AboveLimit) -> str:
    """What is left of this person's limit."""
    days = limit.limit == HOLD
    return text(f"step.above_{limit.limit}", most=limit.most.to_integral_value() if days else limit.most)


def table(name: str, code: Any) -> str:
    """A code in words of this area; the code itself where there are none."""
    return _worded_code(name, str(code), page_language())


def euros(amount: Decimal) -> str:
    """As money is written in the page's language."""
    return for_eye(f"[[amount:{amount:.2f}]]", page_language())


def event_details(event: Any) -> list[tuple[str, str]]:
    """What an event says beside its name: label and value in words."""
    language = page_language()
    shown = []
    for name, value in details_of(event):
        text = f"[[{MARKUP[name]}:{value}]]" if name in MARKUP else _worded(name, value, language)
        shown.append((table("details", name), for_eye(text, language)))
    return shown


def who(code: str, names: Mapping[str, str]) -> str:
    """A member of staff by name, everything else by what it is ("caller:voice")."""
    return names.get(code) or table("who", code.partition(":")[0])


def staff_names(engine: Engine) -> dict[str, str]:
    """Everybody's name by id."""
    with engine.connect() as db:
        return {row.id: row.name for row in db.execute(select(STAFF.c.id, STAFF.c.name))}


def actions_shown(rows: Sequence[RowMapping], names: Mapping[str, str]) -> list[ActionShown]:
    """What was done, with the shop's answers as lines."""
    return [
        ActionShown(
            row, _lines(row["outcome"]), names.get(row["done_by"], ""), names.get(row["staff_id"], "")
        )
        for row in rows
    ]


def _lines(outcome: Mapping[str, Any]) -> list[Line]:
    return [Line(one["key"], one["values"]) for one in outcome.get("lines", ())]


def _worded(name: str, value: str, language: str) -> str:
    return _worded_code(TABLES[name], value, language) if name in TABLES else value


def _worded_code(name: str, code: str, language: str) -> str:
    path = f"orders.{name}.{code}"
    return worded(language)(path) if known(path) else code
