"""The DHCP server with systemd-networkd, the client of most systems that are installed. It has a
/run of its own and no udev, so that nothing of this machine's is touched."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from wire import Running, Wire, why_not

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "dhcp_server")
NETWORKD = pathlib.Path("/lib/systemd/systemd-networkd")
POOL = ("10.99.0.100", "10.99.0.199")
SETTINGS = """
[Match]
Name=eth0
[Network]
DHCP=ipv4
LinkLocalAddressing=no
IPv6AcceptRA=no
[DHCPv4]
ClientIdentifier={client_id}
"""
# With a /sys that nobody can write, networkd does not wait for udev.
START = """set -e
mount -t tmpfs none /run
mkdir -p /run/systemd/netif /run/systemd/network
chown systemd-network: /run/systemd/netif
cp "$1" /run/systemd/network/10-test.network
mount -o remount,bind,ro /sys
exec "$2"
"""

if reason := why_not():
    print(reason)
    sys.exit(77)
if not NETWORKD.exists():
    print(f"missing: {NETWORKD}")
    sys.exit(77)


class Networkd(unittest.TestCase):
    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.flush()
        self.addresses = self.enterContext(Running(self.wire.on_client(
            "ip", "-4", "-o", "monitor", "address")))
        self.addCleanup(self.addresses.process.kill)
        self.server = self.enterContext(Running(self.wire.on_server(
            PROGRAM, self.folder / "leases.db", "--no-probe", "--subnet",
            f"10.99.0.0/24,{self.wire.SERVER},{POOL[0]},{POOL[1]},eth0")))
        self.assertEqual(self.server.line(), "listening")

    def flush(self):
        subprocess.run(self.wire.on_client("ip", "address", "flush", "dev", "eth0"), check=True)

    def start(self, client_id):
        settings = self.folder / "network"
        settings.write_text(SETTINGS.format(client_id=client_id))
        settings.chmod(0o644)
        process = subprocess.Popen(
            self.wire.on_client("sh", "-c", START, "sh", settings, NETWORKD),
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, program, text):
        """Throws queue.Empty when the program falls silent."""
        while text not in (line := program.line()) or line.startswith("Deleted "):
            pass

    def test_gets_one_address_by_any_name(self):
        for client_id in ("mac", "duid"):
            with self.subTest(client_id):
                process = self.start(client_id)
                self.wait_for(self.server, f"ACK {POOL[0]}")
                self.wait_for(self.addresses, f"eth0    inet {POOL[0]}/24 metric 1024 brd")
                process.kill()
                process.wait()
                self.flush()


if __name__ == "__main__":
    unittest.main()
