"""Builds the console: one blueprint for each of its areas, and what works for it beside the calls."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint

from bot import (
    wiring_console_comparison,
    wiring_console_figures,
    wiring_console_inbox,
    wiring_console_intents,
    wiring_console_labelling,
    wiring_console_models,
    wiring_console_settings,
    wiring_console_training,
)
from bot.channels.worker import Worker
from bot.conversation.turn import Services
from bot.staff.audit import Audit
from bot.wiring_console_house import ConsoleHouse
from bot.wiring_ground import Ground
from bot.wiring_handover import ROOT
from bot.wiring_models import ModelSide


@dataclass(frozen=True)
class ConsoleSide:
    """Its pages, and the workers that start with the web application."""

    pages: tuple[Blueprint, ...]
    workers: tuple[Worker, ...]


def build_console(house: ConsoleHouse) -> ConsoleSide:
    """Every area's pages and workers; starts nothing."""
    areas: tuple[Callable[[ConsoleHouse], Blueprint], ...] = (
        wiring_console_inbox.build,
        wiring_console_intents.build,
        wiring_console_labelling.build,
        wiring_console_training.build,
        wiring_console_comparison.build,
        wiring_console_models.build,
        wiring_console_figures.build,
        wiring_console_settings.build,
    )
    workers: tuple[Callable[[ConsoleHouse], Worker], ...] = (wiring_console_inbox.worker,)
    return ConsoleSide(tuple(build(house) for build in areas), tuple(make(house) for make in workers))


def console_house(ground: Ground, services: Services, models: ModelSide) -> ConsoleHouse:
    """What the console stands on."""
    return ConsoleHouse(
        engine=ground.engine,
        clock=ground.clock,
        settings=ground.settings,
        root=ground.settings.tuning_dir or ROOT,
        audit=Audit(ground.engine),
        ground=ground,
        services=services,
        models=models,
    )
