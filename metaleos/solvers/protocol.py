"""The one protocol between the physics and everything else.

A theory declares its models as :class:`Model` values in its ``declaration.py`` (which imports
neither numpy nor scipy), and names, as import paths, two functions that are loaded only when
they are called:

``solver(batch: Batch) -> Solution``
    The physics, vectorised over states.
``reference(inputs, convention) -> dict``
    The model's reference state: a value for every state variable.

A function that cannot answer for a reason of its physics raises `RefusedError`; every other
exception is a fault of the program.

Row ``i`` of a batch is one state of one element: its state variables and inputs in, its values,
error estimates and outcome out. Values cross the protocol in the property's storage unit
(`metaleos.properties`); inside, each theory keeps the units of its paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from metaleos.errors import SolveError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from metaleos.properties import Property
    from metaleos.solvers.arrays import FloatArray, ObjectArray

Convention = Literal["standard", "printed"]
CONVENTIONS: tuple[Convention, ...] = ("standard", "printed")

OUTCOMES: dict[str, str] = {
    "ok": "the value is within its error estimate",
    "undefined": "the property does not exist at this state; neither a failure nor a gap",
    "no_solution": "the model has no solution at this state; the reason gives the limit",
    "not_converged": "the iteration did not reach its tolerance; no value is given",
    "out_of_range": "the state lies outside the range that the solver covers",
    "invalid_input": "an input is missing, or lies where the model has no meaning",
    "failed": "the solver stopped on an unexpected error; the reason quotes it",
}
"""Every outcome with its meaning: of a state (all but ``undefined``), or of one property at it."""


class RefusedError(Exception):
    """The model cannot answer, for a reason of its own: a whole batch, or a reference state.

    A single state is refused by its outcome (`Solution`). What a user asked wrongly (a word of a
    setting, an abscissa) is a `metaleos.errors.UsageError`.

    Parameters
    ----------
    reason : str
        One line: what, where, which limit.
    outcome : str
        The outcome of every state of the batch, a key of `OUTCOMES`.
    """

    def __init__(self, reason: str, outcome: str = "invalid_input") -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One number a model reads about an element.

    Parameters
    ----------
    name : str
        Its name in the catalog: ``"R_M"``, ``"Z"``, ``"atomic_mass"``.
    unit : str
        The unit the solver wants it in.
    kind : {"parameter", "constant", "observation"}
        Where the catalog finds it: a parameter of the theory or variant, a constant of the
        element, or a measured value (a property name; the best-ranked observation).
    description : str
        What it is, with its symbol.
    required : bool
        A model does not cover an element that lacks a required input. An optional input that
        is missing is NaN in the batch.
    inferred : tuple of str
        The printed columns that its values were inferred from, where both conventions read it
        (`names_column`); what only ``printed`` reads is an `Ingredient`.
    """

    name: str
    unit: str
    kind: Literal["parameter", "constant", "observation"]
    description: str
    required: bool = True
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateVariable:
    """One variable that, with the others, says where a value holds.

    A new variable, a number, exists by being declared in a theory: options of the command line,
    headings of csv files, conditions, columns, axes, JSON and SQL names follow from it.

    Parameters
    ----------
    name : str
        ``"volume"``, ``"temperature"``, ``"structure"`` ...; the option is ``--name``.
    unit : str
        Storage unit (``"bohr3/atom"``, ``"K"``, ``"1"``).
    symbol : str
        As captions and axes show it (``"T"``); the name where empty.
    description : str
        What it is, in a few words, for the help of its option.
    choices : tuple of str
        The valid words where the variable is not a number (structures).
    minimum, maximum : float or None
        The range of a number; the solver may narrow it per state by an outcome.
    zero : bool
        Whether zero is a valid value.
    structures : tuple of str
        The structures in which it means something; all where empty.
    """

    name: str
    unit: str
    symbol: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    zero: bool = False
    structures: tuple[str, ...] = ()


