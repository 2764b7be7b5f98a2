"""What decides about a sentence: control words, the awaited answer, then the model, if it is sure enough."""

import pytest

from bot.errors import DialogueUnavailable
from bot.understanding.rasa_client import Parse
from bot.understanding.understand import Question, Understand, Understanding
from tests.builders import ScriptedRasa, sure, today
from tests.understanding.meaning import Ranking, meant, understand


class Away(ScriptedRasa):
    """Rasa is away."""

    def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        raise DialogueUnavailable("away")


def values(understood: Understanding) -> dict[str, str]:
    return {item.name: item.value for item in understood.entities}


@pytest.mark.parametrize(
    ("ranking", "route"),
    [
        ([("order_status", 0.9), ("greet", 0.05)], "bot"),
        ([("order_status", 0.5), ("greet", 0.45)], "bot"),
        ([("order_status", 0.49), ("greet", 0.45)], "clarify"),
        ([("order_status", 0.36), ("greet", 0.1)], "bot"),
        ([("order_status", 0.36), ("greet", 0.2)], "clarify"),
        ([("order_status", 0.34), ("greet", 0.01)], "clarify"),
        ([("order_status", 0.6)], "bot"),
        # What may be nothing of ours is asked about before it is claimed; a trace of it is no doubt.
        ([("order_status", 0.6), ("out_of_scope", 0.05)], "clarify"),
        ([("order_status", 0.6), ("out_of_scope", 0.01)], "bot"),
    ],
)
def test_how_sure_the_model_must_be(ranking: Ranking, route: str) -> None:
    assert meant("tja nun", ScriptedRasa({"tja nun": ranking})).route == route


@pytest.mark.parametrize("words", ["und einen toaster", "lieber eine karaffe statt dem duschvorhang"])
def test_one_item_more_or_instead_is_no_trouble_with_it(words: str) -> None:
    trouble: Ranking = [("defect_claim", 0.9)]
    assert meant(words, ScriptedRasa({words: trouble}), "more").intent == "inform"
    assert meant(words, ScriptedRasa({words: trouble})).intent == "defect_claim"


def test_a_person_wished_while_items_are_asked_for_is_no_item() -> None:
    person: Ranking = [("human_request", 0.9)]
    assert meant("einen menschen", ScriptedRasa({"einen menschen": person}), "more").intent == "human_request"


def test_what_may_be_beyond_us_keeps_the_wish_to_be_asked_about() -> None:
    doubtful: Ranking = [("order_status", 0.5), ("out_of_scope", 0.4)]
    assert meant("tja nun", ScriptedRasa({"tja nun": doubtful})).intent == "order_status"


@pytest.mark.parametrize("expecting", [None, "yes_no", "order_number", "text"])
def test_a_person_needs_no_model(expecting: str | None) -> None:
    understood = meant("Mitarbeiter", Away(), expecting)
    assert (understood.intent, understood.how, understood.confidence) == ("human_request", "control", 1.0)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("ja", "affirm"), ("nein", "deny"), ("ja bitte", "affirm"), ("nein danke", "deny"), ("genau", "affirm")],
)
def test_yes_and_no_need_no_model_where_they_were_asked_for(text: str, intent: str) -> None:
    understood = meant(text, Away(), "yes_no")
    assert (understood.intent, understood.how, understood.route) == (intent, "answer", "bot")


@pytest.mark.parametrize(
    ("text", "intent"), [("yes", "affirm"), ("no thanks", "deny"), ("that's right", "affirm")]
)
def test_yes_and_no_in_english(text: str, intent: str) -> None:
    assert meant(text, Away(), "yes_no", "en").intent == intent


def test_the_model_is_needed_for_the_rest() -> None:
    with pytest.raises(DialogueUnavailable):
        meant("wo ist mein paket", Away())


def test_a_value_that_was_asked_for_is_the_answer() -> None:
    understood = understand("die nummer ist WM-104823", "order_number")
    assert (understood.intent, understood.how, understood.route) == ("inform", "answer", "bot")
    assert values(understood) == {"order_number": "WM-104823"}


def test_another_value_is_not_the_answer() -> None:
    assert understand("so um 15 uhr", "order_number").how == "model"


def test_a_new_wish_beats_the_value_that_was_asked_for() -> None:
    text = "ich will WM-104823 stornieren"
    rasa = ScriptedRasa({text: sure("order_cancel")})
    assert meant(text, rasa, "order_number").intent == "order_cancel"


