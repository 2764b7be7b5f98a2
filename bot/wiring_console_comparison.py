"""Builds the comparisons' pages, and the gate they show the verdict of."""

from functools import partial

from flask import Blueprint

from bot.console.comparison_pages import ComparisonParts, comparison_pages
from bot.tuning.jobs import COMPARE, Jobs
from bot.tuning.promote_gate import PromoteGate
from bot.tuning.promotion_limits import read_limits
from bot.tuning.versions import Versions
from bot.wiring_console_house import ConsoleHouse
from bot.wiring_handover import ROOT


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    jobs, versions = Jobs(house.engine, house.clock), Versions(house.engine, house.clock)

    def ask(version_id: int, person_id: str) -> int:
        return jobs.ask(COMPARE, person_id, versions.one(version_id).id)

    return comparison_pages(
        ComparisonParts(
            engine=house.engine,
            clock=house.clock,
            versions=versions,
            may=promote_gate(house).may,
            ask=ask,
            audit=house.audit,
        )
    )


def promote_gate(house: ConsoleHouse) -> PromoteGate:
    """By the limits of the files that are tuned; the models lie in the checkout, wherever those are."""
    checkout = house.root if house.settings.tuning_dir is None else ROOT
    return PromoteGate(house.engine, checkout / "models", partial(read_limits, house.root))
