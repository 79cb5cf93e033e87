"""Many clients boot at once while a fifth or more of all packets is lost each way: an address by DHCP,
the boot program by TFTP, the boot script by HTTP. All of them finish."""

import asyncio
import os
import pathlib
import random
import resource
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

import wire

RACKSEED = os.environ["RACKSEED"]
SOURCE = pathlib.Path(os.environ["RACKSEED_SOURCE"])
LIMIT_S = 480
BLOCK = 1468
WINDOW = 16
SEED = "10.2.0.2"
PROGRAM = random.Random(1).randbytes(60_000)

if reason := wire.why_not() or ("" if shutil.which("iptables") else "no iptables"):
    print(reason)
    sys.exit(77)


class Lossy:
    """Loses packets by a generator with a seed, so that a run can be repeated."""

    def __init__(self, seed, loss):
        self.random = random.Random(seed)
        self.loss = loss

    def loses(self):
        return self.random.random() < self.loss


def mac_of(number):
    return b"\x02\x00\x00\x00" + struct.pack(">H", number)


def dhcp_packet(number, kind, options=b""):
    """A DISCOVER or REQUEST of UEFI firmware with the broadcast flag set."""
    head = struct.pack(">BBBBIHH16s16s", 1, 1, 6, 0, number + 1, 0, 0x8000, b"", mac_of(number))
    fixed = bytes([53, 1, kind]) + b"\x3c\x20PXEClient:Arch:00007:UNDI:003016" + b"\x5d\x02\x00\x07"
    return head.ljust(236, b"\0") + b"\x63\x82\x53\x63" + fixed + options + b"\xff"


def dhcp_options(packet):
    found, rest = {}, packet[240:]
    while rest and rest[0] != 255:
        if rest[0]:
            found[rest[0]], rest = rest[2:2 + rest[1]], rest[2 + rest[1]:]
        else:
            rest = rest[1:]
    return found


class DhcpClients(asyncio.DatagramProtocol):
    """All clients share port 68; their replies are told apart by chaddr."""

    def __init__(self, count, loss):
        self.lossy = Lossy(68, loss)
        self.replies = {mac_of(number): asyncio.Queue() for number in range(count)}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, _):
        queue = self.replies.get(data[28:34])
        if queue and not self.lossy.loses():
            queue.put_nowait(data)

    async def ask(self, number, packet, kind):
        """Repeats it with back-off until there is an answer of that kind, or a NAK."""
        wait = 1.0
        while True:
            if not self.lossy.loses():
                self.transport.sendto(packet, ("255.255.255.255", 67))
            try:
                async with asyncio.timeout(wait * self.lossy.random.uniform(0.8, 1.2)):
                    while True:
                        reply = await self.replies[mac_of(number)].get()
                        if dhcp_options(reply)[53] in (kind, b"\x06"):
                            return reply
            except TimeoutError:
                wait = min(wait * 2, 8.0)

    async def lease(self, number):
        while True:
            offer = await self.ask(number, dhcp_packet(number, 1), b"\x02")
            server = dhcp_options(offer)[54]
            wanted = b"\x32\x04" + offer[16:20] + b"\x36\x04" + server
            ack = await self.ask(number, dhcp_packet(number, 3, wanted), b"\x05")
            if dhcp_options(ack)[53] == b"\x05":
                return socket.inet_ntoa(ack[16:20]), dhcp_options(ack)[67].decode()


class TftpClient(asyncio.DatagramProtocol):
    """Reads one file (RFC 1350, 2348, 7440) and repeats its last packet when nothing comes."""

    def __init__(self, name, lossy):
        self.lossy = lossy
        self.last = b"\0\1" + f"{name}\0octet\0blksize\0{BLOCK}\0windowsize\0{WINDOW}\0".encode()
        self.to = (SEED, 69)
        self.content = []
        self.behind = 0  # blocks since our last acknowledgement
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.repeat()

    def repeat(self):
        self.send(self.last)
        self.timer = asyncio.get_running_loop().call_later(self.lossy.random.uniform(0.8, 1.2),
                                                           self.repeat)

    def send(self, packet):
        self.last = packet
        if not self.lossy.loses():
            self.transport.sendto(packet, self.to)

    def acknowledge(self):
        self.behind = 0
        self.send(struct.pack(">HH", 4, len(self.content) & 0xffff))

    def datagram_received(self, data, sender):
        if self.lossy.loses() or self.done.done():
            return
        self.to = sender
        kind, number = struct.unpack(">HH", data[:4])
        if kind == 5:
            self.done.set_exception(AssertionError(data[4:].decode()))
        elif kind == 6 and not self.content:
            self.acknowledge()
        elif kind == 3 and number == (len(self.content) + 1) & 0xffff:
            self.take(data[4:])
        elif kind == 3 and not self.behind:
            self.behind = 1  # a gap, or what we have: said once in a window
            self.send(struct.pack(">HH", 4, len(self.content) & 0xffff))

    def take(self, block):
        self.content.append(block)
        self.behind += 1
        self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(1.0, self.repeat)
        if len(block) < BLOCK:
            self.acknowledge()
            self.timer.cancel()
            self.done.set_result(b"".join(self.content))
        elif self.behind >= WINDOW:
            self.acknowledge()


