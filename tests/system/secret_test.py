"""`rackseed secret`: what is set comes back as a name only, and lies nowhere as it is."""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import tempfile
import termios
import unittest

RACKSEED = os.environ["RACKSEED"]
PASSWORD = "correct horse battery staple"
LIMIT_S = 30


class SecretTest(unittest.TestCase):
    def setUp(self):
        self.state = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "state")

    def rackseed(self, *arguments, given=None):
        return subprocess.run([RACKSEED, "secret", *arguments, "--state", self.state], input=given,
                              capture_output=True, text=True, timeout=LIMIT_S, check=False)

    def names(self):
        return [row["name"] for row in json.loads(self.rackseed("list", "--json").stdout)]

    def test_is_set_listed_and_removed(self):
        self.assertEqual(self.rackseed("set", "bmc", given=PASSWORD + "\n").returncode, 0)
        self.assertEqual(self.rackseed("set", "root", given="x").returncode, 0)
        self.assertEqual(self.names(), ["bmc", "root"])
        self.assertEqual(self.rackseed("remove", "bmc").returncode, 0)
        self.assertEqual(self.names(), ["root"])
        again = self.rackseed("remove", "bmc")
        self.assertEqual((again.returncode, "no secret bmc" in again.stderr), (2, True))

    def test_lies_nowhere_as_it_is(self):
        run = self.rackseed("set", "bmc", given=PASSWORD)
        self.assertNotIn(PASSWORD, run.stdout + run.stderr)
        for file in self.state.iterdir():
            self.assertNotIn(PASSWORD.encode(), file.read_bytes(), file)
        self.assertEqual((self.state / "secrets.key").stat().st_mode & 0o777, 0o600)

    def test_nothing_changes_for_a_bad_one(self):
        for name, given, why in (("bmc", "", "empty"), ("a b", "x", "is not a name"),
                                 ("bmc", "x" * 70000, "at most")):
            run = self.rackseed("set", name, given=given)
            self.assertEqual(run.returncode, 2, run.stderr)
            self.assertIn(why, run.stderr)
        self.assertEqual(self.names(), [])

    def set_at_a_terminal(self):
        """The process, and our side of its terminal."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        self.addCleanup(os.close, theirs)
        process = subprocess.Popen([RACKSEED, "secret", "set", "bmc", "--state", self.state],
                                   stdin=theirs, stdout=theirs, stderr=theirs)
        return process, ours

    def test_is_asked_for_without_echo(self):
        process, ours = self.set_at_a_terminal()
        said = self.read_until(ours, b"Secret bmc: ")
        os.write(ours, PASSWORD.encode() + b"\n")
        said += self.read_until(ours, b"The same again: ")
        os.write(ours, PASSWORD.encode() + b"\n")
        said += self.read_until(ours, b"secret bmc is set")
        self.assertEqual(process.wait(LIMIT_S), 0)
        self.assertNotIn(PASSWORD.encode(), said)

    def test_interrupted_leaves_the_terminal_as_it_was(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process, ours = self.set_at_a_terminal()
            before = termios.tcgetattr(ours)
            self.read_until(ours, b"Secret bmc: ")
            process.send_signal(number)
            self.assertEqual(process.wait(LIMIT_S), -number)
            self.assertEqual(termios.tcgetattr(ours), before)
        self.assertEqual(self.names(), [])

    @staticmethod
    def read_until(terminal, text):
        said = b""
        while text not in said:
            assert select.select([terminal], [], [], LIMIT_S)[0], f"{text} never came after {said}"
            said += os.read(terminal, 4096)
        return said


if __name__ == "__main__":
    unittest.main()
