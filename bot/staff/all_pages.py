"""All pages of people's own accounts, below /staff."""

from flask import Blueprint

from bot.staff.pages import Desk
from bot.staff.password_pages import add_passwords
from bot.staff.second_factor_pages import add_second_factor
from bot.staff.settings_pages import add_settings
from bot.staff.sign_in_pages import add_sign_in


def staff_pages(desk: Desk) -> Blueprint:
    """Signing in, passwords, the second factor, settings."""
    routes = Blueprint("staff", __name__, url_prefix="/staff", template_folder="templates")
    for add in (add_sign_in, add_passwords, add_second_factor, add_settings):
        add(routes, desk)
    return routes
