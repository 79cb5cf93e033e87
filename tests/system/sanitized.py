"""Runs one of these tests with programs that were built with a sanitizer: `sanitized.py X_test.py`.
A test may kill its server, or not ask how it ended: reports go to files, and any of them fails it."""

import os
import pathlib
import subprocess
import sys
import tempfile

OPTIONS = ("ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")


def run(script):
    """The exit code of the test; 1 when there is a report besides."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o1777)  # programs may run as somebody else
        environment = dict(os.environ)
        for name in OPTIONS:
            given = [environment[name]] if name in environment else []
            environment[name] = ":".join([*given, f"log_path={folder}/report"])
        ended = subprocess.run([sys.executable, "-B", script], env=environment, check=False)
        reports = sorted(pathlib.Path(folder).iterdir())
        for report in reports:
            print(report.read_text(errors="replace"))
    return 1 if reports else ended.returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
