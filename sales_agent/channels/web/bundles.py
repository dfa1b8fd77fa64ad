"""Joins the widget's modules into the two files that a browser fetches: one before it is opened.

The modules are plain ES modules, which a browser would also take one by one; joined they are two
requests instead of thirty, and half as many bytes.
"""

import posixpath
import re
from collections.abc import Callable, Mapping

import rjsmin

Read = Callable[[str], str]
"""A module's source by its name, such as `strings/en.js`."""

_IMPORT = re.compile(r'^import (?:(\w+)|\{([^}]*)\}) from "(\.[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class UnknownSyntax(ValueError):
    """A module imports or exports in a way that is not joined here."""


def widget_sources(read: Read, languages: list[str]) -> Mapping[str, str]:
    """The widget's scripts as they are served, by the name under `/widget/`."""
    first, second = "launcher.js", "app.js"
    tables = {table: read(table) for table in languages}
    joined = {first: first_bundle(first, read), second: second_bundle(second, first, read)}
    return {name: stripped(source) for name, source in {**joined, **tables}.items()}


def first_bundle(entry: str, read: Read) -> str:
    """Join a module and all that it imports; what it holds is exported for a second bundle."""
    modules = _ordered(entry, read)
    parts = ", ".join(map(_name, modules))
    return f"{_joined(modules, entry, read)}export const parts = {{ {parts} }};\n"


def second_bundle(entry: str, first: str, read: Read) -> str:
    """Join a module and what it imports beyond the first bundle, which it takes the rest from."""
    known = _ordered(first, read)
    modules = [module for module in _ordered(entry, read) if module not in known]
    names = ", ".join(map(_name, known))
    taken = f'import {{ parts }} from "./{first}";\nconst {{ {names} }} = parts;\n'
    return taken + _joined(modules, entry, read)


def stripped(source: str) -> str:
    """A script without its comments and spare white space."""
    return str(rjsmin.jsmin(source)).strip() + "\n"


def stripped_style(source: str) -> str:
    """A style sheet without its comments and spare white space."""
    bare = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", bare)).strip() + "\n"


def _joined(modules: list[str], entry: str, read: Read) -> str:
    exported = f"export const {{ {', '.join(_exports(read(entry)))} }} = {_name(entry)};"
    return "\n".join([*(_scope(module, read(module)) for module in modules), exported, ""])


def _ordered(entry: str, read: Read) -> list[str]:
    """A module and what it imports, each after what it needs itself."""
    found: list[str] = []

    def visit(module: str, path: tuple[str, ...]) -> None:
        if module in path:
            raise UnknownSyntax(f"modules import one another: {' -> '.join((*path, module))}")
        for _, _, address in _IMPORT.findall(read(module)):
            visit(_resolved(address, module), (*path, module))
        if module not in found:
            found.append(module)

    visit(entry, ())
    return found


def _scope(module: str, source: str) -> str:
    """A module as a constant that holds what it exports."""
    names = _exports(source)
    exported = ", ".join([*names, *(["default: exported"] if _DEFAULT.search(source) else [])])
    body = _IMPORT.sub(lambda found: _taken(found, module), source)
    body = _DEFAULT.sub("const exported = ", _EXPORT.sub("", body))
    if left := _LEFT.search(body):
        raise UnknownSyntax(f"{module}: cannot join {left.group()!r}")
    return f"const {_name(module)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _taken(found: re.Match[str], module: str) -> str:
    default, names, address = found.groups()
    holder = _name(_resolved(address, module))
    return f"const {default} = {holder}.default;" if default else f"const {{{names}}} = {holder};"


def _exports(source: str) -> list[str]:
    return _EXPORT.findall(source)


def _resolved(address: str, module: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(module), address))


def _name(module: str) -> str:
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js"))
