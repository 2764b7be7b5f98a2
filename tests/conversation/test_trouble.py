"""When Rasa or the shop is away, nothing the caller said is lost."""

from bot.conversation.state import Heard
from bot.conversation.take_turn import take_turn
from bot.errors import DialogueUnavailable
from bot.understanding.rasa_client import Parse
from tests.builders import NotedHandovers, ScriptedRasa, conversation, press, said, say, services, sure

ORDER = {"wo ist mein paket": sure("order_status")}
ASKED = said("Ihre Bestellnummer bitte?", "order_number", "order_form")


class AwayFirst(ScriptedRasa):
    """Rasa that is away for the first sentence and there for the rest."""

    away = 1

    def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        if self.away:
            self.away -= 1
            raise DialogueUnavailable("scripted")
        return super().parse(texts, language, channel, timeout_s)


def test_a_person_is_offered_and_a_yes_is_enough() -> None:
    given = services(ScriptedRasa(ORDER))
    say(conversation(), given, "wo ist mein paket", "ja")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("technical_failure", "callback")]


def test_the_keys_work_without_rasa() -> None:
    given, talk = services(ScriptedRasa(ORDER)), conversation()
    say(talk, given, "wo ist mein paket")
    press(talk, given, "1")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("technical_failure", "callback")]


def test_silence_after_the_offer_asks_again() -> None:
    replies = say(conversation(), services(ScriptedRasa(ORDER)), "wo ist mein paket", "")
    assert (
        replies[1].text().endswith("Soll Sie ein Mensch zurückrufen?") or "zurückrufen?" in replies[1].text()
    )
    assert replies[1].expecting == "yes_no"


def test_a_fresh_wish_instead_of_an_answer_is_served() -> None:
    rasa = ScriptedRasa(
        ORDER | {"was kostet der versand": sure("delivery_options_costs")}, [None, said("Neun Euro.")]
    )
    replies = say(conversation(), services(rasa), "wo ist mein paket", "was kostet der versand")
    assert replies[1].text().startswith("Neun Euro.")


def test_words_that_asked_for_a_person_while_rasa_was_away_bring_one() -> None:
    words = "könnten sie mir da jemanden aus fleisch und blut ans telefon holen"
    given = services(AwayFirst({words: sure("human_request")}))
    say(conversation(), given, words, "nein")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == [("asked_for_person", "person")]


def test_lost_words_are_tried_again_as_the_answer_they_were() -> None:
    rasa, talk = AwayFirst({}, [said("Ihre Postleitzahl bitte?", "postcode")]), conversation()
    talk.memory.expecting = "order_number"
    say(talk, services(rasa), "eins null vier acht zwo drei", "nein")
    assert [item["value"] for item in rasa.asked[0]["entities"]] == ["WM-104823"]


def test_what_was_said_while_rasa_was_away_is_the_wish_for_the_person() -> None:
    talk = conversation()
    say(talk, services(AwayFirst()), "mein sofa hat einen riss", "ja")
    assert talk.memory.wish_words == "mein sofa hat einen riss"


def test_a_success_in_between_ends_the_row_of_failures() -> None:
    rasa = ScriptedRasa(ORDER, [None, ASKED, None])
    given = services(rasa)
    say(conversation(), given, "wo ist mein paket", "nein", "wo ist mein paket")
    assert isinstance(given.handovers, NotedHandovers)
    assert given.handovers.requests == []


def test_the_failure_is_in_the_record_without_the_caller_s_words() -> None:
    _, turn = take_turn(conversation(), Heard("wo ist mein paket"), services(ScriptedRasa(ORDER)), 5)
    assert turn.failure == "DialogueUnavailable: scripted"


def test_a_turn_without_time_left_apologises_at_once() -> None:
    rasa = ScriptedRasa(ORDER, [ASKED])
    rasa.turn = lambda message, timeout_s: (_ for _ in ()).throw(DialogueUnavailable("no time"))  # type: ignore[method-assign]
    reply, _ = take_turn(conversation(), Heard("wo ist mein paket"), services(rasa), -1)
    assert "Entschuldigung" in reply.text()
