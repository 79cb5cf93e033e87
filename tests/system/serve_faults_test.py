"""What `rackseed serve` does when something is in its way: before it serves, and while it does."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import unittest

import packets
import serving
import wire
from serving import CTRL1, CTRL1_IP, CTRL2_BMC, CTRL2_IP, LIMIT_S, LOADER, SEED, UEFI, needs

if reason := wire.why_not():
    print(reason)
    sys.exit(77)

REFUSED, UNREACHABLE = 5, 3
SIZE = 8 << 20  # bytes of a small disk


class StartTest(serving.ServeCase):
    def hold(self, kind, port, host=""):
        """A process that has a port at the seed's end."""
        script = ("import socket, sys; s = socket.socket(type=socket.%s); s.bind((%r, %d)); "
                  "s.type == socket.SOCK_STREAM and s.listen(); print('bound', flush=True); "
                  "sys.stdin.read()" % (kind, host, port))
        holder = self.enterContext(wire.Running(self.wire.on_server(sys.executable, "-c", script)))
        self.assertEqual(holder.line(), "bound")
        return holder

    def test_a_second_one_is_refused(self):
        self.serve()
        self.assertEqual(self.refused("--force"), (
            REFUSED, f"rackseed: {self.state}: another rackseed serves from this folder; stop it, "
            "or choose another with --state\n"))

    def test_a_port_in_use_names_the_process(self):
        for kind, port, host in (("SOCK_DGRAM", 67, ""), ("SOCK_DGRAM", 69, SEED),
                                 ("SOCK_DGRAM", 4011, ""), ("SOCK_STREAM", 80, "")):
            with self.subTest(port), contextlib.ExitStack() as stack:
                holder = self.hold(kind, port, host)
                stack.callback(holder.process.kill)
                code, said = self.refused("--force")
                self.assertEqual(code, UNREACHABLE)
                self.assertRegex(said, rf"^rackseed: port {port} is in use by \S+ pid "
                                 rf"{holder.process.pid}; stop it: kill {holder.process.pid}")

    def test_a_missing_address_says_how_to_add_it(self):
        subprocess.run(self.wire.on_server("ip", "address", "delete", f"{SEED}/24", "dev", "eth0"),
                       check=True)
        self.assertEqual(self.refused("--force"), (
            UNREACHABLE, f"rackseed: no interface has {SEED}, the seed's address in network prov; "
            f"add it: ip addr add {SEED}/24 dev INTERFACE\n"))
        code, said = self.refused("--force", "--interface", "eth7")
        self.assertEqual((code, "no interface eth7; there are lo, eth0" in said), (3, True))

    def test_an_unknown_node_cannot_be_armed(self):
        code, said = self.refused("--force", "--arm", "nobody")
        self.assertEqual(code, REFUSED)
        self.assertIn("there is no node nobody; rackseed show lists them", said)

    def test_a_read_only_state_folder_says_so(self):
        with_seed = self.command("--force")[4:]
        for made in ("", f"mkdir -p {self.state} && "):  # empty, or as it was left
            with self.subTest(made):
                script = (f"mount -t tmpfs none {self.folder} && {made}"
                          f"mount -o remount,ro {self.folder} && exec \"$@\"")
                run = subprocess.run(
                    self.wire.on_server("unshare", "-m", "sh", "-c", script, "sh", *with_seed),
                    capture_output=True, text=True, timeout=LIMIT_S, check=False)
                self.assertEqual(run.returncode, UNREACHABLE, run.stderr)
                self.assertRegex(run.stderr, rf"^rackseed: {self.state}\S*: Read-only file system: "
                                 "the state folder must be writable; choose another with --state")

    def test_a_key_that_others_may_read_is_refused(self):
        key = self.state / "install.key"
        key.write_bytes(b"k" * 32)
        key.chmod(0o644)
        code, said = self.refused("--force")
        self.assertEqual((code, f"chmod 600 {key}" in said), (REFUSED, True), said)


@needs("busybox")
class ForeignServerTest(serving.ServeCase):
    def setUp(self):
        super().setUp()
        settings = self.folder / "udhcpd.conf"
        settings.write_text(f"start 10.1.8.77\nend 10.1.8.79\ninterface eth0\n"
                            f"lease_file {self.folder}/leases\npidfile {self.folder}/pid\n"
                            f"option subnet 255.255.255.0\n")
        (self.folder / "leases").touch()
        server = self.enterContext(wire.Running(self.wire.on_client(
            "sh", "-c", f"exec busybox udhcpd -f -a 100 {settings} 2>&1")))
        self.addCleanup(server.process.kill)
        while "started" not in server.line():
            pass

    def test_stops_a_first_start_and_not_one_by_force(self):
        code, said = self.refused()
        self.assertEqual(code, REFUSED)
        self.assertRegex(said, r"rackseed: L-801: prov: a foreign DHCP server \S+ answers .*; "
                         r"nothing is served; to serve all the same: --force")
        self.assertNotIn("serving DHCP", said)
        seed = self.serve()
        seed.wait_for("L-801: prov: a foreign DHCP server")
        self.assertEqual(seed.end()[0], 0)
        self.assertIn("SegmentFinding", [kind for kind, _, _ in self.events()])


