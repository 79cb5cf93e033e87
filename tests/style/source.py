"""What the style checks share: the project's files, and how a check reports."""

import os
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".cache", "build", "corpus", "golden", "__pycache__"}
_COMMENT_OR_LITERAL = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.DOTALL)


def files(*suffixes):
    """The project's own files that end in one of the suffixes, relative to the root."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - _NOT_OURS)
        for name in sorted(names):
            if name.endswith(suffixes):
                yield pathlib.Path(folder, name).relative_to(ROOT)


def without_comments(code):
    """C++ without comments and literals, in which every line keeps its number."""
    return _COMMENT_OR_LITERAL.sub(lambda match: "\n" * match.group().count("\n"), code)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def finish(find_problems):
    """Proves by the unittest cases of the calling file that its check can fail, then checks."""
    result = unittest.main(argv=sys.argv[:1], exit=False).result
    problems = list(find_problems()) if result.wasSuccessful() else ["the check itself is broken"]
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
