"""Requests about personal data: recorded from anybody, with a month's date; foreign data go to a person."""

import pytest

from actions.privacy_request import PrivacyForm
from actions.wiring import Hotline
from tests.actions.caller import Caller
from tests.actions.conftest import NOW, Rows


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("was speichern sie über mich", "access"),
        ("ich möchte dass meine daten gelöscht werden", "erase"),
        ("ich widerspreche der nutzung meiner daten", "object"),
        ("bei ihnen sind falsche daten von mir", "correct"),
    ],
)
def test_it_is_recorded_with_receipt_and_date(hotline: Hotline, rows: Rows, text: str, kind: str) -> None:
    caller = Caller(PrivacyForm, hotline)
    assert caller.says("privacy_request", text).asks == "privacy_name_text"
    answer = caller.says("inform", "Anna Meier, Lindenallee 3 in Dresden")
    (request,) = rows("SELECT id, kind, name, answer_by, company_aware_at FROM shop_privacy_requests")
    assert (request["kind"], request["answer_by"]) == (kind, "2026-12-23")
    assert request["name"] == "Anna Meier, Lindenallee 3 in Dresden"
    assert request["company_aware_at"] is None
    assert f"PR-{100000 + request['id']}" in answer.text
    assert "2026-12-23" in answer.text
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("privacy_request", "claim")


def test_what_is_wanted_is_asked_once_and_then_left_to_a_person(hotline: Hotline, rows: Rows) -> None:
    caller = Caller(PrivacyForm, hotline)
    assert caller.says("privacy_request", "es geht um meine daten").asks == "privacy_kind_text"
    assert caller.says("inform", "na alles halt").asks == "privacy_name_text"
    assert caller.says("inform", "Anna Meier").handover
    assert rows("SELECT kind FROM shop_privacy_requests") == [{"kind": "other"}]


def test_nobody_has_to_give_a_name(hotline: Hotline, rows: Rows) -> None:
    caller = Caller(PrivacyForm, hotline)
    caller.says("privacy_request", "löschen sie meine daten")
    assert caller.says("deny", "sage ich nicht").handover
    assert rows("SELECT name FROM shop_privacy_requests") == [{"name": ""}]


def test_foreign_data_start_the_companys_clock(hotline: Hotline, rows: Rows) -> None:
    caller = Caller(PrivacyForm, hotline)
    answer = caller.says("privacy_request", "ich habe die rechnung von jemand anderem bekommen")
    assert answer.responses == ["utter_privacy_incident"]
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("privacy_incident", "person")
    assert answer.handover["summary"]["company_aware_at"] == NOW.isoformat()
    (request,) = rows("SELECT kind, company_aware_at FROM shop_privacy_requests")
    assert request["kind"] == "incident"
    assert str(request["company_aware_at"]).startswith("2026-11-23 09:00")
