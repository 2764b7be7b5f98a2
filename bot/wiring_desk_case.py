"""Builds the case screen and the tabs that read about the caller, the house and the case."""

from collections.abc import Callable

from flask import Blueprint

from bot.desk.case_frame import CaseFrames
from bot.desk.case_pages import case_pages
from bot.desk.case_papers import CasePapers
from bot.desk.history import History
from bot.desk.history_pages import add_history
from bot.desk.knowledge.of_guide import of_guide
from bot.desk.knowledge.of_policies import of_policies
from bot.desk.knowledge.search import Library
from bot.desk.knowledge.statement import LANGUAGES, Text
from bot.desk.knowledge_pages import add_knowledge
from bot.desk.label_pages import add_labels
from bot.desk.labels import Labels
from bot.desk.papers_pages import add_papers
from bot.desk.said_so_far import Conversations
from bot.errors import BackendError, ProductNotFound
from bot.shop.claims.policy import load_claim_policy
from bot.shop.knowledge import load_knowledge
from bot.shop.pickups.terms import load_pickup_terms
from bot.shop.policies import Knowledge
from bot.shop.sql_shop import SqlShop
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The case screen's pages."""
    frames = CaseFrames(house.engine, house.clock, house.audit, figures=house.routing.figures)
    pages = case_pages(frames, house.services.phrases)
    add_labels(pages, frames, Labels(house.engine, house.clock))
    add_history(pages, frames, History(house.engine, numbers_of(house.shop)), Conversations(house.engine))
    add_knowledge(pages, frames, latest_library(house.shop))
    add_papers(pages, frames, CasePapers(house.engine, house.cases), house.clock, house.audit)
    return pages


def numbers_of(shop: SqlShop) -> Callable[[str], tuple[str, ...]]:
    """The stored numbers of a customer; none when the shop does not answer."""

    def numbers(customer_id: str) -> tuple[str, ...]:
        try:
            found = shop.customers.customer(customer_id)
        except BackendError:
            return ()
        return found.phones if found else ()

    return numbers


def latest_library(shop: SqlShop) -> Callable[[], Library]:
    """Made once, and anew when the hours have changed."""
    made: dict[int, tuple[Knowledge, Library]] = {}

    def latest() -> Library:
        known = load_knowledge()
        if 0 not in made or made[0][0] is not known:
            made[0] = known, library(shop, known)
        return made[0][1]

    return latest


def library(shop: SqlShop, known: Knowledge) -> Library:
    """Everything that can be looked up, with the articles' names."""

    def name_of(article: str) -> Text | None:
        try:
            product = shop.product(article)
        except (ProductNotFound, BackendError):
            return None
        return {one: product.name(one) for one in LANGUAGES}

    policies = of_policies(known, load_claim_policy(), load_pickup_terms())
    return Library([*policies, *of_guide(known.guide, name_of)])
