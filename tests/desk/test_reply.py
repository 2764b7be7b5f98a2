"""An expert answers a text message: counted, filled in, sent once, refused in words."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.channels.outbox import opt_out
from bot.channels.sms.wording import as_text
from bot.desk.replies import Replies, ReplyMeans
from bot.desk.thread_pages import ThreadDesk
from bot.errors import NotPossible, NotThere
from bot.handover.thread_errors import MayNotWrite, NotYours
from bot.staff.audit import AUDIT, Audit
from bot.wiring_desk_text import standing
from tests.builders import CALLER
from tests.handover.at_once import at_once
from tests.handover.thread_hall import ThreadHall


class TextDesk(ThreadHall):
    """A hall whose experts have the desk's reply box."""

    def restart(self) -> None:
        super().restart()
        audit = Audit(self.engine)
        means = ReplyMeans(self.desk, as_text, standing("Muster & Co."))
        self.replies = Replies(self.engine, means, self.clock, audit)
        self.ending = ThreadDesk(self.engine, self.desk, self.clock, audit)

    def audit(self) -> list[tuple[str, dict[str, Any]]]:
        with self.engine.connect() as db:
            return [tuple(row) for row in db.execute(select(AUDIT.c.what, AUDIT.c.data))]


@pytest.fixture
def hall(engine: Engine) -> TextDesk:
    made = TextDesk(engine)
    made.expert("anna")
    return made


# --- sending ---


def test_the_answer_goes_out_once_however_often_it_is_sent(hall: TextDesk) -> None:
    talk = hall.taken()
    send = partial(hall.replies.send, "anna", talk, "Ich kümmere mich.", "k1")
    assert len({*at_once(*[send] * 4), send()}) == 1
    hall.work()
    assert hall.said == ["Ich kümmere mich."]


def test_what_was_sent_is_in_the_audit_trail_without_its_words(hall: TextDesk) -> None:
    talk = hall.taken()
    hall.replies.send("anna", talk, "Ich kümmere mich.", "k1")
    ((what, data),) = hall.audit()
    assert what == "reply_sent"
    assert "kümmere" not in str(data)


def test_a_text_with_a_place_to_fill_in_is_not_sent(hall: TextDesk) -> None:
    talk = hall.taken()
    with pytest.raises(NotPossible, match="reply_has_marks"):
        hall.replies.send("anna", talk, "Ich schreibe bis [bis wann …].", "k1")
    assert hall.audit() == []
    assert "Ich schreibe" not in str(hall.owed())


@pytest.mark.parametrize("reason", ["opted_out", "empty", "too_long"])
def test_what_may_not_be_written_is_refused_with_its_reason(hall: TextDesk, reason: str) -> None:
    talk = hall.taken()
    if reason == "opted_out":
        with hall.engine.begin() as db:
            opt_out(db, CALLER, "stopp")
    text = {"empty": " ", "too_long": "x" * 1501}.get(reason, "Guten Tag")
    with pytest.raises(MayNotWrite) as refused:
        hall.replies.send("anna", talk, text, "k1")
    assert refused.value.reason == reason


# --- while it is written ---


def test_a_draft_is_counted_as_it_will_go_out(hall: TextDesk) -> None:
    talk = hall.taken()
    draft = hall.replies.draft("„Guten Tag“ – gern …", "de", talk, 0)
    assert (draft.length.alphabet, draft.length.parts) == ("GSM-7", 1)
    assert hall.replies.draft("", "de", talk, 0).length.parts == 0
    assert hall.replies.draft("x" * 1600, "de", talk, 0).left == -100


def test_a_message_that_comes_while_somebody_types_is_told(hall: TextDesk) -> None:
    talk = hall.taken()
    seen = hall.replies.newest(talk)
    assert not hall.replies.draft("Guten", "de", talk, seen).newer
    hall.write("noch etwas")
    assert hall.replies.draft("Guten", "de", talk, seen).newer
    hall.replies.send("anna", talk, "Guten Tag", "k1")
    assert not hall.replies.draft("", "de", talk, hall.replies.newest(talk)).newer


# --- beginning from a wording ---


def test_a_wording_is_filled_from_the_case_and_by_whom(hall: TextDesk) -> None:
    hall.taken()
    text = hall.replies.begun("hello", hall.packet, "de", "Anna Brandt", str)
    assert text.startswith("Guten Tag, hier schreibt Anna Brandt von Muster & Co.")


