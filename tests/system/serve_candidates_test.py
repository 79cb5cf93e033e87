"""BMCs that `rackseed serve` notices by itself: they get an address of ours, or announce themselves."""

import json
import socket
import subprocess
import sys
import unittest

import packets
import serving
import wire
from serving import LIMIT_S, RACKSEED, STRANGER_IP

if reason := wire.why_not():
    print(reason)
    sys.exit(77)

NOTIFY = ("NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNTS: ssdp:alive\r\n"
          "NT: urn:dmtf-org:service:redfish-rest:1:13\r\n"
          "USN: uuid:4c4c4544-0042-3510-8052-b4c04f4d3232::urn:dmtf-org:service:redfish-rest:1:13\r\n"
          f"AL: http://{STRANGER_IP}/redfish/v1/\r\nCACHE-CONTROL: max-age=1800\r\n\r\n")


class CandidatesTest(serving.ServeCase):
    BMC = "00:00:5e:00:53:77"

    def status(self, *options):
        return subprocess.run([RACKSEED, "status", "--state", self.state, *options],
                              capture_output=True, text=True, check=True, timeout=LIMIT_S).stdout

    def test_are_bmcs_that_got_an_address_of_ours(self):
        seed = self.serve()
        self.assertNotIn("Candidates", self.status())
        ack = self.lease(self.BMC, packets.option(60, "iDRAC"))
        seed.wait_for(f"{ack.bootp.yiaddr} may be a BMC")
        self.lease(self.BMC, packets.option(60, "iDRAC"))
        code, said = seed.end()
        self.assertEqual((code, said.count("may be a BMC")), (0, 1))
        self.assertRegex(self.status(), rf"(?m)^Candidates:.*\n.*\n{ack.bootp.yiaddr} +{self.BMC}")
        candidates = json.loads(self.status("--json"))["candidates"]
        self.assertEqual([(row["address"], row["mac"], row["found_by"], row["node"])
                          for row in candidates], [(ack.bootp.yiaddr, self.BMC, "dhcp", "")])
        self.assertIn("BmcCandidateSeen", [kind for kind, _, _ in self.events()])

    def test_are_bmcs_that_announce_themselves(self):
        seed = self.serve()
        bmc = self.client_socket(socket.SOCK_DGRAM)
        bmc.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(STRANGER_IP))
        for _ in range(3):
            bmc.sendto(NOTIFY.encode(), ("239.255.255.250", 1900))
        seed.wait_for(f"{STRANGER_IP} may be a BMC")
        code, said = seed.end()
        self.assertEqual((code, said.count("may be a BMC")), (0, 1))
        row, = json.loads(self.status("--json"))["candidates"]
        self.assertEqual((row["address"], row["found_by"], row["redfish"], row["mac"]),
                         (STRANGER_IP, "ssdp", True, ""))
        self.assertEqual(row["uuid"], "4c4c4544-0042-3510-8052-b4c04f4d3232")


if __name__ == "__main__":
    unittest.main()
