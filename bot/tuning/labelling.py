"""Everything labelling consists of, put together for one checkout and one store."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import Clock
from bot.tuning.data_files import DataFiles
from bot.tuning.drafts import Drafts
from bot.tuning.known_files import KnownFiles
from bot.tuning.labels import Labels
from bot.tuning.learnt import Learnt
from bot.tuning.marked_values import MarkedValues
from bot.tuning.originals import Originals
from bot.tuning.provenance import Provenance
from bot.tuning.sentence_changes import SentenceChanges
from bot.tuning.stand_ins import StandIns
from bot.tuning.suggestions import Meanings, Suggestions
from bot.tuning.tuning_terms import TuningTerms


@dataclass(frozen=True)
class Labelling:
    """Its parts, which share what they have read of the files."""

    labels: Labels
    learnt: Learnt
    suggestions: Suggestions
    changes: SentenceChanges
    provenance: Provenance
    terms: TuningTerms


def labelling(
    root: Path, engine: Engine, clock: Clock, files: DataFiles, meanings: Meanings | None
) -> Labelling:
    """Nothing is read before it is needed."""
    originals, stand_ins, known, terms = (
        Originals(engine),
        StandIns(root),
        KnownFiles(root),
        TuningTerms(root),
    )
    learnt = Learnt(engine, clock, known, terms, Drafts(originals, stand_ins))
    return Labelling(
        labels=Labels(engine, clock, learnt, MarkedValues(engine, originals, stand_ins)),
        learnt=learnt,
        suggestions=Suggestions(engine, known, meanings),
        changes=SentenceChanges(engine, files, learnt),
        provenance=Provenance(engine, clock, files),
        terms=terms,
    )
