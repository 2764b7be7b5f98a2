"""Every error the hotline raises on purpose, in one tree.

HotlineError
├ SettingsInvalid            start-up only; lists every bad value
├ TuningInvalid              a file people tune cannot be used; says which and why
├ BackendError               something we depend on did not answer (retryable)
│  ├ ShopUnavailable
│  ├ DialogueUnavailable
│  └ CarrierUnavailable
│     ├ CallGone             the call to be changed is over
│     └ CallRefused          this number cannot be called
├ ShopError                  the shop answered, and the answer is no
│  ├ OrderNotFound
│  ├ ProductNotFound
│  ├ NotCancellable
│  ├ CodeNotSent
│  ├ SoldOut, PriceChanged
│  ├ ContractNotFound
│  ├ NotChangeable
│  ├ SlotTaken
│  ├ AlreadyClaimed
│  ├ OutOfStock
│  ├ NotRefundable           more than was paid and is not on its way back already
│  ├ AlreadySettled
│  ├ NothingOwed
│  └ ImportRejected
├ ConversationError
│  ├ TransitionNotAllowed
│  └ ConversationClosed
├ HandoverError
│  └ OutboundRefused         nobody may be called without a request or a consent
├ StaffInvalid               an account of staff cannot be made or changed so; says why
├ DeskError                  what somebody wanted at the desk is not done; `code` says why
│  ├ NotSignedIn
│  ├ NotAllowed              not with this role, skill or site
│  ├ NotThere                no such case, conversation or person (any more)
│  ├ TooLate                 a colleague, or the caller, was quicker
│  └ NotPossible             not now, or not like this
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


class TuningInvalid(HotlineError):
    """A file that people tune cannot be used as it is; the message names file and fault."""


class BackendError(HotlineError):
    """A system behind us failed or was too slow; asking again later may work."""


class ShopUnavailable(BackendError):
    """The order backend did not answer."""


class DialogueUnavailable(BackendError):
    """Rasa or its actions did not answer in time, or had nothing to say."""


class ModelUnavailable(DialogueUnavailable):
    """Rasa answers, but not with this model: it is not loaded (yet), or cannot be."""


class CarrierUnavailable(BackendError):
    """The carrier's REST interface refused or did not answer."""


class CallGone(CarrierUnavailable):
    """The call that was to be changed is over, or was never there."""


class CallRefused(CarrierUnavailable):
    """This call can never be made; `code` is the carrier's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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


class CodeNotSent(ShopError):
    """No one-time code can go out now; `reason` is "no_contact" or "too_many"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotChangeable(ShopError):
    """What the order says (items, address, day) can no longer be changed; `status` says where it stands."""

    def __init__(self, status: str) -> None:
        super().__init__(f"order is {status}")
        self.status = status


class SlotTaken(ShopError):
    """The delivery window is full."""


class AlreadyClaimed(ShopError):
    """All pieces of this position have been claimed before."""


class OutOfStock(ShopError):
    """There are not enough pieces to send."""


class NotRefundable(ShopError):
    """So much cannot be given back; `left` is what can, in EUR as text."""

    def __init__(self, left: str) -> None:
        super().__init__(f"only {left} left")
        self.left = left


class AlreadySettled(ShopError):
    """Somebody has decided this claim before."""


class NothingOwed(ShopError):
    """There is no open bill for this order."""


class SoldOut(ShopError):
    """There are not that many of an article; `left` says how many there are."""

    def __init__(self, article_number: str, left: int) -> None:
        super().__init__(f"only {left} left")
        self.article_number = article_number
        self.left = left


class PriceChanged(ShopError):
    """An article no longer costs what was told."""


class ContractNotFound(ShopError):
    """No contract opens with this link."""


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


class OutboundRefused(HandoverError):
    """Nobody may be called like this; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StaffInvalid(HotlineError):
    """An account of staff cannot be made or changed so; `faults` names everything that is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class DeskError(HotlineError):
    """What somebody at the desk wanted is not done; `code` names the words that tell them why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotSignedIn(DeskError):
    """Nobody is signed in here, or not any more."""


class NotAllowed(DeskError):
    """Not with this role, skill or site."""


class NotThere(DeskError):
    """There is no such thing, or not any more."""


class TooLate(DeskError):
    """Somebody else was quicker: a colleague has it, or the caller is gone."""


class NotPossible(DeskError):
    """Not now, or not like this."""


class RequestRefused(HotlineError):
    """The request is not answered."""


class BadSignature(RequestRefused):
    """Not signed by the carrier."""


class BadRequest(RequestRefused):
    """Signed, but not something the carrier would send."""
