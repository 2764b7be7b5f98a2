"""Builds the pages of the models."""

from flask import Blueprint

from bot.console.model_pages import ModelParts, model_pages
from bot.console.model_views import ModelViews
from bot.handover.experts import Experts
from bot.wiring_console_house import ConsoleHouse
from bot.wiring_handover import ROOT


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    people, side = Experts(house.engine), house.models
    checkout = house.root if house.settings.tuning_dir is None else ROOT

    def name_of(staff_id: str) -> str | None:
        row = people.get(staff_id)
        return str(row["name"]) if row else None

    views = ModelViews(side.versions, side.numbers, checkout / "models", name_of)
    return model_pages(ModelParts(views, side.switching))
