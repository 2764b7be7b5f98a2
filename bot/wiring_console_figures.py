"""Builds the figures' pages."""

from flask import Blueprint

from bot.console.figure_pages import FigureDesk, figure_pages
from bot.console.figure_views import FigureViews
from bot.wiring_console_house import ConsoleHouse


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    return figure_pages(FigureDesk(house.engine, house.clock, FigureViews(house.engine, house.clock)))
