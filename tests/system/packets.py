"""DHCP packets by hand, sent and read at one end of a wire: what no real client would send too."""

import contextlib
import ctypes
import os
import socket
import struct
import time

from scapy.layers.dhcp import BOOTP
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether

BROADCAST, NOWHERE = "255.255.255.255", "0.0.0.0"
BROADCAST_MAC = "ff:ff:ff:ff:ff:ff"
IPV4 = b"\x08\x00"
COOKIE = b"\x63\x82\x53\x63"
DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE, INFORM = range(1, 9)
SERVER_PORTS = {67, 4011}
LIMIT_S = 30
ETH_P_ALL, SO_RCVBUFFORCE, CLONE_NEWNET = 3, 33, 0x40000000
BUFFER_BYTES = 32 << 20
FRAME_BYTES = 2048
libc = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def inside(namespace):
    """What is opened in this block belongs to the namespace. For this thread only."""
    def enter(path):
        with open(path, "rb") as file:
            if libc.setns(file.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), f"setns {path}")

    with open("/proc/thread-self/ns/net", "rb") as home:
        enter(f"/run/netns/{namespace}")
        try:
            yield
        finally:
            if libc.setns(home.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns back")


def tap(namespace, interface="eth0"):
    """A socket for all frames of an interface, both ways."""
    with inside(namespace):
        frames = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        frames.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES)
        frames.bind((interface, ETH_P_ALL))
    return frames


def mac_of(namespace, interface="eth0"):
    with contextlib.closing(tap(namespace, interface)) as frames:
        return frames.getsockname()[4].hex(":")


def option(code, *values):
    """One option, of the octets of all values: numbers, texts, octets or lists of octets."""
    octets = b"".join(_octets(value) for value in values)
    return bytes([code, len(octets)]) + octets


def _octets(value):
    if isinstance(value, str):
        return value.encode()
    return bytes([value]) if isinstance(value, int) else bytes(value)


def address(text):
    """An option's value."""
    return socket.inet_aton(text)


def packet(mac, options, end=b"\xff", **fields):
    """The UDP payload; fields are those of scapy's BOOTP."""
    chaddr = bytes.fromhex(mac.replace(":", "")) + bytes(10)
    header = {"op": 1, "xid": 0x3903F326, "chaddr": chaddr, "flags": 0} | fields
    return bytes(BOOTP(**header))[:236] + COOKIE + b"".join(options) + end


def frame(payload, source_mac, source=(NOWHERE, 68), to=(BROADCAST, 67), to_mac=BROADCAST_MAC):
    return bytes(Ether(src=source_mac, dst=to_mac) / IP(src=source[0], dst=to[0])
                 / UDP(sport=source[1], dport=to[1]) / payload)


def read_area(octets):
    """The options of an area as they stand there, up to its end."""
    found = []
    while octets and octets[0] != 255:
        if octets[0] == 0:
            octets = octets[1:]
            continue
        size = octets[1]
        if len(octets) < 2 + size:
            raise ValueError(f"option {octets[0]} is truncated")
        found.append((octets[0], octets[2:2 + size]))
        octets = octets[2 + size:]
    if not octets:
        raise ValueError("no end")
    return found


class Packet:
    """DHCP as it came over the wire."""

    def __init__(self, ether):
        self.to_mac, self.ip, self.udp = ether.dst, ether[IP], ether[UDP]
        self.payload = bytes(self.udp.payload)
        self.bootp = BOOTP(self.payload)
        self.mac = ":".join(f"{octet:02x}" for octet in self.payload[28:34])
        if self.payload[236:240] != COOKIE:
            raise ValueError("no magic cookie")
        self.order = read_area(self.payload[240:])
        areas = dict(self.order).get(52, b"\0")[0]
        all_options = list(self.order)
        if areas & 1:
            all_options += read_area(self.payload[108:236])
        if areas & 2:
            all_options += read_area(self.payload[44:108])
        self.options = {}
        for code, value in all_options:  # RFC 3396
            self.options[code] = self.options.get(code, b"") + value

    @property
    def kind(self):
        return self.options[53][0]

    def text(self, code):
        return self.options[code].decode() if code in self.options else None

    def address(self, code):
        return socket.inet_ntoa(self.options[code]) if code in self.options else None

    @property
    def file(self):
        return self.payload[108:236].rstrip(b"\0").decode()

    def has_right_checksums(self):
        """Of a frame that no network card completes."""
        rebuilt = self.ip.copy()
        del rebuilt.chksum
        del rebuilt[UDP].chksum
        rebuilt = IP(bytes(rebuilt))
        return (rebuilt.chksum, rebuilt[UDP].chksum) == (self.ip.chksum, self.udp.chksum)


class Client:
    """Sends at one end of a wire, and reads what servers send there."""

    def __init__(self, namespace, interface="eth0"):
        self.frames = tap(namespace, interface)

    def close(self):
        self.frames.close()

    def send(self, octets):
        self.frames.send(octets)

    def answer(self):
        """The next packet of a server. Throws TimeoutError when none comes."""
        until = time.monotonic() + LIMIT_S
        while (left := until - time.monotonic()) > 0:
            self.frames.settimeout(left)
            octets, (*_, kind, _, _) = self.frames.recvfrom(FRAME_BYTES)
            found = None if kind == socket.PACKET_OUTGOING else read(octets)
            if found and found.bootp.op == 2:
                return found
        raise TimeoutError("no packet of a server")


def read(octets):
    """The DHCP packet in a frame, or None."""
    if octets[12:14] != IPV4 or octets[23] != socket.IPPROTO_UDP:
        return None
    header = 14 + 4 * (octets[14] & 15)
    if len(octets) < header + 8 + 240:
        return None
    ports = struct.unpack_from(">HH", octets, header)
    return Packet(Ether(octets)) if SERVER_PORTS & set(ports) else None
