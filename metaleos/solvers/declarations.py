"""Whether a declaration can be used: every field of every model, and the text files beside it.

The registry holds the theories of other packages to this when it loads them, the test suite those
of this package. Nothing here imports numpy, a solver or a reader of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.errors import FactError, UnitError
from metaleos.properties import Comparable, Property
from metaleos.solvers.protocol import (
    CONVENTIONS,
    STRUCTURE,
    TEMPERATURE,
    VOLUME,
    Domain,
    Ingredient,
    Input,
    Model,
    Range,
    StateVariable,
    Yield,
)
from metaleos.textfacts import PARAMETER_COLUMNS, bibtex_entries, optional_float, read_lines
from metaleos.units import parse_unit, same_dimension

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

SOURCES, PARAMETERS = "sources.bib", "parameters.csv"

RESERVED = frozenset({
    "density", "compression", "volume_ratio", "element", "model", "property", "convention",
    "state", "phase", "term", "value", "unit", "error", "outcome", "reason", "source",
    "all", "db", "format", "help", "output", "set", "setting", "parameters", "input",
    "sensitivity", "units", "terms", "x", "linear", "kind", "show", "store", "workers",
    "dry_run", "where", "sort", "limit", "paper", "verdict", "summary", "best", "pivot",
    "published", "observed", "nearest", "digits", "version", "debug",
})  # fmt: skip
"""What a state variable cannot be called: ways to say the volume, columns and options."""

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
_LOWER = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_PATH = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)
_ELEMENT = re.compile(r"\*|[A-Z][a-z]?", re.ASCII)
_SHARED = {item.name: item for item in (STRUCTURE, TEMPERATURE, VOLUME)}


class Fault(NamedTuple):
    """What is wrong with a declaration, in which file and field."""

    file: str
    field: str
    what: str

    def __str__(self) -> str:
        """Return the fault as the end of a line that begins with the package."""
        return f"{self.file}, {self.field}: {self.what}"


@dataclass(frozen=True, slots=True)
class Known:
    """What a new declaration must fit: the models and properties there already are."""

    models: Mapping[str, Model]
    properties: Mapping[str, Property]

    def variables(self) -> dict[str, StateVariable]:
        """Return the state variables there already are, by name."""
        found = dict(_SHARED)
        for model in self.models.values():
            for item in model.state_variables:
                found.setdefault(item.name, item)
        return found


class _Kind(NamedTuple):
    valid: str
    holds: Callable[[Any], bool]


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_unit(value: Any) -> bool:
    try:
        return isinstance(value, str) and parse_unit(value).factor > 0.0
    except UnitError:
        return False


def _tuple_of(valid: str, holds: Callable[[Any], bool], *, empty: bool = True) -> _Kind:
    return _Kind(
        f"a tuple of {valid}",
        lambda value: (
            isinstance(value, tuple) and (empty or bool(value)) and all(map(holds, value))
        ),
    )


def _mapping(valid: str, holds: Callable[[Any], bool]) -> _Kind:
    return _Kind(
        f"a mapping of names to {valid}",
        lambda value: (
            isinstance(value, Mapping)
            and all(isinstance(key, str) and holds(item) for key, item in value.items())
        ),
    )


def _one_of(*words: str) -> _Kind:
    return _Kind(f"one of {', '.join(words)}", lambda value: value in words)


def _instances(of: type, *, empty: bool = True) -> _Kind:
    return _tuple_of(of.__name__, lambda value: isinstance(value, of), empty=empty)


_NAMED = _Kind("a name of letters, digits and underscores", _matches(_NAME))
_LOWERED = _Kind("a name of lower-case letters, digits and underscores", _matches(_LOWER))
_LINE = _Kind("one line of text", _is_line)
_WORD = _Kind("a text", lambda value: isinstance(value, str))
_UNIT = _Kind("a known unit (GPa, eV/atom, K, 1)", _is_unit)
_FLAG = _Kind("True or False", lambda value: isinstance(value, bool))
_BOUND = _Kind("a number or None", lambda value: value is None or _is_number(value))
_NUMBER = _Kind("a number", _is_number)
_ORIGIN = _one_of("", "valence electrons", "all electrons")
_FUNCTION = _Kind('an import path "package.module:function"', _matches(_PATH))

FIELDS: dict[type, dict[str, _Kind]] = {
    Property: {
        "name": _LOWERED,
        "symbol": _LINE,
        "unit": _UNIT,
        "description": _LINE,
        "comparable": _Kind("a Comparable", lambda v: isinstance(v, Comparable)),
    },
    Comparable: {
        "origin": _ORIGIN,
        "same": _one_of("", "phase", "structure"),
        "span": _BOUND,
        "condition": _one_of("", "isothermal", "adiabatic"),
    },
    Domain: {
        "statement": _LINE,
        "elements": _tuple_of("symbols", _matches(re.compile("[A-Z][a-z]?"))),
        "least_compression": _BOUND,
        "least_temperature": _BOUND,
    },
    Input: {
        "name": _NAMED,
        "unit": _UNIT,
        "kind": _one_of("parameter", "constant", "observation"),
        "description": _LINE,
        "required": _FLAG,
        "inferred": _tuple_of("columns", _is_line),
    },
    Ingredient: {
        "name": _NAMED,
        "text": _LINE,
        "inferred": _tuple_of("columns", _is_line),
        "numbers": _Kind("a whole number", lambda v: isinstance(v, int) and v >= 0),
    },
    StateVariable: {
        "name": _LOWERED,
        "unit": _UNIT,
        "symbol": _WORD,
        "description": _WORD,
        "choices": _tuple_of("words", _is_line),
        "minimum": _BOUND,
        "maximum": _BOUND,
        "zero": _FLAG,
        "structures": _tuple_of("words", _is_line),
    },
    Yield: {
        "property": _LOWERED,
        "terms": _tuple_of("words", _is_line, empty=False),
        "sums": _tuple_of("texts", _is_line),
        "curve": _WORD,
        "on_request": _FLAG,
        "describes_failure": _FLAG,
    },
    Range: {"name": _LINE, "unit": _UNIT, "low": _NUMBER, "high": _NUMBER, "reason": _LINE},
    Model: {
        "theory": _LOWERED,
        "variant": _Kind("empty or a name", lambda v: v == "" or _matches(_LOWER)(v)),
        "title": _LINE,
        "revision": _Kind(
            "a whole number from 1",
            lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 1,
        ),
        "source": _LINE,
        "state_variables": _instances(StateVariable, empty=False),
        "inputs": _instances(Input),
        "yields": _instances(Yield, empty=False),
        "solver": _FUNCTION,
        "reference": _FUNCTION,
        "properties": _instances(Property),
        "settings": _mapping(
            "numbers, words or switches", lambda v: isinstance(v, str | bool) or _is_number(v)
        ),
        "is_default": _FLAG,
        "grid": _mapping(
            "tuples of numbers",
            lambda v: isinstance(v, tuple) and bool(v) and all(map(_is_number, v)),
        ),
        "conventions": _tuple_of(" or ".join(CONVENTIONS), lambda v: v in CONVENTIONS, empty=False),
        "ingredients": _instances(Ingredient),
        "ranges": _instances(Range),
        "claims": _Kind(f"empty or {_FUNCTION.valid}", lambda v: v == "" or _matches(_PATH)(v)),
        "inconsistencies": _mapping("reasons", _is_line),
        "domain": _Kind("a Domain or None", lambda v: v is None or isinstance(v, Domain)),
        "origin": _ORIGIN,
        "phase": _one_of("", "solid", "liquid"),
    },
}
"""What every field of a declaration has to be."""

_NESTED = ("state_variables", "inputs", "yields", "properties", "ingredients", "ranges")
_PART = ("domain", "comparable")


def faults(models: object, known: Known, file: str, folder: Traversable) -> Iterator[Fault]:
    """Yield what is wrong with the declaration of a package, in the order of its fields.

    Parameters
    ----------
    models : object
        What the declaration calls its models: a tuple of Model, if all is well.
    known : Known
    file : str
        Name of the declaration's file.
    folder : Traversable
        Where it lies, with its ``sources.bib`` and ``parameters.csv``.
    """
    if not (isinstance(models, tuple) and models and all(isinstance(m, Model) for m in models)):
        yield Fault(file, "MODELS", f"must be a tuple of Model, not {_short(models)}")
        return
    wrong = [Fault(file, *found) for found in _all_kinds(models)]
    if wrong:  # nothing else can be asked of fields of the wrong kind
        yield from wrong
        return
    for found in _together(models, known):
        yield Fault(file, *found)
    own, theirs = _properties(models, known)
    for found in theirs:
        yield Fault(file, *found)
    variables = known.variables()
    for i, model in enumerate(models):
        for field, what in _model(model, own, variables):
            yield Fault(file, f"MODELS[{i}].{field}", what)
        for item in model.state_variables:
            variables.setdefault(item.name, item)
    yield from _texts(models, file, folder)


Found = tuple[str, str]


def _all_kinds(models: tuple[Model, ...]) -> Iterator[Found]:
    for i, model in enumerate(models):
        yield from _kinds(model, f"MODELS[{i}]")


def _kinds(item: Any, place: str) -> Iterator[Found]:
    """Yield the fields of `item`, and of what it holds, that are of the wrong kind."""
    for name, kind in FIELDS[type(item)].items():
        value = getattr(item, name)
        try:
            holds = kind.holds(value)
        except TypeError:  # what cannot even be compared
            holds = False
        if not holds:
            yield f"{place}.{name}", f"must be {kind.valid}, not {_short(value)}"
        elif name in _NESTED:
            for i, part in enumerate(value):
                yield from _kinds(part, f"{place}.{name}[{i}]")
        elif name in _PART and value is not None:
            yield from _kinds(value, f"{place}.{name}")


def _short(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _together(models: tuple[Model, ...], known: Known) -> Iterator[Found]:
    """Yield what is wrong with the names of models, among each other and beside those known."""
    theories = {model.theory for model in known.models.values()}
    seen: set[str] = set()
    defaults: set[str] = set()
    for i, model in enumerate(models):
        if model.name in known.models or model.name in seen:
            yield f"MODELS[{i}].variant", f"there is a model {model.name!r} already"
        elif model.theory in theories:
            yield f"MODELS[{i}].theory", f"theory {model.theory!r} belongs to another package"
        if model.is_default and model.theory in defaults:
            yield f"MODELS[{i}].is_default", f"theory {model.theory!r} has a default already"
        seen.add(model.name)
        defaults |= {model.theory} if model.is_default else set()


def _properties(models: tuple[Model, ...], known: Known) -> tuple[dict[str, Property], list[Found]]:
    """Return all properties, with those that the models bring, and what is wrong with these."""
    whole, wrong = dict(known.properties), []
    for i, model in enumerate(models):
        for j, item in enumerate(model.properties):
            if whole.setdefault(item.name, item) != item:
                there = whole[item.name]
                wrong.append((
                    f"MODELS[{i}].properties[{j}]",
                    f"{item.name!r} is defined already, otherwise: {there.symbol} [{there.unit}], "
                    f"{there.description}",
                ))  # fmt: skip
    return whole, wrong


def _model(
    model: Model, properties: Mapping[str, Property], variables: Mapping[str, StateVariable]
) -> Iterator[Found]:
    for field, names in (
        ("state_variables", [item.name for item in model.state_variables]),
        ("inputs", [item.name for item in model.inputs]),
        ("yields", [item.property for item in model.yields]),
        ("properties", [item.name for item in model.properties]),
        ("ingredients", [item.name for item in model.ingredients]),
    ):
        for i, name in enumerate(names):
            if name in names[:i]:
                yield f"{field}[{i}]", f"{name!r} is named twice"
    for i, variable in enumerate(model.state_variables):
        for name, what in _variable(variable, variables.get(variable.name)):
            yield f"state_variables[{i}].{name}", what
    for i, item in enumerate(model.inputs):
        for name, what in _input(item, properties):
            yield f"inputs[{i}].{name}", what
    for i, given in enumerate(model.yields):
        for name, what in _yield(given, properties):
            yield f"yields[{i}].{name}", what
    for i, bound in enumerate(model.ranges):
        if not bound.low < bound.high:
            yield f"ranges[{i}].high", f"{bound.high!r} is not above {bound.low!r}"
    axes = {item.name for item in model.state_variables if not item.choices}
    if "volume" in axes:
        axes |= {"compression"}
    for name in model.grid:
        if name not in axes:
            yield "grid", f"{name!r} is none of {', '.join(sorted(axes)) or 'nothing'}"


def _variable(item: StateVariable, there: StateVariable | None) -> Iterator[Found]:
    if item.name in RESERVED:
        yield "name", f"{item.name!r} means something else on the command line"
    if there is None:
        if item.choices:
            yield "choices", "a new state variable is a number: only structure is a word"
    elif item.unit != there.unit:
        yield "unit", f"{item.name!r} is known in {there.unit}, not in {item.unit}"
    elif bool(item.choices) != bool(there.choices):
        kind = "a word" if there.choices else "a number"
        yield "choices", f"{item.name!r} is known as {kind}"
    if item.minimum is not None and item.maximum is not None and item.minimum >= item.maximum:
        yield "maximum", f"{item.maximum!r} is not above the minimum {item.minimum!r}"


def _input(item: Input, properties: Mapping[str, Property]) -> Iterator[Found]:
    if item.kind == "parameter" or (item.kind == "constant" and item.name == "Z"):
        return
    there = properties.get(item.name)
    if there is None:
        yield "name", f"there is no property {item.name!r} to be {item.kind} of an element"
    elif not same_dimension(item.unit, there.unit):
        yield "unit", f"{item.name!r} is measured in {there.unit}, not in {item.unit}"


def _yield(item: Yield, properties: Mapping[str, Property]) -> Iterator[Found]:
    if item.property not in properties:
        yield "property", f"there is no property {item.property!r}: add it to `properties`"
    if len(set(item.terms)) < len(item.terms):
        yield "terms", f"a term is named twice: {', '.join(item.terms)}"
    if item.curve and not _NAME.fullmatch(item.curve):
        yield "curve", f"must be {_NAMED.valid}, not {item.curve!r}"
    for text in item.sums if item.sums != ("none",) else ():
        whole, equals, parts = text.partition("=")
        names = [name.strip() for name in (whole, *parts.split("+"))]
        unknown = [name for name in names if name not in item.terms]
        if not equals:
            yield "sums", f"{text!r} is no sum: write 'total = a + b'"
        elif unknown:
            yield "sums", f"{text!r} names {unknown[0]!r}, which is no term"


def _texts(models: tuple[Model, ...], file: str, folder: Traversable) -> Iterator[Fault]:
    """Yield what is wrong with the sources and parameters beside a declaration."""
    keys, wrong = _keys(folder / SOURCES)
    if wrong:
        yield wrong
        return
    for i, model in enumerate(models):
        if model.source not in keys:
            yield Fault(
                file, f"MODELS[{i}].source", f"{SOURCES} beside it has no entry {model.source!r}"
            )
    path = folder / PARAMETERS
    if not path.is_file():
        return
    try:
        for line in read_lines(path, PARAMETER_COLUMNS):
            for column, what in _parameter(line.fields, {m.theory for m in models}, keys):
                yield Fault(PARAMETERS, f"line {line.number}, {column}", what)
    except (FactError, OSError) as error:
        yield Fault(PARAMETERS, "columns", str(error))


def _keys(path: Traversable) -> tuple[set[str], Fault | None]:
    if not path.is_file():
        return set(), None
    try:
        entries = list(bibtex_entries(path.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, OSError) as error:
        return set(), Fault(path.name, "text", str(error))
    for entry in entries:
        for name in ("title", "year"):
            if not entry.fields.get(name):
                return set(), Fault(path.name, f"{entry.key}.{name}", "is missing")
    return {entry.key for entry in entries}, None


def _parameter(fields: Mapping[str, str], theories: set[str], keys: set[str]) -> Iterator[Found]:
    if fields["theory"] not in theories:
        yield "theory", f"{fields['theory']!r} is none of {', '.join(sorted(theories))}"
    if not fields["variant"]:
        yield "variant", "is empty: * means every variant"
    if not _ELEMENT.fullmatch(fields["element"]):
        yield "element", f"{fields['element']!r} is no symbol (* means every element)"
    if fields["convention"] not in {"*", *CONVENTIONS}:
        yield "convention", f"{fields['convention']!r} is none of *, {', '.join(CONVENTIONS)}"
    if not _NAME.fullmatch(fields["name"]):
        yield "name", f"must be {_NAMED.valid}, not {fields['name']!r}"
    try:
        value = optional_float(fields["value"])
    except ValueError:
        value = None
    if value is None or not isfinite(value):
        yield "value", f"{fields['value']!r} is no number"
    if fields["unit"] and not _is_unit(fields["unit"]):
        yield "unit", f"{fields['unit']!r} is no known unit"
    if fields["source"] not in keys:
        yield "source", f"{SOURCES} has no entry {fields['source']!r}"
