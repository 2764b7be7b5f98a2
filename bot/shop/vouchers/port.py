"""What the hotline needs of promo codes, on one page."""

from collections.abc import Collection
from typing import Protocol

from bot.shop.vouchers.models import GrantedVoucher, Voucher, VoucherGrant


class Vouchers(Protocol):
    """Every method may raise ShopUnavailable."""

    def named(self, readings: Collection[str]) -> Voucher | None:
        """The code that one of these readings is, letter by letter, whatever the case; the longest first."""
        ...

    def like(self, readings: Collection[str]) -> Voucher | None:
        """The public code that comes close to a reading; never a personal one, which nobody may guess."""
        ...

    def grant(self, grant: VoucherGrant) -> GrantedVoucher:
        """A new personal code, once per request, sent to the customer's stored contact.

        Raises OrderNotFound for a customer or order nobody knows.
        """
        ...
