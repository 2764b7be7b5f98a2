"""Every error the hotline raises on purpose, in one tree.

HotlineError
├ SettingsInvalid            start-up only; lists every bad value
├ BackendError               something we depend on did not answer (retryable)
│  ├ ShopUnavailable
│  ├ DialogueUnavailable
│  └ CarrierUnavailable
├ ShopError                  the shop answered, and the answer is no
│  ├ OrderNotFound
│  ├ ProductNotFound
│  ├ NotCancellable
│  └ ImportRejected
├ ConversationError
│  ├ TransitionNotAllowed
│  └ ConversationClosed
├ HandoverError
└ RequestRefused             what came in is not from the carrier, or not in a form we take
   ├ BadSignature
   └ BadRequest
"""


class HotlineError(Exception):
    """Anything the hotline knows how to talk about."""


class SettingsInvalid(HotlineError):
    """The environment is unusable; `faults` names every bad value."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(["The settings are not usable:", *(f"  - {fault}" for fault in faults)]))
        self.faults = faults


class BackendError(HotlineError):
    """A system behind us failed or was too slow; asking again later may work."""


class ShopUnavailable(BackendError):
    """The order backend did not answer."""


class DialogueUnavailable(BackendError):
    """Rasa or its actions did not answer in time, or had nothing to say."""


class CarrierUnavailable(BackendError):
    """The carrier's REST interface refused or did not answer."""


class ShopError(HotlineError):
    """The shop answered, and the answer is no."""


class OrderNotFound(ShopError):
    """No order has this number."""


class ProductNotFound(ShopError):
    """No product has this article number."""


class NotCancellable(ShopError):
    """The order can no longer be cancelled; `status` says where it stands."""

    def __init__(self, status: str) -> None:
        super().__init__(f"order is {status}")
        self.status = status


class ImportRejected(ShopError):
    """A retailer's file cannot be imported; `faults` names every bad row."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ConversationError(HotlineError):
    """The conversation is not in a state for this."""


class TransitionNotAllowed(ConversationError):
    """The conversation's owner may not change this way."""


class ConversationClosed(ConversationError):
    """Nothing may be said in a closed conversation."""


class HandoverError(HotlineError):
    """A case could not be handed to a person as asked."""


class RequestRefused(HotlineError):
    """The request is not answered."""


class BadSignature(RequestRefused):
    """Not signed by the carrier."""


class BadRequest(RequestRefused):
    """Signed, but not something the carrier would send."""
