"""Row types of the catalog: what crosses its boundary is validated here.

Plain SQLModel classes (not ``table=True``, which would not validate): unknown fields, NaN and
infinities are refused. ``schema.sql`` remains the only DDL; a test holds both against each other.
Importing this module costs some 0.4 s, so the query path does not.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from sqlmodel import SQLModel

from metaleos.ingest.kinds import Evidence, UncertaintyKind
from metaleos.properties import properties
from metaleos.units import parse_unit

ConventionName = Literal["standard", "printed"]
ReadingKind = Literal["", "scan", "slip"]
NonEmpty = Annotated[str, Field(min_length=1)]
NonNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]


def _known_property(name: str) -> str:
    if name not in properties():
        raise ValueError(f"unknown property {name!r}")
    return name


def _known_unit(text: str) -> str:
    parse_unit(text)
    return text


PropertyName = Annotated[str, AfterValidator(_known_property)]
UnitName = Annotated[str, AfterValidator(_known_unit)]
Symbol = Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")]


class Row(SQLModel):
    """Base of all row types."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]  # SQLModel narrows the type
    table: ClassVar[str]


class ElementRow(Row):
    """A chemical element."""

    table: ClassVar[str] = "element"
    z: int = Field(ge=1, le=118)
    symbol: Symbol
    name: NonEmpty


class CitationRow(Row):
    """What is said of a source wherever it is named."""

    key: NonEmpty
    origin: Literal["shipped", "user"]
    kind: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    note: str


class SourceRow(CitationRow):
    """A citation with its BibTeX entry."""

    table: ClassVar[str] = "source"
    bibtex: str


class PropertyRow(Row):
    """A defined quantity."""

    table: ClassVar[str] = "property"
    name: NonEmpty
    symbol: str
    unit: UnitName
    description: NonEmpty
    origin: str
    same: str
    span: float | None
    condition: str


class ModelRow(Row):
    """A declared model."""

    table: ClassVar[str] = "model"
    name: NonEmpty
    theory: NonEmpty
    variant: str
    title: NonEmpty
    revision: int = Field(ge=0)
    source: NonEmpty
    is_default: bool
    has_solver: bool
    settings: str
    origin: str
    phase: str
    domain: str
    least_compression: float | None
    least_temperature: float | None


class ModelDomainRow(Row):
    """An element that a model is for."""

    table: ClassVar[str] = "model_domain"
    model: NonEmpty
    element: Symbol


class ModelYieldRow(Row):
    """A property and term that a model yields."""

    table: ClassVar[str] = "model_yield"
    model: NonEmpty
    property: PropertyName
    term: NonEmpty
    curve: str
    position: int = Field(ge=0)


class QuotedRow(Row):
    """A printed string, and our reading of it where it should say something else."""

    @model_validator(mode="after")
    def _says_why(self) -> QuotedRow:
        reading, *parts = (
            value for name, value in self.model_dump().items() if name.startswith("reading")
        )
        if {bool(part) for part in parts} != {reading is not None}:
            raise ValueError("a reading needs its kind, basis and reason, and they need a reading")
        return self


class CellRow(QuotedRow):
    """A printed cell."""

    table: ClassVar[str] = "cell"
    id: NonEmpty
    source: NonEmpty
    table_no: NonEmpty
    line: int = Field(gt=0)
    element: Symbol | None
    model: NonEmpty
    label: str
    quantity: NonEmpty
    property: NonEmpty
    term: NonEmpty
    state: str
    printed: str
    unit: UnitName
    digits: int = Field(ge=0)
    step: NonNegative
    parsed: float | None
    reading: float | None
    reading_kind: ReadingKind
    reading_basis: Literal["", "page", "identity", "solver"]
    reading_reason: str
    note: str
    role: Literal["parameter", "published", "observation", "state"]


class FactRow(Row):
    """What constants and observations have in common."""

    id: NonEmpty
    element: Symbol
    property: PropertyName
    value: float | None
    text: str
    printed: str
    printed_unit: UnitName
    uncertainty: NonNegative | None
    uncertainty_kind: UncertaintyKind
    temperature: NonNegative | None
    phase: str
    material: str
    state: str
    source: NonEmpty
    locator: str
    carrier: str
    carrier_license: str
    evidence: Evidence
    confidence: str
    rank: int = Field(ge=1)
    choice: Literal["", "recommended", "open"] = ""
    choice_reason: str = ""
    note: str

    @model_validator(mode="after")
    def _says_why(self) -> FactRow:
        if bool(self.choice) != bool(self.choice_reason):
            raise ValueError("a choice needs its reason, and a reason its choice")
        return self


class ConstantRow(FactRow):
    """A constant of an element."""

    table: ClassVar[str] = "constant"


class ObservationRow(FactRow):
    """A measured value."""

    table: ClassVar[str] = "observation"


class ReferenceRow(Row):
    """A computed value of a theory that is none of ours, to stand beside results."""

    table: ClassVar[str] = "reference"
    id: NonEmpty
    element: Symbol
    property: PropertyName
    value: float
    printed: NonEmpty
    printed_unit: UnitName
    structure: NonEmpty
    method: NonEmpty
    source: NonEmpty
    locator: str
    carrier: str
    carrier_license: str
    evidence: Literal["reference"] = "reference"


class AbsenceRow(Row):
    """Why no measured value of a property is here, of some elements (``*``: all without one)."""

    table: ClassVar[str] = "absence"
    id: NonEmpty
    property: PropertyName
    elements: NonEmpty
    reason: NonEmpty


class ParameterRow(Row):
    """An input of a theory."""

    table: ClassVar[str] = "parameter"
    id: NonEmpty
    theory: NonEmpty
    variant: NonEmpty
    element: Annotated[str, Field(pattern=r"^(\*|[A-Z][a-z]?)$")]
    convention: Literal["*", "standard", "printed"]
    name: NonEmpty
    value: float
    unit: UnitName
    printed: str
    source: NonEmpty
    locator: str
    cell: str | None
    note: str


class PublishedRow(QuotedRow):
    """What a paper printed as its computed result."""

    table: ClassVar[str] = "published"
    id: NonEmpty
    cell: str | None
    source: NonEmpty
    locator: str
    element: Symbol
    model: NonEmpty
    property: PropertyName
    term: NonEmpty
    value: float | None
    printed: str
    printed_unit: UnitName
    reading: float | None
    reading_kind: ReadingKind
    reading_reason: str
    at_reference: bool
    temperature: NonNegative | None
    volume: Positive | None
    density: Positive | None
    structure: str
    note: str


class ErratumRow(Row):
    """Why a printed cell is wrong or cannot be reproduced."""

    table: ClassVar[str] = "erratum"
    id: NonEmpty
    cell: NonEmpty
    kind: Literal["misprint", "scan", "convention", "constants", "unknown"]
    explanation: NonEmpty


class MetaRow(Row):
    """A fact about the catalog file."""

    table: ClassVar[str] = "meta"
    key: NonEmpty
    value: str


ROW_TYPES: tuple[type[Row], ...] = (
    MetaRow,
    ElementRow,
    SourceRow,
    PropertyRow,
    ModelRow,
    ModelYieldRow,
    ModelDomainRow,
    CellRow,
    ConstantRow,
    ObservationRow,
    ReferenceRow,
    AbsenceRow,
    ParameterRow,
    PublishedRow,
    ErratumRow,
)
"""One row type for every table that facts and declarations enter, parents first.

Runs, states, results and checks are ours and come in bulk: ``schema.sql`` checks their columns.
"""
