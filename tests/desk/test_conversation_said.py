"""What was said in a case: who said what, what the bot made of it, and what of it is new."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.record import TurnResult
from bot.conversation.state import Heard
from bot.desk.bubbles import Bubble, Reading
from bot.desk.masked_words import as_shown, protected
from bot.desk.said_so_far import Conversations, SaidSoFar
from bot.handover.cases import HANDOVERS
from bot.handover.outcomes import WaitOutcome
from bot.handover.waits import Place
from tests.builders import ScriptedRasa, conversation, said, sure
from tests.handover.thread_hall import ThreadHall

ALL = Reading()
WHERE = "Wo ist meine Bestellung WM-104823?"


@pytest.fixture
def hall(sqlite: Engine) -> ThreadHall:
    made = ThreadHall(
        sqlite, ScriptedRasa({WHERE: sure("order_status")}, [said("Sie kommt [[date:2026-11-27]].")])
    )
    made.expert("anna")
    return made


def so_far(hall: ThreadHall, reading: Reading = ALL) -> SaidSoFar:
    with hall.engine.connect() as db:
        case = db.execute(select(HANDOVERS)).mappings().all()[-1]
    return Conversations(hall.engine).of_case(case, reading)


def texts(found: SaidSoFar) -> list[tuple[str, str]]:
    return [(one.side, words(one)) for one in found.bubbles]


def words(bubble: Bubble) -> str:
    return "".join(part.text for part in bubble.parts)


# --- who said what ---


def test_everybody_has_a_bubble_of_their_own_in_order(hall: ThreadHall) -> None:
    hall.write(WHERE)
    talk = hall.taken()
    hall.desk.send("anna", talk, "Guten Tag", "k1")
    hall.write("danke")
    hall.desk.pass_on("anna", talk, "bitte übernehmen")
    sides = [side for side, _ in texts(so_far(hall))]
    assert sides == ["caller", "bot", "caller", "bot", "expert", "caller", "note"]


def test_values_are_written_as_people_write_them(hall: ThreadHall) -> None:
    hall.write(WHERE)
    hall.asked()
    assert ("bot", "Sie kommt Fr., 27.11..") in texts(so_far(hall))


def test_what_the_bot_understood_stands_with_the_words(hall: ThreadHall) -> None:
    hall.write(WHERE)
    hall.asked()
    meant = so_far(hall).bubbles[0].meant
    assert meant
    assert (meant.intent, meant.confidence, meant.unclear) == ("order_status", 0.9, False)
    (value,) = meant.values
    assert (value.name, value.value, value.how, value.sure) == ("order_number", "WM-104823", "typed", True)


def test_what_was_not_understood_says_so(hall: ThreadHall) -> None:
    hall.write("blubb blubb blubb")
    hall.asked()
    meant = so_far(hall).bubbles[0].meant
    assert meant
    assert meant.unclear


def test_a_fault_behind_it_is_told(hall: ThreadHall) -> None:
    hall.rasa.answers = [None]
    hall.write(WHERE)
    hall.asked()
    meant = so_far(hall).bubbles[0].meant
    assert meant
    assert meant.failure


def test_the_words_that_raised_a_flag_stand_out(hall: ThreadHall) -> None:
    hall.gate["meine Frau ist verstorben"] = ("bereavement", "clear")
    hall.write("meine Frau ist verstorben")
    bubble = so_far(hall).bubbles[0]
    assert bubble.flags == (("bereavement", "clear"),)
    assert [part.code for part in bubble.parts] == ["bereavement"]


def test_how_an_answer_fares_stands_with_it(hall: ThreadHall) -> None:
    talk = hall.taken()
    for key in ("k1", "k2"):
        hall.desk.send("anna", talk, "Guten Tag", key)
    assert [one.delivery for one in so_far(hall).bubbles[-2:]] == ["waiting", "waiting"]
    hall.work()
    hall.outbox.status("SMout1", "delivered", None)
    assert [one.delivery for one in so_far(hall).bubbles[-2:]] == ["delivered", "queued"]


def test_a_call_back_adds_a_conversation_of_its_own(hall: ThreadHall) -> None:
    hall.asked()
    hall.clock.pass_s(60)
    case_id, now = hall.wait["handover_id"], hall.clock.now()
    leg = conversation(id="22222222-1111-4111-8111-111111111111", started_at=now, last_at=now)
    hall.record.begin(leg)
    hall.record.open_turn(leg, Heard("ja, passt"), 1, 0)
    hall.record.close_turn(leg, 1, TurnResult("Gut."), [])
    hall.waits.end(hall.wait["id"], WaitOutcome.CALLBACK, now)
    hall.waits.enter({"id": leg.id, "channel": "callback"}, case_id, Place("P3", "care", "de"), now)
    found = so_far(hall)
    assert [section.talk.channel for section in found.sections] == ["sms", "voice"]
    assert [bubble.side for bubble in found.sections[1].bubbles] == ["caller", "bot"]


# --- for whose eyes ---


def test_words_with_a_flag_are_for_those_who_may_see_them(hall: ThreadHall) -> None:
    hall.gate["meine Frau ist verstorben"] = ("bereavement", "clear")
    hall.write("meine Frau ist verstorben")
    other = so_far(hall, Reading(frozenset({"fraud"}))).bubbles[0]
    assert other.withheld
    assert other.parts == ()
    assert other.flags
    assert not so_far(hall, Reading(frozenset({"bereavement"}))).bubbles[0].withheld


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rufen Sie [[phone:+491713920001]] an", "Rufen Sie …0001 an"),
        ("an [[email:mia@gmx.de]]", "an m…a@gmx.de"),
        ("meine Nummer ist 0171 392 0001", "meine Nummer ist …0001"),
        ("schreiben Sie an mia.berg@gmx.de bitte", "schreiben Sie an m…g@gmx.de bitte"),
        ("Bestellung WM-104823 vom 23.11.2026", "Bestellung WM-104823 vom 23.11.2026"),
        ("Artikel 481207, 2 Stück zu 59,80", "Artikel 481207, 2 Stück zu 59,80"),
    ],
)
def test_contacts_in_what_was_said_are_shortened(text: str, shown: str) -> None:
    assert as_shown(text, "de") == shown


def test_a_contact_somebody_asked_to_see_is_shown() -> None:
    assert "392 0001" in as_shown("0171 392 0001", "de", frozenset({"phone"}))
    assert as_shown("mia@gmx.de", "de", frozenset({"email"})) == "mia@gmx.de"


def test_what_somebody_in_danger_has_set_stays_in_the_contact_rule(hall: ThreadHall) -> None:
    hall.write("hallo")
    talk = hall.talk
    kept = {"code": "abuse_safety", "level": "clear", "quote": "", "turn": 1, "text": ""}
    talk.memory.flags.append(kept | {"at": hall.clock.now().isoformat(), "seen_by": "cue", "confidence": 1})
    number = {"entities": [{"name": "phone_number", "value": "+491711111111", "score": 1.0}]}
    hall.record.open_turn(talk, Heard("0171 1111111"), 2, 0)
    asked = TurnResult("Am [[date:2026-11-24]] unter [[phone:+491711111111]]?", understood=number)
    hall.record.close_turn(talk, 2, asked, [])
    told = Conversations(hall.engine).of_talk(talk.id, ALL).bubbles
    assert told[-2].withheld
    assert told[-2].meant
    assert told[-2].meant.values == ()
    assert words(told[-1]) == "Am … unter …?"


def test_the_protected_part_leaves_the_rest_as_it_is() -> None:
    assert protected("Vorgang [[digits:4711]] am [[date:2026-11-24]]") == "Vorgang [[digits:4711]] am …"


# --- what is new ---


def test_nothing_new_has_the_same_version(hall: ThreadHall) -> None:
    hall.asked()
    assert so_far(hall).version == so_far(hall).version


def test_only_what_came_since_is_new(hall: ThreadHall) -> None:
    hall.taken()
    before = so_far(hall)
    hall.write("noch etwas")
    news = so_far(hall).since(before.version)
    assert news
    assert [item.bubble and words(item.bubble) for item in news.fresh] == ["noch etwas"]


def test_a_message_that_was_delivered_is_news_without_new_words(hall: ThreadHall) -> None:
    talk = hall.taken()
    hall.desk.send("anna", talk, "Guten Tag", "k1")
    before = so_far(hall)
    hall.work()
    after = so_far(hall)
    news = after.since(before.version)
    assert after.version != before.version
    assert news
    assert news.fresh == []
    assert news.known[-1].bubble
    assert news.known[-1].bubble.delivery == "queued"


@pytest.mark.parametrize("seen", ["", "x", "99.a.b", "2.other.c", "0.-.-", "-1.a.b", "²."])
def test_whoever_has_something_else_gets_all_of_it(hall: ThreadHall, seen: str) -> None:
    hall.asked()
    assert so_far(hall).since(seen) is None


def test_a_conversation_there_is_not_is_empty(hall: ThreadHall) -> None:
    found: Any = Conversations(hall.engine).of_talk("nowhere", ALL)
    assert found.items == []
