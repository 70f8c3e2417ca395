"""How compiled code reads and writes a row: the accessor of a table, and what the optimiser may take for granted.

``agent(z, i)`` compiles to a load and a multiplication and yields a record that is read and written in place; the row
of a table that has only one stands at a fixed distance from the handle, and costs nothing to find. Every access tells
LLVM its table and column ("type-based alias analysis"): a store to one column leaves every other column as it was, so
that what was loaded stays in a register. Without that each store would make the code load everything anew, because all
that LLVM sees is addresses. Columns of tables that are fixed during a run are marked as never changing. None of this
has a meaning uncompiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, config, datamodel
from numba.core.datamodel.models import RecordModel
from numba.extending import intrinsic, lower_builtin

_config: Any = config
_cgutils: Any = cgutils
_datamodel: Any = datamodel
_types: Any = numba.types
_intrinsic: Any = intrinsic
_lower: Any = lower_builtin

PLAIN = bool(_config.DISABLE_JIT)
"""True when the core runs uncompiled (``NUMBA_DISABLE_JIT=1``)."""

_WORD = ir.IntType(64)


class Row(_types.Record):  # type: ignore[misc]
    """The type of a row of one table: a record that knows the table, and whether the table is fixed during a run."""

    def __init__(self, table: int, dtype: np.dtype[Any], *, fixed: bool) -> None:
        plain = numba.from_dtype(dtype)
        fields = [
            (name, {"type": field.type, "offset": field.offset, "alignment": field.alignment})
            for name, field in plain.fields.items()
        ]
        super().__init__(fields, plain.size, plain.aligned)
        self.table = table
        self.fixed = fixed
        self.name = f"Row({table}, {', '.join(plain.fields)})"  # also what two types are compared by

    def align(self, column: str) -> int:
        """Return what the address of a column is always a multiple of [bytes]."""
        size: int = self.typeof(column).bitwidth // 8
        return size if self.offset(column) % size == 0 and self.size % size == 0 else 1

    def mark(self, module: Any, access: Any, column: str, *, load: bool) -> None:
        """Tell LLVM which column of which table an instruction reads or writes."""
        root = module.add_metadata(["acd"])
        scalar = module.add_metadata([f"{self.table}.{column}", root])
        access.set_metadata("tbaa", module.add_metadata([scalar, scalar, ir.Constant(_WORD, 0)]))
        if load and self.fixed:
            access.set_metadata("invariant.load", module.add_metadata([]))


_datamodel.register_default(Row)(RecordModel)


def _place(context: Any, builder: Any, kind: Row, row: Any, column: str) -> Any:
    data = context.get_data_type(kind.typeof(column))
    return _cgutils.get_record_member(builder, row, kind.offset(column), data)


@_lower("static_getitem", Row, _types.StringLiteral)  # type: ignore[untyped-decorator]
def _load(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    kind, column = signature.args[0], args[1]
    found = builder.load(_place(context, builder, kind, args[0], column), align=kind.align(column))
    kind.mark(builder.module, found, column, load=True)
    return found


@_lower("static_setitem", Row, _types.StringLiteral, _types.Any)  # type: ignore[untyped-decorator]
def _store(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    kind, _, given = signature.args
    row, column, value = args
    wanted = kind.typeof(column)
    value = context.cast(builder, value, given, wanted)
    done = builder.store(value, _place(context, builder, kind, row, column), align=kind.align(column))
    kind.mark(builder.module, done, column, load=False)
    return context.get_dummy_value()


def _address(builder: Any, table: int, size: int, args: Any) -> Any:
    """Return the address of row ``args[1]`` of a table.

    It is an offset from a pointer, not a sum of integers: else LLVM does not see that a loop's rows follow each other.
    """
    tables = builder.inttoptr(args[0], _WORD.as_pointer())
    base = builder.load(builder.gep(tables, [ir.Constant(_WORD, table)]))
    base.set_metadata("invariant.load", builder.module.add_metadata([]))
    first = builder.inttoptr(base, ir.IntType(8).as_pointer())
    return builder.gep(first, [builder.mul(args[1], ir.Constant(_WORD, size))])


def row_of(
    table: int, dtype: np.dtype[Any], *, fixed: bool = False, inside: int | None = None
) -> Callable[[Any, Any], Any]:
    """Make the accessor of one table.

    Parameters
    ----------
    table : int
        The table's place in the handle.
    dtype : numpy.dtype
        The structured type of its rows: whole numbers of 32 or 64 bits, and floats.
    fixed : bool
        True when no kernel writes the table.
    inside : int, optional
        Where the table's only row stands in the block that the handle is the address of [bytes].

    Returns
    -------
    callable
        ``accessor(z, i)`` yields row ``i``, to be read and written in place: ``row["state"]``.
    """
    if PLAIN:
        return _strict(table, dtype)
    record = Row(table, dtype, fixed=fixed)

    @_intrinsic  # type: ignore[untyped-decorator]
    def accessor(_typing: Any, _z: Any, _i: Any) -> Any:
        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            kind = context.get_value_type(record)
            if inside is not None:
                block = builder.inttoptr(args[0], ir.IntType(8).as_pointer())
                return builder.bitcast(builder.gep(block, [ir.Constant(_WORD, inside)]), kind)
            return builder.bitcast(_address(builder, table, dtype.itemsize, args), kind)

        return record(_types.int64, _types.int64), code

    return accessor  # type: ignore[no-any-return]


def _strict(table: int, dtype: np.dtype[Any]) -> Callable[[Any, Any], Any]:
    """Make the uncompiled accessor, which refuses rows that there are not.

    Compiled code would read what stands before the table, and NumPy would take -1 for the last row: neither shows.
    """

    def accessor(z: Any, i: Any) -> Any:
        if i < 0:
            message = f"table {table}, whose rows begin with {(dtype.names or ())[:3]}, has no row {i}"
            raise IndexError(message)
        return z[table][i]

    return accessor


def prefetch_of(table: int, dtype: np.dtype[Any]) -> Callable[[Any, Any], Any]:
    """Make the function that asks the processor for a row that will be needed soon; it changes nothing.

    Parameters
    ----------
    table : int
        The table's place in the handle.
    dtype : numpy.dtype
        The structured type of its rows.

    Returns
    -------
    callable
        ``prefetch(z, i)``; any ``i`` is allowed, also one that no row has.
    """
    if PLAIN:
        return lambda _z, _i: 0

    @_intrinsic  # type: ignore[untyped-decorator]
    def prefetch(_typing: Any, _z: Any, _i: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            place = _address(builder, table, dtype.itemsize, args)
            small = ir.IntType(32)
            kind = ir.FunctionType(ir.VoidType(), [place.type, small, small, small])
            ask = builder.module.declare_intrinsic("llvm.prefetch", [place.type], kind)
            read, keep, data = (ir.Constant(small, value) for value in (0, 3, 1))
            builder.call(ask, [place, read, keep, data])
            return ir.Constant(_WORD, 0)

        return _types.int64(_types.int64, _types.int64), code

    return prefetch  # type: ignore[no-any-return]
