"""The owner of a conversation changes only as drawn."""

import pytest

from bot.conversation.owner import ALLOWED, Owner, check_change, hotline_may_speak
from bot.errors import TransitionNotAllowed
from tests.builders import NOW, conversation


def test_a_bot_conversation_can_wait_for_a_person_and_come_back() -> None:
    talk = conversation()
    talk.give_to(Owner.QUEUE)
    talk.give_to(Owner.BOT)
    assert talk.owner is Owner.BOT


def test_no_expert_without_the_queue() -> None:
    with pytest.raises(TransitionNotAllowed):
        check_change(Owner.BOT, Owner.EXPERT)


@pytest.mark.parametrize("then", [Owner.BOT, Owner.QUEUE, Owner.EXPERT])
def test_what_is_closed_stays_closed(then: Owner) -> None:
    with pytest.raises(TransitionNotAllowed):
        check_change(Owner.CLOSED, then)


def test_every_open_owner_can_close() -> None:
    assert all(Owner.CLOSED in ALLOWED[owner] for owner in Owner if owner is not Owner.CLOSED)


def test_the_first_reason_for_closing_counts() -> None:
    talk = conversation()
    talk.close("said_goodbye", NOW)
    talk.close("caller_hung_up", NOW)
    assert talk.closed_because == "said_goodbye"


def test_beside_an_expert_the_hotline_is_silent() -> None:
    assert [owner for owner in Owner if hotline_may_speak(owner)] == [Owner.BOT, Owner.QUEUE]
