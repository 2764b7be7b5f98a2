"""What the pages of the catalogue are built on."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.staff.audit import Audit
from bot.tuning.callers_words import CallersWords
from bot.tuning.catalogue import Catalogue
from bot.tuning.data_files import DataFiles
from bot.tuning.new_intents import NewIntents
from bot.tuning.previews import Renderer
from bot.tuning.responses import Responses


@dataclass(frozen=True)
class IntentParts:
    """What the pages need."""

    catalogue: Catalogue
    responses: Responses
    new: NewIntents
    words: CallersWords
    files: DataFiles
    renderer: Renderer
    audit: Audit
    clock: Clock
