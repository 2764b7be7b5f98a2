"""What a conversation holds survives being stored, also by another version of the hotline."""

import json

import pytest

from bot.conversation.owner import Owner
from bot.conversation.state import Heard, Memory, Reply, Sentence
from bot.errors import TransitionNotAllowed
from tests.builders import NOW, conversation


def test_a_memory_survives_being_stored() -> None:
    memory = Memory(
        expecting="postcode", question={"kind": "more"}, later=[{"text": "a"}], silences=2, slow=True
    )
    assert Memory.from_json(json.loads(json.dumps(memory.to_json()))) == memory


def test_a_field_this_version_does_not_know_is_dropped_and_a_missing_one_takes_its_default() -> None:
    assert Memory.from_json({"expecting": "date", "from_the_future": 1}) == Memory(expecting="date")


def test_two_memories_share_nothing() -> None:
    Memory().done.append("order_status")
    assert Memory().done == []


@pytest.mark.parametrize(
    ("heard", "silent"),
    [
        (Heard(), True),
        (Heard(""), True),
        (Heard("ja"), False),
        (Heard(keys="1"), False),
        (Heard(None, ""), True),
    ],
)
def test_silence_is_neither_a_word_nor_a_key(heard: Heard, silent: bool) -> None:
    assert heard.silent is silent


def test_a_reply_is_recorded_with_its_legal_sentence_first() -> None:
    assert Reply((Sentence("Worum geht es?", "de"),), legal=(Sentence("Ich bin eine KI.", "de"),)).text() == (
        "Ich bin eine KI. Worum geht es?"
    )


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.QUEUE, Owner.EXPERT])
def test_goodbye_is_possible_whoever_owns_the_conversation(owner: Owner) -> None:
    talk = conversation(owner=owner)
    talk.close("said_goodbye", NOW)
    assert (talk.owner, talk.closed_at) == (Owner.CLOSED, NOW)


def test_a_closed_conversation_cannot_be_given_away() -> None:
    with pytest.raises(TransitionNotAllowed):
        conversation(owner=Owner.CLOSED).give_to(Owner.QUEUE)
