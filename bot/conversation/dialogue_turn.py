"""The turn's usual way: the dialogue answers, and what it asks the server to do is done."""

from dataclasses import replace
from typing import Any

from bot.conversation.child import not_for_a_child
from bot.conversation.controls import dialogue_message, forget_dialogue
from bot.conversation.must_hear import reply_of
from bot.conversation.same_again import about_the_same_again
from bot.conversation.secrets_heard import CODE, awaits_secret, without_secret
from bot.conversation.state import Reply, Sentence
from bot.conversation.trouble import offer_person
from bot.conversation.turn import Turn
from bot.errors import BackendError, DialogueUnavailable
from bot.understanding.intent_kinds import NOT_WISHES
from bot.understanding.rasa_client import DialogueAnswer
from bot.understanding.understand import Understanding

PERSON_AFTER = 3
# Below this a call is not ended on the guess that the number was wrong.
SURELY_WRONG = 0.9
# What the dialogue keeps for itself, of no use to a person who takes over.
NOT_FACTS = frozenset(
    {"language", "channel", "caller_customers", "attempt", "requested_slot", "wish", "wording", "topic"}
    | {"topic_text", "person_offer", "order_candidates", "withdrawal_at", "failed_checks", "reported_text"}
    | {"code_for", "code_channel", "code_spent", "caller", "street_is_right", "house_is_right"}
    | {"address_number_only", "slot_part", "refund_amount_wanted", "order_follows"}
    | {"defect_order_asked", "visit_date"}
    | {"wish_text", "gift_card", "gift_failures", "points_disputed", "ads_about", "ad_contact"}
    | {"privacy_text", "subscription_topic", "subscription_text", "subscription_base", "subscription_end_at"}
    | {"question_text", "trouble_symptom", "trouble_step", "batch_asked", "advice_asked"}
    | {"voucher_like", "voucher_misses"}
    | {
        "ordering",
        "heard",
        "can_text",
        "orders_taken",
        "changed_cart",
        "change_said",
        "change_read",
        "reserved",
    }
)


def answer_by_dialogue(turn: Turn) -> Reply:
    """Ask the dialogue; raises DialogueUnavailable when it fails or has nothing to say."""
    remember_what_was_meant(turn)
    if (refused := not_for_a_child(turn)) is not None:
        return refused
    count_vain_answer(turn)
    if turn.memory.attempt >= PERSON_AFTER:
        turn.memory.attempt = 0
        return turn.services.handovers.request(turn, "not_understood")
    asked_before = turn.memory.expecting
    answer = ask_dialogue(turn)
    if answer.expecting != asked_before:
        turn.memory.attempt = 0
    keep_slots(turn, answer)
    return about_the_same_again(turn, with_second_wish(turn, carried_out(turn, answer)))


def remember_what_was_meant(turn: Turn) -> None:
    """Keep the wish, the values heard and how they are known, for whoever takes over."""
    memory, meant = turn.memory, turn.understanding
    if meant is None:
        return
    memory.misses = 0
    if turn.intent and turn.intent not in NOT_WISHES:
        memory.wish, memory.wish_words = turn.intent, meant.text or memory.wish_words
        memory.later = [wish for wish in memory.later if wish["intent"] != turn.intent]
    known = {wish["intent"] for wish in memory.later}
    memory.later += [vars(wish) for wish in meant.later if wish.intent not in known]
    for item in meant.entities:
        if item.name == CODE:
            continue
        memory.facts[item.name] = {
            "value": item.value,
            "how": item.source,
            "confidence": round(item.score, 2),
            "turn": turn.conversation.turns,
        }


def ask_dialogue(turn: Turn) -> DialogueAnswer:
    """One turn of the dialogue, within the time left."""
    answer = turn.tell_dialogue(_message(turn))
    if answer.failed or not answer.messages:
        raise DialogueUnavailable("an action failed" if answer.failed else "the dialogue had nothing to say")
    turn.memory.ordering = bool(answer.slots.get("ordering"))
    return answer


def count_vain_answer(turn: Turn) -> None:
    """An answer without the value asked for, and without a new wish, was in vain: ask differently."""
    memory, meant = turn.memory, turn.understanding
    if memory.expecting is None or meant is None:
        return
    if _gained(turn, meant):
        memory.attempt = 0
    elif turn.intent is None or turn.intent in NOT_WISHES:
        memory.attempt += 1


def _gained(turn: Turn, meant: Understanding) -> bool:
    if turn.intent in ("affirm", "deny"):
        # "I don't have it" is an answer to a yes or no, but no order number.
        return turn.memory.expecting == "yes_no"
    return meant.how in ("answer", "keys") and turn.intent is not None


def keep_slots(turn: Turn, answer: DialogueAnswer) -> None:
    """What the dialogue knows by now, for whoever takes over."""
    for name, value in answer.slots.items():
        own = name in NOT_FACTS or name.startswith(("confirm_", "claim_"))
        if not own and value not in (None, "", [], 0.0):
            known = turn.memory.facts.setdefault(name, {"how": "looked_up", "turn": turn.conversation.turns})
            known["value"] = value


