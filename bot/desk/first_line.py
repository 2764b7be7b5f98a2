"""A first sentence for whoever takes the case: a suggestion, in the caller's language, no script. Pure."""

from bot.desk.blocks import Blocks
from bot.phrases.catalogue import Phrases
from bot.phrases.interface import worded

# In these nothing is said of a matter, and in the first not even a name: somebody else may listen.
UNSAFE = "abuse_safety"
PEOPLE_FIRST = ("crisis", "safety_injury", "threat", "bereavement", "vulnerable")


def first_line(blocks: Blocks, me: str, phrases: Phrases) -> str:
    """With name and matter as far as both are known; `me` is who will say it."""
    language = blocks.who.language if blocks.who.language in ("de", "en") else "de"
    say, flag = worded(language), blocks.flags.first.code if blocks.flags.first else None
    if flag == UNSAFE or blocks.reach.safe:
        return say("case.first.unsafe")
    greeting = (
        say("case.first.greeting_name", name=blocks.who.name)
        if blocks.who.name
        else say("case.first.greeting")
    )
    if flag in PEOPLE_FIRST:
        return f"{greeting} {say(f'case.first.{flag}', me=me)}"
    topic = _topic(blocks.wish.matter or blocks.wish.kind, language, phrases)
    about = say("case.first.about", topic=topic) if topic else say("case.first.about_nothing")
    return f"{greeting} {say('case.first.me', me=me)} {about}"


def _topic(matter: str, language: str, phrases: Phrases) -> str | None:
    try:
        return phrases.named("callback_topics", matter, language)
    except KeyError:
        return None
