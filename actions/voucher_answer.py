"""What there is to say about one promo code: it counts, until when, under which conditions, or why not."""

from decimal import Decimal

from actions.talk import Talk
from bot.shop.vouchers.models import Reason, Voucher

# The basket's worth; named for the kind of value asked for.
GOODS = "amount"


def explain(talk: Talk, voucher: Voucher) -> None:
    """The reason where there is one; the basket is only asked about when it decides."""
    goods = talk.turn.value("amount") if talk.turn.requested == GOODS else None
    reason = voucher.why_not(talk.today, Decimal(goods) if goods else None)
    talk.reply.record(voucher=voucher.code, reason=reason.value if reason else None)
    if reason:
        _tell_why(talk, voucher, reason)
    elif voucher.minimum and talk.turn.requested != GOODS:
        _tell_conditions(talk, voucher)
        talk.ask(GOODS, "utter_voucher_goods", minimum=f"{voucher.minimum:.2f}")
    else:
        _should_work(talk, voucher)


def _tell_why(talk: Talk, voucher: Voucher, reason: Reason) -> None:
    values = {"code": voucher.code, "day": _day(voucher, reason)}
    if voucher.minimum:
        values["minimum"] = f"{voucher.minimum:.2f}"
    talk.reply.say(f"utter_voucher_{reason}", **values)
    talk.reply.remember(voucher=None, voucher_misses=None, voucher_like=None)
    talk.settle()


def _day(voucher: Voucher, reason: Reason) -> str:
    if reason is Reason.USED and voucher.used_at:
        return voucher.used_at.date().isoformat()
    return (voucher.valid_from if reason is Reason.NOT_YET else voucher.valid_until).isoformat()


def _tell_conditions(talk: Talk, voucher: Voucher) -> None:
    if voucher.excluded:
        excluded = voucher.excluded.get(talk.turn.language) or voucher.excluded["de"]
        talk.reply.say("utter_voucher_excluded", code=voucher.code, excluded=excluded)
    if voucher.new_customers:
        talk.reply.say("utter_voucher_new_customers", code=voucher.code)


def _should_work(talk: Talk, voucher: Voucher) -> None:
    talk.reply.say("utter_voucher_valid", code=voucher.code, day=voucher.valid_until.isoformat())
    if not voucher.minimum:
        _tell_conditions(talk, voucher)
    talk.reply.remember(voucher=None, voucher_misses=None, voucher_like=None)
    talk.offer_person("voucher_fails", "utter_voucher_still_fails")
