"""The virtual BMC with a client that is not ours: sushy, by which OpenStack drives real BMCs."""

import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "rackseed-virtual-bmc")
LIMIT_S = 60
USER, PASSWORD = "admin", "a secret: with \"odd\" signs"

for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
    os.environ.pop(variable, None)  # requests would trust these instead of what it is told

try:
    import sushy
    import sushy.auth
except ImportError:
    print("missing: python3-sushy")
    sys.exit(77)


class Bmcs:
    """The program, on addresses and ports of its own."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.urls = self.process.stdout.readline().split()[1:]

    def stop(self):
        """Its exit code."""
        self.process.communicate(timeout=LIMIT_S)
        return self.process.returncode


def read_json(url):
    context = ssl._create_unverified_context()
    with urllib.request.urlopen(url, context=context, timeout=LIMIT_S) as answer:
        return json.load(answer)


class VirtualBmcCase(unittest.TestCase):
    def start(self, *arguments):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "password").write_text(PASSWORD + "\n")
        self.bmcs = Bmcs("--user", USER, "--password-file", folder / "password",
                         "--speed", "1000", *arguments)
        self.addCleanup(self.bmcs.stop)
        self.url = self.bmcs.urls[0]

    def log_in(self, password=PASSWORD):
        self.auth = sushy.auth.SessionAuth(USER, password)
        self.root = sushy.Sushy(self.url, auth=self.auth, verify=False)
        systems = self.root.get_system_collection()
        self.system = systems.get_member(systems.members_identities[-1])
        self.manager = self.root.get_manager_collection().get_members()[0]

    def counters(self):
        return read_json(self.url + "/rackseed/counters")

    def wait_for(self, is_so):
        """Asks until it is so."""
        end = time.monotonic() + LIMIT_S
        while not is_so():
            self.assertLess(time.monotonic(), end, "it never came")

    def wait_for_power(self, wanted):
        def is_so():
            self.system.refresh(force=True)
            return self.system.power_state == wanted
        self.wait_for(is_so)

    def power_on(self):
        boots = self.counters()["machine"]["boots"]
        self.system.reset_system(sushy.RESET_ON)
        self.wait_for(lambda: self.counters()["machine"]["boots"] > boots)
        self.wait_for_power(sushy.POWER_STATE_ON)

    def power_off(self):
        self.system.reset_system(sushy.RESET_FORCE_OFF)
        self.wait_for_power(sushy.POWER_STATE_OFF)


class VirtualBmcTest(VirtualBmcCase):
    def test_power(self):
        self.start("--tls")
        self.log_in()
        self.assertEqual(self.system.power_state, sushy.POWER_STATE_OFF)
        self.power_on()
        self.system.reset_system(sushy.RESET_FORCE_RESTART)
        self.wait_for(lambda: self.counters()["machine"]["boots"] == 2)
        self.system.reset_system(sushy.RESET_GRACEFUL_SHUTDOWN)
        self.wait_for_power(sushy.POWER_STATE_OFF)
        self.power_on()
        self.power_off()

    def test_inventory(self):
        self.start()
        self.log_in()
        nics = self.system.ethernet_interfaces.get_members()
        self.assertEqual([nic.mac_address for nic in nics][:2],
                         ["02:00:5e:00:00:01", "02:00:5e:00:00:02"])
        self.assertEqual(self.system.memory_summary.size_gib, 256)
        self.assertEqual(self.system.processors.summary.count, 128)
        drives = self.system.storage.get_members()[0].drives
        self.assertEqual([drive.capacity_bytes for drive in drives], [1920383410176] * 2)
        self.assertEqual(self.manager.manager_type, sushy.MANAGER_TYPE_BMC)

    def test_sessions(self):
        self.start("--tls", "--fault", "session-limit=1")
        self.log_in()
        self.assertEqual(self.counters()["sessions"], 1)
        with self.assertRaises(sushy.exceptions.SushyError):
            sushy.Sushy(self.url, auth=sushy.auth.SessionAuth(USER, PASSWORD), verify=False)
        self.auth.close()
        self.assertEqual(self.counters()["sessions"], 0)
        self.log_in()
        self.auth.close()
        with self.assertRaises(sushy.exceptions.AccessError):
            self.log_in("another")

    def test_basic_authentication(self):
        self.start()
        sushy.Sushy(self.url, auth=sushy.auth.BasicAuth(USER, PASSWORD)).get_system_collection()
        self.assertEqual(self.counters()["sessions_opened"], 0)

    def test_several_systems(self):
        self.start("--fault", "several-systems", "--fault", "reset-values-in-actioninfo")
        self.log_in()
        self.assertEqual(len(self.root.get_system_collection().members_identities), 2)
        self.power_on()

    def test_many(self):
        self.start("--count", "20", "--listen", "127.9.1.250:0")
        self.assertEqual(len(self.bmcs.urls), 20)
        self.assertRegex(self.bmcs.urls[0], r"^http://127\.9\.1\.250:\d+$")
        self.assertRegex(self.bmcs.urls[19], r"^http://127\.9\.2\.13:\d+$")
        uuids = {read_json(url + "/redfish/v1")["UUID"] for url in self.bmcs.urls}
        self.assertEqual(len(uuids), 20)

    def test_ends_with_its_input(self):
        self.start("--count", "3", "--tls")
        self.log_in()
        self.assertEqual(self.bmcs.stop(), 0)


class ProfileTest(VirtualBmcCase):
    """What a bring-up needs, with every profile."""

    PROFILES = ("generic", "idrac", "ilo", "xcc", "supermicro", "ami", "openbmc")

    def with_each(self, check):
        for profile in self.PROFILES:
            with self.subTest(profile):
                self.start("--profile", profile)
                self.log_in()
                check(profile)

    def test_boots_once_from_the_network(self):
        def check(profile):
            mode = {} if profile == "ilo" else {"mode": sushy.BOOT_SOURCE_MODE_UEFI}
            self.system.set_system_boot_options(
                sushy.BOOT_SOURCE_TARGET_PXE, enabled=sushy.BOOT_SOURCE_ENABLED_ONCE, **mode)
            self.system.refresh(force=True)
            self.assertEqual(self.system.boot.target, sushy.BOOT_SOURCE_TARGET_PXE)
            self.assertEqual(self.system.boot.enabled, sushy.BOOT_SOURCE_ENABLED_ONCE)
            self.assertEqual(self.system.boot.mode, sushy.BOOT_SOURCE_MODE_UEFI)
            self.power_on()
            self.assertEqual(self.counters()["machine"]["last_boot"], "Pxe")
            self.system.refresh(force=True)
            self.assertEqual(self.system.boot.enabled, sushy.BOOT_SOURCE_ENABLED_DISABLED)
            self.power_off()
            self.power_on()
            self.assertEqual(self.counters()["machine"]["last_boot"], "Hdd")

        self.with_each(check)

    def test_inserts_and_ejects_media(self):
        def check(_):
            medium = self.manager.virtual_media.get_members()[0]
            medium.insert_media("http://192.0.2.1/image.iso")
            medium.refresh(force=True)
            self.assertTrue(medium.inserted)
            self.assertEqual(medium.image, "http://192.0.2.1/image.iso")
            medium.eject_media()
            medium.refresh(force=True)
            self.assertFalse(medium.inserted)

        self.with_each(check)


class ProgramTest(unittest.TestCase):
    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=LIMIT_S, check=False)

    def test_lists_its_faults(self):
        lines = self.run_program("--list-faults").stdout.splitlines()
        self.assertGreater(len(lines), 90)
        self.assertRegex("\n".join(lines), r"(?m)^session-limit=8 +38  .*RAC0218")

    def test_refuses_what_it_does_not_know(self):
        for arguments in (["--fault", "sings"], ["--profile", "sings"], ["--tree", "/nowhere"],
                          ["--listen", "127.0.0.1"], ["--listen", "127.0.0.1:99999"]):
            run = self.run_program(*arguments)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertEqual(len(run.stderr.splitlines()), 1, arguments)

    def test_serves_a_tree(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "redfish/v1/Systems").mkdir(parents=True)
        (folder / "redfish/v1/index.json").write_text(
            '{"Id": "RootService", "Name": "Root", "RedfishVersion": "1.0.0", '
            '"Systems": {"@odata.id": "/redfish/v1/Systems"}}')
        (folder / "redfish/v1/Systems/index.json").write_text('{"Members": []}')
        bmcs = Bmcs("--tree", folder)
        self.addCleanup(bmcs.stop)
        root = sushy.Sushy(bmcs.urls[0], auth=sushy.auth.BasicAuth("any", "body"))
        with self.assertRaises(urllib.error.HTTPError) as missing:
            read_json(bmcs.urls[0] + "/redfish/v1/Chassis")
        self.assertEqual(missing.exception.code, 404)
        self.assertEqual(root.redfish_version, "1.0.0")


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # of certificates that are not verified
