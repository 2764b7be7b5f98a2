"""The one open question after an indirect hint: would you like to talk to a person?

Works without Rasa where the answer is plain; where Rasa is needed and does not answer, the person comes.
"""

from bot.conversation.keys import understand_keys
from bot.conversation.turn import Turn
from bot.errors import BackendError
from bot.handover.waiting_room import STILL_ANSWERED
from bot.understanding.spoken.yes_no import leading_yes_no
from bot.understanding.understand import Understanding

CHECK = "delicate_check"
GOODBYE = "goodbye"
# Asked of the hotline itself, which leaves the question open; not so the wish for a person.
ABOUT_US = STILL_ANSWERED | {"language_switch"}


def is_open(turn: Turn) -> bool:
    """Whether it is our open question."""
    return (turn.memory.question or {}).get("kind") == CHECK


def calls_for_person(turn: Turn) -> bool:
    """Silence, a yes and everything unclear do; a plain no and what is asked of the hotline itself do not."""
    if turn.heard.silent:
        return True
    try:
        meant = _understood(turn)
    except BackendError:
        return not says_no(turn)
    if meant.intent in ABOUT_US:
        return False
    if meant.intent == GOODBYE:
        return bool((turn.memory.question or {})["code"] == "crisis")
    return bool(turn.flags) or not (meant.intent == "deny" or says_no(turn))


def says_no(turn: Turn) -> bool:
    """ "Nein, ich will nur wissen, wo mein Paket ist" is a no, and a wish."""
    return leading_yes_no(turn.heard.text or "", turn.conversation.language)[0] == "no"


def _understood(turn: Turn) -> Understanding:
    if turn.heard.keys:
        return understand_keys(turn, turn.heard.keys)
    return turn.understand(turn.heard.text or "")
