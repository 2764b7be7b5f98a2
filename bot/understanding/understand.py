"""What a caller means: control words, the awaited answer, spoken values, and the model's opinion."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from bot.current import present
from bot.understanding.after_yes_no import after_yes_no
from bot.understanding.bare_value import is_bare_card, is_bare_value
from bot.understanding.clauses import clauses
from bot.understanding.code_words import about_code
from bot.understanding.control_words import control_word, plain_words
from bot.understanding.danger import may_be_danger
from bot.understanding.dont_know import LOOKED_UP, says_dont_know
from bot.understanding.entities import Entity, read_entities
from bot.understanding.hedges import is_hedged
from bot.understanding.intent_kinds import ABOUT_GOODS, CONTROLS, NOT_WISHES, OUT_OF_SCOPE
from bot.understanding.language import foreign_language
from bot.understanding.order_items import names_item, says_done, swaps_item
from bot.understanding.rasa_client import Parse, Parser
from bot.understanding.spoken.yes_no import read_yes_no
from bot.understanding.thresholds import Thresholds, load_thresholds
from bot.understanding.urgency import Wish, is_urgent

Route = Literal["bot", "clarify", "human"]
# The parser for one of several models.
On = Callable[[str], Parser]

# Asked for while items are taken down: one more, or that this was all.
MORE = "more"
ORDER = "order_place"
# Any words may be a name: "the French press" is no wish to speak French.
NAMES = ("article", "city", MORE)
# A long monologue is not cut into more than this; each part costs a parse.
MOST_CLAUSES = 4
YES_NO = {"yes": "affirm", "no": "deny"}


@dataclass(frozen=True)
class Understanding:
    """One utterance understood. `how` names what decided: control, answer, keys or model.

    The last also as `out_of_scope` (nothing of ours) and `foreign` (a language we do not speak).
    """

    text: str
    intent: str | None
    confidence: float
    route: Route
    how: str
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    later: tuple[Wish, ...] = ()
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the conversation record."""
        return {
            "how": self.how,
            "ranking": [list(rank) for rank in self.ranking[:3]],
            "entities": [
                {"name": item.name, "value": item.value, "score": item.score} for item in self.entities
            ],
            "later": [wish.intent for wish in self.later],
            "flags": list(self.flags),
        }


@dataclass(frozen=True)
class Question:
    """What was asked before the utterance, and in which circumstances it is heard."""

    language: str
    channel: str
    today: date
    expecting: str | None = None
    region: str = "DE"
    # Which of Rasa's models is asked; None is the one it was started with.
    model: str | None = None


