"""Reads data/knowledge/*.yml into bot.shop.policies."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.current import Current, present
from bot.errors import SettingsInvalid
from bot.shop.callback_window import CallbackRules
from bot.shop.deliveries.haulage import Haulage, Region
from bot.shop.guide.reading import read_guide
from bot.shop.models import ProductFlag
from bot.shop.opening_hours import OpeningHours, Span
from bot.shop.policies import (
    Delivery,
    DeliveryTerms,
    ExpressTerms,
    Knowledge,
    Payment,
    PaymentOption,
    ReturnPolicy,
    Store,
    Text,
)
from bot.shop.public_holidays import check_place
from bot.shop.terms import service_terms

T = TypeVar("T")
Yaml = Mapping[str, Any]

PLACE = "data/knowledge"
FOLDER = Path(__file__).resolve().parents[2] / PLACE
HOURS_FILE, STORES_FILE = f"{PLACE}/hours.yml", f"{PLACE}/stores.yml"
# Has every day that any year has.
LEAP_YEAR = 2028
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def load_knowledge() -> Knowledge:
    """All policies as they hold now: hours and stores as their files say, the rest as at the start."""
    return current_knowledge()()


def expert_hours() -> OpeningHours:
    """When experts are there, at whatever moment it is asked."""
    return present(lambda: load_knowledge().experts)


def callback_rules() -> CallbackRules:
    """When customers may be called, at whatever moment it is asked."""
    return present(lambda: load_knowledge().callbacks)


@cache
def current_knowledge() -> Current[Knowledge]:
    """What watches the hours and the stores."""
    return Current((HOURS_FILE, STORES_FILE), lambda root: read_knowledge(root / PLACE))


def read_knowledge(folder: Path) -> Knowledge:
    """As written there; raises SettingsInvalid naming the file and what is wrong with it."""
    stores_source, stores = read_stores(folder)
    experts, callbacks = read_hours(folder)
    return Knowledge(
        stores=stores, stores_source=stores_source, experts=experts, callbacks=callbacks, **_rest(folder)
    )


def read_hours(folder: Path) -> tuple[OpeningHours, CallbackRules]:
    """When experts are there, and when customers may be called; raises SettingsInvalid."""
    return _read(folder, "hours", _hours)


def read_stores(folder: Path) -> tuple[str, tuple[Store, ...]]:
    """The source they are known from, and the stores; raises SettingsInvalid."""
    return _read(folder, "stores", _stores)


@cache
def _rest(folder: Path) -> dict[str, Any]:
    """What takes long to read and is read once: no caller waits for it because a store's hours change."""
    return {
        "delivery": _read(folder, "delivery", _delivery),
        "returns": _read(folder, "returns", _returns),
        "payment": _read(folder, "payment", _payment),
        "terms": _read(folder, "service_terms", service_terms),
        "haulage": _read(folder, "haulage", _haulage),
        "guide": read_guide(partial(_read, folder)),
    }


