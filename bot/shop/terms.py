"""What holds for bills, subscriptions, advertising and personal data, as the operator wrote it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BillingTerms:
    """How long dunning rests, where a proof of payment goes, when a person takes a failed payment over."""

    id: str
    hold_days: int
    proof_to: str
    link_days: int
    failures: int


@dataclass(frozen=True)
class AdvertisingTerms:
    """How long printed advertising may still come."""

    id: str
    print_weeks: int


@dataclass(frozen=True)
class PrivacyTerms:
    """Within how many months a request about personal data is answered."""

    id: str
    months: int


@dataclass(frozen=True)
class SubscriptionTerms:
    """What may be changed and by when; the charge is drawn `charge_days` before a delivery."""

    id: str
    charge_days: int
    notice_days: int
    longest_pause_weeks: int
    intervals: tuple[int, ...]
    most_pieces: int


@dataclass(frozen=True)
class ServiceTerms:
    """All of it, with its source."""

    source: str
    billing: BillingTerms
    advertising: AdvertisingTerms
    privacy: PrivacyTerms
    subscriptions: SubscriptionTerms


def service_terms(yaml: Mapping[str, Any]) -> ServiceTerms:
    """From the operator's file; raises KeyError, TypeError or ValueError."""
    rules = yaml["subscriptions"]
    return ServiceTerms(
        source=yaml["source"],
        billing=BillingTerms(**yaml["billing"]),
        advertising=AdvertisingTerms(**yaml["advertising"]),
        privacy=PrivacyTerms(**yaml["privacy"]),
        subscriptions=SubscriptionTerms(**{**rules, "intervals": tuple(rules["intervals"])}),
    )
