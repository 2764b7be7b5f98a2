"""What the retailer promises everybody: delivery, returns, payment, stores, claims, bills."""

from collections.abc import Iterator, Mapping

from bot.desk.knowledge.statement import Statement, Text, in_both, joined
from bot.shop.claims.rules import ClaimPolicy
from bot.shop.opening_hours import OpeningHours, Span
from bot.shop.pickups.models import PickupTerms
from bot.shop.policies import Delivery, DeliveryTerms, Knowledge, Payment, ReturnPolicy, Store
from bot.shop.terms import ServiceTerms


def of_policies(known: Knowledge, claims: ClaimPolicy, pickups: PickupTerms) -> Iterator[Statement]:
    """Every rule that holds for everybody."""
    yield from _delivery(known.delivery)
    yield Statement(
        "HAULAGE", known.haulage.source, in_both("knowledge.titles.haulage"), known.haulage.carried
    )
    yield from _returns(known.returns)
    yield from _payment(known.payment)
    yield from (_store(store, known.stores_source) for store in known.stores)
    yield from _claims(claims)
    kept = in_both("knowledge.pickup", days=pickups.keep_days)
    text = joined(kept, pickups.bring, pickups.someone_else)
    yield Statement(pickups.id, pickups.source, in_both("knowledge.titles.pickup"), text)
    yield from _services(known.terms)


def _delivery(delivery: Delivery) -> Iterator[Statement]:
    source = delivery.source
    yield Statement("DELIVERY-DISPATCH", source, in_both("knowledge.titles.dispatch"), delivery.dispatch)
    yield Statement("DELIVERY-BULKY", source, in_both("knowledge.titles.bulky"), delivery.bulky)
    express = delivery.express
    days = {
        "least": express.days[0],
        "most": express.days[1],
        "countries": ", ".join(sorted(express.countries)),
    }
    text = in_both("knowledge.express", cost=express.cost, **days)
    yield Statement("DELIVERY-EXPRESS", source, in_both("knowledge.titles.express"), text)
    yield from (_country(terms, source) for terms in delivery.countries.values())


def _country(terms: DeliveryTerms, source: str) -> Statement:
    told = [in_both("knowledge.delivery", cost=terms.cost, least=terms.days[0], most=terms.days[1])]
    if terms.free_from is not None:
        told.append(in_both("knowledge.free_from", amount=terms.free_from))
    if terms.bulky_cost is not None and terms.bulky_days:
        days = {"least": terms.bulky_days[0], "most": terms.bulky_days[1]}
        told.append(in_both("knowledge.delivery_bulky", cost=terms.bulky_cost, **days))
    else:
        told.append(in_both("knowledge.no_bulky"))
    title = in_both("knowledge.titles.delivery", country=terms.name)
    return Statement(terms.id, source, title, joined(*told, terms.note))


def _returns(policy: ReturnPolicy) -> Iterator[Statement]:
    rules = (
        ("period", in_both("knowledge.return_period", days=policy.period_days)),
        ("withdrawal", in_both("knowledge.withdrawal", days=policy.withdrawal_days)),
        ("refund", in_both("knowledge.refund", days=policy.refund_days, usual=policy.usual_refund_days)),
        ("label", policy.label),
        ("return_bulky", joined(policy.bulky, in_both("knowledge.cost", cost=policy.bulky_pickup_cost))),
    )
    for name, text in rules:
        identity = f"RETURNS-{name.upper().replace('_', '-')}"
        yield Statement(identity, policy.source, in_both(f"knowledge.titles.{name}"), text)
    for country, cost in policy.costs.items():
        title = in_both("knowledge.titles.return_cost", country=country)
        yield Statement(f"RETURNS-{country}", policy.source, title, in_both("knowledge.cost", cost=cost))
    for flag, text in policy.exceptions.items():
        title = in_both("knowledge.titles.return_exception")
        yield Statement(f"RETURNS-{flag.value.upper().replace('_', '-')}", policy.source, title, text)


def _payment(payment: Payment) -> Iterator[Statement]:
    for option in payment.options:
        text = joined(in_both("knowledge.cost", cost=option.cost), option.note)
        title = in_both("knowledge.titles.payment", name=option.name)
        yield Statement(f"PAY-{option.id.upper().replace('_', '-')}", payment.source, title, text)
    yield Statement("PAY-REFUND", payment.source, in_both("knowledge.titles.pay_back"), payment.refund)


def _store(store: Store, source: str) -> Statement:
    where = in_both("knowledge.store", street=store.street, postcode=store.postcode, city=store.city)
    title = in_both("knowledge.titles.store", city={"de": store.city, "en": store.city_en})
    return Statement(store.id, source, title, joined(where, hours_text(store.hours)), store.aliases)


def hours_text(hours: OpeningHours) -> Text:
    """The ordinary week, days with the same hours together."""
    texts = []
    for day in range(7):
        if spans := hours.weekly.get(day):
            texts.append(in_both("knowledge.open", day=in_both(f"knowledge.days.{day}"), times=_times(spans)))
    return joined(*texts)


def _times(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)


def _claims(policy: ClaimPolicy) -> Iterator[Statement]:
    text = in_both("knowledge.trace", days=policy.trace_days, amount=policy.trace_person_above)
    yield Statement(policy.trace_id, policy.source, in_both("knowledge.titles.trace"), text)
    for kind, limit in policy.limits.items():
        title = in_both("knowledge.titles.claim", kind=in_both(f"knowledge.claim_kinds.{kind.value}"))
        told = "knowledge.claim_at_once" if limit.up_to else "knowledge.claim_by_person"
        values: Mapping[str, object] = {"amount": limit.up_to, "days": limit.days} if limit.up_to else {}
        yield Statement(limit.id, policy.source, title, in_both(told, **values))


def _services(terms: ServiceTerms) -> Iterator[Statement]:
    bills, subscriptions = terms.billing, terms.subscriptions
    values = {"days": bills.hold_days, "address": bills.proof_to}
    weeks = ", ".join(map(str, subscriptions.intervals))
    rules = {"charge": subscriptions.charge_days, "notice": subscriptions.notice_days, "weeks": weeks}
    told = (
        (bills.id, "dunning", in_both("knowledge.dunning", **values)),
        (
            terms.advertising.id,
            "advertising",
            in_both("knowledge.advertising", weeks=terms.advertising.print_weeks),
        ),
        (terms.privacy.id, "privacy", in_both("knowledge.privacy", months=terms.privacy.months)),
        (subscriptions.id, "subscriptions", in_both("knowledge.subscriptions", **rules)),
    )
    for name, title, text in told:
        yield Statement(name.upper(), terms.source, in_both(f"knowledge.titles.{title}"), text)
