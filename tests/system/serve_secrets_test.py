"""The secrets of a plan while `rackseed serve` runs: set before or meanwhile they reach the node they
are for, and nothing else."""

import os
import pathlib
import subprocess
import sys
import unittest

import serving
import wire
from serving import CTRL2, CTRL2_BMC, CTRL2_IP, LIMIT_S, PLAN, RACKSEED

if reason := wire.why_not():
    print(reason)
    sys.exit(77)

HASH = "$6$4XvLmFOeIkHGGNpK$" + "Zq" * 43
OTHER_HASH = "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$" + "b" * 43
KEYS = ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleOne one@example",
        "ssh-rsa AAAAB3NzaC1yc2EAAAAExampleTwo two@example")
PASSWORD = "hunter2-in-the-place-of-a-hash"
USER_DATA = f"/nocloud/{CTRL2_BMC}/user-data"
SWITCH = "/ztp/eos/JPE00001101"
NAMES = ("install_user_password_hash", "operator_public_key", "switch_password_hash")


class SecretsTest(serving.ServeCase):
    def set(self, name, text):
        subprocess.run([RACKSEED, "secret", "set", name, "--state", self.state], input=text,
                       text=True, check=True, timeout=LIMIT_S, capture_output=True)

    def set_all(self):
        for name, text in zip(NAMES, (HASH, "\n".join(KEYS), HASH)):
            self.set(name, text)

    def start(self):
        self.seed = self.serve("--arm", "ctrl2")
        self.lease(CTRL2)

    def ask(self, path=USER_DATA):
        return self.curl(path, source=CTRL2_IP)

    def expect_user_data(self, text, password_hash):
        self.assertIn(password_hash, text)
        for key in KEYS:
            self.assertIn(key, text)

    def test_that_are_set_before_are_served(self):
        self.set_all()
        self.start()
        status, text = self.ask()
        self.assertEqual(status, 200)
        self.expect_user_data(text, HASH)
        status, config = self.ask(SWITCH)
        self.assertEqual((status, f"secret sha512 {HASH}" in config), (200, True))
        said = self.seed.end()[1]
        self.assertNotIn("is not set", said)

    def test_that_are_set_meanwhile_are_served_at_the_next_question(self):
        self.start()
        for name, text in zip(NAMES, (HASH, "\n".join(KEYS))):
            status, said = self.ask()
            self.assertEqual(status, 503)
            self.assertIn(f"the secret {name} is not set; set it: rackseed secret set {name} "
                          f"--state {self.state}", said)
            self.set(name, text)
        status, text = self.ask()
        self.assertEqual(status, 200)
        self.expect_user_data(text, HASH)
        self.set(NAMES[0], OTHER_HASH)
        self.expect_user_data(self.ask()[1], OTHER_HASH)
        subprocess.run([RACKSEED, "secret", "remove", NAMES[0], "--state", self.state], check=True,
                       timeout=LIMIT_S)
        self.assertEqual(self.ask()[0], 503)
        self.assertEqual(self.ask(SWITCH)[0], 503)
        self.set(NAMES[2], HASH)
        self.assertEqual(self.ask(SWITCH)[0], 200)

    def test_that_are_missing_are_told_at_the_start(self):
        self.set(NAMES[1], "\n".join(KEYS))
        self.start()
        said = self.seed.end()[1]
        for name, is_missing in zip(NAMES, (True, False, True)):
            self.assertEqual(f"the secret {name} is not set" in said, is_missing, said)

    def test_of_another_shape_are_never_served(self):
        self.set_all()
        self.start()
        for name, path in zip(NAMES, (USER_DATA, USER_DATA, SWITCH)):
            with self.subTest(name):
                self.set(name, PASSWORD)
                status, said = self.ask(path)
                self.assertEqual((status, name in said), (503, True), said)
                self.assertNotIn(PASSWORD, said)
                self.set_all()
                self.assertEqual(self.ask(path)[0], 200)
        self.assertNotIn(PASSWORD, self.seed.end()[1])

    def test_go_to_their_node_only(self):
        self.set_all()
        self.start()
        for source in (serving.CTRL1_IP, serving.STRANGER_IP):
            status, text = self.curl(USER_DATA, source=source)
            self.assertEqual((status, HASH in text), (403, False))

    def test_stand_nowhere_else(self):
        self.set_all()
        self.start()
        self.assertEqual([self.ask()[0], self.ask(SWITCH)[0]], [200, 200])
        process = self.process()
        for name in ("cmdline", "environ"):
            seen = (process / name).read_bytes()
            for text in (HASH, *KEYS):
                self.assertNotIn(text.encode(), seen, name)
        self.assertRegex((process / "limits").read_text(), r"Max core file size +0 +0 +bytes")
        said = self.seed.end()[1]
        for text in (HASH, *KEYS):
            self.assertNotIn(text, said)
            for file in filter(pathlib.Path.is_file, self.state.rglob("*")):
                if file.name != "large":
                    self.assertNotIn(text.encode(), file.read_bytes(), file)

    def process(self):
        """Of the seed: `ip netns exec` becomes what it runs."""
        process = pathlib.Path("/proc", str(self.seed.process.pid))
        self.assertEqual((process / "exe").resolve(), pathlib.Path(RACKSEED).resolve())
        return process


class PlanTest(serving.ServeCase):
    def test_is_kept_in_the_state_folder(self):
        kept = self.state / "plan.yaml"
        kept.write_text("of an earlier seed")
        seed = self.serve()
        self.assertEqual(kept.read_bytes(), PLAN.read_bytes())
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertEqual(seed.end()[0], 0)

    def test_is_not_replaced_by_a_second_seed(self):
        self.serve()
        kept = self.state / "plan.yaml"
        before = os.stat(kept).st_ino
        self.assertEqual(self.refused("--force")[0], 5)
        self.assertEqual(os.stat(kept).st_ino, before)


if __name__ == "__main__":
    unittest.main()
