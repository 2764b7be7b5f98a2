"""The inbox's rows: what is waiting to be decided, and what they are called in the store."""

from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceGroupRow, UtteranceRow
from bot.tuning.decision import DECIDED, DISPUTED, HALF, OPEN, UNUSABLE, WRITTEN

UTTERANCES = table_of(UtteranceRow)
GROUPS = table_of(UtteranceGroupRow)
STATUSES = (OPEN, HALF, DISPUTED, DECIDED, WRITTEN, UNUSABLE)
# Somebody still has to look at these.
WAITING = (OPEN, HALF, DISPUTED)
