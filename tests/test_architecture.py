"""The house keeps its shape: budgets of size, no cycles, no hidden imports, no junk drawers, a mirror of tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
PACKAGES = ["asula", *settings.OUR_APPS, "stub", "bin/launcher"]
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "stub").rglob("*.html"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MODULE_LINES, CLASS_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 150, 40, 150
TESTS_PER_CODE = 1.0
JUNK_DRAWERS = {"utils", "helpers", "common", "misc", "tools"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=\s*[\"']|javascript:", re.IGNORECASE
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def written_lines(path: Path) -> int:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def too_long(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if (lines := len(source.splitlines())) > MODULE_LINES:
        yield f"{name(path)}: module of {lines} lines"
    for node in ast.walk(ast.parse(source)):
        limit = {ast.FunctionDef: FUNCTION_LINES, ast.AsyncFunctionDef: FUNCTION_LINES, ast.ClassDef: CLASS_LINES}.get(
            type(node)
        )
        if limit and (lines := node.end_lineno - node.lineno + 1) > limit:
            yield f"{name(path)}:{node.lineno}: {node.name} has {lines} lines, allowed are {limit}"


def imports_inside_functions(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{name(path)}:{node.lineno}"


def module_of(path: Path) -> str:
    relative = path.relative_to(ROOT).with_suffix("")
    return ".".join(relative.parts[:-1] if relative.name == "__init__" else relative.parts)


def imported(path: Path, modules: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {module for module in found if module in modules} - {module_of(path)}


def test_modules_classes_and_functions_stay_small():
    assert [complaint for path in SOURCES for complaint in too_long(path)] == []


def test_templates_stay_small():
    long = {name(path): lines for path in TEMPLATES if (lines := len(path.read_text().splitlines())) > TEMPLATE_LINES}
    assert long == {}


def test_templates_have_no_inline_scripts_styles_or_handlers():
    found = [f"{name(path)}: {match[0]}" for path in TEMPLATES for match in INLINE.finditer(path.read_text())]
    assert found == []


def test_translated_blocks_are_trimmed():
    untrimmed = re.compile(r"{%\s*blocktrans(late)?\b(?![^%]*\btrimmed\b)[^%]*%}")
    found = [f"{name(path)}: {match[0]}" for path in TEMPLATES for match in untrimmed.finditer(path.read_text())]
    assert found == []


def test_nothing_is_imported_inside_a_function():
    assert [place for path in SOURCES for place in imports_inside_functions(path)] == []


def test_modules_import_each_other_without_cycles():
    modules = {module_of(path): path for path in SOURCES if "launcher" not in path.parts}
    graph = {module: imported(path, set(modules)) for module, path in modules.items()}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail[trail.index(module) :], module])
        if module not in done:
            for other in graph[module]:
                visit(other, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_no_file_is_a_junk_drawer():
    assert [name(path) for path in SOURCES if path.stem in JUNK_DRAWERS] == []


def our_views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from our_views(pattern, route)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] in settings.OUR_APPS:
            yield route, pattern.callback


@pytest.mark.parametrize(("route", "view"), list(our_views(get_resolver())))
def test_each_view_says_whether_it_reads_writes_or_asks(route, view):
    assert getattr(view, "sql", None) in {"reads", "writes", "asks", "returns", "reads or writes"}, route


def test_there_is_more_test_than_code():
    """The stub server counts on neither side: it is equipment of the tests, and as large as what it stands in for."""
    code = sum(written_lines(path) for path in SOURCES if "stub" not in path.relative_to(ROOT).parts)
    tests = sum(written_lines(path) for path in TESTS)
    assert tests / code >= TESTS_PER_CODE, f"{tests} test lines ÷ {code} code lines = {tests / code:.2f}"
