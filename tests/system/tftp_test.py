"""The TFTP server as real clients see it, over a network of their own: atftp, tftp-hpa and curl; and
as a rack sees it that boots at once over a bad network. Needs root. Debian packages: atftp,
tftp-hpa, curl, iproute2."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

import wire

PROGRAMS = pathlib.Path(os.environ["RACKSEED_PROGRAMS"])
CLIENTS = ["atftp", "tftp", "curl", "ip"]
LIMIT_S = 300  # a hang; how fast it is, bench/tftp tells
KIB, MIB = 1 << 10, 1 << 20
FILES = {"small": 9, "empty": 0, "whole": 4 * KIB, "loader": 1 * MIB + 1,
         "large": 32 * MIB + 7 * KIB + 3}  # more than 65,535 blocks of 512 bytes
BOOT_BYTES = 30_000


class Server(wire.Running):
    """The server on a free port. limits: all transfers, and those of one address."""

    def __init__(self, net, root, limits=()):
        super().__init__(net.on_server(PROGRAMS / "tftp_server", root, f"{net.SERVER}:0", *limits))
        self.net = net

    def __enter__(self):
        super().__enter__()
        self.port = int(self.line().split()[1])
        return self

    def facts_until(self, count):
        """The lines of the next transfers that ended, by what they begin with."""
        facts = {}
        while sum(map(len, facts.values())) < count:
            kind, _, rest = self.line().partition(" ")
            if kind != "started":
                facts.setdefault(kind, []).append(rest)
        return facts


class TftpCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.net = cls.enterClassContext(wire.Wire())
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.root = cls.folder / "root"
        cls.root.mkdir()
        generator = random.Random(1)
        for name, size in FILES.items():
            (cls.root / name).write_bytes(generator.randbytes(size))
        (cls.root / "boot").write_bytes(generator.randbytes(BOOT_BYTES))
        (cls.folder / "secret").write_text("secret\n")
        (cls.root / "way-out").symlink_to("../secret")

    def setUp(self):
        self.got = self.folder / "got"
        self.got.unlink(missing_ok=True)

    def on_client(self, *command):
        return subprocess.run(self.net.on_client(*command), capture_output=True, text=True,
                              check=False, timeout=LIMIT_S, cwd=self.folder)


class RealClients(TftpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(Server(cls.net, cls.root))

    def hpa(self, *words):
        return self.on_client("tftp", "-m", "binary", self.net.SERVER, self.server.port, "-c",
                              *words)

    def atftp(self, *options):
        return self.on_client("atftp", *options, self.net.SERVER, self.server.port)

    def curl(self, name, *options):
        return self.on_client("curl", "-sS", "--path-as-is", *options,
                              f"tftp://{self.net.SERVER}:{self.server.port}/{name}")

    def get_hpa(self, name, *_):
        return self.hpa("get", name, self.got)

    def get_atftp(self, name, *options):
        wanted = [word for option in options for word in ("--option", option)]
        return self.atftp(*wanted, "--get", "-r", name, "-l", self.got)

    def get_curl(self, name, *options):
        return self.curl(name, "-o", self.got, *options)

    def assert_whole(self, name, run):
        said = f"{name}: {run.args}: {run.stdout}{run.stderr}"
        self.assertEqual(run.returncode, 0, said)
        self.assertTrue(self.got.read_bytes() == (self.root / name).read_bytes(), said)
        self.got.unlink()
        facts = self.server.facts_until(1)
        self.assertEqual(list(facts), ["finished"], facts)
        return facts["finished"][0]

    def test_read_files_of_every_size(self):
        for get in (self.get_hpa, self.get_atftp, self.get_curl):
            for name in ("small", "whole", "loader"):
                with self.subTest(f"{get.__name__} {name}"):
                    self.assert_whole(name, get(name))

    def test_read_an_empty_file(self):
        self.assert_whole("empty", self.get_hpa("empty"))
        self.assert_whole("empty", self.get_atftp("empty"))

    def test_read_behind_the_roll_over(self):
        self.assert_whole("large", self.get_hpa("large"))
        self.assert_whole("large", self.get_curl("large", "--tftp-blksize", "512"))
        fact = self.assert_whole("large", self.get_atftp("large", "blksize 512", "windowsize 16"))
        self.assertIn("blksize=512 windowsize=16 ", fact)

    def test_agree_on_options(self):
        for options in (["blksize 1468"], ["blksize 8"], ["windowsize 4"], ["timeout 3"],
                        ["tsize 0"], ["blksize 1428", "windowsize 64", "tsize 0", "timeout 2"],
                        ["blksize 65464"], ["blksize 8192", "windowsize 8"]):  # above the MTU
            with self.subTest(options):
                fact = self.assert_whole("loader", self.get_atftp("loader", *options))
                for option in options:
                    key, value = option.split()
                    if key in ("blksize", "windowsize"):
                        self.assertIn(f" {key}={value} ", fact)
        self.assert_whole("loader", self.get_curl("loader", "--tftp-no-options"))
        fact = self.assert_whole("loader", self.get_curl("loader", "--tftp-blksize", "8192"))
        self.assertIn(" blksize=8192 ", fact)

    def assert_refused(self, run, why):
        said = run.stdout + run.stderr
        facts = self.server.facts_until(1)
        self.assertEqual(list(facts), ["refused"], facts)
        self.assertIn(why, facts["refused"][0], said)
        return said

    def test_are_told_what_is_not_there(self):
        self.assertIn("not found", self.assert_refused(self.get_hpa("none"), "file not found"))
        self.assertIn("not found", self.assert_refused(self.get_atftp("none"), "file not found"))
        run = self.get_curl("none")
        self.assert_refused(run, "file not found")
        self.assertEqual(run.returncode, 68)  # CURLE_TFTP_NOTFOUND

    def test_cannot_write(self):
        source = self.root / "small"
        for run in (self.hpa("put", source, "new"),
                    self.atftp("--put", "-l", source, "-r", "new"),
                    self.curl("new", "-T", source)):
            self.assert_refused(run, "read-only")
        self.assertEqual(run.returncode, 69)  # CURLE_TFTP_PERM
        self.assertFalse((self.root / "new").exists())

    def test_cannot_leave_the_root(self):
        for name in ("../secret", "/../secret", "a/../../secret", "..\\secret", "way-out"):
            for get in (self.get_hpa, self.get_atftp, self.get_curl):
                with self.subTest(f"{get.__name__} {name}"):
                    self.assert_refused(get(name), "leaves the image root")
                    self.assertNotIn("secret", self.read_what_came())

    def test_find_nothing_under_an_encoded_name(self):
        for name in ("%2e%2e/secret", "..%2fsecret", "%252e%252e/secret"):
            for get in (self.get_hpa, self.get_atftp):
                self.assert_refused(get(name), "file not found")
                self.assertNotIn("secret", self.read_what_came())
        self.assert_refused(self.get_curl("%2e%2e/secret"), "leaves the image root")  # it decodes

    def read_what_came(self):
        return self.got.read_text() if self.got.exists() else ""

    def test_read_only_binary(self):
        run = self.on_client("tftp", "-m", "netascii", self.net.SERVER, self.server.port, "-c",
                             "get", "small", self.got)
        self.assert_refused(run, "only octet")


class ManyClients(TftpCase):
    def load(self, clients, loss, *options):
        """Runs the load; returns its report and what the server saw of it."""
        with Server(self.net, self.root, limits=(2 * clients, 2 * clients)) as server:
            run = self.on_client(PROGRAMS / "tftp_load", f"{self.net.SERVER}:{server.port}", "boot",
                                 "--clients", clients, "--loss", loss, "--seed", 7, "--expect",
                                 self.root / "boot", "--limit", LIMIT_S - 20, *options)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            facts = server.facts_until(clients)
        report = json.loads(run.stdout)
        print(f"{clients} clients, {loss:.0%} loss each way {options}: {report['seconds']} s, "
              f"{ {kind: len(lines) for kind, lines in facts.items()} }")
        self.assertEqual(report["failed"], 0)
        self.assertEqual(report["bytes"], clients * BOOT_BYTES)
        return facts

    def test_finish_without_loss(self):
        facts = self.load(200, 0, "--blksize", 1468, "--windowsize", 4)
        self.assertEqual(list(facts), ["finished"])

    def test_1000_finish_with_a_fifth_lost(self):
        facts = self.load(1000, 0.2, "--blksize", 1468, "--windowsize", 4)
        self.assertLessEqual(set(facts), {"finished", "unconfirmed"})

    def test_64_finish_with_a_third_lost(self):
        for options in ((), ("--blksize", 512, "--windowsize", 4), ("--windowsize", 64)):
            facts = self.load(64, 0.3, *options)
            self.assertLessEqual(set(facts), {"finished", "unconfirmed"})

    def test_of_one_address_are_bounded(self):
        with Server(self.net, self.root, limits=(100, 8)) as server:
            run = self.on_client(PROGRAMS / "tftp_load", f"{self.net.SERVER}:{server.port}", "boot",
                                 "--clients", 20, "--windowsize", 1)
            facts = server.facts_until(20)
        self.assertEqual(json.loads(run.stdout)["failed"], len(facts["refused"]))
        self.assertGreater(len(facts["refused"]), 0)
        self.assertIn("too many transfers to this address", facts["refused"][0])


def why_not():
    missing = [program for program in CLIENTS if not shutil.which(program)]
    return f"missing: {', '.join(missing)}" if missing else wire.why_not()


if __name__ == "__main__":
    if reason := why_not():
        print(reason)
        sys.exit(77)
    unittest.main()
