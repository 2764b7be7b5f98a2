"""Builds what all pages of the staff share."""

from flask import Blueprint

from bot.desk.look_pages import look_pages
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The layout and its assets."""
    return look_pages(house.clock)
