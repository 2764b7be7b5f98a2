"""Builds the conversation tab: what was said, the reply box with its wordings, how to part with a thread."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint

from bot.channels.sms.wording import as_text
from bot.conversation.turn import region_of
from bot.desk.case_frame import CaseFrames
from bot.desk.colleagues import Colleagues
from bot.desk.conversation_pages import TextParts, conversation_pages
from bot.desk.replies import Replies, ReplyMeans, Standing
from bot.desk.said_so_far import Conversations
from bot.desk.thread_pages import ThreadDesk
from bot.handover.crisis_numbers import load_numbers
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The tab's pages."""
    takeover, figures = house.threads.takeover, house.routing.figures
    means = ReplyMeans(takeover, as_text, standing(house.settings.company))
    return conversation_pages(
        TextParts(
            frames=CaseFrames(house.engine, house.clock, house.audit, figures=figures),
            conversations=Conversations(house.engine),
            replies=Replies(house.engine, means, house.clock, house.audit),
            threads=ThreadDesk(house.engine, takeover, house.clock, house.audit),
            colleagues=Colleagues(house.engine, house.clock, figures),
        )
    )


def standing(company: str) -> Standing:
    """What every wording may name beside the case: the house, and whom to call in an emergency."""

    def known(packet: Mapping[str, Any], language: str) -> Mapping[str, str]:
        caller = (packet.get("caller") or {}).get("number")
        region = region_of(caller) if caller else None
        return {"company": company, "emergency": load_numbers().of(region, language).emergency}

    return known
