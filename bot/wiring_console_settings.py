"""Builds the pages of the hotline's settings."""

from flask import Blueprint

from bot.clock import Clock
from bot.console.settings_pages import SettingsParts, settings_pages
from bot.tuning.settings_area import Area
from bot.tuning.settings_crisis import CrisisArea
from bot.tuning.settings_desk import SettingsDesk
from bot.tuning.settings_hints import HintsArea
from bot.tuning.settings_hours import CallbacksArea, ExpertHoursArea, SkillHoursArea, StoresArea
from bot.tuning.settings_prompts import PromptsArea
from bot.tuning.settings_thresholds import GateArea, ThresholdsArea
from bot.wiring_console_house import ConsoleHouse


def build(house: ConsoleHouse) -> Blueprint:
    """All areas on the house's files."""
    desk = SettingsDesk(house.files, areas(house.clock), house.engine)
    return settings_pages(SettingsParts(desk, house.clock, house.audit))


def areas(clock: Clock) -> tuple[Area, ...]:
    """In the order they are shown."""
    return (
        ExpertHoursArea(clock),
        SkillHoursArea(),
        StoresArea(),
        CallbacksArea(clock),
        PromptsArea(),
        CrisisArea(clock),
        ThresholdsArea(),
        GateArea(),
        HintsArea(),
    )
