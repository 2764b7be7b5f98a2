"""Where a store is and when it is open, on the day asked for."""

from datetime import date, datetime, time

from actions.action import HotlineAction
from actions.forms import STORE_FORM, is_elsewhere
from actions.places import names_any
from actions.talk import Talk
from bot.shop.opening_hours import hours_on, next_opening
from bot.shop.policies import Store

CITY = "city"


class StoreForm(HotlineAction):
    """Asks for the city when none is named; holidays are those of the store's own state."""

    action_name = "validate_store_form"

    def answer(self, talk: Talk) -> None:
        """One turn about a store."""
        if is_elsewhere(talk.turn, STORE_FORM):
            return
        talk.reply.remember(topic="store_hours_location")
        if talk.turn.value("date"):
            talk.reply.remember(visit_date=talk.turn.value("date"))
        store = _store_in(talk.turn.text, talk.knowledge.stores)
        if store:
            _tell(talk, store)
        elif talk.turn.said(CITY):
            _tell_where(talk)
        else:
            talk.reply.ask(CITY)


def _store_in(text: str, stores: tuple[Store, ...]) -> Store | None:
    return next((store for store in stores if names_any(text, _names(store))), None)


def _names(store: Store) -> tuple[str, ...]:
    return (store.city, *store.aliases, store.postcode)


def _tell(talk: Talk, store: Store) -> None:
    day = date.fromisoformat(talk.reply.recall("visit_date") or talk.today.isoformat())
    hours = hours_on(store.hours, day, talk.turn.language)
    values = {"city": _city(talk, store), "day": day.isoformat()}
    if hours.closed:
        reason = "utter_store_holiday" if hours.holiday else "utter_store_closed"
        talk.reply.say(reason, holiday=hours.holiday, **values)
        _tell_next(talk, store, day)
    else:
        _tell_open(talk, values, hours.spans)
    talk.reply.say("utter_store_address", street=store.street, postcode=store.postcode, city=store.city)
    talk.reply.record(source=talk.knowledge.stores_source, entry=store.id)
    _close(talk)


def _tell_open(talk: Talk, values: dict[str, str], spans: tuple[tuple[time, time], ...]) -> None:
    opens, closes = f"{spans[0][0]:%H:%M}", f"{spans[-1][1]:%H:%M}"
    if len(spans) == 1:
        talk.reply.say("utter_store_open", opens=opens, closes=closes, **values)
    else:
        pause = {"pause_from": f"{spans[0][1]:%H:%M}", "pause_to": f"{spans[1][0]:%H:%M}"}
        talk.reply.say("utter_store_open_with_break", opens=opens, closes=closes, **pause, **values)


def _tell_next(talk: Talk, store: Store, day: date) -> None:
    after = datetime.combine(day, time.min, tzinfo=talk.now.tzinfo)
    opens = next_opening(store.hours, after)
    if opens:
        talk.reply.say("utter_store_next", **talk.when(opens))


def _tell_where(talk: Talk) -> None:
    *first, last = (_city(talk, store) for store in talk.knowledge.stores)
    talk.reply.say("utter_store_none_there", cities=", ".join(first), last=last)
    _close(talk)


def _city(talk: Talk, store: Store) -> str:
    return store.city_en if talk.turn.language == "en" else store.city


def _close(talk: Talk) -> None:
    talk.reply.remember(visit_date=None)
    talk.settle()
