"""Every reply becomes TwiML that Twilio accepts and a caller understands."""

from dataclasses import replace

import pytest

from bot.channels.voice.twiml import Speech, apology, twiml_for
from bot.conversation.state import Reply, Room, Sentence
from bot.understanding.speech_hints import hints
from tests.channels.twiml_checks import parsed, spoken

SPEECH = Speech("de", False, "https://hotline.example/twilio/voice/turn?c=a&n=2")
KINDS = [None, "order_number", "postcode", "phone_number", "article_number", "quantity", "date", "time"]
KINDS += ["yes_no", "text", "email", "city", "article", "name"]


def reply(*texts: str, language: str = "de", **more: object) -> Reply:
    return Reply(tuple(Sentence(text, language) for text in texts), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("expecting", KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("slow", [False, True])
def test_every_kind_of_answer_is_gathered_by_the_grammar(
    expecting: str | None, language: str, slow: bool
) -> None:
    speech = Speech(language, slow, SPEECH.action)
    root = parsed(twiml_for(reply("Worum geht es?", language=language, expecting=expecting), speech))
    (gather,) = root.findall("Gather")
    assert (gather.get("input"), gather.get("actionOnEmptyResult"), gather.get("method")) == (
        "dtmf speech",
        "true",
        "POST",
    )
    assert gather.get("language") == {"de": "de-DE", "en": "en-GB"}[language]
    assert gather.get("action") == SPEECH.action
    assert (root.findtext("Redirect"), root[-1].tag) == (SPEECH.action, "Redirect")


@pytest.mark.parametrize(
    ("expecting", "digits", "finish"),
    [
        (None, "1", ""),
        ("yes_no", "1", ""),
        ("text", "1", ""),
        ("order_number", "6", "#"),
        ("article_number", "6", "#"),
        ("postcode", None, "#"),
        ("phone_number", None, "#"),
        ("quantity", None, "#"),
        ("time", None, "#"),
    ],
)
def test_as_many_keys_are_taken_as_the_answer_has(
    expecting: str | None, digits: str | None, finish: str
) -> None:
    gather = parsed(twiml_for(reply("?", expecting=expecting), SPEECH)).find("Gather")
    assert gather is not None
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == (digits, finish)


@pytest.mark.parametrize(
    ("expecting", "pause"), [("order_number", "3"), ("text", "3"), (None, "auto"), ("yes_no", "auto")]
)
def test_who_dictates_gets_time_to_think(expecting: str | None, pause: str) -> None:
    gather = parsed(twiml_for(reply("?", expecting=expecting), SPEECH)).find("Gather")
    assert gather is not None
    assert gather.get("speechTimeout") == pause
    assert int(gather.get("timeout", "0")) >= 7


@pytest.mark.parametrize("expecting", KINDS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_hints_stay_within_the_carrier_s_limits(expecting: str | None, language: str) -> None:
    found = hints(expecting, language)
    assert 0 < len(found) <= 500
    assert all(isinstance(hint, str) and 0 < len(hint) <= 100 and "," not in hint for hint in found)


@pytest.mark.parametrize(("language", "word"), [("de", "Mitarbeiter"), ("en", "agent")])
@pytest.mark.parametrize("expecting", KINDS)
def test_the_recogniser_always_listens_for_a_person(language: str, word: str, expecting: str | None) -> None:
    assert word in hints(expecting, language)


def test_legal_sentences_cannot_be_interrupted() -> None:
    greeting = Reply(
        (Sentence("Worum geht es?", "de"),), legal=(Sentence("Sie sprechen mit einer KI.", "de"),)
    )
    root = parsed(twiml_for(greeting, SPEECH))
    assert [element.tag for element in root] == ["Say", "Gather", "Redirect"]
    assert spoken(root[0]) == "Sie sprechen mit einer KI."


def test_a_goodbye_hangs_up_and_gathers_nothing() -> None:
    root = parsed(twiml_for(reply("Auf Wiederhören.", ends=True), SPEECH))
    assert [element.tag for element in root] == ["Say", "Hangup"]


def test_nothing_to_say_still_listens() -> None:
    root = parsed(twiml_for(Reply(()), SPEECH))
    assert [element.tag for element in root] == ["Gather", "Redirect"]


def test_each_language_is_spoken_by_its_own_voice() -> None:
    both = Reply((Sentence("For English press nine.", "en"), Sentence("Worum geht es?", "de")))
    gather = parsed(twiml_for(both, SPEECH)).find("Gather")
    assert gather is not None
    assert [(say.get("language"), say.get("voice")) for say in gather] == [
        ("en-GB", "Polly.Amy-Neural"),
        ("de-DE", "Polly.Vicki-Neural"),
    ]


def test_slowly_is_slowly() -> None:
    root = parsed(twiml_for(reply("Ihre Nummer ist [[order:WM-104823]]."), Speech("de", True, SPEECH.action)))
    assert [node.get("rate") for node in root.iter("prosody")] == ["slow"]
    assert "eins null vier" in spoken(root)


def test_an_order_number_is_spelled_in_groups_with_pauses() -> None:
    root = parsed(twiml_for(reply("Ihre Nummer ist [[order:WM-104823]]."), SPEECH))
    (spelled,) = root.iter("say-as")
    assert (spelled.text, spelled.get("interpret-as")) == ("WM", "characters")
    assert [node.get("alias") for node in root.iter("sub")] == ["eins null vier", "acht zwo drei"]
    assert len(list(root.iter("break"))) == 2


def test_text_around_values_is_kept_in_its_order() -> None:
    root = parsed(twiml_for(reply("Bis [[date:2026-11-30]] um [[time:07:30]].", "Gut?"), SPEECH))
    assert spoken(root.find("Gather") or root) == "Bis Montag, 30. November um 7 Uhr 30. Gut?"


@pytest.mark.parametrize(
    "text",
    [
        "<Hangup/> & \"quoted\" 'single'",
        "]]> <!-- x -->",
        "&amp; &#x0;",
        "a\x00b\x08c\x0bd\ufffee",
        "😀 ä ß é",
        "{company} {0}",
        "[[",
        "]]",
        "[[x]]",
        "[[ :y]]",
    ],
)
def test_no_text_can_break_the_document(text: str) -> None:
    root = parsed(twiml_for(reply(text), SPEECH))
    assert [element.tag for element in root] == ["Gather", "Redirect"]
    assert list(root.iter("Hangup")) == []


@pytest.mark.parametrize(
    "value",
    [
        "date:",
        "date:None",
        "date:2026-13-45",
        "time:25:99",
        "time:",
        "amount:n/a",
        "amount:",
        "order:",
        "phone:abc",
        "digits:",
        "email:",
        "odd:1",
        "date:2026-11-30T08:00",
    ],
)
def test_a_value_that_makes_no_sense_does_not_break_the_answer(value: str) -> None:
    root = parsed(twiml_for(reply(f"Es kommt am [[{value}]] an."), SPEECH))
    assert spoken(root.find("Gather") or root).startswith("Es kommt am")


@pytest.mark.parametrize("legal", [False, True])
def test_a_long_answer_is_split_for_the_voices(legal: bool) -> None:
    many = tuple(Sentence("Das ist ein Satz mit einigen Wörtern darin. " * 5, "de") for _ in range(20))
    long = Reply((), legal=many) if legal else Reply(many)
    root = parsed(twiml_for(long, SPEECH))
    assert len(list(root.iter("Say"))) > 1
    assert sum(spoken(say).count("Das ist ein Satz") for say in root.iter("Say")) == 100


def test_one_long_sentence_is_split_too() -> None:
    root = parsed(twiml_for(reply("Das ist ein Satz mit einigen Wörtern darin. " * 120), SPEECH))
    assert all(len(spoken(say)) <= 3000 for say in root.iter("Say"))
    assert sum(spoken(say).count("Das ist ein Satz") for say in root.iter("Say")) == 120


def test_an_apology_tries_again_after_a_pause() -> None:
    root = parsed(apology("Entschuldigung & so.", "de", "https://hotline.example/twilio/voice?retry=1&n=2"))
    assert [element.tag for element in root] == ["Say", "Pause", "Redirect"]
    assert root.findtext("Redirect") == "https://hotline.example/twilio/voice?retry=1&n=2"


def test_the_last_apology_hangs_up() -> None:
    assert [element.tag for element in parsed(apology("Es geht nicht.", "en", None))] == ["Say", "Hangup"]


def test_words_likely_in_this_answer_come_before_those_of_its_kind() -> None:
    speech = Speech("de", False, SPEECH.action, ("Lindenallee", "Am Markt"))
    gather = parsed(twiml_for(reply("In welcher Straße?"), speech)).find("Gather")
    assert gather is not None
    assert gather.get("hints", "").startswith("Lindenallee, Am Markt, ")


def test_who_waits_for_a_person_has_as_long_as_said() -> None:
    gather = parsed(twiml_for(reply("Ich bin noch da.", patience=15), SPEECH)).find("Gather")
    assert gather is not None
    assert (gather.get("timeout"), gather.get("numDigits"), gather.get("finishOnKey")) == ("15", "1", "")
    assert gather.get("input") == "dtmf speech"


def test_into_the_room_leads_one_more_request_that_knows_whether_the_expert_is_still_there() -> None:
    speech = replace(SPEECH, join="https://hotline.example/twilio/voice/join?c=a")
    root = parsed(twiml_for(reply("Jetzt verbinde ich Sie.", join=Room("room-1", "x")), speech))
    assert [verb.tag for verb in root] == ["Say", "Redirect"]
    assert root.findtext("Redirect") == speech.join


def test_a_message_is_recorded_after_a_tone_for_two_minutes_or_until_the_hash() -> None:
    speech = replace(SPEECH, voicemail="https://hotline.example/twilio/voice/voicemail?c=a")
    root = parsed(twiml_for(reply("Bitte sprechen Sie.", voicemail=True), speech))
    record = root.find("Record")
    assert record is not None
    assert (record.get("maxLength"), record.get("finishOnKey"), record.get("playBeep")) == (
        "120",
        "#",
        "true",
    )
    assert (record.get("action"), root.findtext("Redirect")) == (speech.voicemail, speech.voicemail)