STRUCTURE = StateVariable(
    name="structure", unit="1", description="bcc, fcc, hcp", choices=("bcc", "fcc", "hcp")
)
TEMPERATURE = StateVariable(
    name="temperature", unit="K", symbol="T", minimum=0.0, zero=True,
    description='"300 K", "0,10,50 eV", "1:100:21 eV"',
)  # fmt: skip
VOLUME = StateVariable(
    name="volume", unit="bohr3/atom", symbol="V", minimum=0.0,
    description='Per atom: "120 bohr3", "17.8 A3"',
)  # fmt: skip
"""The variables that theories share; what only one theory has stands in its declaration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Where a model ends: outside, a state is ``out_of_range``, with the reason.

    Parameters
    ----------
    name : str
        What is bounded: a state variable, or a quantity that the state and the inputs fix.
    unit : str
    low, high : float
        Both ends belong to the range.
    reason : str
        One line: why it ends there.
    """

    name: str
    unit: str
    low: float
    high: float
    reason: str

    def __str__(self) -> str:
        """Return it in words, as answers and lists show it."""
        unit = "" if self.unit == "1" else f" {self.unit}"
        return f"{self.name} from {self.low:g} to {self.high:g}{unit}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The elements and states that a model is for: scores count over it.

    It may have values elsewhere; they are shown apart, with `statement` as the reason.

    Parameters
    ----------
    statement : str
        One line: what the model is for.
    elements : tuple of str
        Symbols; empty means all that its inputs are there for.
    least_compression, least_temperature : float or None
        A state belongs to it from this compression on, or from this temperature [K]; from any
        where both are None.
    """

    statement: str
    elements: tuple[str, ...] = ()
    least_compression: float | None = None
    least_temperature: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """One property a model yields, with its terms.

    Parameters
    ----------
    property : str
        A name of `metaleos.properties`, or of the model's own properties.
    terms : tuple of str
        All terms given, ``"total"`` (the whole) first.
    sums : tuple of str
        Which terms add up to which: ``"total = madelung + electron_gas"``. Without it ``total`` is
        held to be the sum of all other terms; ``("none",)`` says that the terms stand beside each
        other. The consistency harness holds every model to this.
    curve : str
        Empty for a scalar; else the name of the abscissa (``"wavevector"``, ``"distance"``).
        Curves are computed only when they are asked for by name.
    on_request : bool
        Whether a scalar is computed only when it is asked for by name (too slow to be default).
    describes_failure : bool
        Whether it has a value also where the state has no solution (a limiting compression).
    """

    property: str
    terms: tuple[str, ...] = ("total",)
    sums: tuple[str, ...] = ()
    curve: str = ""
    on_request: bool = False
    describes_failure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """One part of the convention ``printed``, which a `Batch` can switch alone.

    Parameters
    ----------
    name : str
        What `Batch.takes` is asked for; that of the input, where an input is the ingredient.
    text : str
        What it is, in one clause.
    inferred : tuple of str
        The printed columns that its numbers were inferred from (`names_column`); empty where the
        paper states it.
    numbers : int
        How many numbers were inferred beside those of an input (whose rows count themselves).
    """

    name: str
    text: str
    inferred: tuple[str, ...] = ()
    numbers: int = 0


def names_column(
    columns: Iterable[str], source: str, table: str, quantity: str, model: str
) -> bool:
    """Return whether one of `columns` is that of a cell: ``"soma1978 IV:E_coh ha/vs"``.

    A column without a model means all of the table's models.
    """
    head = f"{source} {table}:{quantity}"
    return any(column in {head, f"{head} {model}"} for column in columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The declaration of one model: what it is, what it reads, what it yields.

    Parameters
    ----------
    theory, variant : str
        ``"ha"``, ``"vs"``; the variant is empty where a theory has only one.
    title : str
        One line for people.
    revision : int
        Raised whenever a change of the solver can change a number it returns.
    source : str
        Citation key of the paper: in the shipped bibliography, or in the ``sources.bib`` beside
        the declaration of a theory of another package.
    state_variables : tuple of StateVariable
    inputs : tuple of Input
    yields : tuple of Yield
    solver, reference : str
        Import paths ``"package.module:function"``.
    properties : tuple of Property
        Those of its yields that no fact, no paper and no other theory refers to.
    settings : mapping
        Numerical settings (cut-offs, nodes, tolerances): part of a result's fingerprint.
    is_default : bool
        Whether the bare name of the theory means this variant. A theory without a default means
        all its variants.
    grid : mapping of str to tuple
        States that the default catalog holds in ``standard``, for every element, beside the
        reference state and those of the papers: values by state variable, or by ``compression``.
    conventions : tuple of str
    ingredients : tuple of Ingredient
        What ``printed`` is made of: all that tells it from ``standard``.
    claims : str
        Import path of a function ``(batch, elements) -> claims`` that tests the paper's
        statements at the reference states of the elements it covers; each claim has ``name``,
        ``statement``, ``holds`` and ``finding``. Empty where the theory has none.
    ranges : tuple of Range
        Where the model ends (`metaleos.solvers.rows.Outcomes.confine` holds states to it).
    inconsistencies : mapping of str to str
        Identities (by the name of the check) that the paper's own equations violate, with the
        reason. The harness still tests them, and books the outcome as the paper's.
    domain : Domain or None
        What it is for; None means whatever it covers. A state where its ``validity`` is 0 never
        belongs to it.
    origin : str
        What its energies are counted from: ``"valence electrons"`` or ``"all electrons"``, each
        at rest far away.
    phase : str
        ``"solid"`` or ``"liquid"``; empty where it has no atoms in order or disorder.
    """

    theory: str
    variant: str = ""
    title: str
    revision: int
    source: str
    state_variables: tuple[StateVariable, ...]
    inputs: tuple[Input, ...]
    yields: tuple[Yield, ...]
    solver: str
    reference: str
    properties: tuple[Property, ...] = ()
    settings: Mapping[str, float | int | str | bool] = field(default_factory=dict)
    is_default: bool = False
    grid: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    conventions: tuple[Convention, ...] = CONVENTIONS
    ingredients: tuple[Ingredient, ...] = ()
    claims: str = ""
    ranges: tuple[Range, ...] = ()
    inconsistencies: Mapping[str, str] = field(default_factory=dict)
    domain: Domain | None = None
    origin: str = ""
    phase: str = ""

    @property
    def name(self) -> str:
        """The full name, ``theory/variant`` or ``theory``."""
        return f"{self.theory}/{self.variant}" if self.variant else self.theory

    def yields_property(self, name: str) -> Yield | None:
        """Return the declaration of property `name`, or None if this model has none."""
        return next((y for y in self.yields if y.property == name), None)

    def load_solver(self) -> Callable[[Batch], Solution]:
        """Import and return the function that solves a batch."""
        return _load(self.solver, f"{self.name}, solver")  # type: ignore[no-any-return]

    def load_claims(self) -> Callable[[Batch, Sequence[str]], Sequence[Any]] | None:
        """Import and return the function that tests the paper's statements, if there is one."""
        return _load(self.claims, f"{self.name}, claims") if self.claims else None

    def load_reference(self) -> Callable[[Mapping[str, float], Convention], dict[str, Any]]:
        """Import and return the function that gives the reference state."""
        return _load(self.reference, f"{self.name}, reference")  # type: ignore[no-any-return]


