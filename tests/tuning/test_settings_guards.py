"""What nobody can set, however they fill in the form: each fault at its field, nothing written."""

from collections.abc import Iterator

import pytest

from bot.errors import NotPossible, NotThere, TooLate
from tests.tuning.checkout import PERSON
from tests.tuning.settings_office import Office, office

NOT_CONFIRMED = ("confirmed", "confirm_numbers")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """For tests that save nothing."""
    with office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """For tests that save."""
    with office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


# --- crisis numbers ---


@pytest.mark.parametrize(
    ("field", "number", "code"),
    [
        ("DE__emergency", "11O", "not_emergency"),
        ("DE__emergency", "", "not_emergency"),
        ("GB__emergency", "911", "not_emergency"),
        ("DE__talk", "", "number_missing"),
        ("DE__talk", "0800 111 0 111, 116-123", "number_form"),
        ("AT__talk", "0800", "not_a_number_there"),
        ("CH__talk", "12", "not_a_number_there"),
        ("new__code", "", "country_missing"),
        ("unknown__de__emergency", "110", "not_europes"),
        ("unknown__en__talk", "988", "not_in_country"),
    ],
)
def test_no_number_that_would_not_be_answered(desk: Office, field: str, number: str, code: str) -> None:
    answers = {"new__emergency": "112"} if field == "new__code" else {}
    faults = desk.faults("crisis", confirmed="1", **answers, **{field: number})
    assert (field.replace("__", "."), code) in faults


@pytest.mark.parametrize("country", ["DE", "XX", "Polen"])
def test_a_further_country_is_one_that_is_missing(desk: Office, country: str) -> None:
    faults = desk.faults(
        "crisis", confirmed="1", new__code=country, new__emergency="112", new__talk="116 123"
    )
    assert faults == [("new.code", "country_unknown")]


def test_numbers_change_only_with_the_word_that_they_were_checked(own: Office) -> None:
    assert own.faults("crisis", AT__talk="142, 147") == [NOT_CONFIRMED]
    assert own.faults("crisis", AU__free="1") == [NOT_CONFIRMED]
    before = own.text("data/crisis_numbers.yml")
    own.saved("crisis", AT__talk="142, 147", confirmed="1")
    after = before.replace(
        'AT: {emergency: "112", talk: ["142"]}', 'AT: {emergency: "112", talk: ["142", "147"]}'
    )
    assert own.text("data/crisis_numbers.yml") == after.replace("2026-11-22", "2026-11-23")


def test_who_has_checked_them_all_says_so_without_changing_any(own: Office) -> None:
    own.saved("crisis", confirmed="1")
    assert "verified_on: 2026-11-23\n" in own.text("data/crisis_numbers.yml")


def test_a_country_is_added_with_its_own_numbers(own: Office) -> None:
    own.saved(
        "crisis", confirmed="1", new__code="pl", new__emergency="112", new__talk="116 123", new__free=""
    )
    assert '  PL: {emergency: "112", talk: ["116 123"], free: false}\n' in own.text("data/crisis_numbers.yml")


# --- prompts ---

DISCLOSURE = "Guten Tag, hier ist {company}, und Sie sprechen mit einem Computerprogramm, einer KI."


@pytest.mark.parametrize(
    ("part", "field", "sentence", "code"),
    [
        ("disclosure", "de__voice", "Guten Tag, hier ist {company}.", "owed_machine"),
        (
            "disclosure",
            "de__sms",
            "Hier antwortet {company} im Ski-Urlaub, ein Computerprogramm:",
            "owed_machine",
        ),
        ("disclosure", "en__voice", "Hello, this is {company}, and you are talking to me.", "owed_machine"),
        ("disclosure", "de__voice", DISCLOSURE.replace("{company}", "Muster"), "value_lost"),
        ("disclosure", "de__voice", DISCLOSURE + " {name}", "value_new"),
        ("disclosure", "de__voice", "", "empty_sentence"),
        ("are_you_human", "de__voice", "Ja, ich bin Anna.", "owed_machine"),
        (
            "recording_question",
            "en__voice",
            "I only keep a written note of what it is about.",
            "owed_recording",
        ),
        (
            "privacy_notice",
            "de",
            "Verantwortlich ist {company}. Auskunft bekommen Sie jederzeit.",
            "owed_privacy",
        ),
        ("stopped", "de", "Sie bekommen von uns keine Textnachrichten mehr.", "owed_stop"),
        (
            "delicate_crisis_numbers",
            "de__voice",
            "Bei Gefahr wählen Sie [[digits:{emergency}]].",
            "value_lost",
        ),
        ("delicate_crisis_numbers", "de__sms", "Bei Gefahr wählen Sie bitte {emergency}.", "value_lost"),
        ("goodbye", "de__voice", "Danke. " * 100, "too_long"),
        (
            "delicate_crisis_talk_unknown",
            "de__sms",
            "In Österreich hört Ihnen Tag und Nacht kostenlos jemand zu: [[digits:{talk}]].",
            "wrong_countries",
        ),
    ],
)
def test_no_sentence_loses_what_it_must_say(
    desk: Office, part: str, field: str, sentence: str, code: str
) -> None:
    assert (field.replace("__", "."), code) in desk.faults("prompts", part, **{field: sentence})


