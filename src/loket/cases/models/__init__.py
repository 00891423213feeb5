"""The tables about cases, by noun. Internal notes are imported from their own file only."""

from importlib import import_module

from loket.cases.models.absence import Absence, HandedOver
from loket.cases.models.batch import Batch, BatchItem
from loket.cases.models.case import Assignment, Case, CaseFile, CaseMessage
from loket.cases.models.change import Change, ChangeSet
from loket.cases.models.consult import Consult
from loket.cases.models.link import CaseLink, Continuation
from loket.cases.models.task import Approval, Task

# The table of notes must be known to Django, but not be at hand for whoever imports this package.
import_module("loket.cases.models.note")

__all__ = [
    "Absence",
    "Approval",
    "Assignment",
    "Batch",
    "BatchItem",
    "Case",
    "CaseFile",
    "CaseLink",
    "CaseMessage",
    "Change",
    "ChangeSet",
    "Consult",
    "Continuation",
    "HandedOver",
    "Task",
]