def takes(ingredient: str, convention: Convention, switched: frozenset[str] = frozenset()) -> bool:
    """Return whether an ingredient of ``printed`` is in use: the one place that asks."""
    return (convention == "printed") != (ingredient in switched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """States to solve, as columns of equal length n.

    Parameters
    ----------
    model : Model
    states : mapping of str to array, shape (n,)
        One column per state variable, float (storage unit) or object (words).
    inputs : mapping of str to float array, shape (n,)
        One column per declared input, NaN where an optional one is missing. Only what is read
        here enters the fingerprint, so read an input only where it is used.
    convention : {"standard", "printed"}
    properties : frozenset of str
        What is wanted. Empty means every scalar property. Solvers may return more, and should
        skip expensive properties that are not wanted.
    settings : mapping
        The model's settings, with any that the caller changed.
    points : mapping of str to float array
        Abscissae for curves, by name; a missing one means the solver's own default grid.
    switched : frozenset of str
        Ingredients of the convention ``printed`` that are switched: made alone in ``standard``,
        left out in ``printed``. The inputs are then those of ``printed``. What the catalog
        stores has none.
    """

    model: Model
    states: Mapping[str, Any]
    inputs: Mapping[str, FloatArray]
    convention: Convention
    properties: frozenset[str] = frozenset()
    settings: Mapping[str, float | int | str | bool] = field(default_factory=dict)
    points: Mapping[str, FloatArray] = field(default_factory=dict)
    switched: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """Return the number of states."""
        return len(next(iter(self.states.values())))

    def takes(self, ingredient: str) -> bool:
        """Return whether an ingredient of the convention ``printed`` is in use."""
        return takes(ingredient, self.convention, self.switched)

    def wants(self, *names: str) -> bool:
        """Return whether any of the scalar properties `names` is wanted."""
        return not self.properties or any(name in self.properties for name in names)

    def abscissae(
        self, name: str, default: FloatArray, unit: str, low: float, high: float
    ) -> FloatArray:
        """Return the points asked for of a curve, or `default`.

        Raises
        ------
        UsageError
            If there is none, or one is not a number from `low` to `high` [unit].
        """
        if name not in self.points:
            return default
        points = self.points[name]
        if not len(points) or not ((points >= low) & (points <= high)).all():
            unit = "" if unit == "1" else f" {unit}"
            raise UsageError(f"every {name} must be a number from {low:g} to {high:g}{unit}")
        return points

    def wants_curve(self, name: str) -> bool:
        """Return whether the curve `name` was asked for by name."""
        return name in self.properties


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A property on a grid, for each state.

    Parameters
    ----------
    variable, unit : str
        The abscissa (``"wavevector"``, ``"1/bohr"``).
    points : float array, shape (m,) or (n, m)
    values, errors : float array, shape (n, m)
        In the property's storage unit; NaN where there is no value.
    """

    variable: str
    unit: str
    points: FloatArray
    values: FloatArray
    errors: FloatArray


@dataclass(slots=True, kw_only=True)
class Solution:
    """What a solver returns for a batch of n states.

    Parameters
    ----------
    values : dict of (property, term) to float array, shape (n,)
        In the property's storage unit. NaN where the outcome is not ``ok``, and where a single
        property does not exist at an ``ok`` state (then `missing` may say why).
    errors : dict of (property, term) to float array, shape (n,)
        Estimated absolute errors, same unit and keys.
    outcome : object array of str, shape (n,)
        A key of `OUTCOMES` for every state.
    reason : object array of str, shape (n,)
        Empty where the outcome is ``ok``; else one line: what, where, which limit.
    curves : dict of (property, term) to Curve
    missing : dict of property to object array of str, shape (n,)
        Why a single property has no value at an otherwise solved state.
    lacking : dict of property to object array of str, shape (n,)
        The outcome of such a property, a key of `OUTCOMES`; ``no_solution`` where none is given.
    """

    values: dict[tuple[str, str], FloatArray]
    errors: dict[tuple[str, str], FloatArray]
    outcome: ObjectArray
    reason: ObjectArray
    curves: dict[tuple[str, str], Curve] = field(default_factory=dict)
    missing: dict[str, ObjectArray] = field(default_factory=dict)
    lacking: dict[str, ObjectArray] = field(default_factory=dict)

    def absence(self, name: str, row: int) -> tuple[str, str]:
        """Return outcome and reason of a property that has no value at a solved row."""
        why, outcome = self.missing.get(name), self.lacking.get(name)
        return (
            str(outcome[row] if outcome is not None else "") or "no_solution",
            str(why[row] if why is not None else ""),
        )


def _load(path: str, field: str) -> Any:
    module, _, name = path.partition(":")
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if not error.name or not f"{module}.".startswith(f"{error.name}."):
            raise  # something that the module needs: no fault of the path
        raise SolveError(
            f"the declaration of {field}: {path!r}: no module {error.name!r}"
        ) from None
    if not hasattr(found, name):
        raise SolveError(f"the declaration of {field}: {path!r}: no {name!r} in {module}")
    return getattr(found, name)
