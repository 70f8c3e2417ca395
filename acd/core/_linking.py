"""How kernels become one program: each is lowered once, and all are optimised together where Python enters.

Left to itself, numba optimises every function and turns it into machine code as soon as its types are known, with
copies of all that it calls linked in; its callers do the same again with copies of it. In a core of many small layers
nearly all of a compilation is that repetition. Here the library of a kernel keeps the code as it was lowered, and the
library of an entry collects the code of every kernel below it, each once, and optimises the whole. To the optimiser
they are then private functions of one program: what has one caller is inlined into it, what has none left is dropped.

This file leans most on numba's insides. Where they are not those it was written for, `pipelines` gives numba's own way
of compiling: it takes several times as long and yields the same results.
"""

from __future__ import annotations

import gc
import platform
from typing import Any

from llvmlite import binding  # type: ignore[import-untyped]
from numba.core import codegen, compiler

_Library: Any = getattr(codegen, "JITCodeLibrary", object)
_Compiler: Any = compiler.Compiler

_NEEDLESS = {
    "WithLifting",
    "InlineClosureLikes",
    "RewriteDynamicRaises",
    "MakeFunctionToJitFunction",
    "InlineInlinables",
    "FindLiterallyCalls",
    "LiteralUnroll",
    "LiteralPropagationSubPipelinePass",
    "InlineOverloads",
    "NopythonRewrites",
    "NoPythonSupportedFeatureValidation",
    "DumpParforDiagnostics",
}
"""Numba's passes for what no kernel contains: closures, arrays, ``with``, exceptions, loops over mixed types."""

_LEANED_ON = {
    "finalize": {"_final_module", "_get_module_for_linking", "_linking_libraries", "_optimize_final_module"},
    "serialize_using_object_code": {"_ensure_finalized", "_get_compiled_object", "_get_module_for_linking"},
    "_unserialize": {"_set_compiled_object", "_finalize_final_module", "_load_defined_symbols"},
}
"""The private names in the methods of numba's library that this file builds on."""


def supported() -> bool:
    """Return whether this numba links its libraries in the way that this file changes."""
    methods: dict[str, Any] = {name: getattr(_Library, name, None) for name in _LEANED_ON}
    if None in methods.values() or not hasattr(binding, "create_pipeline_tuning_options"):
        return False
    return all(set(method.__code__.co_names) >= _LEANED_ON[name] for name, method in methods.items())


def pipelines() -> tuple[type[Any], type[Any]]:
    """Return how a kernel and how an entry is compiled: pipeline classes for numba's dispatchers."""
    return (_KernelPipeline, _EntryPipeline) if supported() else (_Compiler, _Compiler)


if platform.machine().lower() in ("x86_64", "amd64"):
    # Else choices between two numbers become jumps in loops: half of them are guessed wrong in a winner tree.
    binding.set_option("acd", "-x86-cmov-converter=false")

_APART: set[Any] = set()


def keep_apart(function: Any) -> None:
    """Let a kernel stay a function of its own, never compiled into another.

    Parameters
    ----------
    function : callable
        The Python function.
    """
    _APART.add(function)


class _NoMachine:
    """Stands where numba looks for the machine code of a kernel, of which there is none."""

    def set_env(self, _name: str, _environment: object) -> None:
        """Ignore what numba's exceptions would need: kernels raise none."""


class _KernelLibrary(_Library):  # type: ignore[misc]
    """The code of one kernel as it was lowered."""

    stays_apart = False

    @property
    def codegen(self) -> Any:
        """What would run the machine code."""
        return _NoMachine()

    def add_ir_module(self, module: Any) -> None:
        """Take the code, and say of it what the optimiser is to know."""
        if self.stays_apart:
            for function in module.functions:
                if function.blocks and "alwaysinline" not in function.attributes:
                    function.attributes.add("noinline")
                    function.attributes.add("cold")
        super().add_ir_module(module)

    def finalize(self) -> None:
        """Leave the code alone: the entries above optimise it."""
        self._finalized = True


class _EntryLibrary(_Library):  # type: ignore[misc]
    """The code of an entry and of every kernel below it."""

    _linking_libraries: list[Any]

    def finalize(self) -> None:
        """Link each kernel once, optimise, and make machine code."""
        self._own = {
            function.name for function in self._final_module.functions if not function.is_declaration
        }
        below: dict[int, Any] = {}
        waiting = list(self._linking_libraries)
        while waiting:
            library = waiting.pop()
            if id(library) not in below:
                below[id(library)] = library
                if isinstance(library, _KernelLibrary):  # any other contains what it calls
                    waiting += library._linking_libraries  # noqa: SLF001
        self._linking_libraries = list(below.values())
        super().finalize()

    def serialize_using_object_code(self) -> tuple[str, str, tuple[bytes, bytes]]:
        """Keep the machine code and the names in it; numba would keep all code once more, to link it with others."""
        self._ensure_finalized()
        names = binding.parse_assembly(_names_in(self._final_module))
        return self.name, "object", (self._get_compiled_object(), names.as_bitcode())

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in self._own:
                function.linkage = "internal"
                # The loader knows private names too, and would take another entry's kernel for this one's.
                function.name = f"{function.name}.in.{self.name}"
        # Numba's two rounds prune reference counts, of which there are none; one round is as fast to run.
        options = binding.create_pipeline_tuning_options(speed_level=2)
        options.loop_vectorization = True
        builder = binding.create_pass_builder(self._codegen._tm, options)  # noqa: SLF001
        builder.getModulePassManager().run(self._final_module, builder)


def _names_in(module: Any) -> str:
    """Write a module with the same public names and nothing behind them."""
    functions, values = (
        [each.name for each in part if not each.is_declaration and each.linkage.name == "external"]
        for part in (module.functions, module.global_variables)
    )
    stubs = [f'define void @"{name}"() {{ unreachable }}' for name in functions]
    return "\n".join([*stubs, *(f'@"{name}" = global i8 0' for name in values)])


class _KernelPipeline(_Compiler):  # type: ignore[misc]
    """Numba's way from a function to its code, less the passes that no kernel needs."""

    library: type[Any] = _KernelLibrary

    def define_pipelines(self) -> list[Any]:
        """Choose the library that the code goes to and return the passes."""
        state = self.state
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.stays_apart = state.func_id.func in _APART
        state.library.enable_object_caching()
        pipelines = super().define_pipelines()
        for pipeline in pipelines:
            pipeline.passes = [step for step in pipeline.passes if step[0].__name__ not in _NEEDLESS]
        return list(pipelines)


class _EntryPipeline(_KernelPipeline):
    """The same for an entry; the kernels that it calls are compiled on the way."""

    library = _EntryLibrary

    def compile_extra(self, func: Any) -> Any:
        """Compile without looking for garbage meanwhile: millions of small objects are made, and most are kept."""
        collects = gc.isenabled()
        gc.disable()
        try:
            return super().compile_extra(func)
        finally:
            if collects:
                gc.enable()
