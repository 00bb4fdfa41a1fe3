"""Small is a habit: a function fits on one screen, a file in one head."""

from tests.house.code import Module, functions_of, listed, own_files

FUNCTION_LINES = 70
FILE_LINES = 500


def test_no_function_is_longer_than_a_screen() -> None:
    faults = []
    for file in own_files(".py"):
        module = Module(file.path)
        for function in functions_of(module.tree):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION_LINES:
                faults.append(f"{module.at(function)} {function.name}: {lines} lines")
    assert not faults, listed(
        faults, f"Look for the second idea in these functions (at most {FUNCTION_LINES} lines):"
    )


def test_no_file_is_longer_than_a_head_holds() -> None:
    lengths = {file.place: file.text.count("\n") for file in own_files(".py", ".html", ".css", ".js")}
    faults = [f"{place}: {lines} lines" for place, lines in lengths.items() if lines > FILE_LINES]
    assert not faults, listed(faults, f"Split these files by idea (at most {FILE_LINES} lines):")
