"""The inbox: what callers said, how it was understood, and what is to be done about it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from bot.console.inbox_choices import choices
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.tuning.inbox import Inbox
from bot.tuning.inbox_asked import VIEWS, Asked, read_asked
from bot.tuning.tuning_terms import TuningTerms
from bot.tuning.versions import Versions

# More sentences for a list that is on the page already.
MORE = "more"


@dataclass(frozen=True)
class InboxParts:
    """What the pages need."""

    inbox: Inbox
    versions: Versions
    terms: TuningTerms


def inbox_pages(parts: InboxParts) -> Blueprint:
    """`/console`."""
    pages = Blueprint("console_inbox", __name__, url_prefix="/console", template_folder="templates")

    @pages.get("")
    @pages.get("/")
    def inbox() -> str:
        one_of(*OPS)
        asked, after = read_asked(request.args), request.args.get("after", "")
        shown = _found(parts.inbox, asked, after)
        if request.headers.get("HX-Target") == MORE:
            return render_template("console/inbox/items.html", **shown)
        shown |= {"counts": parts.inbox.counts(asked), "views": VIEWS}
        if request.headers.get("HX-Target") == "found":
            return render_template("console/inbox/found.html", **shown)
        versions = [version.id for version in parts.versions.all()]
        shown["choices"] = choices(parts.terms.intents(), versions)
        return render_template("console/inbox/inbox.html", **shown)

    return pages


def _found(inbox: Inbox, asked: Asked, after: str) -> dict[str, Any]:
    """A page of sentences, or of groups."""
    if asked.grouped and asked.group is None:
        groups = inbox.groups(asked, after)
        return {"asked": asked, "groups": groups, "page": None, "after": groups.after, "begun": bool(after)}
    page = inbox.page(asked, after)
    return {"asked": asked, "page": page, "groups": None, "after": page.after, "begun": bool(after)}