def test_sentences_keep_to_the_rules_for_everything_that_is_said(desk: Office) -> None:
    long = "Danke für Ihren Anruf und alles Gute " * 3 + "auf Wiederhören."
    assert ("de.voice", "wording.sentence_too_long") in desk.faults("prompts", "goodbye", de__voice=long)
    faults = desk.faults("prompts", "goodbye", en__voice="Thank you for calling. We promise.")
    assert ("en.voice", "wording.forbidden_promise") in faults


def test_a_sentence_is_worded_anew_and_all_else_stays(own: Office) -> None:
    before = own.text("bot/phrases/de.yml")
    own.saved("prompts", "how_can_i_help", de="Was kann ich  für Sie\r\ntun?")
    assert own.text("bot/phrases/de.yml") == before.replace(
        'how_can_i_help: "Worum geht es?"', 'how_can_i_help: "Was kann ich für Sie tun?"'
    )


# --- thresholds and limits ---


@pytest.mark.parametrize(
    "name", ["sure", "guess", "lead", "second_wish", "control", "yes_by_model", "beyond_odds"]
)
@pytest.mark.parametrize("figure", ["-1", "0", "100", "", "nan", "inf", "halb"])
def test_no_threshold_beyond_its_bounds(desk: Office, name: str, figure: str) -> None:
    assert [at for at, _ in desk.faults("thresholds", **{name: figure})] == [name]


def test_a_guess_is_never_surer_than_sure(desk: Office) -> None:
    assert desk.faults("thresholds", guess="0.6") == [("guess", "guess_above_sure")]


@pytest.mark.parametrize(
    ("field", "figure", "code"),
    [
        ("crisis__asked", "0.3", "out_of_bounds"),
        ("crisis__asked", "", "needs_own_limit"),
        ("safety_injury__overruled", "0.1", "out_of_bounds"),
        ("anger__asked", "0.7", "limits_order"),
        ("usual__sure", "9", "out_of_bounds"),
    ],
)
def test_nobody_makes_the_gate_deaf(desk: Office, field: str, figure: str, code: str) -> None:
    flag = field.partition("__")[0]
    found = desk.faults("gate", **{field: figure})
    assert code in [code for at, code in found if at.startswith(flag)]


def test_an_emptied_limit_is_the_usual_one_again(own: Office) -> None:
    own.saved("gate", anger__asked="0.4")
    assert "limits: {asked: 0.4}" in own.text("data/delicate.yml")
    own.saved("gate", anger__asked="")
    assert "limits: {asked: 0.4}" not in own.text("data/delicate.yml")


# --- hours ---


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("week__mon", "ab acht", "span_unreadable"),
        ("week__mon", "8-25", "span_unreadable"),
        ("week__mon", "18-8", "span_backwards"),
        ("week__mon", "8-12, 11-18", "spans_overlap"),
        ("special__2__day", "31.2.", "day_unreadable"),
        ("special__2__day", "29.2.2027", "day_unreadable"),
        ("special__2__day", "24.12.", "day_twice"),
        ("special__2__spans", "8-12", "day_missing"),
        ("subdivision", "NRW", "place_unknown"),
    ],
)
@pytest.mark.parametrize(("area", "part"), [("hours", ""), ("skill_hours", "legal_pr")])
def test_no_hours_nobody_could_keep(
    desk: Office, area: str, part: str, field: str, text: str, code: str
) -> None:
    faults = desk.faults(area, part, **{field: text})
    assert [found for _, found in faults] == [code]


