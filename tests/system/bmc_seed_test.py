"""Commands that drive BMCs beside a running seed: by the names of the plan that it serves, with the
secret that the plan names."""

import json
import subprocess
import sys
import unittest

import wire
from bmcs import LIMIT_S, PASSWORD, USER, Bmcs
from serving import CTRL1_BMC, PLAN, RACKSEED, ServeCase

if reason := wire.why_not():
    print(reason)
    sys.exit(77)

BMCS = ("172.30.2.10", "172.30.2.11", "172.30.2.12")  # of ctrl1, ctrl2 and ctrl3


class BesideASeed(ServeCase):
    def setUp(self):
        super().setUp()
        for address in BMCS:
            subprocess.run(["ip", "-n", self.wire.client, "address", "add", f"{address}/24", "dev",
                            "eth0"], check=True)
        self.bmcs = Bmcs(self.folder, "--count", "3", listen=f"{CTRL1_BMC}:443",
                         prefix=self.wire.on_client())
        self.addCleanup(self.bmcs.close)

    def rackseed(self, *arguments, given=""):
        return subprocess.run(self.wire.on_server(RACKSEED, *arguments, "--state", self.state),
                              input=given, capture_output=True, text=True, timeout=LIMIT_S,
                              check=False)

    def ask(self, *arguments, code=0):
        run = self.rackseed(*arguments, "--json")
        self.assertEqual(run.returncode, code, run.stderr)
        return {row["node"]: row for row in json.loads(run.stdout)}

    def set_secret(self):
        set_it = self.rackseed("secret", "set", "bmc_admin", given=f"{USER}:{PASSWORD}")
        self.assertEqual(set_it.returncode, 0, set_it.stderr)

    def test_by_the_plan_that_is_served(self):
        seed = self.serve()
        self.set_secret()
        states = self.ask("power", "status", "ctrl1", "ctrl2", "ctrl3")
        self.assertEqual({name: row["power"] for name, row in states.items()},
                         {"ctrl1": "off", "ctrl2": "off", "ctrl3": "off"})
        self.assertEqual(self.ask("boot", "pxe", "ctrl1")["ctrl1"]["boot"], "pxe")
        self.assertEqual(self.ask("power", "on", CTRL1_BMC)["ctrl1"]["power"], "on")
        code, said = seed.end()
        self.assertEqual(code, 0)
        self.assertNotIn(PASSWORD, said)

    def test_without_a_seed_by_the_plan(self):
        self.set_secret()
        state = self.ask("power", "status", "ctrl2", "--plan", str(PLAN))
        self.assertEqual(state["ctrl2"]["power"], "off")

    def test_without_tls_where_the_plan_says_so(self):
        plain = Bmcs(self.folder, listen=f"{BMCS[1]}:80", prefix=self.wire.on_client(), tls=())
        self.addCleanup(plain.close)
        self.set_secret()
        text = PLAN.read_text()
        self.assertIn("verify_tls: pin-on-first-use", text)
        plan = self.folder / "plain.yaml"
        plan.write_text(text.replace("verify_tls: pin-on-first-use", "tls: none"))
        state = self.ask("power", "on", "ctrl2", "--plan", str(plan))
        self.assertEqual(state["ctrl2"]["power"], "on")
        state = self.ask("power", "status", "ctrl2", "--plan", str(PLAN))
        self.assertEqual(state["ctrl2"]["power"], "off", "what answers by TLS is another machine")

    def test_what_is_missing_is_named(self):
        self.serve()
        for secret, why, code in ((None, "secret set bmc_admin", 3), ("nocolon", "USER:PASSWORD", 2)):
            if secret:
                self.rackseed("secret", "set", "bmc_admin", given=secret)
            run = self.rackseed("power", "status", "ctrl1")
            self.assertEqual(run.returncode, code, run.stderr)
            self.assertIn(why, run.stderr)
            self.assertNotIn("nocolon", run.stderr)
        self.set_secret()
        run = self.rackseed("power", "status", "ctrl1", "ctrl9")
        self.assertEqual(run.returncode, 2)
        self.assertIn("no such node: ctrl9", run.stderr)

    def test_two_commands_take_turns(self):
        self.serve()
        self.set_secret()
        command = self.wire.on_server(RACKSEED, "power", "cycle", "ctrl1", "--state", self.state)
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for _ in range(2)]
        for process in both:
            _, said = process.communicate(timeout=LIMIT_S)
            self.assertEqual(process.returncode, 0, said)


if __name__ == "__main__":
    unittest.main()
