#pragma once

#include "http/message.hpp"

#include <rackseed/net.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace rackseed::http {

/// GET /ipxe/{mac}, /grub/{mac}
struct BootScript {
  enum class Kind : std::uint8_t { kIpxe, kGrub };
  Kind kind = Kind::kIpxe;
  Mac mac{};
  bool operator==(const BootScript&) const = default;
};

/// GET /ipxe/unknown?uuid=&serial=&mac=&asset=: what iPXE read from SMBIOS; each may be empty.
struct UnknownScript {
  std::string uuid{};
  std::string serial{};
  std::string mac{};
  std::string asset{};
  bool operator==(const UnknownScript&) const = default;
};

/// GET /os/..., /apt/...: a file below the folder of that name.
struct StaticFile {
  enum class Area : std::uint8_t { kOs, kApt };
  Area area = Area::kOs;
  std::vector<std::string> path{};
  bool operator==(const StaticFile&) const = default;
};

/// GET /images/{sha256}
struct ImageFile {
  std::string sha256{};  ///< 64 lower-case hexadecimal digits
  bool operator==(const ImageFile&) const = default;
};

/// GET /nocloud/{bmc}/{user-data,meta-data,vendor-data,network-config}
struct SeedFile {
  Ipv4 bmc{};
  std::string name{};
  bool operator==(const SeedFile&) const = default;
};

/// What an installer, and the system that it installed, calls back with.
enum class InstallWord : std::uint8_t {
  kEvent,
  kGate,
  kNetplan,
  kInstalled,
  kLogs,
  kFailedLogs,
  kFirstBoot
};

/// /api/v1/install/{bmc}/{token}/{word}, /api/v1/firstboot/{bmc}/{token}
struct InstallCall {
  Ipv4 bmc{};
  std::string token{};
  InstallWord word = InstallWord::kEvent;
  bool operator==(const InstallCall&) const = default;
};

enum class AgentWord : std::uint8_t { kHello, kReport, kProgress, kLog, kNext };

/// /api/v1/agent/{token}/{word}
struct AgentCall {
  std::string token{};
  AgentWord word = AgentWord::kHello;
  bool operator==(const AgentCall&) const = default;
};

/// GET /ztp/eos/{serial}, /ztp/sonic/{serial}.json, /ztp/sonic/{serial}/{file}
struct SwitchFile {
  std::string system{};  ///< "eos", "sonic"
  std::string serial{};
  std::string file{};  ///< "": the first that the switch asks for
  bool operator==(const SwitchFile&) const = default;
};

/// Nothing of ours, or not in this way.
struct NoRoute {
  int status = 404;
  std::string why{};
  bool operator==(const NoRoute&) const = default;
};

using Route = std::variant<BootScript, UnknownScript, StaticFile, ImageFile, SeedFile, InstallCall,
                           AgentCall, SwitchFile, NoRoute>;

/// The meaning of a request to the node-facing side. Serials and tokens are hostile texts.
[[nodiscard]] Route route(const Request& request);

}  // namespace rackseed::http
