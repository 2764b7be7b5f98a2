"""Understanding which articles a caller means: by number or name, of a family in which variant, how many."""

from collections.abc import Sequence
from dataclasses import replace

from actions.basket import Basket
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.models import Product, ProductMatch
from bot.shop.ordering.limits import MOST_PIECES
from bot.shop.ordering.models import Family
from bot.understanding.entities import read_choice, read_entities
from bot.understanding.order_items import ItemWish, item_wishes

ARTICLE = "article"
CONFIRM_FEWER = "confirm_fewer"
# Further behind than this, another article is not meant.
CLEAR_LEAD = 0.12
# A single word out of a sentence must fit better than a whole name.
SURE = 0.9
SHORTEST_WORD = 5
MOST_MATCHES = 10


class ItemTalk:
    """One turn about the items of a basket."""

    def __init__(self, talk: Talk, basket: Basket) -> None:
        self._talk = talk
        self._basket = basket

    def hear(self, text: str) -> bool:
        """Take in what was said; False when it names nothing that belongs in the basket."""
        if self._basket.open and self._chosen(text):
            return True
        heard = [self._hear(wish) for wish in item_wishes(text, self._talk.turn.language)]
        return any(heard)

    def fewer(self) -> None:
        """The answer to "shall I take the three that are left?"."""
        waiting = self._basket.open or {}
        self._basket.settle_open()
        if self._talk.turn.intent == "affirm" and waiting:
            product = self._talk.shop.product(waiting["choices"][0])
            self._basket.put(product, int(waiting["quantity"]))
            self._note(product)

    def ask_open(self) -> None:
        """Ask which of the possible articles is meant."""
        choices: list[str] = (self._basket.open or {})["choices"]
        if (self._basket.open or {}).get("act") == "fewer":
            self._ask_fewer(choices[0], int((self._basket.open or {})["quantity"]))
            return
        family = self._family(choices)
        if family:
            self._ask_variant(family, choices)
        else:
            first, second = (self._talk.shop.product(article).name(self._language) for article in choices[:2])
            self._talk.ask(ARTICLE, "utter_which_of_two", first=first, second=second)

    @property
    def _language(self) -> str:
        return self._talk.turn.language

    def _hear(self, wish: ItemWish) -> bool:
        if wish.article_number:
            return self._by_number(wish)
        switched = self._switched(wish)
        if switched:
            return True
        if not wish.words:
            return self._only_quantity(wish)
        choices = self._found(wish.words)
        if not choices:
            return False
        self._choose(choices, wish)
        return True

    def _by_number(self, wish: ItemWish) -> bool:
        try:
            self._apply(self._talk.shop.product(str(wish.article_number)), wish.quantity, wish.act)
        except ProductNotFound:
            if wish.words and (choices := self._found(wish.words)):
                self._choose(choices, wish)
                return True
            self._talk.reply.say("utter_order_no_such_number", number=wish.article_number)
            self._talk.ask(ARTICLE, "utter_order_which_instead")
        return True

    def _only_quantity(self, wish: ItemWish) -> bool:
        """ "Nein, drei", "noch eine": about what was mentioned last."""
        last = self._basket.last
        if last is None and len(self._basket.items) == 1:
            last = self._basket.items[0]["article"]
        if last is None or wish.quantity is None or wish.act == "remove":
            # "doch zwei statt eins": what it was before says nothing new.
            return False
        act = wish.act if wish.act == "more" else "set"
        self._apply(self._talk.shop.product(last), wish.quantity, act)
        return True

    def _switched(self, wish: ItemWish) -> bool:
        """ "In blau", "43 statt 42", "und zwei grüne": another variant of something in the basket."""
        said = wish.words or (str(wish.quantity) if wish.quantity else "")
        if not said or wish.act == "remove":
            return False
        for article in self._in_question():
            family = self._talk.shop.ordering.family_of(article)
            picked = self._variant(family, said) if family and not self._found(wish.words) else None
            if picked is None:
                continue
            product = self._talk.shop.product(picked)
            if wish.words and wish.quantity:
                self._apply(product, wish.quantity, wish.act)
            elif picked != article and self._in_stock(product, self._basket.quantities[article], "set"):
                self._basket.swap(article, product)
                self._note(product)
            return True
        return False

    def _in_question(self) -> list[str]:
        articles = [item["article"] for item in self._basket.items]
        return sorted(articles, key=lambda article: article != self._basket.last)

    def _found(self, words: str) -> list[str]:
        """Article numbers that may be meant, best first; empty when nothing is close."""
        if not words:
            return []
        matches = self._search(words)
        if not matches:
            parts = [word for word in words.split() if len(word) >= SHORTEST_WORD]
            found = (self._search(word) for word in parts)
            matches = next((part for part in found if part and part[0].score >= SURE), ())
        close = [match for match in matches if matches[0].score - match.score <= CLEAR_LEAD]
        return [match.product.article_number for match in close]

    def _search(self, words: str) -> Sequence[ProductMatch]:
        return self._talk.shop.find_products(words, self._language, MOST_MATCHES)

    def _choose(self, choices: list[str], wish: ItemWish) -> None:
        """The one that is meant, or a question which."""
        if wish.act == "remove" or len(choices) > 1:
            inside = [article for article in choices if article in self._basket.quantities]
            choices = inside if inside and (wish.act in ("remove", "set") or len(inside) == 1) else choices
        family = self._family(choices)
        variant = self._variant(family, wish.words) if family else None
        if family and variant is None and wish.quantity and wish.quantity > MOST_PIECES:
            # "Hausschuhe in 42": nobody means so many pairs.
            variant = self._variant(family, str(wish.quantity))
            wish = replace(wish, quantity=None) if variant else wish
        if variant:
            choices = [variant]
        if len(choices) == 1:
            self._apply(self._talk.shop.product(choices[0]), wish.quantity, wish.act)
        elif wish.act != "remove":
            self._basket.leave_open(choices, wish.quantity, wish.act)
            self.ask_open()

    def _chosen(self, text: str) -> bool:
        """The answer to which article or variant; False when it says something else."""
        waiting = self._basket.open or {}
        choices: list[str] = waiting["choices"]
        picked = self._picked(text, choices)
        if picked is None:
            return False
        self._basket.settle_open()
        self._apply(self._talk.shop.product(picked), waiting["quantity"], waiting["act"])
        return True

    def _picked(self, text: str, choices: list[str]) -> str | None:
        family = self._family(choices)
        if family:
            return self._variant(family, text)
        number = read_choice(text, self._language, min(2, len(choices)))
        if number:
            return choices[number - 1]
        wishes = item_wishes(text, self._language)
        named = [wish.article_number for wish in wishes] + self._found(" ".join(w.words for w in wishes))
        inside = [article for article in named if article in choices]
        return inside[0] if inside and len(set(inside)) == 1 else None

    def _family(self, choices: list[str]) -> Family | None:
        """The family all of these articles belong to."""
        family = self._talk.shop.ordering.family_of(choices[0])
        return family if family and len(choices) > 1 and all(one in family for one in choices) else None

    def _variant(self, family: Family, text: str) -> str | None:
        """The variant the words name: a colour in any ending, a size in figures or words."""
        words = text.lower().replace("-", " ").split()
        numbers = read_entities(text, self._language, expecting="quantity", today=self._talk.today)
        values = {item.value for item in numbers if item.name == "quantity"}
        for variant in family.variants:
            label = variant.label(self._language).lower()
            named = any(word.startswith(label) for word in words) if label.isalpha() else label in values
            if named:
                return variant.article_number
        return None

    def _ask_variant(self, family: Family, choices: list[str]) -> None:
        labels = [
            variant.label(self._language) for variant in family.variants if variant.article_number in choices
        ]
        response = "utter_order_which_size" if family.kind == "size" else "utter_order_which_colour"
        values = {"name": family.name(self._language), "first": labels[0], "last": labels[-1]}
        self._talk.ask(ARTICLE, response, labels=", ".join(labels[:-1]), **values)

    def _apply(self, product: Product, quantity: int | None, act: str) -> None:
        has = self._basket.quantities.get(product.article_number, 0)
        if act == "remove":
            if has:
                left = has - quantity if quantity else 0
                self._basket.put(product, max(0, left))
                self._talk.reply.say("utter_order_removed", name=product.name(self._language))
            return
        wanted = quantity or (has if act == "set" and has else 1)
        total = wanted if act == "set" or not has else has + wanted
        if self._in_stock(product, total, act):
            self._basket.put(product, total)
            self._note(product)

    def _in_stock(self, product: Product, total: int, act: str) -> bool:
        """Whether there are so many; if not, says so and asks about what is left."""
        more = total - self._already_reserved(product.article_number)
        if product.stock >= more:
            return True
        name = product.name(self._language)
        if product.stock:
            self._basket.leave_open([product.article_number], product.stock, "fewer")
            self._ask_fewer(product.article_number, product.stock)
        else:
            self._sold_out(product, name)
        return False

    def _sold_out(self, product: Product, name: str) -> None:
        """Until when, and what of the same family there is instead."""
        if product.restock_on:
            self._talk.reply.say(
                "utter_order_sold_out_until", name=name, restock=product.restock_on.isoformat()
            )
        else:
            self._talk.reply.say("utter_order_sold_out", name=name)
        family = self._talk.shop.ordering.family_of(product.article_number)
        others = [variant.article_number for variant in family.variants] if family else []
        there = [article for article in others if self._talk.shop.product(article).stock]
        if len(there) > 1:
            self._basket.leave_open(there, None, "add")
            self._talk.ask(ARTICLE, f"utter_order_other_{family.kind if family else ''}")

    def _already_reserved(self, article: str) -> int:
        """Pieces an order that is being changed has taken out of stock before."""
        reserved = self._talk.reply.recall("reserved") or {}
        return int(reserved.get(article, 0))

    def _ask_fewer(self, article: str, left: int) -> None:
        name = self._talk.shop.product(article).name(self._language)
        self._talk.confirm(CONFIRM_FEWER, "utter_order_only_left", name=name, left=left)

    def _note(self, product: Product) -> None:
        quantity = self._basket.quantities[product.article_number]
        name, price = product.name(self._language), f"{product.price:.2f}"
        self._talk.reply.say("utter_order_noted", quantity=quantity, name=name, price=price)