def carried_out(turn: Turn, answer: DialogueAnswer) -> Reply:
    """The dialogue's sentences as a reply, with its requests to the server fulfilled."""
    memory = turn.memory
    requests = [message["custom"] for message in answer.messages if message.get("custom")]
    memory.question = None
    reply = reply_of(turn, answer)
    for request in requests:
        reply = _fulfil(turn, request, reply)
    hints = tuple(word for request in requests for word in request.get("hints", ()))
    reply = replace(reply, hints=hints)
    if turn.intent == "wrong_number" and turn.understanding and turn.understanding.confidence >= SURELY_WRONG:
        return replace(reply, ends=True)
    settled = any("done" in request for request in requests)
    return _anything_else(turn, reply) if settled and not memory.later else reply


def with_second_wish(turn: Turn, reply: Reply) -> Reply:
    """When the first wish is settled and a second was heard, go on with it in the same breath."""
    memory = turn.memory
    if reply.expecting or reply.ends or memory.question or not memory.later:
        return reply
    wish = memory.later[0]
    turn.understanding = Understanding(wish["text"], wish["intent"], wish["confidence"], "bot", "model")
    memory.wish, memory.wish_words = wish["intent"], wish["text"]
    if (refused := not_for_a_child(turn)) is not None:
        memory.later.pop(0)
        return _after(reply, refused)
    try:
        answer = ask_dialogue(turn)
    except BackendError as error:
        # What is settled must be said, whatever becomes of the second wish; that one stays noted.
        turn.failure = type(error).__name__
        return _after(reply, offer_person(turn, wish["text"], None))
    memory.later.pop(0)
    second = with_second_wish(turn, carried_out(turn, answer))
    return _after(reply, replace(second, sentences=(turn.say("next_wish"), *second.sentences)))


def _after(first: Reply, second: Reply) -> Reply:
    if second.legal:
        # What must be heard is played first; what comes before it must not be left behind.
        return replace(second, legal=(*first.legal, *first.sentences, *second.legal))
    return replace(second, sentences=(*first.sentences, *second.sentences), legal=first.legal)


def _message(turn: Turn) -> dict[str, Any]:
    meant = turn.understanding
    # Half-understood words are an answer without a value: the form asks again in its own words.
    message: dict[str, Any] = dict(
        dialogue_message(turn, turn.intent or "inform", _words(turn, turn.heard.text or ""))
    )
    if meant:
        entities = [
            {"name": item.name, "value": item.value, "readings": list(item.readings), "source": item.source}
            for item in meant.entities
        ]
        text = _words(turn, meant.text)
        message |= {"text": text, "confidence": meant.confidence, "entities": entities}
    return message


def _words(turn: Turn, text: str) -> str:
    """The caller's words for the dialogue, which remembers them: a code reaches it as a value only."""
    if not awaits_secret(turn.memory):
        return text
    return without_secret(text, turn.conversation.language, turn.services.clock.now().date())


def _fulfil(turn: Turn, request: dict[str, Any], reply: Reply) -> Reply:
    if "done" in request:
        turn.memory.done.append(request["done"])
        turn.memory.later = [wish for wish in turn.memory.later if wish["intent"] != request["done"]]
        turn.note("wish_settled", {"wish": request["done"]})
    if "record" in request:
        turn.note("recorded", request["record"])
    if "receipt" in request and (line := turn.services.receipts.send(turn, request["receipt"])):
        reply = Reply((*reply.sentences, line), reply.legal, reply.expecting, reply.ends)
    if "confirm_order" in request:
        turn.note("order_taken", request["confirm_order"])
        turn.services.wake_confirmations()
    if "send_code" in request:
        line = turn.services.codes.send(turn, request["send_code"])
        return _after_code(reply, line) if line else _without_code(turn)
    if "handover" in request:
        wanted = request["handover"]
        kind, summary = wanted.get("kind", "person"), wanted.get("summary")
        return _after(reply, turn.services.handovers.request(turn, wanted["reason"], kind, summary))
    return reply


def _after_code(reply: Reply, line: Sentence) -> Reply:
    """Where the code went is said just before it is asked for."""
    *before, question = reply.sentences
    return replace(reply, sentences=(*before, line, question))


def _without_code(turn: Turn) -> Reply:
    """No code could be sent: say so and bring in a person; the form that waits for it must not go on."""
    forget_dialogue(turn)
    person = turn.services.handovers.request(turn, "code_not_sent")
    return _after(Reply((turn.say("code_not_sent"),)), person)


def _anything_else(turn: Turn, reply: Reply) -> Reply:
    """On the phone a settled wish ends with an open door; a text message simply ends."""
    if turn.conversation.channel == "sms" or reply.expecting or turn.memory.question:
        return reply
    turn.memory.question = {"kind": "more"}
    return Reply((*reply.sentences, turn.say("anything_else")), reply.legal, "yes_no")


def answer_more(turn: Turn) -> Reply | None:
    """The answer to "anything else?"; whatever is not a yes or no is a fresh wish."""
    if turn.understanding is None:
        return turn.ask(turn.say("anything_else"), kind="more", expecting="yes_no")
    turn.memory.question, turn.memory.expecting = None, None
    if turn.intent == "deny":
        return turn.reply(turn.say("goodbye"), ends=True)
    return turn.reply(turn.say("gladly")) if turn.intent == "affirm" else None