class RunningTest(serving.ServeCase):
    def test_a_kill_costs_no_address_and_no_time(self):
        seed = self.serve("--arm", "ctrl1")
        self.lease(CTRL1, *UEFI)
        seed.process.send_signal(signal.SIGKILL)
        seed.process.wait(timeout=LIMIT_S)
        again = self.enterContext(serving.Seed(self.command()))  # and without --force
        again.wait_for("serving DHCP, TFTP and HTTP")
        ack = self.lease(CTRL1, *UEFI)
        self.assertEqual((ack.bootp.yiaddr, ack.file), (CTRL1_IP, "snponly.efi"))
        again.wait_for(f"ctrl1: REQUEST .* -> ACK {CTRL1_IP}")
        # The other end of the wire answers for an address of ctrl1: known after 5 s, not before.
        self.assertFalse([line for line in again.log if "L-805" in line], again.log)
        again.wait_for(f"L-805: prov: address {CTRL1_IP} of ctrl1")

    def test_a_first_start_looks_at_the_wire_before_it_serves(self):
        seed = self.enterContext(serving.Seed(self.command()))
        seed.wait_for("serving DHCP, TFTP and HTTP")
        self.assertTrue([line for line in seed.log if "L-805: prov: address" in line], seed.log)

    def test_an_interface_that_comes_back_is_served(self):
        seed = self.serve("--arm", "ctrl1")
        self.lease(CTRL1, *UEFI)
        for _ in range(2):
            self.wire.cut()
            seed.wait_for("eth0 vanished")
            self.wire.join()
            seed.wait_for(r"eth0 .*172\.30\.2\.2/24")
            self.dhcp.close()
            self.dhcp = packets.Client(self.wire.client)
            self.assertEqual(self.lease(CTRL1, *UEFI).bootp.yiaddr, CTRL1_IP)
            self.assertEqual(self.tftp(b"snponly.efi"), (3, LOADER[:512]))
            self.assertEqual(self.curl("/os/noble/casper/vmlinuz"), (200, "kernel"))

    def test_open_transfers_do_not_hold_the_end(self):
        seed = self.serve()
        streams = []
        for _ in range(20):
            client = self.client_socket(socket.SOCK_STREAM)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((SEED, 80))
            client.sendall(b"GET /os/noble/large HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(client.recv(512).startswith(b"HTTP/1.1 200"))
            streams.append(client)
        idle = self.client_socket(socket.SOCK_STREAM)
        idle.connect((SEED, 80))
        transfers = [self.client_socket(socket.SOCK_DGRAM) for _ in range(20)]
        for client in transfers:
            client.sendto(b"\0\1os/noble/large\0octet\0", (SEED, 69))
            self.assertEqual(client.recv(1024)[:4], b"\0\3\0\1")
        self.send(packets.DISCOVER, CTRL1, *UEFI)
        code, said = seed.end()
        self.assertEqual(code, 0, said)
        self.assertEqual(self.refused("--force", "--arm", "nobody")[0], REFUSED)  # the lock is free

    def test_sigint_ends_it_too(self):
        seed = self.serve()
        seed.process.send_signal(signal.SIGINT)
        self.assertEqual(seed.process.wait(timeout=LIMIT_S), 0)


class FullDiskTest(serving.ServeCase):
    """The state folder is a small file system, which only the seed's mount namespace has."""

    def setUp(self):
        super().setUp()
        script = f"mount -t tmpfs -o size={SIZE} none {self.state} && exec \"$@\""
        inside = self.command("--force", "--arm", "ctrl2")[4:]
        self.seed = self.enterContext(serving.Seed(self.wire.on_server(
            "unshare", "-m", "sh", "-c", script, "sh", *inside)))
        self.seed.wait_for("serving DHCP, TFTP and HTTP")
        self.disk = pathlib.Path(f"/proc/{self.seed.process.pid}/root{self.state}")
        self.assertTrue((self.disk / "rackseed.db").exists())

    def fill_up(self):
        with open(self.disk / "filler", "ab", buffering=0) as filler:
            for size in (1 << 16, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while filler.write(b"x" * size) == size:
                        pass

    def test_no_address_is_promised_that_is_not_saved(self):
        self.assertEqual(self.discover(CTRL1, xid=1).bootp.yiaddr, CTRL1_IP)
        self.fill_up()
        self.request(CTRL1, CTRL1_IP, xid=2)
        self.seed.wait_for("save leases: .*full")
        self.assertEqual(self.discover(CTRL1, xid=3).bootp.xid, 3)  # it answers what needs no disk
        self.assertEqual(self.curl("/ipxe/" + CTRL1.replace(":", "-"))[0], 200)
        os.unlink(self.disk / "filler")
        self.request(CTRL1, CTRL1_IP, xid=4)
        ack = self.dhcp.answer()
        self.assertEqual((ack.kind, ack.bootp.xid, ack.bootp.yiaddr), (packets.ACK, 4, CTRL1_IP))
        self.assertEqual(self.seed.end()[0], 0)

    def test_no_installation_has_ended_that_is_not_saved(self):
        ended = f"/api/v1/install/{CTRL2_BMC}/{serving.word_of(self.disk, CTRL2_BMC)}/installed"
        self.fill_up()
        status, text = self.curl(ended, "-d", "", source=CTRL2_IP)
        self.assertEqual((status, "say it again" in text), (503, True))
        os.unlink(self.disk / "filler")
        self.assertEqual(self.curl(ended, "-d", "", source=CTRL2_IP)[0], 204)
        for file in ("rackseed.db", "rackseed.db-wal"):  # as they are on the disk at this moment
            shutil.copy(self.disk / file, self.state)
        self.assertEqual(serving.state_of(self.state, "ctrl2"), "installed")


if __name__ == "__main__":
    unittest.main()
