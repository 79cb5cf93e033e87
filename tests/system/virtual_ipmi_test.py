"""The IPMI side of the virtual BMC with clients that are not ours: ipmitool and FreeIPMI. Debian
packages: ipmitool, freeipmi-tools."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "rackseed-virtual-bmc")
LIMIT_S = 60  # a hang
USER, PASSWORD = "admin", "sixteen-octets-!"
SYSTEM = "/redfish/v1/Systems/1"


class VirtualIpmiCase(unittest.TestCase):
    """A BMC whose sides both let anybody with the password in."""

    def start(self, *arguments):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "password").write_text(PASSWORD + "\n")
        process = subprocess.Popen(
            [PROGRAM, "--user", USER, "--password-file", folder / "password", "--ipmi", "0",
             "--speed", "1000", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate, timeout=LIMIT_S)
        self.urls = process.stdout.readline().split()[1:]
        self.addresses = [tuple(address.rsplit(":", 1))
                          for address in process.stdout.readline().removeprefix("ipmi ").split()]
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, self.urls[0], USER, PASSWORD, is_authenticated=True)
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPBasicAuthHandler(passwords))

    def redfish(self, path, body=None, method="POST"):
        request = urllib.request.Request(self.urls[0] + path)
        if body is not None:
            request = urllib.request.Request(
                self.urls[0] + path, json.dumps(body).encode(), method=method,
                headers={"Content-Type": "application/json"})
        with self.opener.open(request, timeout=LIMIT_S) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def counters(self):
        return self.redfish("/rackseed/counters")

    def run_tool(self, *words, password=PASSWORD, suite=17, number=0, options=()):
        host, port = self.addresses[number]
        return subprocess.run(
            ["ipmitool", "-I", "lanplus", "-C", str(suite), "-H", host, "-p", port, "-U", USER,
             "-P", password, *options, *words],
            capture_output=True, text=True, check=False, timeout=LIMIT_S)

    def tool(self, *words, **how):
        run = self.run_tool(*words, **how)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def chassis(self, *words, suite=17, password=PASSWORD):
        """ipmi-chassis of FreeIPMI."""
        host, port = self.addresses[0]
        return subprocess.run(
            ["ipmi-chassis", "-D", "LAN_2_0", "-I", str(suite), "-h", f"{host}:{port}", "-u", USER,
             "-p", password, "-l", "admin", *words],
            capture_output=True, text=True, check=False, timeout=LIMIT_S)

    def wait_for_power(self, wanted):
        end = time.monotonic() + LIMIT_S
        while self.redfish(SYSTEM)["PowerState"] != wanted:
            self.assertLess(time.monotonic(), end, "it never came")

    def assert_no_session_is_left(self):
        counters = self.counters()
        self.assertEqual(counters["ipmi_sessions"], 0)
        self.assertEqual(counters["ipmi_sessions_closed"], counters["ipmi_sessions_opened"])


class IpmitoolTest(VirtualIpmiCase):
    def test_power(self):
        for suite in (17, 3):
            with self.subTest(suite):
                self.start()
                self.assertIn("is off", self.tool("power", "status", suite=suite))
                self.tool("power", "on", suite=suite)
                self.wait_for_power("On")
                self.assertIn("is on", self.tool("power", "status", suite=suite))
                self.tool("power", "reset", suite=suite)
                self.tool("power", "diag", suite=suite)
                self.tool("power", "cycle", suite=suite)
                self.wait_for_power("On")
                self.tool("power", "soft", suite=suite)
                self.wait_for_power("Off")
                self.assertIn("not supported in present state",
                              self.run_tool("power", "cycle", suite=suite).stderr)
                self.tool("power", "on", suite=suite)
                self.wait_for_power("On")
                self.tool("power", "off", suite=suite)
                self.wait_for_power("Off")
                self.assertGreaterEqual(self.counters()["machine"]["boots"], 3)
                self.assert_no_session_is_left()

    def test_sees_what_redfish_does(self):
        self.start()
        self.redfish(SYSTEM + "/Actions/ComputerSystem.Reset", {"ResetType": "On"})
        self.wait_for_power("On")
        self.assertIn("is on", self.tool("power", "status"))
        self.redfish(SYSTEM, {"Boot": {"BootSourceOverrideTarget": "Cd",
                                       "BootSourceOverrideEnabled": "Continuous"}}, "PATCH")
        said = self.tool("chassis", "bootparam", "get", "5")
        self.assertIn("Force Boot from CD/DVD", said)
        self.assertIn("Options apply to all future boots", said)

    def test_boot_device(self):
        self.start()
        for suite, device, words, target in (
                (17, "pxe", "Force PXE", "Pxe"),
                (3, "disk", "Force Boot from default Hard-Drive", "Hdd"),
                (17, "cdrom", "Force Boot from CD/DVD", "Cd"),
                (17, "bios", "Force Boot into BIOS Setup", "BiosSetup"),
                (17, "pxe", "Force PXE", "Pxe")):
            with self.subTest(device):
                self.tool("chassis", "bootdev", device, "options=efiboot", suite=suite)
                said = self.tool("chassis", "bootparam", "get", "5", suite=suite)
                for wanted in (words, "Boot Flag Valid", "BIOS EFI boot", "only next boot"):
                    self.assertIn(wanted, said)
                boot = self.redfish(SYSTEM)["Boot"]
                self.assertEqual(boot["BootSourceOverrideTarget"], target)
                self.assertEqual(boot["BootSourceOverrideMode"], "UEFI")
                self.assertEqual(boot["BootSourceOverrideEnabled"], "Once")
        self.tool("power", "on")
        self.wait_for_power("On")
        self.assertEqual(self.counters()["machine"]["last_boot"], "Pxe")
        self.assertIn("Boot Flag Invalid", self.tool("chassis", "bootparam", "get", "5"))
        self.tool("chassis", "bootdev", "disk", "options=persistent")
        self.assertIn("apply to all future boots", self.tool("chassis", "bootparam", "get", "5"))
        self.tool("chassis", "bootdev", "none")
        self.assertEqual(self.redfish(SYSTEM)["Boot"]["BootSourceOverrideEnabled"], "Disabled")
        self.assert_no_session_is_left()

    def test_identity(self):
        for profile, vendor in (("generic", 7154), ("idrac", 674), ("supermicro", 10876)):
            with self.subTest(profile):
                self.start("--profile", profile)
                systems = self.redfish("/redfish/v1/Systems")["Members"]
                system = self.redfish(systems[0]["@odata.id"])
                said = self.tool("fru", "print", "0")
                self.assertRegex(said, rf"Product Manufacturer +: {system['Manufacturer']}\n")
                self.assertRegex(said, rf"Product Name +: {system['Model']}\n")
                serial = system["SKU" if profile == "idrac" else "SerialNumber"]
                self.assertRegex(said, rf"Product Serial +: {re.escape(serial)}\n")
                self.assertNotIn("Extra", said)
                self.assertIn(system["UUID"], self.tool("mc", "guid"))
                said = self.tool("mc", "info")
                self.assertRegex(said, rf"Manufacturer ID +: {vendor}\n")
                self.assertRegex(said, r"Firmware Revision +: 1\.40\n")
                self.assert_no_session_is_left()

    def test_log(self):
        self.start()
        lines = self.tool("sel", "list").splitlines()
        entries = self.redfish(SYSTEM + "/LogServices/SEL/Entries?$skip=49")["Members"]
        self.assertEqual(len(lines), 50)
        self.assertEqual(entries[0]["Created"], "2026-01-01T00:50:00Z")
        self.assertRegex(lines[-1], r"32 \| 01/01/\d*26 \| 00:50:00 .*Memory")

    def test_refuses_a_wrong_password_and_the_old_suites(self):
        self.start()
        for suite in (17, 3):
            run = self.run_tool("power", "on", password="another", suite=suite)
            self.assertNotEqual(run.returncode, 0)
        for suite in (0, 1, 2):
            run = self.run_tool("power", "on", suite=suite)
            self.assertIn("no matching cipher suite", run.stderr)
        self.assertEqual(self.redfish(SYSTEM)["PowerState"], "Off")
        self.assertEqual(self.counters()["ipmi_sessions_opened"], 0)

    def test_refuses_the_old_suite_only_where_it_is_told_to(self):
        self.start("--fault", "ipmi-no-suite-17")
        self.assertIn("no matching cipher suite", self.run_tool("power", "status").stderr)
        self.assertIn("is off", self.tool("power", "status", suite=3))

    def test_survives_faults(self):
        self.start("--fault", "ipmi-drop=1", "--fault", "ipmi-off-d5")
        self.assertIn("is off", self.tool("power", "status", options=("-N", "1", "-R", "6")))
        self.assertIn("not supported in present state", self.run_tool("power", "off").stderr)

    def test_many(self):
        self.start("--count", "20", "--listen", "127.9.3.250:0")
        self.assertEqual(len(self.addresses), 20)
        self.assertEqual(self.addresses[19][0], "127.9.4.13")
        self.assertEqual(len({port for _, port in self.addresses}), 1)
        self.tool("power", "on", number=19)
        self.assertIn("is off", self.tool("power", "status", number=0))
        self.assertIn("5e5eed00-0000-4000-8000-000000000013", self.tool("mc", "guid", number=19))


class FreeIpmiTest(VirtualIpmiCase):
    def check(self, *words, **how):
        run = self.chassis(*words, **how)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def test_drives_the_machine(self):
        for suite in (17, 3):
            with self.subTest(suite):
                self.start()
                said = self.check("--get-status", suite=suite)
                self.assertRegex(said, r"System Power +: off")
                self.check("--chassis-control=power-up", suite=suite)
                self.wait_for_power("On")
                self.assertRegex(self.check("--get-status", suite=suite), r"System Power +: on")
                self.check("--chassis-control=soft-shutdown", suite=suite)
                self.wait_for_power("Off")
                self.assert_no_session_is_left()

    def test_lights_the_lamp(self):
        self.start()
        self.check("--chassis-identify=FORCE")
        self.assertTrue(self.redfish(SYSTEM)["LocationIndicatorActive"])
        self.check("--chassis-identify=TURN-OFF")
        self.assertFalse(self.redfish(SYSTEM)["LocationIndicatorActive"])

    def test_is_refused_with_a_wrong_password(self):
        self.start()
        run = self.chassis("--get-status", password="another")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("password invalid", run.stdout + run.stderr)
        self.assertEqual(self.counters()["ipmi_sessions_opened"], 0)


def why_not():
    missing = [tool for tool in ("ipmitool", "ipmi-chassis")
               if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin")]
    return f"missing: {', '.join(missing)}" if missing else ""


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin"
    if reason := why_not():
        print(reason)
        sys.exit(77)
    unittest.main()
