"""clang-tidy over every file of a compilation database: tidy_test.py BUILD_FOLDER.

What passed once is not looked at again until the file, a header of ours that it reaches, its
command or .clang-tidy changes.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import source

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<(rackseed/[^>]+)>)', re.MULTILINE)


def headers_of(path, root, known):
    """Adds to known every file of ours that path reaches, itself included."""
    if path in known or not path.is_file():
        return
    known.add(path)
    for quoted, shared in INCLUDE.findall(path.read_text()):
        headers_of(root / (quoted or f"include/{shared}"), root, known)


def digest_of(entry, root, tool):
    """A name for all that clang-tidy's answer for one file depends on."""
    file = pathlib.Path(entry["file"])
    configs = [folder / ".clang-tidy" for folder in file.parents]
    reached = {path for path in configs if path.is_file()}
    headers_of(file, root, reached)
    digest = hashlib.sha256(f"{tool}\0{entry['command']}".encode())
    for path in sorted(reached):
        digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def tidy(file, build):
    return subprocess.run(["clang-tidy", "--quiet", "-p", str(build), str(file)], cwd=source.ROOT,
                          text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def find_problems(build):
    tool = subprocess.run(["clang-tidy", "--version"], text=True, stdout=subprocess.PIPE).stdout
    passed = build / "passed"
    passed.mkdir(exist_ok=True)

    def look_at(entry):
        mark = passed / digest_of(entry, source.ROOT, tool)
        if mark.exists():
            return ""
        result = tidy(entry["file"], build)
        if result.returncode == 0:
            mark.touch()
        return "" if result.returncode == 0 else result.stdout or f"{entry['file']}: no answer"

    entries = json.loads((build / "compile_commands.json").read_text())
    ours = [entry for entry in entries if build not in pathlib.Path(entry["file"]).parents]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(look_at, ours))


class TidyTest(unittest.TestCase):
    def test_finds_what_the_project_forbids(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "x.cpp")
            shutil.copy(source.ROOT / ".clang-tidy", folder)
            file.write_text("int BadName() { return 0; }\n")
            command = {"directory": folder, "file": str(file), "command": f"clang++ -c {file}"}
            pathlib.Path(folder, "compile_commands.json").write_text(json.dumps([command]))
            self.assertIn("readability-identifier-naming", tidy(file, folder).stdout)

    def test_looks_again_when_a_distant_header_changes(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "include/rackseed").mkdir(parents=True)
            (root / ".clang-tidy").touch()
            (root / "a.cpp").write_text('#include "b.hpp"\n')
            (root / "b.hpp").write_text("#include <rackseed/net.hpp>\n")
            entry = {"file": str(root / "a.cpp"), "command": "clang++ -c a.cpp"}

            def digest_with(header):
                (root / "include/rackseed/net.hpp").write_text(header)
                return digest_of(entry, root, "clang-tidy 14")

            self.assertEqual(digest_with("int a;"), digest_with("int a;"))
            self.assertNotEqual(digest_with("int a;"), digest_with("int b;"))


if __name__ == "__main__":
    if not shutil.which("clang-tidy"):
        print("clang-tidy is missing")
        sys.exit(77)
    build_folder = pathlib.Path(sys.argv[1]).resolve()
    source.finish(lambda: find_problems(build_folder))