def test_somebody_must_be_there_some_time(desk: Office) -> None:
    never = {f"week__{day}": "" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    assert desk.faults("hours", **never) == [("week.mon", "never_open")]
    assert desk.faults("stores", "STORE-GRAZ", **never) == [("week.mon", "never_open")]
    # Only ever there when nobody may be called.
    assert desk.faults("hours", **{**never, "week__sun": "8-18"}) == [("week.mon", "no_callback_window")]


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"earliest": "05:00"}, ("earliest", "not_decent")),
        ({"latest": "23:00"}, ("latest", "not_decent")),
        ({"earliest": "acht"}, ("earliest", "not_a_time")),
        ({"earliest": "19:00", "latest": "09:00"}, ("latest", "span_backwards")),
        ({"lead_minutes": "0"}, ("lead_minutes", "out_of_bounds")),
        ({"window_minutes": "30", "least_minutes": "60"}, ("least_minutes", "least_above_window")),
        ({"earliest": "19:00"}, ("earliest", "no_callback_window")),
    ],
)
def test_nobody_is_called_at_night_or_promised_what_cannot_be(
    desk: Office, answers: dict[str, str], fault: tuple[str, str]
) -> None:
    assert desk.faults("callbacks", **answers) == [fault]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("8-18", ["08:00-18:00"]),
        ("8.30 bis 12 Uhr und 13:00–17:45", ["08:30-12:00", "13:00-17:45"]),
        ("", []),
    ],
)
def test_times_are_read_as_people_write_them(own: Office, text: str, spans: list[str]) -> None:
    own.saved("stores", "STORE-GRAZ", week__mon=text)
    written = ", ".join(f'"{span}"' for span in spans)
    row = own.text("data/knowledge/stores.yml").split("STORE-GRAZ")[1]
    assert (f"mon: [{written}]" in row) is bool(spans)
    assert ("mon:" in row) is bool(spans)


def test_a_skill_gets_hours_of_its_own_and_loses_them_again(own: Office) -> None:
    before = own.text("data/routing.yml")
    own.saved("skill_hours", "fraud", own="1", week__mon="9-12")
    assert "fraud:" in own.text("data/routing.yml")
    made = own.filled_in("skill_hours", "fraud", own="")
    own.desk.save(made, made.seen, PERSON, "")
    assert own.text("data/routing.yml") == before


# --- speech hints ---


def test_what_the_recogniser_cannot_take_is_refused(desk: Office) -> None:
    assert desk.faults("hints", "city", de="Köln, Bonn") == [("de", "hint_form")]
    assert desk.faults("hints", "city", en="x" * 101) == [("en", "hint_form")]
    assert desk.faults("hints", "city", en="") == [("en", "hint_count")]


# --- saving ---


def test_faults_are_never_saved(own: Office) -> None:
    made = own.filled_in("thresholds", sure="7")
    with pytest.raises(NotPossible):
        own.desk.save(made, made.seen, PERSON, "")


def test_a_form_made_from_an_older_file_is_too_late(own: Office) -> None:
    made = own.filled_in("thresholds", sure="0.6")
    own.saved("thresholds", lead="0.3")
    with pytest.raises(TooLate):
        own.desk.save(made, made.seen, PERSON, "")
    with pytest.raises(TooLate):
        own.desk.save(own.filled_in("thresholds", sure="0.6"), made.seen, PERSON, "")


@pytest.mark.parametrize(
    ("area", "part", "answers", "file"),
    [
        ("crisis", "", {"AT__talk": "147", "confirmed": "1"}, "data/crisis_numbers.yml"),
        ("prompts", "greeting", {"en": "Say agent or press zero for a person."}, "bot/phrases/en.yml"),
        (
            "stores",
            "STORE-KOELN",
            {"special__0__day": "1.5.", "special__0__spans": ""},
            "data/knowledge/stores.yml",
        ),
        ("hours", "", {"week__sat": "", "special__2__day": "2.1.2027"}, "data/knowledge/hours.yml"),
        ("gate", "", {"crisis__asked": "0.05"}, "data/delicate.yml"),
        ("hints", "any", {"de": "Hallo\nTschüss"}, "data/speech_hints.yml"),
        ("callbacks", "", {"lead_minutes": "45"}, "data/knowledge/hours.yml"),
    ],
)
def test_taken_back_every_byte_is_as_it_was(
    own: Office, area: str, part: str, answers: dict[str, str], file: str
) -> None:
    before = own.text(file)
    change = own.saved(area, part, **answers)
    assert own.text(file) != before
    own.desk.undo(change, PERSON)
    assert own.text(file) == before


def test_what_is_left_after_taking_back_must_be_readable(own: Office) -> None:
    lower = own.saved("gate", anger__asked="0.1", anger__overruled="0.02")
    own.saved("gate", usual__overruled="0.3", anger__sure="0.6", usual__asked="0.5")
    assert own.desk.history("gate")[0]["id"] != lower
    with pytest.raises((NotPossible, TooLate)):
        own.desk.undo(lower, PERSON)


def test_only_settings_are_taken_back_here(own: Office) -> None:
    with pytest.raises(NotThere):
        own.desk.undo(99, PERSON)