def test_another_number_alone_is_no_wish_whatever_the_model_hears() -> None:
    text = "no wrong, the number is WM-104823"
    understood = meant(text, ScriptedRasa({text: sure("account_data_change")}), "postcode", "en")
    assert (understood.intent, understood.how, understood.route) == ("inform", "model", "bot")
    assert values(understood) == {"order_number": "WM-104823"}


@pytest.mark.parametrize("expecting", [None, "order_number"])
def test_a_card_number_taken_out_leaves_no_wish(expecting: str | None) -> None:
    text = "my card number is [card]"
    understood = meant(text, ScriptedRasa({text: sure("loyalty_points")}), expecting, "en")
    assert (understood.intent, understood.route, understood.ranking) == ("inform", "clarify", ())


def test_a_half_hearted_wish_does_not() -> None:
    text = "ich will WM-104823 stornieren"
    assert meant(text, ScriptedRasa({text: [("order_cancel", 0.59)]}), "order_number").intent == "inform"


@pytest.mark.parametrize("expecting", ["text", "article", "city"])
def test_any_words_answer_a_question_for_words(expecting: str) -> None:
    understood = understand("der griff wackelt seit gestern", expecting)
    assert (understood.intent, understood.how) == ("inform", "answer")


def test_an_account_that_was_asked_for_is_no_wish_whatever_it_sounds_like() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": sure("order_status")})
    assert meant("wo ist mein paket", rasa, "text").intent == "inform"


@pytest.mark.parametrize("word", ["einen moment", "langsamer", "von vorne", "wie bitte"])
def test_a_control_word_alone_is_no_answer_to_a_question_for_words(word: str) -> None:
    assert understand(word, "text").how == "control"


@pytest.mark.parametrize("words", ["der motor läuft einen moment", "er dreht nur noch langsamer als sonst"])
def test_a_control_word_can_be_part_of_a_text_that_was_asked_for(words: str) -> None:
    assert understand(words, "text").intent == "inform"


@pytest.mark.parametrize(("confidence", "how"), [(0.6, "human_request"), (0.59, "inform")])
def test_a_control_the_model_is_sure_of_beats_the_answer(confidence: float, how: str) -> None:
    text = "holen sie mir einen chef für WM-104823"
    assert meant(text, ScriptedRasa({text: [("human_request", confidence)]}), "order_number").intent == how


def test_a_yes_before_a_wish_is_the_wish() -> None:
    rasa = ScriptedRasa({"wo ist mein paket": sure("order_status")})
    understood = meant("ja, wo ist mein paket", rasa, "yes_no")
    assert (understood.intent, understood.text) == ("order_status", "ja, wo ist mein paket")


def test_a_yes_before_anything_else_is_a_yes() -> None:
    understood = understand("ja das passt mir gut", "yes_no")
    assert (understood.intent, understood.how) == ("affirm", "answer")


def test_who_never_ordered_has_no_number_and_may_ask_for_a_discount() -> None:
    words = "neukunde gibts da rabatt"
    wish = ScriptedRasa({words: sure("voucher_promo"), "ich hab noch nie bestellt": sure("order_place", 0.4)})
    assert meant("ich hab noch nie bestellt", wish, "postcode").intent == "deny"
    assert meant(words, wish).intent == "voucher_promo"


def test_who_hesitates_said_neither_yes_nor_no() -> None:
    words = "hmm well i am not so sure about that"
    for intent in ("affirm", "deny"):
        heard = meant(words, ScriptedRasa({words: sure(intent)}), "yes_no", "en")
        assert (heard.intent, heard.route) == ("inform", "clarify")


@pytest.mark.parametrize("text", ["ja, nein, doch nicht", "nein, doch nicht", "ja äh nein"])
def test_who_changes_their_mind_did_not_say_yes(text: str) -> None:
    assert understand(text, "yes_no").intent != "affirm"


def test_a_yes_is_no_yes_where_none_was_asked_for() -> None:
    assert understand("ja das passt mir gut").how == "model"


def test_a_french_press_is_no_wish_to_speak_french() -> None:
    spoken: Ranking = [("language_switch", 0.88)]
    words = ScriptedRasa({"for the french press": spoken})
    assert meant("for the french press", words, "article", "en").intent == "inform"
    assert meant("for the french press", words, None, "en").intent == "language_switch"


