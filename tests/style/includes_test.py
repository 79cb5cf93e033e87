"""Who may include whom: the table of ARCHITECTURE.md as data."""

import re
import unittest

import source

# A pattern is a folder ("src/plan/", and all below it), or a path in which * stands for a part of
# one name.
ANYTHING = [""]
SHARED = "include/rackseed/"
READ_ONLY = [SHARED, "inventory/reader.hpp", "images/catalogue.hpp"]
CODECS = ["*/codec.hpp", "dhcp/options.hpp", "redfish/model.hpp", "redfish/rmcp*.hpp"]

# A file may include its own folder and what the first row that matches it names.
MAY_INCLUDE = {
    "include/rackseed/": [SHARED],
    "src/core/": [SHARED],
    "src/config/": [SHARED, "src/plan/"],
    "src/plan/": [SHARED],
    "src/orchestrator/": [SHARED, "src/plan/", "inventory/*.hpp", "redfish/bmc.hpp",
                          "images/catalogue.hpp"],
    "src/agent/": [SHARED, "images/digest.hpp"],
    "src/rehearsal/": [SHARED, "src/agent/", "src/plan/", *CODECS],
    "src/serve/": ANYTHING,
    "src/cli/": ANYTHING,
    "src/app/": ANYTHING,
    "dhcp/": READ_ONLY,
    "tftp/": READ_ONLY,
    "http/": READ_ONLY,
    "redfish/": [SHARED],
    "images/catalogue.*": [SHARED],
    "images/": [SHARED],
    "inventory/": [SHARED],
    "tests/": ANYTHING,
    "bench/": ANYTHING,
}

ASIO = r"boost/asio\b.*"
PURE = ["codec.*", "policy.*", "*_table.*"]
IMPURE = [ASIO, r"sqlite3\.h", r"curl/.*", r"spdlog/.*", "fstream", "thread", "iostream"]
INTERFACES = ["inventory/reader.hpp", "inventory/writer.hpp", "redfish/bmc.hpp", "http/api.hpp"]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)


def matches(path, patterns):
    return any(
        path.startswith(pattern) if not pattern or pattern.endswith("/")
        else re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]*"), path)
        for pattern in patterns)


def allowed_files(path):
    """The patterns of project files that a file may include; None for a folder without a row."""
    for row, patterns in MAY_INCLUDE.items():
        if matches(path, [row]):
            return [row, *patterns]
    return None


def is_pure(path):
    ours = not matches(path, ["tests/", "bench/"])
    return path.startswith("src/plan/") or (ours and matches(path.split("/")[-1], PURE))


def refused_libraries(path):
    """The patterns of library headers that a file may not include."""
    if matches(path, ["tests/", "bench/"]):
        return []
    refused = list(IMPURE) if is_pure(path) else []
    if path in INTERFACES:
        refused.append(r"boost/asio(?!/awaitable\.hpp$).*")
    if not path.startswith("inventory/sqlite/"):
        refused.append(r"sqlite3\.h")
    if not matches(path, ["redfish/*_bmc.cpp"]):
        refused.append(r"curl/.*")
    if matches(path, [SHARED, "src/core/"]):
        asio = "|asio" if re.search("task_group|offload|turns|wait_for", path) else ""
        kernel = "sys/|netinet/|" if path.startswith("src/core/") else ""
        refused.append(rf"boost/(?!system{asio}).*|(?!{kernel}boost/|fmt/|rackseed/).*/.*")
    return refused


def find_problems_in(path, text, exists):
    """Yields `path:line: remark` for one file; exists tells whether the project has a file."""
    allowed = allowed_files(path)
    if allowed is None:
        yield f"{path}: the folder has no row in MAY_INCLUDE"
        return
    for match in INCLUDE.finditer(text):
        quote, name = match.groups()
        where = f"{path}:{source.line_of(text, match.start())}"
        ours = f"include/{name}" if name.startswith("rackseed/") else name
        if quote == '"' and not exists(name):
            yield f'{where}: "{name}" is not a path from the repository root'
        elif (quote == '"' or ours != name) and not matches(ours, allowed):
            yield f"{where}: may not include {name}"
        elif any(re.fullmatch(pattern, name) for pattern in refused_libraries(path)):
            yield f"{where}: may not include <{name}>"
    if is_pure(path):
        code = source.without_comments(text)
        for match in re.finditer(r"\bnow\s*\(", code):
            yield f"{path}:{source.line_of(code, match.start())}: time comes in as an argument"


