#include "src/serve/port_owner.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

namespace rackseed::serve {
namespace {

namespace fs = std::filesystem;
using Inodes = std::vector<std::uint64_t>;

constexpr std::size_t kMostTableBytes = 32U << 20U;  // some 200,000 sockets
constexpr std::size_t kMostTextBytes = 4096;
constexpr std::size_t kMostOwners = 16;

/// "" when it cannot be read.
std::string read(const fs::path& path, std::size_t most_bytes) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> part{};
  while (in && text.size() < most_bytes) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

std::optional<int> parse_pid(const std::string& name) {
  int pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || end != name.data() + name.size()) return {};
  return pid;
}

/// What a process calls itself may hold anything.
std::string name_in(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  std::ranges::replace_if(
      text, [](unsigned char c) { return std::isprint(c) == 0; }, '?');
  return text.empty() ? "?" : text;
}

/// How a process stands to the sockets that are looked for.
enum class Sight : std::uint8_t { kOwns, kNot, kHidden };

Sight look_at(const fs::path& process, const Inodes& wanted) {
  std::error_code error;
  fs::directory_iterator descriptor(process / "fd", error);
  if (error == std::errc::permission_denied) return Sight::kHidden;
  for (; !error && descriptor != fs::directory_iterator(); descriptor.increment(error)) {
    std::error_code vanished;
    const auto link = fs::read_symlink(descriptor->path(), vanished);
    if (vanished) continue;
    const auto inode = parse_socket_link(link.native());
    if (inode && std::ranges::count(wanted, *inode) > 0) return Sight::kOwns;
  }
  return Sight::kNot;
}

Inodes find_all_inodes(const fs::path& proc, const PortWish& wish) {
  const std::string table = wish.transport == Transport::kUdp ? "udp" : "tcp";
  auto inodes = find_inodes(read(proc / "net" / table, kMostTableBytes), wish);
  if (inodes.empty())
    inodes = find_inodes(read(proc / "net" / (table + "6"), kMostTableBytes), wish);
  return inodes;
}

std::string_view protocol(Transport transport) {
  return transport == Transport::kUdp ? "udp" : "tcp";
}

/// What shows the owner to one who may see it.
std::string search_command(const PortWish& wish) {
  return fmt::format("ss -l{}np 'sport = :{}'", protocol(wish.transport).front(), wish.port);
}

std::string advice(const PortOwner& owner, std::string_view instead) {
  const std::string stop = owner.unit.empty() ? fmt::format("kill {}", owner.pid)
                                              : fmt::format("systemctl stop {}", owner.unit);
  return fmt::format("stop it: {}{}{}", stop, instead.empty() ? "" : ", or ", instead);
}

}  // namespace

PortHolders find_port_holders(const PortWish& wish, const std::string& proc) {
  const fs::path root(proc);
  const auto inodes = find_all_inodes(root, wish);
  PortHolders holders{.is_held = !inodes.empty()};
  if (!holders.is_held) return holders;
  std::error_code error;
  for (fs::directory_iterator at(root, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const auto pid = parse_pid(at->path().filename().native());
    if (!pid) continue;
    const auto sight = look_at(at->path(), inodes);
    if (sight == Sight::kHidden) holders.saw_all = false;
    if (sight != Sight::kOwns || holders.owners.size() >= kMostOwners) continue;
    const auto cgroups = read(at->path() / "cgroup", kMostTextBytes);
    holders.owners.push_back({.pid = *pid,
                              .name = name_in(read(at->path() / "comm", kMostTextBytes)),
                              .unit = std::string(find_unit(cgroups))});
  }
  std::ranges::sort(holders.owners, {}, &PortOwner::pid);
  return holders;
}

std::string describe(const PortWish& wish, const PortHolders& holders, std::string_view instead) {
  const std::string port = fmt::format("port {}", wish.port);
  if (!holders.is_held) return port + " could not be bound, yet no socket has it now: try again";
  if (holders.owners.empty()) {
    const auto* const who = holders.saw_all ? "a process that is not to be seen from here"
                                            : "a process that only root may see";
    return fmt::format("{} is in use by {}; find it: {}{}", port, who,
                       holders.saw_all ? "" : "sudo ", search_command(wish));
  }
  std::string names;
  for (const PortOwner& owner : holders.owners)
    names += fmt::format("{}{} pid {}", names.empty() ? "" : ", ", owner.name, owner.pid);
  return fmt::format("{} is in use by {}; {}", port, names,
                     advice(holders.owners.front(), instead));
}

}  // namespace rackseed::serve
