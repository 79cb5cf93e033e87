"""Every C++ file is as clang-format would write it."""

import shutil
import subprocess
import sys
import unittest

import source

COMMAND = ["clang-format", "--dry-run", "-Werror"]


def find_problems():
    paths = [str(path) for path in source.files(".cpp", ".hpp")]
    if paths and subprocess.run([*COMMAND, *paths], cwd=source.ROOT).returncode != 0:
        yield "run: clang-format -i FILE..."


class FormatTest(unittest.TestCase):
    def test_uses_the_format_of_the_project(self):
        def accepts(code):
            return subprocess.run([*COMMAND, "--assume-filename=x.cpp"], cwd=source.ROOT, text=True,
                                  input=code, stderr=subprocess.DEVNULL).returncode == 0

        self.assertTrue(accepts("int* f();\n"))
        self.assertFalse(accepts("int *f();\n"))


if __name__ == "__main__":
    if not shutil.which(COMMAND[0]):
        print("clang-format is missing")
        sys.exit(77)
    source.finish(find_problems)
