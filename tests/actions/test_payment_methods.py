"""Ways to pay: all of them with their costs, or the one asked for; refusals are for a person."""

import pytest

from actions.payment_methods import PaymentMethods
from actions.wiring import Hotline
from tests.actions.caller import Answer, Caller


def says(hotline: Hotline, text: str, language: str = "de") -> Answer:
    return Caller(PaymentMethods, hotline, language=language).says("payment_methods", text)


def test_all_ways_are_named_with_what_they_cost(hotline: Hotline) -> None:
    answer = says(hotline, "was für möglichkeiten hat man denn beim bezahlen")
    assert all(option.name["de"] in answer.text for option in hotline.knowledge.payment.options)
    assert "kostet extra" in answer.text
    assert answer.done == ["payment_methods"]


@pytest.mark.parametrize(
    ("text", "language", "heard"),
    [
        ("kann ich auch per rechnung zahlen", "de", "Rechnung"),
        ("geht paypal", "de", "PayPal"),
        ("can I pay by credit card", "en", "Visa and Mastercard"),
    ],
)
def test_the_way_asked_for_is_answered(hotline: Hotline, text: str, language: str, heard: str) -> None:
    answer = says(hotline, text, language)
    assert heard in answer.text
    assert "utter_payment_ways" not in answer.responses


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("kann ich bei ihnen in zwei raten bezahlen", "Ratenzahlung beim Kauf bieten wir nicht an"),
        ("kann man beim boten bar bezahlen", "Nachnahme"),
        ("Kann ich mit Twint zahlen?", "Diesen Anbieter haben wir nicht"),
        ("nehmt ihr auch american express", "nur Visa und Mastercard"),
    ],
)
def test_what_we_do_not_offer_is_said_with_what_we_do(hotline: Hotline, text: str, heard: str) -> None:
    answer = says(hotline, text)
    assert heard in answer.text
    assert "utter_payment_ways" in answer.responses


@pytest.mark.parametrize(
    ("text", "language"),
    [("warum darf ich nicht auf rechnung zahlen", "de"), ("why can't I pay by invoice", "en")],
)
def test_why_somebody_is_refused_only_a_person_says(hotline: Hotline, text: str, language: str) -> None:
    answer = says(hotline, text, language)
    assert answer.handover
    assert (answer.handover["reason"], answer.done) == ("payment_refused", [])


def test_the_source_goes_on_record(hotline: Hotline) -> None:
    answer = says(hotline, "geht paypal")
    assert {"record": {"source": hotline.knowledge.payment.source, "entries": ["paypal"]}} in answer.requests
