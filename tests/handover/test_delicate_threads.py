"""Something delicate in a text message: one kind line, a person, and no word more than is safe."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.handover.thread_errors import MayNotWrite
from bot.understanding.delicate.flags import CODES
from tests.builders import NOW, ScriptedRasa, sure
from tests.handover.thread_hall import ThreadHall

QUIET = [code for code in CODES if code not in ("crisis", "abuse_safety", "anger")]
# What nobody in distress is asked for, and what is never named.
PROOFS = (
    "postleitzahl",
    "bestellnummer",
    "kundennummer",
    "geburtsdatum",
    "code zu",
    "postcode",
    "order number",
)
NAMES = ("gewalt", "suizid", "trauer", "todesfall", "drohung", "abuse", "violence", "suicide", "bereave")
WORDS = {"de": "das ist jetzt passiert", "en": "well this has happened to me now you know"}


def delicate(
    engine: Engine, code: str, level: str = "clear", language: str = "de", **hall: Any
) -> ThreadHall:
    """Anna is at work, and the customer says something delicate."""
    made = ThreadHall(engine, **hall)
    made.expert("anna", skills=["care", "care_estate", "safe_contact", "billing_care"])
    made.boss()
    made.gate[WORDS[language]] = (code, level)
    return made


def answer(hall: ThreadHall, language: str = "de") -> str:
    """What they are answered."""
    hall.rasa.intents |= {"ja": sure("affirm"), "nein": sure("deny")}
    return hall.write(WORDS[language])


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", CODES)
def test_no_flag_is_named_and_nothing_is_to_be_proven(sqlite: Engine, code: str, language: str) -> None:
    said = answer(delicate(sqlite, code, language=language), language).lower()
    assert said
    assert [word for word in (*PROOFS, *NAMES) if word in said] == []


@pytest.mark.parametrize("code", QUIET)
def test_one_line_then_a_person_in_the_same_thread(sqlite: Engine, code: str) -> None:
    hall = delicate(sqlite, code)
    said = answer(hall)
    assert "Ein Mensch liest hier mit und antwortet Ihnen in dieser Unterhaltung." in said
    assert "?" not in said
    assert (hall.talk.owner, hall.wait["status"]) == ("queue", "waiting")
    assert hall.packet["flags"][0]["code"] == code
    # Waiting, they are told no more than that it is passed on, once.
    assert hall.write("es eilt") == "Danke, das gebe ich mit."
    assert hall.write("bitte") == ""


@pytest.mark.parametrize("code", QUIET)
def test_outside_the_hours_the_next_opening_and_the_case(sqlite: Engine, code: str) -> None:
    hall = delicate(sqlite, code, at=NOW.replace(hour=20))
    hall.set_expert("anna", status="off")
    said = answer(hall)
    assert hall.case in said
    assert "24.11." in said
    assert hall.wait["status"] == "waiting"


def test_anger_the_first_time_names_the_way_to_a_person(sqlite: Engine) -> None:
    hall = delicate(sqlite, "anger", "hint")
    assert "MITARBEITER" in answer(hall)
    assert "Ein Mensch liest hier mit" in hall.write(WORDS["de"])


@pytest.mark.parametrize(
    ("sender", "numbers"),
    [("+491713920001", ("112", "08001110111")), ("+436641234567", ("112", "142"))],
)
def test_in_a_crisis_the_numbers_of_the_country_and_a_person(
    sqlite: Engine, sender: str, numbers: tuple[str, ...]
) -> None:
    hall = delicate(sqlite, "crisis")
    said = hall.write(WORDS["de"], From=sender).replace(" ", "")
    assert [number for number in numbers if number not in said] == []
    assert "EinMenschliesthiermit" in said
    # Once each: what is written can be read again. (A case number may contain anything.)
    assert said.split("Vorgangsnummer")[0].count(numbers[1]) == 1
    hall.work()
    assert len(hall.alerts) == 1
    assert hall.desk.waiting("anna")[0]["priority"] == "P0"


def test_in_a_crisis_with_nobody_at_work_the_numbers_stay_and_they_are_waited_for(sqlite: Engine) -> None:
    hall = delicate(sqlite, "crisis", at=NOW.replace(hour=3))
    hall.set_expert("anna", status="off")
    said = answer(hall)
    assert "112" in said
    assert "08:00" not in said
    assert (hall.wait["priority"], hall.wait["status"]) == ("P0", "waiting")
    hall.pass_s(130)
    assert len(hall.alerts) == 2


def test_the_bot_never_ends_a_crisis(sqlite: Engine) -> None:
    hall = delicate(sqlite, "crisis")
    answer(hall)
    hall.write("auf Wiederhören")
    assert (hall.talk.owner, hall.wait["status"]) == ("queue", "waiting")


# --- who must not be found out ---


def test_who_may_be_overheard_is_asked_for_yes_or_no_only(sqlite: Engine) -> None:
    said = answer(delicate(sqlite, "abuse_safety"))
    assert said.endswith("Können Sie gerade schreiben? Ja oder Nein reicht.")


def test_after_a_yes_a_person_without_a_number_of_a_case(sqlite: Engine) -> None:
    hall = delicate(sqlite, "abuse_safety")
    answer(hall)
    assert hall.write("ja") == "Gut. Ein Mensch antwortet Ihnen hier."
    assert hall.case not in "".join(hall.owed())


def test_from_then_on_nothing_goes_out_but_in_answer(sqlite: Engine) -> None:
    hall = delicate(sqlite, "abuse_safety")
    answer(hall)
    hall.write("ja")
    hall.pass_s(20 * 60, step=60)
    # It is overdue: those in charge know, the customer's phone stays dark.
    assert (hall.said, len(hall.alerts)) == ([], 1)
    talk_id = hall.desk.take(hall.wait["id"], "anna")
    with pytest.raises(MayNotWrite, match="unsafe"):
        hall.desk.send("anna", talk_id, "Guten Tag", "k1")
    assert hall.write("sind sie da") == ""
    hall.desk.send("anna", talk_id, "Ich bin da.", "k2")
    hall.desk.release("anna", talk_id)
    hall.set_expert("anna", status="off")
    hall.pass_s(60)
    hall.clock.at = NOW.replace(hour=18, minute=5)
    hall.pass_s(60)
    assert hall.said == ["Ich bin da."]


def test_after_a_no_only_what_they_set_themselves(sqlite: Engine) -> None:
    hall = delicate(sqlite, "abuse_safety")
    answer(hall)
    said = hall.write("nein")
    assert "auflegen" not in said
    assert hall.write("nein") == "Gut. Wir melden uns nicht von uns aus. Sie erreichen uns hier jederzeit."
    hall.pass_s(3600, step=300)
    assert hall.said == []


def test_at_night_no_thread_waits_for_who_must_not_be_written_to(sqlite: Engine) -> None:
    hall = delicate(sqlite, "abuse_safety", at=NOW.replace(hour=20))
    hall.set_expert("anna", status="off")
    answer(hall)
    said = hall.write("ja")
    assert "Soll Sie jemand zu einer Zeit anrufen, die Sie bestimmen?" in said
    hall.pass_s(3600, step=300)
    assert hall.said == []


# --- hints ---


def test_a_hint_is_asked_about_once_and_a_yes_brings_the_person(sqlite: Engine) -> None:
    hall = delicate(sqlite, "illness", "hint")
    assert answer(hall).endswith("Danke. Möchten Sie lieber mit einem Menschen schreiben?")
    assert "Ein Mensch liest hier mit" in hall.write("ja")


def test_a_hint_denied_goes_on_as_if_nothing_had_been(sqlite: Engine) -> None:
    rasa = ScriptedRasa({WORDS["de"]: sure("greet")})
    hall = delicate(sqlite, "illness", "hint", rasa=rasa)
    answer(hall)
    assert "MITARBEITER" in hall.write("nein")
    assert hall.talk.owner == "bot"
