"""Virtual BMCs for the tests of commands: many, on addresses of their own and one port."""

import json
import os
import pathlib
import ssl
import subprocess
import urllib.request

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "rackseed-virtual-bmc")
USER, PASSWORD = "admin", "s3cret:with a colon"
LIMIT_S = 120


class Bmcs:
    """The program, until close()."""

    def __init__(self, folder, *arguments, listen="127.21.0.1:0", prefix=(), tls=("--tls",)):
        password = pathlib.Path(folder, "bmc-password")
        password.write_text(PASSWORD + "\n")
        self.process = subprocess.Popen(
            [*prefix, PROGRAM, "--user", USER, "--password-file", password, *tls, "--speed", "1000",
             "--listen", listen, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.urls = self.process.stdout.readline().split()[1:]
        self.ipmi_port = "623"
        if "--ipmi" in arguments:
            self.ipmi_port = self.process.stdout.readline().rsplit(":", 1)[1].strip()

    @property
    def addresses(self):
        return [url.split("//")[1].rsplit(":", 1)[0] for url in self.urls]

    @property
    def port(self):
        return self.urls[0].rsplit(":", 1)[1]

    def counters(self, number=0):
        context = ssl._create_unverified_context()
        url = self.urls[number] + "/rackseed/counters"
        with urllib.request.urlopen(url, context=context, timeout=LIMIT_S) as answer:
            return json.load(answer)

    def all_counters(self):
        return [self.counters(number) for number in range(len(self.urls))]

    def close(self):
        self.process.communicate(timeout=LIMIT_S)
        assert self.process.returncode == 0, self.process.returncode
