"""Accounts in the store, and who is on duty."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.errors import StaffInvalid
from bot.handover.experts import Experts
from bot.staff.accounts import Accounts
from bot.staff.passwords import matches
from bot.staff.wanted import Rules, Wanted

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
LATER = NOW + timedelta(minutes=10)
RULES = Rules(frozenset({"care", "privacy"}))


def accounts(engine: Engine) -> Accounts:
    return Accounts(engine, RULES)


def klein(**changes: Any) -> Wanted:
    values: dict[str, Any] = {"role": "agent", "name": "Frau Klein", "phone": "0171 3920017"}
    return Wanted(**{**values, "skills": ["care"], **changes})


def test_a_new_account_has_a_password_that_must_be_changed(engine: Engine) -> None:
    row, password = accounts(engine).add(klein(), NOW)
    assert matches(row["password_hash"], password)
    assert (row["must_change"], row["active"], row["status"]) == (True, True, "off")
    assert (row["phone"], row["skills"], row["languages"]) == ("+491713920017", ["care"], ["de"])


def test_who_is_created_on_duty_can_be_given_a_case(engine: Engine) -> None:
    row, _ = accounts(engine).add(klein(), NOW, on_duty=True)
    assert [expert["id"] for expert in Experts(engine).here(("free",))] == [row["id"]]


def test_a_number_belongs_to_one_person(engine: Engine) -> None:
    accounts(engine).add(klein(), NOW)
    with pytest.raises(StaffInvalid, match="another account has this number"):
        accounts(engine).add(klein(name="Herr Groß", phone="+49 171 3920017"), NOW)
    assert len(accounts(engine).all()) == 1


def test_people_without_a_number_do_not_stand_in_each_other_s_way(engine: Engine) -> None:
    for name in ("Ada", "Grace"):
        accounts(engine).add(Wanted("ops", name), NOW)
    assert [row["name"] for row in accounts(engine).all()] == ["Ada", "Grace"]


@pytest.mark.parametrize("who", ["Frau Özil", "frau özil", " FRAU  ÖZIL "])
def test_somebody_is_found_by_name(sqlite: Engine, who: str) -> None:
    row, _ = accounts(sqlite).add(klein(name="Frau  Özil"), NOW)
    assert accounts(sqlite).find(who)["id"] == row["id"]


def test_nobody_and_two_of_a_name_are_told_apart(sqlite: Engine) -> None:
    ids = [accounts(sqlite).add(klein(phone=f"+4917139200{n}"), NOW)[0]["id"] for n in (17, 18)]
    with pytest.raises(StaffInvalid, match="nobody is called 'Groß'"):
        accounts(sqlite).find("Groß")
    with pytest.raises(StaffInvalid, match="2 people") as refused:
        accounts(sqlite).find("Frau Klein")
    assert all(one in str(refused.value) for one in ids)
    assert accounts(sqlite).find(ids[1])["phone"] == "+491713920018"


def test_only_what_is_named_changes(engine: Engine) -> None:
    before, _ = accounts(engine).add(klein(), NOW)
    after = accounts(engine).change("Frau Klein", skills=["privacy"], level=3)
    assert (after["skills"], after["level"], after["phone"]) == (["privacy"], 3, "+491713920017")
    assert after["version"] == before["version"] + 1


def test_a_change_is_checked_like_a_new_account(sqlite: Engine) -> None:
    accounts(sqlite).add(klein(), NOW)
    accounts(sqlite).add(klein(name="Herr Groß", phone="+491713920018"), NOW)
    with pytest.raises(StaffInvalid, match="cooking"):
        accounts(sqlite).change("Frau Klein", skills=["cooking"])
    with pytest.raises(StaffInvalid, match="another account"):
        accounts(sqlite).change("Frau Klein", phone="+491713920018")
    assert accounts(sqlite).find("Frau Klein")["skills"] == ["care"]


def test_going_on_and_off_duty(engine: Engine) -> None:
    accounts(engine).add(klein(), NOW)
    assert accounts(engine).on_duty("Frau Klein", LATER)["status"] == "free"
    assert accounts(engine).find("Frau Klein")["status_since"] == LATER
    assert accounts(engine).off_duty("Frau Klein", LATER)["status"] == "off"


def test_who_is_on_duty_already_keeps_their_turn(sqlite: Engine) -> None:
    accounts(sqlite).add(klein(), NOW, on_duty=True)
    assert accounts(sqlite).on_duty("Frau Klein", LATER)["status_since"] == NOW


@pytest.mark.parametrize("status", ["ringing", "talking"])
def test_who_is_on_a_call_finishes_it_first(sqlite: Engine, status: str) -> None:
    row, _ = accounts(sqlite).add(klein(), NOW, on_duty=True)
    Experts(sqlite).change(row["id"], "free", status, NOW)
    with pytest.raises(StaffInvalid, match="on a call"):
        accounts(sqlite).off_duty("Frau Klein", LATER)
    assert accounts(sqlite).find("Frau Klein")["status"] == status


def test_who_takes_no_cases_or_has_no_telephone_is_never_on_duty(sqlite: Engine) -> None:
    with pytest.raises(StaffInvalid, match="ops takes no cases"):
        accounts(sqlite).add(Wanted("ops", "Ada", "+491713920019"), NOW, on_duty=True)
    accounts(sqlite).add(Wanted("admin", "Grace"), NOW)
    with pytest.raises(StaffInvalid, match="phone: needed"):
        accounts(sqlite).on_duty("Grace", NOW)


def test_a_lost_password_is_replaced(sqlite: Engine) -> None:
    _, lost = accounts(sqlite).add(klein(), NOW)
    new = accounts(sqlite).new_password("Frau Klein")
    row = accounts(sqlite).find("Frau Klein")
    assert (matches(row["password_hash"], new), matches(row["password_hash"], lost)) == (True, False)
    assert row["must_change"] is True
