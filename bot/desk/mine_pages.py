"""`/desk/mine`: one's own day."""

from flask import Blueprint, render_template

from bot.desk.mine import MyDay
from bot.handover.experts import TAKES_CASES
from bot.staff.person import one_of


def mine_pages(day: MyDay) -> Blueprint:
    """Only one's own; nobody is compared with anybody."""
    pages = Blueprint("mine", __name__, template_folder="templates")

    @pages.get("/mine")
    def mine() -> str:
        return render_template("desk/mine.html", mine=day.of(one_of(*TAKES_CASES)))

    return pages