def find_problems():
    for path in source.files(".cpp", ".hpp"):
        text = (source.ROOT / path).read_text()
        yield from find_problems_in(path.as_posix(), text,
                                    lambda name: (source.ROOT / name).is_file())


class IncludesTest(unittest.TestCase):
    def remarks(self, path, text):
        return list(find_problems_in(path, text, lambda name: name.count("/") > 0))

    def test_refuses(self):
        for path, text in [
            ("src/plan/check.cpp", '#include "check.hpp"'),
            ("src/plan/check.cpp", '#include "src/config/load.hpp"'),
            ("src/plan/check.cpp", "#include <fstream>"),
            ("src/plan/check.cpp", "const auto t = Clock::now();"),
            ("src/core/net.cpp", '#include "src/plan/plan.hpp"'),
            ("src/core/net.cpp", "#include <yaml-cpp/yaml.h>"),
            ("src/core/net.cpp", "#include <boost/asio.hpp>"),
            ("include/rackseed/net.hpp", "#include <boost/json.hpp>"),
            ("include/rackseed/net.hpp", "#include <sys/socket.h>"),
            ("dhcp/server.cpp", '#include "tftp/codec.hpp"'),
            ("dhcp/server.cpp", '#include "inventory/writer.hpp"'),
            ("dhcp/codec.cpp", "#  include <boost/asio/buffer.hpp>"),
            ("dhcp/policy.hpp", "#include <spdlog/spdlog.h>"),
            ("redfish/quirks_table.hpp", "#include <thread>"),
            ("redfish/discovery.cpp", "#include <curl/curl.h>"),
            ("redfish/bmc.hpp", "#include <boost/asio/io_context.hpp>"),
            ("inventory/reader.hpp", "#include <sqlite3.h>"),
            ("images/catalogue.cpp", '#include "images/store.hpp"'),
            ("src/rehearsal/rack.cpp", '#include "dhcp/server.hpp"'),
            ("src/orchestrator/runner.cpp", '#include "redfish/redfish_bmc.hpp"'),
            ("src/orchestrator/runner.cpp", '#include "inventory/sqlite/statement.hpp"'),
            ("gadgets/x.cpp", ""),
        ]:
            with self.subTest(f"{path}: {text}"):
                self.assertEqual(len(self.remarks(path, text)), 1)

    def test_accepts(self):
        for path, text in [
            ("src/plan/check.cpp", '#include "src/plan/rules/check.hpp"\n#include <rackseed/net.hpp>'),
            ("src/plan/check.cpp", "// now() is not called\nstd::chrono::sys_seconds now;"),
            ("src/core/net.cpp", "#include <charconv>\n#include <fmt/core.h>"),
            ("src/core/task_group.cpp", "#include <boost/asio/awaitable.hpp>"),
            ("src/core/descriptor.cpp", "#include <sys/resource.h>"),
            ("src/config/load.cpp", '#include "src/plan/plan.hpp"\n#include <yaml-cpp/yaml.h>'),
            ("dhcp/server.cpp", '#include "inventory/reader.hpp"\n#include <boost/asio/ip/udp.hpp>'),
            ("redfish/redfish_bmc.cpp", "#include <curl/curl.h>"),
            ("redfish/bmc.hpp", "#include <boost/asio/awaitable.hpp>"),
            ("inventory/sqlite/statement.cpp", "#include <sqlite3.h>"),
            ("images/catalogue.cpp", '#include "images/catalogue.hpp"'),
            ("src/rehearsal/rack.cpp", '#include "dhcp/codec.hpp"'),
            ("src/app/wiring.cpp", '#include "dhcp/server.hpp"'),
            ("tests/dhcp/codec.cpp", "#include <fstream>"),
        ]:
            with self.subTest(f"{path}: {text}"):
                self.assertEqual(self.remarks(path, text), [])


if __name__ == "__main__":
    source.finish(find_problems)
