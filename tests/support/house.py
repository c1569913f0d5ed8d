"""House rules that no linter knows, as functions that name each breach."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

# Written so that this file does not match itself.
FOREIGN_TEXT = {
    "a path of one machine": r"(^|[^\w/.])/(?:hom[e]|roo[t]|User[s]|wor[k])/[\w.]",
    "a package registry": r"py[p]i\.org|pythonhoste[d]|npmj[s]\.|deb\.debia[n]",
    "work left open": r"\b(?:TOD[O]|FIXM[E])\b|raise NotImplementedErro[r]",
}
"""What has no place in a tracked file, and a pattern for it."""


def qt_imports(source: str) -> list[str]:
    """Name the Qt packages that `source` imports, at whatever depth."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        found += [
            name for name in names if name.split(".")[0] in {"PySide6", "qasync", "shiboken6"}
        ]
    return found


def blocking_dialogs(source: str) -> list[str]:
    """Name the coroutines that call `.exec()`: it spins a loop inside the loop that runs them."""
    return [
        outer.name
        for outer in ast.walk(ast.parse(source))
        if isinstance(outer, ast.AsyncFunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"exec", "exec_"}
    ]


def ownerless_shots(source: str) -> list[str]:
    """Name the calls to come that nobody owns: they come after what they serve is deleted."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "singleShot"
        and len(node.args) < 3
    ]


def curly_quotes(source: str) -> list[str]:
    """Name the words whose quotes are curly: all others are straight, beside them in one window.

    A constant without a space is no sentence, but signs to look for in what somebody wrote.
    """
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if " " in node.value and re.search("[\u2018-\u201f]", node.value)
    ]


def too_long(source: str) -> list[str]:
    """Name a file, and the functions in it, that no longer fit one thought."""
    lines = source.count("\n")
    found = [f"{lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > LONGEST_FUNCTION:
                found.append(f"{node.name}: {size} lines")
    return found


def foreign_text(text: str) -> list[str]:
    """Name what in `text` belongs to one machine, to a registry, or is left open."""
    return [
        f"{what}: {line.strip()}"
        for line in text.splitlines()
        for what, pattern in FOREIGN_TEXT.items()
        if re.search(pattern, line)
    ]


def evaded_tests(source: str) -> list[str]:
    """Name the tests that `source` marks or calls away."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in {"skip", "skipif", "xfail", "importorskip"}
    ]


def product_files() -> Iterator[Path]:
    """Give each Python file of the product."""
    return (CHECKOUT / "sgdesk").rglob("*.py")


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Give name and text of each file in version control that is text.

    Lock files name what the package manager wrote into them.
    """
    # Root may look at a checkout that belongs to somebody else.
    git = ("git", "-c", f"safe.directory={CHECKOUT}", "ls-files", "-z")
    listed = subprocess.run(git, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        try:
            yield name, (CHECKOUT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
