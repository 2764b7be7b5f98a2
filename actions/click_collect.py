"""Orders to be collected: where, whether ready, today's hours, until when, what to bring, who may come."""

from datetime import datetime, time

from actions.talk import Talk
from bot.shop.models import Order
from bot.shop.opening_hours import hours_on, next_opening
from bot.shop.pickups.models import Pickup, PickupState
from bot.shop.policies import Store
from bot.understanding.topic_words import topic_in

SOMEONE_ELSE = "someone_else"


def tell(talk: Talk, order: Order) -> None:
    """What there is to know about collecting this order."""
    pickup = talk.shop.pickups.pickup_of(order.order_number)
    store = _store(talk, pickup)
    if pickup is None or store is None:
        talk.offer_person("pickup_not_found", "utter_pickup_none", order_number=order.order_number)
    else:
        _tell(talk, pickup, store)


def _store(talk: Talk, pickup: Pickup | None) -> Store | None:
    wanted = pickup.store_id if pickup else None
    return next((store for store in talk.knowledge.stores if store.id == wanted), None)


def _tell(talk: Talk, pickup: Pickup, store: Store) -> None:
    state = pickup.state(talk.today)
    values = {"city": store.city_en if talk.turn.language == "en" else store.city, **_days(talk, pickup)}
    if state is PickupState.EXPIRED:
        talk.offer_person("pickup_expired", "utter_pickup_expired", **values)
        return
    response = "utter_pickup_unknown" if _no_day(pickup, state) else f"utter_pickup_{state}"
    talk.reply.say(response, **values)
    if state is not PickupState.COLLECTED:
        _tell_how(talk, store, state)
    talk.reply.record(source=talk.shop.pickups.terms.id, store=store.id, pickup=state.value)
    talk.settle()


def _no_day(pickup: Pickup, state: PickupState) -> bool:
    return state is PickupState.ON_ITS_WAY and pickup.expected_on is None


def _days(talk: Talk, pickup: Pickup) -> dict[str, str]:
    known = {
        "keep_until": pickup.keep_until,
        "expected": pickup.expected_on,
        "day": pickup.collected_at.date() if pickup.collected_at else None,
    }
    return {name: day.isoformat() for name, day in known.items() if day}


def _tell_how(talk: Talk, store: Store, state: PickupState) -> None:
    if state is PickupState.READY:
        _tell_hours(talk, store)
    terms, language = talk.shop.pickups.terms, talk.turn.language
    talk.reply.say("utter_pickup_text", text=terms.bring[language])
    words = f"{talk.reply.recall('reported_text') or ''} {talk.turn.text}"
    if topic_in("pickup", words, language) == SOMEONE_ELSE:
        talk.reply.say("utter_pickup_text", text=terms.someone_else[language])


def _tell_hours(talk: Talk, store: Store) -> None:
    hours = hours_on(store.hours, talk.today, talk.turn.language)
    still_open = [span for span in hours.spans if span[1] > talk.now.time()]
    if still_open:
        opens, closes = f"{hours.spans[0][0]:%H:%M}", f"{hours.spans[-1][1]:%H:%M}"
        talk.reply.say("utter_pickup_open_today", opens=opens, closes=closes)
        return
    midnight = datetime.combine(talk.today, time.max, tzinfo=talk.now.tzinfo)
    opens_next = next_opening(store.hours, midnight)
    if opens_next:
        talk.reply.say("utter_pickup_open_next", **talk.when(opens_next))
