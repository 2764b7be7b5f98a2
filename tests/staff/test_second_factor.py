"""Six digits are good once, near their time, for one person, and their secret is locked away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select

from bot.errors import NotPossible
from bot.staff.recovery_codes import CODES, RecoveryCodes
from bot.staff.second_factor import SecondFactors
from tests.staff.house import NOW, House

MACHINE = datetime(2031, 5, 1, 12, 0, 10, tzinfo=UTC)


class Phone:
    """An authenticator app beside the machine's clock."""

    def __init__(self, engine: Engine) -> None:
        self.house, self.at = House(engine), MACHINE
        self.klein = self.house.hire()
        self.factors = SecondFactors(engine, "a-key-for-tests", lambda: self.at)
        self.factors.begin(self.klein)
        self.secret = self.factors.secret(self.klein) or ""

    def shows(self, seconds: int = 0) -> str:
        return pyotp.TOTP(self.secret).at(self.at + timedelta(seconds=seconds))

    def confirmed(self) -> list[str]:
        codes = self.factors.confirm(self.klein, self.shows(), NOW)
        self.at += timedelta(seconds=120)
        return codes

    def fits(self, code: str) -> bool:
        return self.factors.fits(self.house.row(self.klein), code)


@pytest.fixture
def phone(sqlite: Engine) -> Phone:
    return Phone(sqlite)


def test_a_code_of_the_app_fits(engine: Engine) -> None:
    phone = Phone(engine)
    phone.confirmed()
    assert phone.fits(phone.shows())


def test_no_code_is_taken_twice_nor_one_before_it(phone: Phone) -> None:
    phone.confirmed()
    now = phone.shows()
    assert [phone.fits(now), phone.fits(now), phone.fits(phone.shows(-30))] == [True, False, False]
    assert phone.fits(phone.shows(30))


def test_one_code_sent_many_times_at_once_opens_once(engine: Engine) -> None:
    phone = Phone(engine)
    phone.confirmed()
    code = phone.shows()
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(phone.fits, [code] * 12)) == 1


def test_the_code_that_confirmed_it_does_not_sign_in(phone: Phone) -> None:
    code = phone.shows()
    phone.factors.confirm(phone.klein, code, NOW)
    assert not phone.fits(code)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(phone: Phone, seconds: int, fits: bool) -> None:
    phone.confirmed()
    assert phone.fits(phone.shows(seconds)) is fits


def test_blanks_are_forgiven_and_nonsense_is_not(phone: Phone) -> None:
    phone.confirmed()
    code = phone.shows()
    assert not any(phone.fits(bad) for bad in ("", "abcdef", code[:5], code + "1", "１２３４５６"))
    assert phone.fits(f" {code[:3]} {code[3:]} ")


def test_the_secret_is_locked_away_and_shown_only_until_it_is_confirmed(phone: Phone) -> None:
    assert phone.secret not in phone.house.row(phone.klein)["totp_secret"]
    phone.confirmed()
    assert phone.factors.secret(phone.klein) is None


def test_before_it_is_confirmed_nothing_is_asked_for(phone: Phone) -> None:
    assert not phone.fits(phone.shows())
    with pytest.raises(NotPossible, match="wrong_code"):
        phone.factors.confirm(phone.klein, "000000", NOW)
    assert phone.house.row(phone.klein)["totp_confirmed_at"] is None


def test_a_confirmed_one_is_not_replaced_behind_its_back(phone: Phone) -> None:
    phone.confirmed()
    with pytest.raises(NotPossible, match="second_factor_there"):
        phone.factors.begin(phone.klein)
    with pytest.raises(NotPossible, match="second_factor_there"):
        phone.factors.confirm(phone.klein, phone.shows(), NOW)


def test_with_another_secret_key_nothing_fits(phone: Phone, sqlite: Engine) -> None:
    phone.confirmed()
    other = SecondFactors(sqlite, "another", lambda: phone.at)
    assert not other.fits(phone.house.row(phone.klein), phone.shows())


def test_off_is_off(phone: Phone) -> None:
    codes = phone.confirmed()
    phone.factors.off(phone.klein)
    row = phone.house.row(phone.klein)
    assert (row["totp_secret"], row["totp_confirmed_at"], row["totp_last_step"]) == (None, None, None)
    assert not phone.factors.recovery.use(phone.klein, codes[0], NOW)


def test_ten_recovery_codes_each_good_once(engine: Engine) -> None:
    phone = Phone(engine)
    codes = phone.confirmed()
    row = phone.house.row(phone.klein)
    assert len(set(codes)) == 10
    assert phone.factors.recovers(row, codes[3].upper().replace("-", " "), NOW)
    assert not phone.factors.recovers(row, codes[3], NOW)
    assert phone.factors.recovery.left(phone.klein) == 9


def test_recovery_codes_are_kept_only_as_keyed_hashes(phone: Phone, sqlite: Engine) -> None:
    codes = phone.confirmed()
    with sqlite.connect() as db:
        stored = str(db.execute(select(CODES)).all())
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert not RecoveryCodes(sqlite, "another").use(phone.klein, codes[0], NOW)


def test_new_recovery_codes_replace_the_old_and_are_one_person_s(phone: Phone) -> None:
    old, recovery, other = phone.confirmed(), phone.factors.recovery, phone.house.hire("Herr Groß")
    new = recovery.renew(phone.klein, NOW)
    assert not recovery.use(phone.klein, old[0], NOW)
    assert not recovery.use(other, new[0], NOW)
    assert recovery.use(phone.klein, new[0], NOW)