class Understand:
    """Understands one utterance; the same code for a live turn and for `hotline understand`."""

    def __init__(self, parser: Parser, thresholds: Thresholds | None = None, on: On | None = None) -> None:
        """`on` gives the parser for one of several models, where there are several."""
        self._parser = parser
        self._on = on
        self._thresholds = thresholds or present(load_thresholds)

    def __call__(self, text: str, question: Question, timeout_s: float) -> Understanding:
        """Raises DialogueUnavailable when the model is needed and does not answer."""
        deadline = time.monotonic() + timeout_s
        if question.expecting == MORE and says_done(text, question.language):
            # "Das war alles" ends the list of items here, not the call.
            return Understanding(text, "deny", 1.0, "bot", "answer")
        if control := control_word(text, question.language):
            return Understanding(text, control, 1.0, _route_of(control), "control")
        if question.expecting == "yes_no" and (answer := read_yes_no(text, question.language)):
            return Understanding(text, YES_NO[answer], 1.0, "bot", "answer")
        if not plain_words(text):
            # "??": signs alone mean nothing, whatever the model makes of them.
            return Understanding(text, "inform", 0.0, "clarify", "model")
        return self._with_model(text, question, deadline - time.monotonic())

    def _with_model(self, text: str, question: Question, timeout_s: float) -> Understanding:
        entities = _entities(text, question)
        rest = after_yes_no(text, question.language, question.expecting)
        parts = clauses(rest.text, question.language)[:MOST_CLAUSES]
        texts = [rest.text, *parts] if len(parts) > 1 else [rest.text]
        parser = self._on(question.model) if question.model and self._on else self._parser
        parses = parser.parse(texts, question.language, question.channel, timeout_s)
        heard = _Heard(text, question, entities, rest.answer, parses[0], tuple(parses[1:]))
        return self._decide(heard)

    def _decide(self, heard: "_Heard") -> Understanding:
        best, expecting = heard.whole, heard.question.expecting
        if self._is_control(heard):
            return heard.as_understood(best.intent, best.confidence, _route_of(best.intent), "model")
        if expecting == "text":
            # A caller's own account is an answer, whatever wishes it may sound like.
            return heard.as_understood("inform", 1.0, "bot", "answer")
        if danger := self._danger_beside(heard):
            return danger
        if (answer := _about_code(heard) or _dont_know(heard) or _another_value(heard)) is not None:
            return answer
        if heard.adds_item() or (heard.answers_question() and not self._changes_subject(heard)):
            return heard.as_understood("inform", 1.0, "bot", "answer")
        if wishes := self._wishes(heard):
            first, later = wishes[0], tuple(wishes[1:])
            said = heard.as_understood(first.intent, first.confidence, "bot", "model", later)
            return replace(said, text=first.text)
        if not self._changes_subject(heard) and (answer := self._poor_or_yes_no(heard)):
            return answer
        if expecting and (best.confidence < self._thresholds.sure or best.intent == OUT_OF_SCOPE):
            # Half understood words beside an open question are a poor answer, not a change of mind.
            return heard.as_understood("inform", best.confidence, "clarify", "model")
        return self._fresh(heard)

    def _fresh(self, heard: "_Heard") -> Understanding:
        """Words that answer no question: a wish, or nothing this hotline can serve."""
        best, route = heard.whole, self._route(heard.whole)
        beyond_us = best.intent == OUT_OF_SCOPE
        doubtful = route == "clarify" or beyond_us or best.intent == "language_switch"
        if doubtful and foreign_language(heard.text):
            return heard.as_understood("language_switch", best.confidence, "human", "foreign")
        if beyond_us:
            refused = heard.as_understood("other_topic", best.confidence, "clarify", OUT_OF_SCOPE)
            # Not sure enough, it is just not understood; a caller must not hear that we cannot help.
            return refused if route == "bot" else replace(refused, how="model", ranking=())
        if best.intent in ABOUT_GOODS and may_be_danger(heard.text, heard.question.language):
            route = "bot"
        return heard.as_understood(best.intent, best.confidence, route, "model")

    def _is_control(self, heard: "_Heard") -> bool:
        best, limits = heard.whole, self._thresholds
        if best.intent == "louder" and _about_code(heard):
            # "There is nothing" is about the code that was awaited, not about the line.
            return False
        names_things = heard.question.expecting in NAMES and best.intent != "human_request"
        in_text = heard.question.expecting == "text" or names_things
        least = limits.control_in_text if in_text else limits.control
        return best.intent in CONTROLS and best.confidence >= least

    def _poor_or_yes_no(self, heard: "_Heard") -> Understanding | None:
        """A yes or no that opens a sentence; a yes taken back in part, or only guessed at, is none."""
        if heard.question.expecting != "yes_no":
            return None
        guessed = heard.yes_no is None and heard.whole.intent in YES_NO.values()
        hedged = is_hedged(heard.text, heard.question.language)
        if heard.yes_no == "no" or (heard.yes_no == "yes" and not hedged):
            return heard.as_understood(YES_NO[heard.yes_no], 1.0, "bot", "answer")
        least = self._thresholds.yes_by_model if heard.whole.intent == "affirm" else 0.0
        unsure = guessed and (hedged or heard.whole.confidence < least)
        if heard.yes_no == "yes" or unsure:
            return heard.as_understood("inform", heard.whole.confidence, "clarify", "model")
        return None

    def _changes_subject(self, heard: "_Heard") -> bool:
        best = heard.whole
        return best.intent not in NOT_WISHES and best.confidence >= self._thresholds.over_answer

    def _wishes(self, heard: "_Heard") -> list[Wish]:
        """Two or more different sure wishes in the clauses, in the order said; otherwise none."""
        wishes: dict[str, Wish] = {}
        for part in heard.parts:
            if ORDER in wishes and names_item(part.text, heard.question.language):
                # "… and three thermos flasks" goes on with the order, whatever wish it may sound like.
                continue
            if self._is_wish(part):
                wishes.setdefault(part.intent, Wish(part.text, part.intent, part.confidence))
        # What cannot wait comes first; otherwise the order said.
        first = sorted(wishes.values(), key=lambda wish: not is_urgent(wish, heard.question.language))
        # Whoever complains, or tells of danger, tells a story; its sentences are no wishes of their own.
        told = "complaint" in wishes or may_be_danger(heard.text, heard.question.language)
        return first if len(first) > 1 and not told else []

    def _danger_beside(self, heard: "_Heard") -> Understanding | None:
        """ "... and there is smoke coming out of it" goes before whatever else was asked for."""
        language = heard.question.language
        told = [
            part for part in heard.parts if part.intent in ABOUT_GOODS and may_be_danger(part.text, language)
        ]
        if not told or heard.whole.intent in ABOUT_GOODS:
            return None
        others = tuple(
            Wish(part.text, part.intent, part.confidence) for part in heard.parts if self._is_wish(part)
        )
        later = tuple(wish for wish in others if wish.intent not in ABOUT_GOODS)
        said = heard.as_understood(told[0].intent, told[0].confidence, "bot", "model", later)
        return replace(said, text=told[0].text)

    def _is_wish(self, part: Parse) -> bool:
        return part.intent not in NOT_WISHES and part.confidence >= self._thresholds.second_wish

    def _route(self, best: Parse) -> Route:
        return _route_of(best.intent) if self._thresholds.claim(best) else "clarify"


