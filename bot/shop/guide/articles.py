"""What is asked about an article beside stock and price."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.shop.guide.sayings import Sayings
from bot.shop.models import Product

# Older figures no longer say what is on the shelf.
STALE = timedelta(days=7)


@dataclass(frozen=True)
class ArticleQuestions:
    """Questions an article's facts answer, and those they do not."""

    facts: Sayings
    unknown: Sayings


def article_questions(yaml: Mapping[str, Any]) -> ArticleQuestions:
    """From the file's content."""
    return ArticleQuestions(Sayings(tuple(yaml["facts"])), Sayings(tuple(yaml["unknown"])))


def contradicts_itself(product: Product, today: date) -> bool:
    """Stock and the day it comes again do not fit together, or the figures are old: a person must look."""
    awaited = product.restock_on
    both = product.stock > 0 and awaited is not None and awaited > today
    overdue = product.stock == 0 and awaited is not None and awaited < today
    return both or overdue or today - product.as_of.date() > STALE
