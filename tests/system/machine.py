"""A machine with real firmware under emulation: QEMU, its disk is empty, its serial port is read."""

import os
import pathlib
import queue
import re
import shutil
import subprocess
import threading

OVMF = pathlib.Path("/usr/share/OVMF")
# What consoles send to place the cursor and to choose colours.
ESCAPES = re.compile(r"\x1b\[[0-9;=?]*[A-Za-z]|\x1b[()].|[\x00-\x08\x0b-\x1f]")


def initrd(files):
    """A cpio archive ("newc") of {path: (mode, content)}; folders have no content."""
    archive = b""
    entries = [*files.items(), ("TRAILER!!!", (0, b""))]
    for number, (path, (mode, content)) in enumerate(entries):
        name = path.encode() + b"\0"
        fields = [number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name), 0]
        header = b"070701" + b"".join(b"%08x" % field for field in fields)
        archive += (header + name).ljust(-(-len(header + name) // 4) * 4, b"\0")
        archive += content.ljust(-(-len(content) // 4) * 4, b"\0")
    return archive


class Machine:
    """`with Machine(...) as machine:` is switched on, and off at the end."""

    LIMIT_S = 150

    def __init__(self, namespace, tap, mac, folder, firmware="uefi", settings=()):
        """firmware: "uefi", "secure" or "bios"; settings: of fw_cfg, as "IPv4PXESupport=no"."""
        self.namespace = namespace
        nic = f"virtio-net-pci,netdev=n0,mac={mac},bootindex=1"
        if firmware != "bios":
            nic += ",romfile="  # else QEMU's own iPXE takes the place of the firmware
        self.command = [
            "ip", "netns", "exec", namespace, "qemu-system-x86_64", "-accel", "tcg,thread=single",
            "-cpu", "max", "-smp", "1", "-m", "768", "-nodefaults", "-display", "none", "-no-reboot",
            "-serial", "stdio", "-netdev", f"tap,id=n0,ifname={tap},script=no,downscript=no",
            "-device", nic, "-device", "virtio-rng-pci", *self._firmware(firmware, folder)]
        for setting in ("IPv6PXESupport=no", "IPv6Support=no", *settings):
            name, value = setting.split("=")
            self.command += ["-fw_cfg", f"name=opt/org.tianocore/{name},string={value}"]

    @staticmethod
    def _firmware(firmware, folder):
        if firmware == "bios":
            return ["-M", "q35,graphics=off"]
        secure = firmware == "secure"
        variables = pathlib.Path(folder, f"{firmware}-vars.fd")
        shutil.copy(OVMF / ("OVMF_VARS_4M.ms.fd" if secure else "OVMF_VARS_4M.fd"), variables)
        code = OVMF / ("OVMF_CODE_4M.ms.fd" if secure else "OVMF_CODE_4M.fd")
        options = ["-M", "q35,smm=on" if secure else "q35"]
        if secure:
            options += ["-global", "driver=cfi.pflash01,property=secure,value=on",
                        "-global", "ICH9-LPC.disable_s3=1"]
        return [*options, "-drive", f"if=pflash,format=raw,readonly=on,file={code}",
                "-drive", f"if=pflash,format=raw,file={variables}"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.lines = queue.SimpleQueue()
        self.seen = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(ESCAPES.sub("", line.decode(errors="replace")).strip())

    def wait_for(self, text):
        """The line that holds the text. Throws AssertionError with what the console showed."""
        try:
            while True:
                line = self.lines.get(timeout=self.LIMIT_S)
                self.seen.append(line)
                if text in line:
                    return line
        except queue.Empty:
            shown = "\n".join(self.seen[-40:])
            raise AssertionError(f"{text!r} never appeared; the console showed:\n{shown}") from None

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()


def why_not():
    """What is missing for machines; empty when nothing is."""
    if not shutil.which("qemu-system-x86_64") or not OVMF.is_dir():
        return "no QEMU, or no OVMF"
    return "" if os.access("/dev/net/tun", os.R_OK | os.W_OK) else "no /dev/net/tun"
