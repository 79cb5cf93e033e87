"""`rackseed power`, `boot`, `media` and `bmc`, as a person and a script use them, on virtual BMCs."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from bmcs import LIMIT_S, PASSWORD, USER, Bmcs

RACKSEED = os.environ["RACKSEED"]
IMAGE = "http://192.0.2.1/images/install.iso"


class BmcCommands(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.state = self.folder / "state"

    def start(self, *arguments, listen="127.21.0.1:0"):
        self.bmcs = Bmcs(self.folder, *arguments, listen=listen)
        self.may_leave_sessions = False
        self.addCleanup(self.stop, self.bmcs)
        self.state.mkdir(exist_ok=True)
        self.run_program("secret", "set", "bmc_admin", "--state", self.state)

    def stop(self, bmcs):
        """After which it has no session left."""
        if bmcs.process.returncode is None:
            for counters in bmcs.all_counters() if not self.may_leave_sessions else []:
                self.assertEqual(counters["sessions_opened"], counters["sessions_closed"])
                self.assertLessEqual(counters["most_in_flight"], 2)
            bmcs.close()

    def run_program(self, *arguments, given=PASSWORD):
        return subprocess.run([RACKSEED, *arguments], input=given, capture_output=True, text=True,
                              timeout=LIMIT_S, check=False)

    def options(self):
        return ["--user", USER, "--https-port", self.bmcs.port, "--state", str(self.state)]

    def ask(self, *arguments, nodes=None, code=0):
        """What a command says of each BMC, by address."""
        run = self.run_program(*arguments, *(nodes or self.bmcs.addresses), *self.options(),
                               "--json")
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertNotIn(PASSWORD, run.stdout + run.stderr)
        return {row["bmc"]: row for row in json.loads(run.stdout)}

    def test_power(self):
        self.start("--count", "3")
        first, *others = self.bmcs.addresses
        self.assertEqual({row["power"] for row in self.ask("power", "status").values()}, {"off"})
        self.assertEqual(self.ask("power", "on", nodes=[first])[first]["power"], "on")
        self.assertEqual(self.ask("power", "on", nodes=[first])[first]["power"], "on")
        states = self.ask("power", "status")
        self.assertEqual([states[address]["power"] for address in (first, *others)],
                         ["on", "off", "off"])
        for verb, power in (("cycle", "on"), ("reset", "on"), ("restart", "on"),
                            ("shutdown", "off"), ("off", "off")):
            self.assertEqual(self.ask("power", verb, nodes=[first])[first]["power"], power, verb)

    def test_by_ipmi(self):
        self.start("--ipmi", "0", "--count", "2")
        first = self.bmcs.addresses[0]
        ipmi = ["--protocol", "ipmi", "--ipmi-port", self.bmcs.ipmi_port]
        self.assertEqual(self.ask("power", "on", *ipmi, nodes=[first])[first]["power"], "on")
        self.assertEqual(self.ask("power", "status")[first]["power"], "on", "by Redfish")
        self.assertEqual(self.ask("power", "off", *ipmi, nodes=[first])[first]["power"], "off")
        self.assertEqual(self.ask("boot", "pxe", *ipmi, nodes=[first])[first]["boot"], "pxe")
        shown = self.ask("bmc", "show", nodes=[first])[first]["identity"]
        by_ipmi = self.ask("bmc", "show", *ipmi, nodes=[first])[first]["identity"]
        self.assertEqual(by_ipmi["serial"], shown["serial"])
        refused = self.ask("media", "insert", "--image", IMAGE, *ipmi, nodes=[first], code=4)
        self.assertIn("IPMI has no virtual media", refused[first]["detail"])
        for counters in self.bmcs.all_counters():
            self.assertEqual(counters["ipmi_sessions"], 0)

    def test_a_table_for_people(self):
        self.start("--count", "2")
        run = self.run_program("power", "status", *self.bmcs.addresses, *self.options())
        rows = [line.split() for line in run.stdout.splitlines()]
        self.assertEqual(rows[0], ["NODE", "BMC", "POWER"])
        self.assertEqual(rows[1], [self.bmcs.addresses[0], self.bmcs.addresses[0], "off"])

    def test_boot(self):
        self.start()
        address = self.bmcs.addresses[0]
        for word in ("pxe", "http", "disk", "cd", "setup"):
            row = self.ask("boot", word)[address]
            self.assertEqual((row["boot"], row["mode"], row["persistent"]), (word, "uefi", False))
        self.assertEqual(self.ask("boot", "none")[address]["boot"], "none")
        self.assertEqual(self.ask("boot", "pxe", "--persistent")[address]["persistent"], True)
        self.ask("power", "on")
        self.assertEqual(self.ask("boot", "status")[address]["boot"], "pxe")

    def test_media_and_a_running_machine(self):
        self.start()
        address = self.bmcs.addresses[0]
        self.assertEqual(self.ask("media", "insert", "--image", IMAGE)[address]["medium"], IMAGE)
        self.ask("power", "on")
        refused = self.ask("media", "eject", code=5)[address]
        self.assertEqual(refused["error"], "held back")
        self.assertIn("switch it off first", refused["detail"])
        self.assertEqual(self.ask("media", "eject", "--while-on")[address]["medium"], "none")

    def test_what_a_bmc_knows(self):
        self.start("--profile", "idrac")
        row = self.ask("bmc", "show")[self.bmcs.addresses[0]]
        self.assertEqual(row["identity"]["manufacturer"], "Dell Inc.")
        self.assertGreater(len(row["nics"]), 1)
        self.assertGreater(len(row["disks"]), 0)
        self.assertEqual(len(row["certificate"]), 64)
        shown = self.run_program("bmc", "show", *self.bmcs.addresses, *self.options()).stdout
        self.assertIn("manufacturer: Dell Inc.", shown)
        self.assertIn(row["nics"][0]["mac"], shown)
        self.ask("bmc", "log")
        self.ask("bmc", "light")
        self.ask("bmc", "dark")
        self.assertEqual(self.ask("bmc", "restart")[self.bmcs.addresses[0]]["state"], "restarting")

    def test_what_was_learnt_is_kept(self):
        self.start("--fault", "boot-needs-full-patch")
        address = self.bmcs.addresses[0]
        self.ask("boot", "pxe")
        run = self.run_program("bmc", "quirks", "all", "--state", self.state, "--json")
        self.assertEqual(json.loads(run.stdout),
                         [{"node": address, "bmc": address, "quirks": {"wants_full_boot": True}}])
        patches = self.patches()
        self.ask("boot", "disk")
        self.assertEqual(self.patches() - patches, 1, "it was known")
        self.run_program("bmc", "quirks", address, "--state", self.state, "--forget")
        run = self.run_program("bmc", "quirks", "all", "--state", self.state, "--json")
        self.assertEqual(json.loads(run.stdout), [])

    def patches(self):
        return sum(count for request, count in self.bmcs.counters()["paths"].items()
                   if request.startswith("PATCH"))

    def test_another_certificate_is_refused_until_it_is_trusted(self):
        self.start()
        self.ask("power", "status")
        self.stop(self.bmcs)
        self.start(listen=self.bmcs.urls[0].split("//")[1])
        address = self.bmcs.addresses[0]
        refused = self.ask("power", "on", code=5)[address]
        self.assertEqual(refused["error"], "the certificate changed")
        self.assertEqual(self.bmcs.counters()["sessions_opened"], 0, "nothing was sent")
        trusted = self.ask("bmc", "trust")[address]
        self.assertIn(trusted["certificate"], self.bmcs.process.stdout.readline())
        self.assertEqual(self.ask("power", "on")[address]["power"], "on")

    def test_exit_codes_and_errors(self):
        self.start("--count", "2")
        first, second = self.bmcs.addresses
        dead = "127.21.9.9"
        rows = self.ask("power", "status", nodes=[first, dead], code=3)
        self.assertEqual(rows[first]["power"], "off")
        self.assertEqual(rows[dead]["error"], "out of reach")
        for arguments, why in (
                (["power", "status", "ctrl1", *self.options()], "no such node: ctrl1"),
                (["power", "status", first], "no credentials"),
                (["power", "status", first, *self.options(), "--timeout", "never"], "--timeout"),
                (["boot", "pxe", first, *self.options(), "--mode", "x"], "uefi or legacy"),
                (["power", "status"], "NODE")):
            run = self.run_program(*arguments)
            self.assertEqual(run.returncode, 2, run.stderr)
            self.assertIn(why, run.stdout + run.stderr)
        run = self.run_program("power", "status", second, *self.options(), given="wrong")
        self.assertEqual(run.returncode, 4)
        self.assertIn("credentials refused", run.stderr)

    def test_out_of_time(self):
        self.start("--fault", "slow=60000")
        began = time.monotonic()
        row = self.ask("power", "status", "--timeout", "1", code=6)[self.bmcs.addresses[0]]
        self.assertEqual(row["error"], "no answer in time")
        self.assertLess(time.monotonic() - began, LIMIT_S)

    def test_interrupted_it_gives_sessions_back(self):
        self.start("--fault", "graceful-never", "--on", "--count", "2")
        process = subprocess.Popen(
            [RACKSEED, "power", "shutdown", *self.bmcs.addresses, *self.options()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdin.write(PASSWORD)
        process.stdin.close()
        process.stdin = None
        end = time.monotonic() + LIMIT_S
        while any(counters["sessions_opened"] == 0 for counters in self.bmcs.all_counters()):
            self.assertLess(time.monotonic(), end)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LIMIT_S)
        self.assertEqual(process.returncode, 4)
        self.assertIn("interrupted", said)

    def test_killed_it_lets_go_of_the_bmc(self):
        self.start("--fault", "graceful-never", "--on")
        process = subprocess.Popen(
            [RACKSEED, "power", "shutdown", *self.bmcs.addresses, *self.options()],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        process.stdin.write(PASSWORD.encode())
        process.stdin.close()
        process.stdin = None
        end = time.monotonic() + LIMIT_S
        while self.bmcs.counters()["sessions_opened"] == 0:
            self.assertLess(time.monotonic(), end)
        process.kill()
        process.wait()
        self.may_leave_sessions = True
        self.ask("power", "status")

    def test_many_in_parallel(self):
        self.start("--count", "64", "--delay", "50")
        rows = self.ask("power", "status")
        self.assertEqual({row["power"] for row in rows.values()}, {"off"})
        self.assertEqual(len(rows), 64)


if __name__ == "__main__":
    unittest.main()