async def fetch_by_tftp(address, name, lossy):
    loop = asyncio.get_running_loop()
    transport, client = await loop.create_datagram_endpoint(lambda: TftpClient(name, lossy),
                                                            local_addr=(address, 0))
    try:
        return await client.done
    finally:
        client.timer.cancel()
        transport.close()


async def fetch_by_http(address, path):
    """As iPXE does: a connection that does not come about in some seconds is begun anew."""
    request = f"GET {path} HTTP/1.1\r\nHost: {SEED}\r\nConnection: close\r\n\r\n".encode()
    while True:
        try:
            async with asyncio.timeout(20):
                reader, writer = await asyncio.open_connection(SEED, 80, local_addr=(address, 0))
                writer.write(request)
                answer = await reader.read()
                writer.close()
                if answer:
                    return answer
        except (TimeoutError, OSError):
            continue


async def storm(count, loss):
    """Run inside the clients' namespace."""
    loop = asyncio.get_running_loop()
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    link.bind(("0.0.0.0", 68))
    link.setblocking(False)
    transport, clients = await loop.create_datagram_endpoint(
        lambda: DhcpClients(count, loss), sock=link)
    leases = await asyncio.gather(*(clients.lease(number) for number in range(count)))
    transport.close()
    addresses = [address for address, _ in leases]
    assert len(set(addresses)) == count, "two clients have one address"
    subprocess.run(["ip", "-batch", "-"], check=True, text=True,
                   input="".join(f"address add {a}/20 dev eth0\n" for a in addresses))

    async def boot(number):
        address, name = leases[number]
        content = await fetch_by_tftp(address, name, Lossy(number, loss))
        script = await fetch_by_http(address, f"/ipxe/{mac_of(number).hex('-')}")
        return content == PROGRAM and b"#!ipxe" in script

    booted = await asyncio.gather(*(boot(number) for number in range(count)))
    assert all(booted), f"{booted.count(False)} clients got something else"


class BootStormTest(unittest.TestCase):
    def test_a_thousand_clients_boot_with_a_fifth_lost(self):
        self.boot(1000, 0.2)

    def test_some_clients_boot_with_nearly_a_third_lost(self):
        self.boot(64, 0.3)

    def boot(self, count, loss):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        between = self.enterContext(wire.Wire())
        for address in (f"{SEED}/20", "172.30.2.2/24"):
            subprocess.run(between.on_server("ip", "address", "add", address, "dev", "eth0"),
                           check=True)
        for chain in ("INPUT", "OUTPUT"):  # of TCP; what is UDP the clients lose by themselves
            subprocess.run(between.on_client("iptables", "-A", chain, "-p", "tcp", "-m", "statistic",
                                             "--mode", "random", "--probability", str(loss), "-j",
                                             "DROP"), check=True)
        boot = folder / "state" / "os" / "boot"
        boot.mkdir(parents=True)
        (boot / "snponly.efi").write_bytes(PROGRAM)
        example = (SOURCE / "examples/minipod.yaml").read_text()
        plan = folder / "plan.yaml"
        plan.write_text(example.replace(
            "subnet: 10.1.8.0/24,  mtu: 1500, pool: [150, 189]",
            "subnet: 10.2.0.0/20,  mtu: 1500, pool: [256, 2000]"))
        self.enterContext(wire.Running(
            between.on_server(RACKSEED, "serve", "--plan", plan, "--state", folder / "state",
                              "--force"), by_signal=True))
        subprocess.run(between.on_client("/usr/bin/python3", "-B", __file__, "storm", count, loss),
                       check=True, timeout=LIMIT_S)


def raise_descriptor_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    if sys.argv[1:2] == ["storm"]:
        raise_descriptor_limit()
        asyncio.run(storm(int(sys.argv[2]), float(sys.argv[3])))
    else:
        unittest.main()
