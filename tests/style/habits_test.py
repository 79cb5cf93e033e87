"""Habits that no compiler holds, each a pattern that must not occur."""

import dataclasses
import re
import unittest

import source

CPP = (".cpp", ".hpp")
CODE = CPP + (".py", ".sh", "CMakeLists.txt", "run", "test")
LINE_CAP = 400


@dataclasses.dataclass
class Habit:
    remark: str
    pattern: str
    only_in: str = ""  # a path matches these patterns when it begins with them
    not_in: str = "(?!)"
    cpp_only: bool = True
    comments_too: bool = False


HABITS = [
    Habit("asio::detached swallows exceptions: spawn through a TaskGroup", r"\bdetached\b"),
    Habit("GCC 12 destroys a braced temporary beside co_await twice: name it on the line above",
          r"co_await[^;]*\b[A-Z][A-Za-z]*\{"),
    Habit("GCC 12 destroys temporaries of a condition that awaits twice: name the result first",
          r"\b(if|for|while)\s*\(((?:[^;(){}]|\([^()]*\))*;)?[!(\s]*co_await\b"),
    Habit("only src/cli and src/app write to std::cout", r"\bstd::cout\b",
          not_in="src/cli/|src/app/|tests/|bench/"),
    Habit("a test waits for the event and never sleeps",
          r"\b(u|nano)?sleep(_for|_until)?\(|(^|[;&|]|\bdo|\bthen)[ \t]*sleep[ \t]+\S",
          only_in="tests/|bench/", cpp_only=False),
    Habit("finish it, or write an issue", r"\b(TODO|FIXME)\b", cpp_only=False, comments_too=True),
]


def find_problems_in(path, text):
    """Yields `path:line: remark` for one file; path is relative to the root."""
    is_cpp = path.endswith(CPP)
    code = source.without_comments(text) if is_cpp else text
    for habit in HABITS:
        if (habit.cpp_only and not is_cpp) or not re.match(habit.only_in, path):
            continue
        if re.match(habit.not_in, path):
            continue
        searched = text if habit.comments_too else code
        for match in re.finditer(habit.pattern, searched, re.MULTILINE):
            yield f"{path}:{source.line_of(searched, match.start())}: {habit.remark}"
    lines = text.count("\n")
    if lines > LINE_CAP:
        yield f"{path}: {lines} lines, the cap is {LINE_CAP}: a part of it wants its own name"


def is_searched(path):
    return path != "tests/style/habits_test.py"  # it spells out what it forbids


def find_problems():
    scripts = [path for path in source.files("") if path.parts[0] == "bench" and not path.suffix]
    for path in [*source.files(*CODE), *scripts]:
        if is_searched(path.as_posix()):
            yield from find_problems_in(path.as_posix(), (source.ROOT / path).read_text())


class HabitsTest(unittest.TestCase):
    def remarks(self, path, text):
        return list(find_problems_in(path, text))

    def test_finds_each_bad_habit_on_its_line(self):
        for path, text in [
            ("dhcp/server.cpp", "\nco_spawn(io, run(), asio::detached);"),
            ("dhcp/server.cpp", "\nco_await send(Reply{.boot_file = f});"),
            ("dhcp/server.cpp", "\nco_await send(\n    Reply{});"),
            ("dhcp/server.cpp", "\nif (co_await socket.wait()) co_return;"),
            ("dhcp/server.cpp", "\nif (!co_await socket.wait()) co_return;"),
            ("dhcp/server.cpp", "\nwhile (co_await next()) count();"),
            ("dhcp/server.cpp", "\nfor (int i = first(); co_await next(); ++i) count();"),
            ("src/plan/check.cpp", "\nstd::cout << 1;"),
            ("tests/dhcp/server_test.cpp", "\nstd::this_thread::sleep_for(1s);"),
            ("tests/system/render_test.py", "\ntime.sleep(1)"),
            ("bench/dhcp", "\nsleep 1"),
            ("bench/dhcp", "\nwhile ! ready; do sleep 0.1; done"),
            ("src/plan/check.cpp", "\n// TODO: more rules"),
            ("run", "\n# FIXME"),
        ]:
            with self.subTest(text):
                remarks = self.remarks(path, text)
                self.assertEqual(len(remarks), 1)
                self.assertIn(f"{path}:2: ", remarks[0])

    def test_passes_good_habits(self):
        for path, text in [
            ("dhcp/server.cpp", "// asio::detached swallows exceptions\n"),
            ("dhcp/server.cpp", "const Reply reply{};\nco_await send(reply);"),
            ("dhcp/server.cpp", "co_return Reply{.boot_file = f};"),
            ("dhcp/server.cpp", "if (const auto [stopped] = co_await wait(); stopped) co_return;"),
            ("dhcp/server.cpp", "for (bool more = true; more;) more = co_await next();"),
            ("dhcp/server.cpp", "if (failed) co_return;\nco_await next();"),
            ("src/cli/show.cpp", "std::cout << table;"),
            ("tests/style/x_test.py", "# never sleeps"),
            ("src/agent/linux/power.cpp", "std::this_thread::sleep_for(1s);"),
        ]:
            with self.subTest(text):
                self.assertEqual(self.remarks(path, text), [])

    def test_caps_the_length_of_a_file(self):
        self.assertEqual(self.remarks("src/plan/plan.hpp", "\n" * 400), [])
        self.assertEqual(len(self.remarks("src/plan/plan.hpp", "\n" * 401)), 1)


if __name__ == "__main__":
    source.finish(find_problems)
