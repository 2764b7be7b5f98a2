"""What an action leaves in the case: an event, what is settled in the packet, an entry in the audit trail."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.conversation.record import EVENTS
from bot.handover.cases import HANDOVERS
from bot.staff.audit import append

# How the packet calls what is settled; what is not here is called by its kind.
AS_WISH = {
    "cancel": "order_cancel",
    "address": "delivery_address_change",
    "hold": "dunning",
    "unhold": "dunning",
    "invoice": "invoice_copy",
    "confirmation": "order_confirmation",
    "order": "order_place",
    "settle": "item_missing_or_wrong",
}


def done(db: Connection, action: RowMapping, conversation_id: str, at: datetime) -> None:
    """It was done: whoever goes on with the case sees it."""
    settled = AS_WISH.get(action["kind"], action["kind"])
    case = locked(db, action["handover_id"])
    known = list(case["packet"].get("done") or ())
    if settled not in known:
        content = case["packet"] | {"done": [*known, settled]}
        mine = update(HANDOVERS).where(HANDOVERS.c.id == case["id"])
        db.execute(mine.values(packet=content, packet_version=HANDOVERS.c.packet_version + 1))
    noted(db, action, conversation_id, "order_action", at)


def noted(db: Connection, action: RowMapping, conversation_id: str, what: str, at: datetime) -> None:
    """An event of the conversation by whoever answers for it, and the audit trail."""
    data = {"kind": action["kind"], "order": action["order_number"], "action": action["id"]}
    event = {"at": at, "conversation_id": conversation_id, "who": action["done_by"], "what": what}
    db.execute(insert(EVENTS).values(data={"case": case_number(db, action["handover_id"]), **data}, **event))
    about = f"case:{action['handover_id']}"
    asked = {"asked_by": action["staff_id"]} if action["staff_id"] != action["done_by"] else {}
    append(db, action["done_by"], what, about, at, **data, **asked)


def locked(db: Connection, case_id: str) -> RowMapping:
    """The case, kept as it is until the end of the transaction."""
    same = update(HANDOVERS).where(HANDOVERS.c.id == case_id).values(status=HANDOVERS.c.status)
    return db.execute(same.returning(HANDOVERS)).mappings().one()


def case_number(db: Connection, case_id: str) -> str:
    """As people call the case."""
    return str(db.execute(select(HANDOVERS.c.case_number).where(HANDOVERS.c.id == case_id)).scalar_one())
