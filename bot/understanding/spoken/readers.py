"""All readers, one per kind of value."""

from collections.abc import Callable, Iterator

from bot.understanding.spoken.amounts import amounts
from bot.understanding.spoken.article_numbers import article_numbers
from bot.understanding.spoken.codes import codes
from bot.understanding.spoken.days import dates
from bot.understanding.spoken.emails import emails
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.names import names
from bot.understanding.spoken.order_numbers import order_numbers
from bot.understanding.spoken.phone_numbers import phone_numbers
from bot.understanding.spoken.postcodes import postcodes
from bot.understanding.spoken.quantities import quantities
from bot.understanding.spoken.times import times
from bot.understanding.spoken.written_emails import written_emails

Reader = Callable[[Hearing], Iterator[Find]]


def readers() -> tuple[Reader, ...]:
    """Every reader; which finds stand is settled afterwards."""
    return (
        codes,
        order_numbers,
        article_numbers,
        postcodes,
        written_emails,
        emails,
        phone_numbers,
        dates,
        times,
        amounts,
        quantities,
        names,
    )