def test_picking_one_sends_nothing(hall: TextDesk) -> None:
    hall.taken()
    before = hall.owed()
    hall.replies.begun("hello", hall.packet, "de", "Anna", str)
    hall.work()
    assert hall.owed() == before


def test_in_a_delicate_case_only_its_own_words_are_there(hall: TextDesk) -> None:
    hall.gate["sie ist gestorben"] = ("bereavement", "clear")
    hall.write("sie ist gestorben")
    found = {one.code for one in hall.replies.templates(hall.packet)}
    assert "bereavement_held" in found
    assert "hello" in found
    assert "on_its_way" not in found
    assert "hardship_held" not in found
    with pytest.raises(NotThere):
        hall.replies.begun("on_its_way", hall.packet, "de", "Anna", str)


def test_a_crisis_names_the_emergency_number_of_the_country(hall: TextDesk) -> None:
    hall.gate["ich kann nicht mehr"] = ("crisis", "clear")
    hall.write("ich kann nicht mehr")
    assert "112" in hall.replies.begun("crisis_here", hall.packet, "de", "Anna", str)


def test_wordings_are_found_by_typing_some_of_their_words(hall: TextDesk) -> None:
    hall.taken()
    found = hall.replies.templates(hall.packet, "rücks etikett")
    assert [one.code for one in found] == ["return_label"]
    assert hall.replies.templates(hall.packet, "gibt es nicht") == []


# --- parting with the thread ---


@pytest.mark.parametrize("reason", ["go_on", "finished"])
def test_handed_back_by_a_double_click_the_bot_says_so_once(hall: TextDesk, reason: str) -> None:
    talk = hall.taken()
    back = partial(hall.ending.hand_back, "anna", talk, reason)
    assert at_once(back, back) == [None, None]
    hall.work()
    assert len([text for text in hall.said if "Computerprogramm" in text]) == 1
    assert [what for what, _ in hall.audit()] == ["thread_handed_back"]
    assert (hall.talk.owner, hall.wait["status"]) == ("bot", "over")


def test_an_unknown_reason_is_refused(hall: TextDesk) -> None:
    talk = hall.taken()
    with pytest.raises(NotPossible):
        hall.ending.hand_back("anna", talk, "whatever")
    assert hall.talk.owner == "expert"


def test_passed_on_to_a_colleague_with_what_they_must_know(hall: TextDesk) -> None:
    hall.expert("ben")
    talk = hall.taken()
    hall.ending.pass_on("anna", talk, "Wartet seit Montag auf das Etikett.", "ben")
    assert hall.packet["notes"][-1]["words"] == "Wartet seit Montag auf das Etikett."
    assert (hall.wait["status"], hall.wait["last_expert_id"]) == ("waiting", "ben")
    assert hall.desk.take(hall.wait["id"], "ben") == talk


@pytest.mark.parametrize(("note", "to"), [("", "ben"), ("bitte", "anna"), ("bitte", "nobody")])
def test_passing_on_needs_a_note_and_somebody_else(hall: TextDesk, note: str, to: str) -> None:
    hall.expert("ben")
    talk = hall.taken()
    with pytest.raises(NotPossible):
        hall.ending.pass_on("anna", talk, note, to)
    assert hall.talk.owner == "expert"


def test_given_back_for_a_break(hall: TextDesk) -> None:
    talk = hall.taken()
    hall.ending.release("anna", talk, to_break=True)
    assert (hall.wait["status"], hall.status("anna")) == ("waiting", "paused")
    assert [what for what, _ in hall.audit()] == ["thread_released"]


def test_closed_for_good(hall: TextDesk) -> None:
    talk = hall.taken()
    hall.ending.close("anna", talk)
    hall.ending.close("anna", talk)
    assert hall.talk.owner == "closed"
    assert [what for what, _ in hall.audit()] == ["thread_closed"]


def test_nobody_parts_with_a_thread_that_is_not_theirs(hall: TextDesk) -> None:
    hall.expert("ben")
    talk = hall.taken()
    with pytest.raises(NotYours):
        hall.ending.close("ben", talk)
    hall.ending.hand_back("anna", talk, "go_on")
    with pytest.raises(NotYours):
        hall.ending.close("anna", talk)
