"""Injury or danger in the caller's words: stop using it, and a person at once."""

from actions import product_safety
from actions.talk import Talk
from bot.understanding.danger import past_harmless, tells_danger

REASON = "safety_injury"


def in_danger(talk: Talk) -> bool:
    """Whether these words tell of an injury or a danger; then everything else has been said and done."""
    language = talk.turn.language
    if tells_danger(talk.turn.text, language):
        talk.reply.say("utter_stop_use")
        talk.hand_over(REASON, reported=talk.reply.recall("reported_text"), said=talk.turn.text)
        return True
    # A device that failed may be dangerous without having hurt anybody; a box that burst is not.
    words = past_harmless(talk.turn.text, language)
    if talk.wish == "defect_claim" and product_safety.tells_danger(talk, words):
        product_safety.stop_use(talk)
        return True
    return False
