"""clang-tidy over every file of a compilation database: tidy_test.py BUILD_FOLDER.

What passed once is not looked at again until the file, a header of ours that it reaches, its
command or .clang-tidy changes. Nearly all of clang-tidy's time goes into headers that are not ours,
so the files of a folder are looked at several at a time, as one; where that finds anything, or two
of them give one name to different things, each half is looked at.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

import source

BATCH = 16  # files
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


def flags_of(entry):
    """What stands in a command between the compiler and `-o OBJECT -c FILE`."""
    words = shlex.split(entry["command"])
    begin = next(place for place, word in enumerate(words) if "clang++" in word)
    return words[begin + 1:words.index("-o")]


def tidy(file, flags, *options):
    return subprocess.run(["clang-tidy", "--quiet", *options, str(file), "--", *flags],
                          cwd=source.ROOT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)


def batches_of(entries):
    """Entries of one folder and one command, some at a time."""
    groups = {}
    for entry in entries:
        key = (pathlib.Path(entry["file"]).parent, *flags_of(entry))
        groups.setdefault(key, []).append(entry)
    for group in groups.values():
        for begin in range(0, len(group), BATCH):
            yield group[begin:begin + BATCH]


def is_clean_as_one(batch, root, build):
    """The files stand in for one file of their folder, with copies of its .clang-tidy above it."""
    first = pathlib.Path(batch[0]["file"])
    folder = first.parent.relative_to(root)
    for part in (folder, *folder.parents):
        (build / "batches" / part).mkdir(parents=True, exist_ok=True)
        if (root / part / ".clang-tidy").is_file():
            shutil.copy(root / part / ".clang-tidy", build / "batches" / part)
    file = build / "batches" / folder / first.name
    file.write_text("".join(f'#include "{entry["file"]}"\n' for entry in batch))
    return tidy(file, flags_of(batch[0]), r"--header-filter=.*\.[ch]pp$",
                "--checks=-bugprone-suspicious-include").returncode == 0


def find_problems(build):
    tool = subprocess.run(["clang-tidy", "--version"], text=True, stdout=subprocess.PIPE,
                          check=True).stdout
    passed = build / "passed"
    passed.mkdir(exist_ok=True)

    def mark_of(entry):
        return passed / digest_of(entry, source.ROOT, tool)

    def look_at_one(entry):
        result = tidy(entry["file"], flags_of(entry))
        if result.returncode != 0:
            return result.stdout or f"{entry['file']}: no answer"
        mark_of(entry).touch()
        return ""

    def look_at(batch):
        if len(batch) == 1:
            return look_at_one(batch[0])
        if not is_clean_as_one(batch, source.ROOT, build):
            half = len(batch) // 2
            return look_at(batch[:half]) + look_at(batch[half:])
        for entry in batch:
            mark_of(entry).touch()
        return ""

    entries = json.loads((build / "compile_commands.json").read_text())
    left = [entry for entry in entries
            if build not in pathlib.Path(entry["file"]).parents and not mark_of(entry).exists()]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from filter(None, pool.map(look_at, batches_of(left)))


class TidyTest(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        shutil.copy(source.ROOT / ".clang-tidy", self.root)

    def entry(self, name, text):
        file = self.root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return {"file": str(file), "command": f"ccache clang++ -std=c++20 -o x.o -c {file}"}

    def test_finds_what_the_project_forbids(self):
        entry = self.entry("x.cpp", "int BadName() { return 0; }\n")
        self.assertIn("readability-identifier-naming", tidy(entry["file"], []).stdout)

    def test_finds_it_among_others(self):
        good = self.entry("src/a.cpp", "int good_name() { return 0; }\n")
        other = self.entry("src/b.cpp", "int other_name() { return 0; }\n")
        bad = self.entry("src/c.cpp", "int BadName() { return 0; }\n")
        build = self.root / "build"
        self.assertTrue(is_clean_as_one([good, other], self.root, build))
        self.assertFalse(is_clean_as_one([good, bad], self.root, build))
        self.assertFalse(is_clean_as_one([good, good], self.root, build), "one name twice")

    def test_looks_again_when_a_distant_header_changes(self):
        (self.root / "include/rackseed").mkdir(parents=True)
        entry = self.entry("a.cpp", '#include "b.hpp"\n')
        (self.root / "b.hpp").write_text("#include <rackseed/net.hpp>\n")

        def digest_with(header):
            (self.root / "include/rackseed/net.hpp").write_text(header)
            return digest_of(entry, self.root, "clang-tidy 14")

        self.assertEqual(digest_with("int a;"), digest_with("int a;"))
        self.assertNotEqual(digest_with("int a;"), digest_with("int b;"))


if __name__ == "__main__":
    if not shutil.which("clang-tidy"):
        print("clang-tidy is missing")
        sys.exit(77)
    build_folder = pathlib.Path(sys.argv[1]).resolve()
    source.finish(lambda: find_problems(build_folder))