def _about_code(heard: "_Heard") -> Understanding | None:
    """ "Nothing has come" answers the question for a code; the model would hear a wish of its own."""
    question = heard.question
    if question.expecting != "code" or heard.answers_question():
        return None
    wished = about_code(heard.text, question.language)
    return heard.as_understood("inform", 1.0, "bot", "answer") if wished else None


def _dont_know(heard: "_Heard") -> Understanding | None:
    """ "I don't have it" declines to name a number; to a yes or no, or out of the blue, it says nothing."""
    question = heard.question
    if heard.answers_question() or not says_dont_know(heard.text, question.language, question.expecting):
        return None
    if question.expecting in LOOKED_UP:
        return heard.as_understood("deny", 1.0, "bot", "answer")
    return heard.as_unclear()


def _another_value(heard: "_Heard") -> Understanding | None:
    """ "No, wrong, the number is WM-104823" corrects, and a card's number is nothing; neither is a wish."""
    question = heard.question
    if heard.answers_question():
        return None
    if is_bare_card(heard.text, question.language, question.today):
        return heard.as_unclear()
    bare = is_bare_value(heard.text, question.language, heard.entities, question.today)
    # Not an "answer": the open question counts as asked in vain.
    return heard.as_understood("inform", 1.0, "bot", "model") if question.expecting and bare else None


def _route_of(intent: str) -> Route:
    return "human" if intent == "human_request" else "bot"


@dataclass(frozen=True)
class _Heard:
    """Everything known about an utterance before the decision."""

    text: str
    question: Question
    entities: tuple[Entity, ...]
    yes_no: Literal["yes", "no"] | None
    whole: Parse
    parts: tuple[Parse, ...]

    def answers_question(self) -> bool:
        """The awaited kind of value is in it (or any words, where words were asked for)."""
        expecting = self.question.expecting
        return expecting in NAMES or any(item.name == expecting for item in self.entities)

    def adds_item(self) -> bool:
        """ "And a toaster" puts one more in, though the name alone sounds like trouble with one."""
        text, language = self.text, self.question.language
        return self.question.expecting == MORE and (names_item(text, language) or swaps_item(text, language))

    def as_understood(
        self, intent: str, confidence: float, route: Route, how: str, later: tuple[Wish, ...] = ()
    ) -> Understanding:
        return Understanding(
            self.text, intent, confidence, route, how, self.whole.ranking, self.entities, later
        )

    def as_unclear(self) -> Understanding:
        """Not understood, whatever the model made of it."""
        return Understanding(self.text, "inform", 0.0, "clarify", "model", (), self.entities)


def _entities(text: str, question: Question) -> tuple[Entity, ...]:
    source: Literal["spoken", "typed"] = "typed" if question.channel == "sms" else "spoken"
    return read_entities(
        text,
        question.language,
        source=source,
        expecting=question.expecting,
        today=question.today,
        region=question.region,
    )
