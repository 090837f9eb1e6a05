"""Row types of the catalog: what crosses its boundary is validated here.

Plain SQLModel classes (not ``table=True``, which would not validate): unknown fields, NaN and
infinities are refused. ``schema.sql`` remains the only DDL; a test holds both against each other.
Importing this module costs some 0.4 s, so the query path does not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Field
from sqlmodel import SQLModel

from metaleos.properties import properties
from metaleos.units import parse_unit

ConventionName = Literal["standard", "printed"]
OutcomeName = Literal[
    "ok", "no_solution", "not_converged", "out_of_range", "invalid_input", "failed"
]
Status = Literal["verified", "recalled", "computed", "predicted"]
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


class SourceRow(Row):
    """A citation."""

    table: ClassVar[str] = "source"
    key: NonEmpty
    origin: Literal["shipped", "user"]
    kind: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    note: str
    bibtex: str


class PropertyRow(Row):
    """A defined quantity."""

    table: ClassVar[str] = "property"
    name: NonEmpty
    symbol: str
    unit: UnitName
    description: NonEmpty


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


class ModelYieldRow(Row):
    """A property and term that a model yields."""

    table: ClassVar[str] = "model_yield"
    model: NonEmpty
    property: PropertyName
    term: NonEmpty
    curve: str
    position: int = Field(ge=0)


class CellRow(Row):
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
    why: str
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
    temperature: NonNegative | None
    phase: str
    state: str
    source: NonEmpty
    locator: str
    carrier: str
    status: Status
    confidence: str
    rank: int = Field(ge=1)
    note: str


class ConstantRow(FactRow):
    """A constant of an element."""

    table: ClassVar[str] = "constant"


class ObservationRow(FactRow):
    """A measured value."""

    table: ClassVar[str] = "observation"


class ParameterRow(Row):
    """An input of a theory."""

    table: ClassVar[str] = "parameter"
    id: NonEmpty
    theory: NonEmpty
    variant: NonEmpty
    element: NonEmpty
    convention: Literal["*", "standard", "printed"]
    name: NonEmpty
    value: float
    unit: UnitName
    printed: str
    source: NonEmpty
    locator: str
    cell: str | None
    note: str


class PublishedRow(Row):
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


class RunRow(Row):
    """One execution of a solver for one element."""

    table: ClassVar[str] = "run"
    id: int
    model: NonEmpty
    element: Symbol
    convention: ConventionName
    revision: int
    settings: str
    fingerprint: str = Field(min_length=32, max_length=32)
    version: NonEmpty
    started: datetime
    seconds: NonNegative
    states: int = Field(ge=0)
    failed: int = Field(ge=0)


class RunInputRow(Row):
    """An input that a run read."""

    table: ClassVar[str] = "run_input"
    run: int
    name: NonEmpty
    kind: Literal["parameter", "constant", "observation"]
    value: float | None
    unit: UnitName
    source: str


class StateRow(Row):
    """Where values hold: unique by its numbers."""

    table: ClassVar[str] = "state"
    id: int
    element: Symbol
    model: NonEmpty
    convention: ConventionName
    place: NonEmpty
    anchor: NonEmpty
    variables: str
    is_reference: bool
    structure: str
    temperature: NonNegative | None
    volume: Positive | None
    density: Positive | None
    compression: Positive | None
    own: dict[str, float]


class ResultRow(Row):
    """A computed value."""

    table: ClassVar[str] = "result"
    run: int
    state: int
    property: PropertyName
    term: NonEmpty
    value: float | None
    error_estimate: NonNegative | None
    outcome: OutcomeName
    reason: str


class CurrentRunRow(Row):
    """The run whose results are current for a state."""

    table: ClassVar[str] = "current_run"
    state: int
    run: int


class ModelCheckRow(Row):
    """A verification of results."""

    table: ClassVar[str] = "model_check"
    id: int
    kind: Literal["integrity", "paper", "claim"]
    name: NonEmpty
    model: NonEmpty
    element: str
    convention: ConventionName
    state: str
    residual: float | None
    tolerance: NonNegative | None
    grade: Literal["pass", "fail", "not_applicable"]
    detail: str
    checked: datetime


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
    CellRow,
    ConstantRow,
    ObservationRow,
    ParameterRow,
    PublishedRow,
    ErratumRow,
    RunRow,
    RunInputRow,
    StateRow,
    ResultRow,
    CurrentRunRow,
    ModelCheckRow,
)
"""One row type for every table of ``schema.sql``, parents first."""
