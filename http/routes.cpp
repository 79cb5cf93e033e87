#include "http/routes.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace rackseed::http {
namespace {

using Path = std::span<const std::string>;

NoRoute unknown() { return {.status = 404, .why = "no such path"}; }
NoRoute wrong(std::string_view why) { return {.status = 404, .why = std::string(why)}; }

bool reads(const Request& request) {
  return request.method == Method::kGet || request.method == Method::kHead;
}

bool writes(const Request& request) {
  return request.method == Method::kPost || request.method == Method::kPut;
}

NoRoute not_allowed() { return {.status = 405, .why = "not with this method"}; }

std::string text_of(const Request& request, std::string_view name) {
  return std::string(request.target.value(name).value_or(""));
}

Route boot_script(const Request& request, Path path, BootScript::Kind kind) {
  if (path.size() != 1) return unknown();
  if (!reads(request)) return not_allowed();
  if (path[0] == "unknown" && kind == BootScript::Kind::kIpxe)
    return UnknownScript{.uuid = text_of(request, "uuid"),
                         .serial = text_of(request, "serial"),
                         .mac = text_of(request, "mac"),
                         .asset = text_of(request, "asset")};
  const auto mac = Mac::parse(path[0]);
  if (!mac) return wrong("that is no MAC address");
  return BootScript{.kind = kind, .mac = *mac};
}

Route static_file(const Request& request, Path path, StaticFile::Area area) {
  if (path.empty()) return unknown();
  if (!reads(request)) return not_allowed();
  return StaticFile{.area = area, .path = {path.begin(), path.end()}};
}

bool is_digest(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  return text.size() == kDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Route image_file(const Request& request, Path path) {
  if (path.size() != 1) return unknown();
  if (!reads(request)) return not_allowed();
  if (!is_digest(path[0])) return wrong("that is no SHA-256 digest");
  return ImageFile{.sha256 = path[0]};
}

constexpr std::array<std::string_view, 4> kSeedFiles = {"user-data", "meta-data", "vendor-data",
                                                        "network-config"};

Route seed_file(const Request& request, Path path) {
  if (path.size() != 2 || std::ranges::count(kSeedFiles, path[1]) == 0) return unknown();
  if (!reads(request)) return not_allowed();
  const auto bmc = Ipv4::parse(path[0]);
  if (!bmc) return wrong("that is no BMC address");
  return SeedFile{.bmc = *bmc, .name = path[1]};
}

template <class Word>
struct Call {
  std::string_view name{};
  Word word{};
  bool reads = false;
  bool writes = false;
};

// subiquity's early-commands fetch the gate; its webhook posts events.
constexpr auto kInstallCalls = std::to_array<Call<InstallWord>>({
    {.name = "event", .word = InstallWord::kEvent, .writes = true},
    {.name = "gate", .word = InstallWord::kGate, .reads = true, .writes = true},
    {.name = "netplan", .word = InstallWord::kNetplan, .reads = true},
    {.name = "installed", .word = InstallWord::kInstalled, .writes = true},
    {.name = "logs", .word = InstallWord::kLogs, .writes = true},
    {.name = "failed-logs", .word = InstallWord::kFailedLogs, .writes = true},
});

constexpr auto kAgentCalls = std::to_array<Call<AgentWord>>({
    {.name = "hello", .word = AgentWord::kHello, .writes = true},
    {.name = "report", .word = AgentWord::kReport, .writes = true},
    {.name = "progress", .word = AgentWord::kProgress, .writes = true},
    {.name = "log", .word = AgentWord::kLog, .writes = true},
    {.name = "next", .word = AgentWord::kNext, .reads = true},
});

template <class Word>
bool allows(const Call<Word>& call, const Request& request) {
  return (call.reads && reads(request)) || (call.writes && writes(request));
}

Route install_call(const Request& request, Path path) {
  if (path.size() != 3) return unknown();
  const auto* call = std::ranges::find(kInstallCalls, path[2], &Call<InstallWord>::name);
  if (call == kInstallCalls.end()) return unknown();
  if (!allows(*call, request)) return not_allowed();
  const auto bmc = Ipv4::parse(path[0]);
  if (!bmc) return wrong("that is no BMC address");
  return InstallCall{.bmc = *bmc, .token = path[1], .word = call->word};
}

Route first_boot(const Request& request, Path path) {
  if (path.size() != 2) return unknown();
  if (!writes(request)) return not_allowed();
  const auto bmc = Ipv4::parse(path[0]);
  if (!bmc) return wrong("that is no BMC address");
  return InstallCall{.bmc = *bmc, .token = path[1], .word = InstallWord::kFirstBoot};
}

Route agent_call(const Request& request, Path path) {
  if (path.size() != 2) return unknown();
  const auto* call = std::ranges::find(kAgentCalls, path[1], &Call<AgentWord>::name);
  if (call == kAgentCalls.end()) return unknown();
  if (!allows(*call, request)) return not_allowed();
  return AgentCall{.token = path[0], .word = call->word};
}

Route api_call(const Request& request, Path path) {
  if (path.size() < 2 || path[0] != "v1") return unknown();
  if (path[1] == "install") return install_call(request, path.subspan(2));
  if (path[1] == "firstboot") return first_boot(request, path.subspan(2));
  return path[1] == "agent" ? agent_call(request, path.subspan(2)) : unknown();
}

Route switch_file(const Request& request, Path path) {
  constexpr std::string_view kJson = ".json";
  if (path.size() < 2 || path.size() > 3) return unknown();
  if (!reads(request)) return not_allowed();
  SwitchFile file{.system = path[0], .serial = path[1]};
  if (file.system == "eos" && path.size() == 2) return file;
  if (file.system != "sonic") return unknown();
  if (path.size() == 3) {
    file.file = path[2];
    return file;
  }
  if (!file.serial.ends_with(kJson)) return unknown();
  file.serial.resize(file.serial.size() - kJson.size());
  return file;
}

}  // namespace

Route route(const Request& request) {
  const Path path(request.target.path);
  if (path.empty()) return unknown();
  const Path rest = path.subspan(1);
  if (path[0] == "ipxe") return boot_script(request, rest, BootScript::Kind::kIpxe);
  if (path[0] == "grub") return boot_script(request, rest, BootScript::Kind::kGrub);
  if (path[0] == "os") return static_file(request, rest, StaticFile::Area::kOs);
  if (path[0] == "apt") return static_file(request, rest, StaticFile::Area::kApt);
  if (path[0] == "images") return image_file(request, rest);
  if (path[0] == "nocloud") return seed_file(request, rest);
  if (path[0] == "ztp") return switch_file(request, rest);
  return path[0] == "api" ? api_call(request, rest) : unknown();
}

}  // namespace rackseed::http