def _read(folder: Path, name: str, parse: Callable[[Yaml], T]) -> T:
    path = folder / f"{name}.yml"
    try:
        return parse(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise SettingsInvalid([f"{path.name}: {type(error).__name__} {error}"]) from error


def _delivery(yaml: Yaml) -> Delivery:
    express = yaml["express"]
    return Delivery(
        source=yaml["source"],
        countries={row["country"]: _terms(row) for row in yaml["countries"]},
        express=ExpressTerms(
            Decimal(express["cost"]), _days(express["days"]), frozenset(express["countries"])
        ),
        dispatch=_text(yaml["dispatch"]),
        bulky=_text(yaml["bulky"]),
    )


def _terms(row: Yaml) -> DeliveryTerms:
    return DeliveryTerms(
        id=row["id"],
        country=row["country"],
        name=_text(row),
        cost=Decimal(row["cost"]),
        free_from=_amount(row["free_from"]),
        bulky_cost=_amount(row["bulky_cost"]),
        days=_days(row["days"]),
        bulky_days=_days(row["bulky_days"]) if row["bulky_days"] else None,
        note=_text(row["note"]) if "note" in row else {},
    )


def _returns(yaml: Yaml) -> ReturnPolicy:
    return ReturnPolicy(
        source=yaml["source"],
        period_days=int(yaml["period_days"]),
        withdrawal_days=int(yaml["withdrawal_days"]),
        refund_days=int(yaml["refund_days"]),
        usual_refund_days=int(yaml["usual_refund_days"]),
        costs={country: Decimal(cost) for country, cost in yaml["costs"].items()},
        other_countries_cost=Decimal(yaml["other_countries_cost"]),
        bulky_pickup_cost=Decimal(yaml["bulky_pickup_cost"]),
        label=_text(yaml["label"]),
        bulky=_text(yaml["bulky"]),
        exceptions={ProductFlag(row["flag"]): _text(row) for row in yaml["exceptions"]},
    )


def _stores(yaml: Yaml) -> tuple[str, tuple[Store, ...]]:
    return yaml["source"], tuple(_store(row) for row in yaml["stores"])


def _store(row: Yaml) -> Store:
    return Store(
        id=row["id"],
        city=row["city"],
        city_en=row.get("city_en", row["city"]),
        street=row["street"],
        postcode=row["postcode"],
        country=row["country"],
        aliases=tuple(row["aliases"]),
        hours=opening_hours(row),
    )


def _payment(yaml: Yaml) -> Payment:
    options = tuple(
        PaymentOption(
            row["id"], _text(row), Decimal(row["cost"]), _text(row["note"]) if "note" in row else {}
        )
        for row in yaml["methods"]
    )
    return Payment(yaml["source"], options, _text(yaml["refund"]))


def _hours(yaml: Yaml) -> tuple[OpeningHours, CallbackRules]:
    rules = yaml["callbacks"]
    callbacks = CallbackRules(
        earliest=time.fromisoformat(rules["earliest"]),
        latest=time.fromisoformat(rules["latest"]),
        lead=timedelta(minutes=rules["lead_minutes"]),
        window=timedelta(minutes=rules["window_minutes"]),
        least=timedelta(minutes=rules["least_minutes"]),
    )
    return opening_hours(yaml["experts"]), callbacks


def _haulage(yaml: Yaml) -> Haulage:
    return Haulage(
        source=yaml["source"],
        regions=tuple(_region(row) for row in yaml["regions"]),
        lead_days=yaml["lead_days"],
        ahead_days=yaml["ahead_days"],
        notice_minutes=yaml["notice_minutes"],
        carried=_text(yaml["carried"]),
    )


def _region(row: Yaml) -> Region:
    return Region(
        id=row["id"],
        country=row["country"],
        prefixes=tuple(row["prefixes"]),
        weekdays=frozenset(WEEKDAYS.index(day) for day in row["weekdays"]),
        windows=_spans(row["windows"]),
        places=row["places"],
    )


def opening_hours(row: Yaml) -> OpeningHours:
    """The hours one entry of a file describes; raises KeyError or ValueError for what describes none."""
    check_place(row["country"], row["subdivision"])
    return OpeningHours(
        id=row["id"],
        country=row["country"],
        subdivision=row["subdivision"],
        weekly={WEEKDAYS.index(day): _spans(spans) for day, spans in row["weekly"].items()},
        special={_day(str(day)): _spans(spans) for day, spans in row["special"].items()},
    )


def _day(text: str) -> str:
    """A day of every year, or of one; raises ValueError for a day no calendar has."""
    date.fromisoformat(text if len(text) > len("MM-DD") else f"{LEAP_YEAR}-{text}")
    return text


def _spans(texts: list[str]) -> tuple[Span, ...]:
    spans = tuple(_span(text) for text in texts)
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise ValueError(f"{', '.join(texts)} overlap, or do not follow one another")
    return spans


def _span(text: str) -> Span:
    start, end = (time.fromisoformat(part) for part in text.split("-"))
    if start >= end:
        raise ValueError(f"{text} ends before it starts")
    return start, end


def _days(pair: list[int]) -> tuple[int, int]:
    least, most = pair
    return least, most


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _text(row: Yaml) -> Text:
    return {"de": row["de"], "en": row["en"]}
