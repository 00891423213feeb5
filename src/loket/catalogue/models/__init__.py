"""The tables of the catalogue, by noun."""

from loket.catalogue.models.drafts import Draft, DraftFile, DraftProof
from loket.catalogue.models.forms import (
    Form,
    FormVersion,
    ReferenceRow,
    ReferenceTable,
    Service,
    Theme,
)

__all__ = [
    "Draft",
    "DraftFile",
    "DraftProof",
    "Form",
    "FormVersion",
    "ReferenceRow",
    "ReferenceTable",
    "Service",
    "Theme",
]
