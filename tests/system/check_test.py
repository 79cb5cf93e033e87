"""`rackseed check` as scripts see it: exit codes, the two output formats, and hostile files."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

RACKSEED = os.environ["RACKSEED"]
EXAMPLES = pathlib.Path(os.environ["RACKSEED_SOURCE"]) / "examples"
MINIPOD = EXAMPLES / "minipod.yaml"
NANOPOD = EXAMPLES / "nanopod.yaml"
FABRIC = EXAMPLES / "fabric.yaml"

DONE, INVALID, UNREACHABLE = 0, 2, 3
NOBODY = 65534
LIMIT_S = 60  # a hang; how fast it is, bench/check tells

LINE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]+):(?P<column>[0-9]+): "
                  r"(?P<code>[EW]-[0-9]{3}): (?:(?P<path>\S+|\S+ in \S+): )?(?P<text>.+)")


def check(*arguments, program=RACKSEED, **options):
    return subprocess.run([program, "check", *map(str, arguments)], capture_output=True,
                          encoding="utf-8", timeout=LIMIT_S, check=False, **options)


class CheckCase(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.plan = self.folder / "plan.yaml"

    def write(self, content):
        if isinstance(content, str):
            content = content.encode()
        self.plan.write_bytes(content)
        return self.plan

    def edit(self, *edits, example=MINIPOD):
        text = example.read_text()
        for old, new in edits:
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        return self.write(text)

    def check_unprivileged(self, *arguments):
        """Root may read everything and so becomes nobody, who may not reach the build folder."""
        if os.geteuid() != 0:
            return check(*arguments)
        self.folder.chmod(0o755)
        program = pathlib.Path(shutil.copy(RACKSEED, self.folder))
        program.chmod(0o755)
        return check(*arguments, program=program, user=NOBODY, group=NOBODY, extra_groups=[])

    def assert_exit(self, code, run):
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)


class ExitCode(CheckCase):
    def test_is_0_for_a_plan_without_findings(self):
        run = check(FABRIC)
        self.assert_exit(DONE, run)
        self.assertEqual(run.stdout, "")
        self.assertIn("0 errors, 0 warnings", run.stderr)

    def test_is_0_with_warnings_alone(self):
        run = check(MINIPOD)
        self.assert_exit(DONE, run)
        self.assertEqual(len(run.stdout.splitlines()), 3)
        self.assertIn("0 errors, 3 warnings", run.stderr)
        self.assert_exit(DONE, check(NANOPOD))

    def test_is_2_with_an_error(self):
        run = check(self.edit(("vlan: 20,", "vlan: 10,")))
        self.assert_exit(INVALID, run)
        self.assertIn("1 error, 3 warnings", run.stderr)

    def test_is_2_for_warnings_that_strict_does_not_accept(self):
        self.assert_exit(INVALID, check("--strict", MINIPOD))
        self.assert_exit(INVALID, check("--strict", "--accept", "W-231,W-232", MINIPOD))
        self.assert_exit(DONE, check("--strict", FABRIC))

    def test_is_0_when_strict_accepts_every_warning(self):
        for accepted in [["--accept", "W-231,W-232,W-233"],
                         ["--accept", "W-231", "--accept", "W-233,W-232"]]:
            run = check("--strict", *accepted, MINIPOD)
            self.assert_exit(DONE, run)
            self.assertEqual(run.stdout, "")
            self.assertIn("(3 accepted)", run.stderr)

    def test_is_2_for_an_error_even_with_warnings_accepted(self):
        plan = self.edit(("vlan: 20,", "vlan: 10,"))
        self.assert_exit(INVALID, check("--accept", "W-231,W-232,W-233", plan))

    def test_is_2_when_an_error_is_to_be_accepted(self):
        for code in ["E-204", "W-231,E-204", "W-23", "231", "W-2311", "w-231", "W-23x", ""]:
            with self.subTest(code):
                run = check("--accept", code, MINIPOD)
                self.assert_exit(INVALID, run)
                self.assertEqual(run.stdout, "")

    def test_is_2_for_a_wrong_use(self):
        for arguments in [[], ["--jsn", MINIPOD], [MINIPOD, FABRIC], ["--accept"]]:
            with self.subTest(arguments):
                self.assert_exit(INVALID, check(*arguments))

    def test_is_3_for_a_file_out_of_reach(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for path, reason in [(self.folder / "missing.yaml", "No such file"),
                             (self.folder, "is a directory"),
                             ("/dev/zero", "is not a regular file"),
                             (pipe, "is not a regular file")]:
            with self.subTest(path):
                run = check(path)
                self.assert_exit(UNREACHABLE, run)
                self.assertIn(f"{path}: {reason}", run.stderr)
                self.assertEqual(run.stdout, "")

    def test_is_3_without_permission(self):
        self.write(MINIPOD.read_bytes()).chmod(0o644)
        self.assert_exit(DONE, self.check_unprivileged(self.plan))
        self.plan.chmod(0)
        run = self.check_unprivileged(self.plan)
        self.assert_exit(UNREACHABLE, run)
        self.assertIn(f"{self.plan}: Permission denied", run.stderr)
        self.assertEqual(run.stdout, "")

    def test_is_2_for_an_empty_file(self):
        for content in ["", "\n", "# nothing but a remark\n", "---\n", "---\n...\n", "~\n"]:
            with self.subTest(content):
                run = check(self.write(content))
                self.assert_exit(INVALID, run)
                self.assertIn(": E-100: ", run.stdout)

    def test_is_0_when_help_was_asked_for(self):
        run = check("--help")
        self.assert_exit(DONE, run)
        self.assertIn("--strict", run.stdout)


class Output(CheckCase):
    MISTAKES = [("gateway: 172.30.1.254", "gateway: 172.30.9.254"),
                ("vlan: 20,", "vlan: 10,"),
                ("secure_boot: false", "secure_boot: true"),
                ("unit: 20, bmc: 172.30.2.21", "unit: 30, bmc: 172.30.2.21"),
                ("admin_networks: [192.0.2.0/24]", "admin_networks: [0.0.0.0/0]")]

    def test_names_place_code_path_and_text(self):
        plan = self.edit(("vlan: 20,", "vlan: 10,"))
        line, column = next((number, line.index("vlan: 10,") + len("vlan: ") + 1)
                            for number, line in enumerate(plan.read_text().splitlines(), 1)
                            if "{zone: api," in line)
        self.assertIn(f"{plan}:{line}:{column}: E-204: networks.api.vlan: VLAN 10 is already used "
                      "by networks.management\n", check(plan).stdout)

    def test_gives_all_problems_at_once_and_sorted_by_place(self):
        run = check(self.edit(*self.MISTAKES))
        found = [LINE.fullmatch(line).groupdict() for line in run.stdout.splitlines()]
        self.assertEqual([one["code"] for one in found],
                         ["E-206", "E-204", "E-510", "W-232", "W-233", "E-409", "W-603", "W-231"])
        places = [(int(one["line"]), int(one["column"])) for one in found]
        self.assertEqual(places, sorted(places))

    def test_is_the_same_every_time(self):
        plan = self.edit(*self.MISTAKES)
        self.assertEqual(len({check(plan).stdout for _ in range(5)}), 1)

    def test_gives_the_same_as_json(self):
        plan = self.edit(*self.MISTAKES)
        found = json.loads(check("--json", plan).stdout)
        for one in found:
            self.assertEqual(list(one),
                             ["code", "severity", "file", "line", "column", "path", "text"])
            self.assertEqual(one["severity"], "error" if one["code"][0] == "E" else "warning")
            self.assertEqual(one["file"], str(plan))
            self.assertGreaterEqual(min(one["line"], one["column"]), 1)
        self.assertEqual(
            ["{file}:{line}:{column}: {code}: {path}: {text}".format(**one) for one in found],
            check(plan).stdout.splitlines())

    def test_is_an_empty_json_array_without_findings(self):
        run = check("--json", FABRIC)
        self.assert_exit(DONE, run)
        self.assertEqual(json.loads(run.stdout), [])

    def test_leaves_accepted_warnings_out_of_the_json(self):
        run = check("--json", "--accept", "W-231,W-233", MINIPOD)
        self.assertEqual([one["code"] for one in json.loads(run.stdout)], ["W-232"])

    def test_is_json_even_for_a_file_out_of_reach(self):
        run = check("--json", self.folder / "missing.yaml")
        self.assert_exit(UNREACHABLE, run)
        (found,) = json.loads(run.stdout)
        self.assertEqual((found["code"], found["severity"], found["line"], found["column"]),
                         ("E-100", "error", 1, 1))

    def test_is_json_for_texts_that_need_escapes(self):
        self.edit(("{name: cmp2,", '{name: "cmp\\"\u00e9\\\\",'))
        found = json.loads(check("--json", self.plan).stdout)
        self.assertTrue(any('cmp"\u00e9\\' in one["path"] + one["text"] for one in found), found)

    def test_stays_one_line_a_finding_whatever_a_name_holds(self):
        run = check(self.edit(("{name: cmp2,", '{name: "a\\n\\e[2Jb",')))
        self.assert_exit(INVALID, run)
        self.assertNotIn("\x1b", run.stdout)
        for line in run.stdout.splitlines():
            self.assertRegex(line, LINE)

    def test_leaves_the_plan_alone(self):
        before = self.write(MINIPOD.read_bytes()).stat()
        check(self.plan)
        after = self.plan.stat()
        self.assertEqual((after.st_ino, after.st_mtime_ns, after.st_size),
                         (before.st_ino, before.st_mtime_ns, before.st_size))


class TextEncoding(CheckCase):
    """Editors on other systems change bytes that do not matter."""

    def assert_like_minipod(self, content):
        run = check(self.write(content))
        self.assert_exit(DONE, run)
        self.assertEqual(run.stdout.replace(str(self.plan), "PLAN"),
                         check(MINIPOD).stdout.replace(str(MINIPOD), "PLAN"))

    def test_may_have_windows_line_ends(self):
        self.assert_like_minipod(MINIPOD.read_bytes().replace(b"\n", b"\r\n"))

    def test_may_begin_with_a_byte_order_mark(self):
        self.assert_like_minipod(b"\xef\xbb\xbf" + MINIPOD.read_bytes())

    def test_may_hold_a_very_long_remark(self):
        self.assert_like_minipod(MINIPOD.read_bytes() + b"# " + b"x" * 3_000_000 + b"\n")

    def test_may_end_without_a_line_end(self):
        self.assert_like_minipod(MINIPOD.read_bytes().rstrip(b"\n"))


def alias_bomb(levels):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def minipod_with(old, new):
    text = MINIPOD.read_text()
    assert text.count(old) == 1, old
    return text.replace(old, new)


MANY = 10_000_000

HOSTILE = {
    "10 MB of letters": b"a" * MANY,
    "10 MB of line ends": b"\n" * MANY,
    "10 MB of blanks": b" " * MANY,
    "10 MB of opened lists": b"[" * MANY,
    "10 MB of opened maps": b"{" * MANY,
    "10 MB of nested items": b"- " * (MANY // 2),
    "10 MB of keys": b"".join(b"k%d: v\n" % n for n in range(MANY // 12)),
    "10 MB of one key": b"k: v\n" * (MANY // 5),
    "10 MB of an open quote": b'a: "' + b"x\n" * (MANY // 2),
    "10 MB of nodes": b"nodes:\n" + b"  - {name: n, role: r}\n" * (MANY // 23),
    "4 MB of opened lists": b"[" * 4_000_000,
    "4 MB of opened maps": b"{a: " * 1_000_000,
    "4 MB of nested items": b"- " * 2_000_000,
    "4 MB of keys": b"".join(b"k%d: v\n" % n for n in range(330_000)),
    "4 MB of one key": b"k: v\n" * 800_000,
    "4 MB in one key": b"k" * 4_000_000 + b": v\n",
    "4 MB of complex keys": b"? " * 2_000_000,
    "4 MB of colons": b": " * 2_000_000,
    "4 MB of tags": b"!a " * 1_300_000,
    "4 MB of anchors": b"&a " * 1_300_000,
    "4 MB of documents": b"---\n" * 1_000_000,
    "4 MB of directives": b"%YAML 1.2\n" * 400_000,
    "4 MB of a block text": b"a: |\n" + b"  x\n" * 1_000_000,
    "deep indentation": b"".join(b" " * n + b"a:\n" for n in range(2_500)),
    "NUL bytes": b"\0" * 4096,
    "a NUL byte in a plan": MINIPOD.read_bytes().replace(b"minipod ", b"mini\0pod ", 1),
    "invalid UTF-8": b"apiVersion: \xff\xfe\n",
    "an overlong form": b"apiVersion: \xc0\xaf\n",
    "a surrogate": b"apiVersion: \xed\xa0\x80\n",
    "UTF-16": MINIPOD.read_text().encode("utf-16"),
    "all bytes": bytes(range(256)) * 16,
    "an alias bomb": alias_bomb(30).encode(),
    "an alias to itself": b"a: &a [*a]\n",
    "an alias to nothing": b"a: *b\n",
    "merge keys": b"a: &a {b: 1}\nc: {<<: *a}\n",
    "a list": b"- a\n- b\n",
    "a word": b"plan\n",
    "two documents": MINIPOD.read_bytes() + b"---\na: b\n",
    "a tag": b"!!python/object/apply:os.system [id]\n",
    "a tab": b"metadata:\n\tname: x\n",
    "an open bracket": b"nodes: [\n",
    "a program": pathlib.Path(RACKSEED).read_bytes()[:1_000_000],
    "a billion nodes": minipod_with("{name: cmp2,", '{name: "cmp[2-1000000000]",').encode(),
    "ranges of ranges": minipod_with("{name: cmp2,", '{name: "c[1-9][1-9][1-9][1-9]",').encode(),
    "numbers beyond all types": minipod_with("revision: 7", "revision: " + "9" * 400).encode(),
    "a role like itself": minipod_with("like: srv-4x25", "like: ctl-4x25-oob").encode(),
}


class HostileFile(CheckCase):
    def test_is_refused_in_time_and_without_a_crash(self):
        for name, content in HOSTILE.items():
            with self.subTest(name):
                run = check(self.write(content))
                self.assert_exit(INVALID, run)
                self.assertRegex(run.stdout.splitlines()[0], LINE)
                self.assertLess(len(run.stdout), 1_000_000)

    def test_gives_valid_json(self):
        for name, content in HOSTILE.items():
            if len(content) > 1_000_000:
                continue
            with self.subTest(name):
                self.assertTrue(json.loads(check("--json", self.write(content)).stdout))


if __name__ == "__main__":
    unittest.main()
