"""Builds the inbox and the replay of conversations, and what fills the inbox."""

from flask import Blueprint

from bot.channels.worker import Worker
from bot.console.inbox_pages import InboxParts, inbox_pages
from bot.console.replay_pages import ReplayParts, add_replay_pages
from bot.tuning.inbox import Inbox
from bot.tuning.inbox_collector import Collector
from bot.tuning.inbox_redaction import InboxRedaction
from bot.tuning.replay import Replays
from bot.tuning.tuning_terms import TuningTerms
from bot.tuning.utterance_groups import UtteranceGroups
from bot.tuning.versions import Versions
from bot.wiring_console_house import ConsoleHouse


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    versions = Versions(house.engine, house.clock)
    pages = inbox_pages(InboxParts(Inbox(house.engine, house.clock), versions, TuningTerms(house.root)))
    replays = Replays(house.engine, InboxRedaction(house.root, house.clock))
    add_replay_pages(pages, ReplayParts(replays, house.audit, house.clock))
    return pages


def collector(house: ConsoleHouse) -> Collector:
    """What fills the inbox."""
    redaction = InboxRedaction(house.root, house.clock)
    return Collector(house.engine, house.clock, redaction, UtteranceGroups(house.meanings))


def worker(house: ConsoleHouse) -> Worker:
    """The same, every few seconds."""
    return Worker("inbox", collector(house).work)
