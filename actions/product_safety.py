"""What may be dangerous: stop using it, and a person for product safety at once; no word on blame."""

from actions.talk import Talk


def is_danger(talk: Talk) -> bool:
    """The caller tells of smoke, sparks, heat, a burnt smell, a leaking battery."""
    return tells_danger(talk, talk.turn.text)


def tells_danger(talk: Talk, words: str) -> bool:
    """The same of other words, kept from earlier."""
    return talk.knowledge.guide.troubleshooting.danger.affirmed_in(words)


def stop_use(talk: Talk, about: str | None = None) -> None:
    """Say it before anything else, then hand over."""
    talk.reply.say("utter_stop_use")
    talk.hand_over("product_danger", danger=talk.turn.text or None, about=about)
