"""What the benchmark's callers say, and the answer each of it must get."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

# Under way and not late: the answer is the same for all of them.
_ORDERS = (
    "SELECT order_number, postcode FROM shop_orders "
    "WHERE status = 'shipped' AND eta > :today ORDER BY order_number"
)


@dataclass(frozen=True)
class Utterance:
    """Words of a caller (None: the call itself), their kind, and a fragment of the right answer."""

    kind: str
    words: str | None
    expects: str


BEGINS = Utterance("call begins", None, "Worum geht es")
GREETS = Utterance("simple answer", "guten tag", "Worum geht es")
DELIVERY = Utterance("custom action", "was kostet der versand nach österreich", "Österreich")
WISH = Utterance("form begins", "wo bleibt mein paket", "Bestellnummer")
# Said without a form in between, so that a call may go on like this for ever.
SMALL_TALK = (
    GREETS,
    DELIVERY,
    Utterance("form in one turn", "wann hat die filiale in berlin geöffnet", "Berlin"),
    Utterance("custom action", "wie kann ich etwas zurückschicken", "zurückschicken"),
    Utterance("custom action", "was kostet der versand in die schweiz", "Schweiz"),
)


def number_and_postcode(number: str, postcode: str) -> tuple[Utterance, Utterance]:
    """The form's two steps for one order under way."""
    return (
        Utterance("form step", number, "Postleitzahl"),
        Utterance("form ends with an answer", postcode, "unterwegs"),
    )


def whole_call(order: tuple[str, str]) -> list[Utterance]:
    """One call with every kind of turn."""
    return [BEGINS, GREETS, DELIVERY, WISH, *number_and_postcode(*order)]


def orders(engine: Engine, today: str) -> list[tuple[str, str]]:
    """Number and postcode of orders whose status is told as under way."""
    with engine.connect() as db:
        return [(str(row[0]), str(row[1])) for row in db.execute(text(_ORDERS), {"today": today})]
