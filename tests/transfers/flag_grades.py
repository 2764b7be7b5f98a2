"""What is wrong with how a delicate call went: packet, route, wording, time to a human voice."""

import re
from collections.abc import Iterator
from datetime import datetime

from bot.handover.do_dont import ALWAYS, HELP_FIRST, OF_FLAG
from bot.phrases.catalogue import Phrases
from tests.transfers.delicate_sentences import Delicate
from tests.transfers.flagged_call import Ended

WITHIN_S = 30
MOST_WORDS = 15
# Never after something delicate was said, whoever speaks.
SELLING = {
    "de": r"angebot|rabatt|newsletter|gutschein|umfrage|bewert|zufrieden mit|empfehl",
    "en": r"offer|discount|newsletter|voucher|survey|rate (us|this)|satisfied|recommend",
}
# Nor what has to be proven or repeated, before a person has taken over.
PROVING = {
    "de": r"bestellnummer|postleitzahl|kundennummer|geburtsdatum|wiederholen sie",
    "en": r"order number|postcode|customer number|date of birth|say (that|it) again",
}
MARKUP = re.compile(r"\[\[.*?\]\]")


def faults(told: Delicate, ended: Ended) -> list[str]:
    """All that went wrong; nothing when it went as it should."""
    return [*_case(told, ended), *_route(told, ended), *_wording(told, ended)]


def heard_at(told: Delicate, ended: Ended) -> datetime:
    """When the flag was raised."""
    return datetime.fromisoformat(ended.flag(told.code)["at"])


def acknowledgement(told: Delicate) -> str:
    """As it stands in the phrases, with its markup."""
    minor = told.code == "vulnerable" and told.level == "acute"
    key = "delicate_vulnerable_minor" if minor else f"delicate_{told.code}"
    return Phrases().say(key, told.language, "voice", emergency="112")


def _case(told: Delicate, ended: Ended) -> Iterator[str]:
    flag, packet = ended.flag(told.code), ended.packet
    if flag["level"] != told.level:
        yield f"heard as {flag['level']}"
    if not flag["quote"] or not set(flag["quote"].split()) <= set(told.words.split()):
        yield f"quoted as {flag['quote']!r}"
    if len(flag["quote"].split()) > MOST_WORDS:
        yield "the quote is too long"
    routing = packet["routing"]
    if (routing["priority"], routing["skill"]) != (told.priority, told.skill):
        yield f"routed as {routing['priority']}, {routing['skill']}"
    if not packet["stated_request"]:
        yield "the packet does not say what was asked for"
    first = ["dont_authenticate_first"] if told.code in HELP_FIRST else []
    advice = [*ALWAYS, *OF_FLAG[told.code], *first]
    if missing := set(advice) - set(packet["do_dont"]):
        yield f"no advice: {missing}"


def _route(told: Delicate, ended: Ended) -> Iterator[str]:
    if ended.rung[:1] != ["eva"]:
        yield f"rung: {ended.rung}"
    (wait,) = ended.hotline.rows("select priority, skill, outcome from waits")
    if (wait["priority"], wait["skill"]) != (told.priority, told.skill):
        yield f"waited as {wait}"
    if ended.voice_at is None:
        yield "no human voice was heard"
    elif (took := (ended.voice_at - heard_at(told, ended)).total_seconds()) > WITHIN_S:
        yield f"{took:.0f} s to a human voice"
    if ended.hotline.network.violations or ended.call.errors:
        yield f"carrier: {ended.hotline.network.violations or ended.call.errors}"


def _wording(told: Delicate, ended: Ended) -> Iterator[str]:
    spoken = ended.spoken(heard_at(told, ended))
    first = acknowledgement(told)
    if not spoken[0].startswith(first.split("[[")[0].strip()):
        yield f"not acknowledged first: {spoken[0]!r}"
    if len(MARKUP.sub("number", first).split()) > MOST_WORDS:
        yield "the acknowledgement is too long"
    for word in told.never:
        if re.search(rf"\b{word}\b", " ".join(spoken), re.IGNORECASE):
            yield f"{word!r} was spoken"
    if found := re.search(SELLING[told.language], " ".join(spoken), re.IGNORECASE):
        yield f"after that: {found[0]!r}"
    before_voice = " ".join(ended.spoken(heard_at(told, ended), ended.voice_at))
    if found := re.search(PROVING[told.language], before_voice, re.IGNORECASE):
        yield f"asked for before a person came: {found[0]!r}"
    if any(heard.kind in ("music", "play") for heard in ended.call.heard):
        yield "music was played"
    if texts := ended.hotline.network.phone(ended.call.state.from_).inbox:
        yield f"text messages: {[text.body for text in texts]}"