def test_another_wish_instead_of_an_answer_is_heard() -> None:
    words = "sagen sie mir erst wo meine bestellung ist"
    status: Ranking = [("order_status", 0.55)]
    assert meant(words, ScriptedRasa({words: status}), "postcode").intent == "order_status"
    assert meant(words, ScriptedRasa({words: [("order_status", 0.49)]}), "postcode").intent == "inform"


def test_the_source_of_a_value_is_the_channel() -> None:
    assert understand("WM-104823", channel="sms").entities[0].source == "typed"
    assert understand("WM-104823", channel="voice").entities[0].source == "spoken"


def test_a_person_is_routed_to_a_person_however_they_are_asked_for() -> None:
    rasa = ScriptedRasa({"ich will mit einem lebendigen wesen reden": sure("human_request")})
    routes = {
        meant("Mitarbeiter", rasa).route,
        meant("ich will mit einem lebendigen wesen reden", rasa).route,
    }
    assert routes == {"human"}


def test_the_record_keeps_how_it_was_understood_and_of_values_only_what_was_meant() -> None:
    kept = understand("die nummer ist WM-104823", "order_number").to_json()
    assert kept["how"] == "answer"
    assert kept["entities"] == [
        {"name": "order_number", "value": "WM-104823", "score": pytest.approx(1.0, abs=0.5)}
    ]


@pytest.mark.parametrize("text", ["", " ", "?!", "😀", "\u200b", "a" * 1000])
def test_odd_texts_are_not_understood_and_no_fault(text: str) -> None:
    assert understand(text).route == "clarify"


def test_no_time_left_is_passed_on_as_it_is() -> None:
    seen: list[float] = []

    class Timed(ScriptedRasa):
        def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
            seen.append(timeout_s)
            return super().parse(texts, language, channel, timeout_s)

    Understand(Timed())("wo ist mein paket", Question("de", "voice", today()), 1.0)
    assert 0 < seen[0] <= 1.0


def test_what_no_retailer_is_about_is_asked_about_and_never_answered() -> None:
    understood = understand("regnet es morgen", regnet_es_morgen=sure("out_of_scope"))
    assert (understood.intent, understood.route, understood.how) == ("other_topic", "clarify", "out_of_scope")


def test_what_is_hardly_out_of_scope_is_just_not_understood() -> None:
    understood = understand("krumpel schnurps bla", krumpel_schnurps_bla=sure("out_of_scope", 0.25))
    assert (understood.route, understood.how, understood.ranking) == ("clarify", "model", ())


def test_signs_alone_mean_nothing_whatever_the_model_makes_of_them() -> None:
    understood = meant("??", ScriptedRasa({"??": sure("refund_status")}))
    assert (understood.route, understood.ranking) == ("clarify", ())


@pytest.mark.parametrize(("expecting", "intent"), [("code", "inform"), ("order_number", "louder")])
def test_nothing_is_there_yet_is_about_the_code_and_not_about_the_line(expecting: str, intent: str) -> None:
    rasa = ScriptedRasa({"da kommt nichts an": sure("louder")})
    assert meant("da kommt nichts an", rasa, expecting).intent == intent


@pytest.mark.parametrize(
    ("text", "route"), [("der mixer riecht verbrannt", "bot"), ("der mixer steht schief", "clarify")]
)
def test_who_may_be_in_danger_is_not_asked_what_was_meant(text: str, route: str) -> None:
    assert meant(text, ScriptedRasa({text: [("troubleshoot", 0.4), ("defect_claim", 0.35)]})).route == route


def test_beside_an_open_question_it_is_a_poor_answer() -> None:
    understood = understand("regnet es morgen", "postcode", regnet_es_morgen=sure("out_of_scope"))
    assert (understood.intent, understood.route) == ("inform", "clarify")


@pytest.mark.parametrize("heard", [sure("out_of_scope"), [("language_switch", 0.4)]])
def test_a_language_we_do_not_speak_is_for_a_person(heard: Ranking) -> None:
    words = "nerede benim paketim üç gündür bekliyorum"
    understood = meant(words, ScriptedRasa({words: heard}))
    assert (understood.intent, understood.route, understood.how) == ("language_switch", "human", "foreign")


def test_a_foreign_sentence_with_a_clear_wish_is_served() -> None:
    words = "nerede benim paketim üç gündür bekliyorum"
    assert meant(words, ScriptedRasa({words: sure("order_status")})).intent == "order_status"
