"""Keep files and functions short: over the limit fails, over the aim is counted.

A long function says that a noun is missing; a long file says that two are sharing a name.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "tests", "tools", "benchmarks")
FILE_AIM, FILE_LIMIT = 150, 400
FUNCTION_AIM, FUNCTION_LIMIT = 15, 50

Size = tuple[str, int]


def main() -> None:
    """Measure every Python file of ours; migrations are generated and do not count."""
    files = [
        path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts
    ]
    file_sizes = [(str(path.relative_to(ROOT)), lines_of(path.read_text())) for path in files]
    function_sizes = [size for path in files for size in functions_of(path)]
    faults = [
        *over(file_sizes, FILE_LIMIT, "split it by subject"),
        *over(function_sizes, FUNCTION_LIMIT, "name its steps"),
    ]
    print(
        f"{len(file_sizes)} files, {count_over(file_sizes, FILE_AIM)} over {FILE_AIM} lines; "
        f"{len(function_sizes)} functions, {count_over(function_sizes, FUNCTION_AIM)} over {FUNCTION_AIM} lines"
    )
    if faults:
        sys.exit("\n".join(faults))


def functions_of(path: Path) -> Iterator[Size]:
    """Every function with its lines, from ``def`` to the end, decorators and docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length_of(node)


def length_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without those of its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def lines_of(text: str) -> int:
    """Lines of a file, all of them."""
    return text.count("\n")


def count_over(sizes: list[Size], aim: int) -> int:
    """How many exceed ``aim``."""
    return sum(1 for _, lines in sizes if lines > aim)


def over(sizes: list[Size], limit: int, remedy: str) -> list[str]:
    """One complaint for each that exceeds ``limit``."""
    return [f"{name}: {lines} lines, the limit is {limit}; {remedy}" for name, lines in sizes if lines > limit]


if __name__ == "__main__":
    main()
