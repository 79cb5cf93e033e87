#pragma once

#include <rackseed/net.hpp>
#include <rackseed/value.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

/// What went wrong, as far as it changes what an operator, or the ladder, does next.
enum class BmcErrc : std::uint8_t {
  kUnreachable,         ///< no answer to packets, or the port is closed
  kTimedOut,            ///< it took the question and did not answer in time
  kRestarting,          ///< it answers that it is not ready, or stopped answering after it was
  kTls,                 ///< no common version or cipher, or a broken handshake
  kCertificateChanged,  ///< another key than the one that was pinned
  kDenied,              ///< user name or password refused, or the account may not do this
  kPasswordExpired,     ///< the password must be changed first (DSP0266 section 13.3.7)
  kSessionLimit,        ///< all its sessions are taken
  kBusy,                ///< it refuses more work now
  kDuringPost,          ///< refused because the machine is in its power-on self-test
  kRefused,             ///< it will not do this in this state, or with these values
  kUnsupported,         ///< it has no such function
  kNotApplied,          ///< it said yes, and reads back another value
  kMalformed,           ///< its answer breaks the protocol, or a bound of ours
  kNotFound,            ///< the resource is not there
  kUnsafe,              ///< not asked of the BMC: a running machine might break
};
/// "session limit reached"; for people.
[[nodiscard]] std::string_view to_string(BmcErrc code);

struct BmcError {
  BmcErrc code = BmcErrc::kMalformed;
  std::string detail{};  ///< what was asked, what came, and what to do. Never a credential.
};
[[noreturn]] void throw_exception_from_error(const BmcError& error,
                                             const boost::source_location& where);

template <class T>
struct [[nodiscard]] BmcResult : boost::system::result<T, BmcError> {
  using boost::system::result<T, BmcError>::result;
};

enum class PowerState : std::uint8_t { kUnknown, kOff, kOn, kPoweringOff, kPoweringOn };
/// "coming on"
[[nodiscard]] std::string_view to_string(PowerState state);
enum class PowerAction : std::uint8_t {
  kOn,
  kForceOff,
  kShutdown,
  kForceRestart,
  kRestart,
  kCycle
};
enum class BootTarget : std::uint8_t { kNone, kPxe, kUefiHttp, kDisk, kCd, kSetup };
/// "pxe", "http", "disk"
[[nodiscard]] std::string_view to_string(BootTarget target);
/// What becomes of a medium that a running machine may be running from: taken away, it breaks.
enum class WhileOn : std::uint8_t { kRefuse, kAllow };
enum class BootMode : std::uint8_t { kUnknown, kUefi, kLegacy };
/// "uefi"; "" is not known
[[nodiscard]] std::string_view to_string(BootMode mode);

struct BootOverride {
  BootTarget target = BootTarget::kNone;
  BootMode mode = BootMode::kUnknown;  ///< to set: leave it as it is
  bool is_persistent = false;
  std::string http_url{};  ///< of kUefiHttp; "": what DHCP says
  bool operator==(const BootOverride&) const = default;
};

/// Who a machine says it is; "" is not known. Blanks and "To be filled by O.E.M." are not known.
struct Identity {
  std::string manufacturer{};
  std::string model{};
  std::string serial{};  ///< of the machine: the service tag on Dell
  std::string sku{};
  std::string uuid{};  ///< as the BMC writes it, in lower case
  std::string bmc_vendor{};
  std::string bmc_firmware{};
  std::string bios{};
  bool operator==(const Identity&) const = default;
};

struct BmcNic {
  Mac mac{};
  std::string id{};       ///< "NIC.Integrated.1-1-1"
  std::string adapter{};  ///< "": an interface that no adapter claims
  int speed_mbps = 0;     ///< 0: not known
  std::optional<bool> has_link{};
};

struct Processor {
  std::string model{};
  int cores = 0;
  int threads = 0;
};

struct BmcDisk {
  std::string name{};
  std::string model{};
  std::string serial{};
  std::string medium{};    ///< "SSD", "HDD"
  std::string protocol{};  ///< "NVMe", "SATA", "SAS"
  std::uint64_t bytes = 0;
};

struct Firmware {
  std::string name{};
  std::string version{};
};

/// What a BMC knows of its machine. What it did not say, or said oddly, is left out and noted.
struct Inventory {
  Identity identity{};
  std::vector<BmcNic> nics{};
  std::vector<Mac> bmc_macs{};
  std::vector<Processor> processors{};
  int processor_count = 0;
  double memory_gib = 0;
  std::vector<BmcDisk> disks{};
  std::vector<Firmware> firmware{};
  std::vector<std::string> notes{};  ///< "Systems/1/Processors: 404"
};

/// One entry of a BMC's own log.
struct LogEntry {
  std::string time{};
  std::string severity{};
  std::string text{};
};

/// The key that a BMC's TLS proved to have.
struct Certificate {
  std::string spki_sha256{};  ///< 64 hexadecimal digits (RFC 7469 section 2.4); "": no TLS
  std::string subject{};
  std::string expires{};
};

/// One BMC. Every call ends by itself: each request, and each call as a whole, has a deadline; and
/// each can be cancelled. Calls are made one after the other.
class Bmc : boost::noncopyable {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<BmcResult<T>>;

  virtual ~Bmc() = default;

  virtual Answer<PowerState> power_state() = 0;
  /// Until the BMC shows the wanted state. What is so already is a success.
  virtual Answer<void> power(PowerAction action) = 0;

  virtual Answer<BootOverride> boot_override() = 0;
  /// Sets and reads back: kNotApplied when the BMC says another thing than it was told. Believe
  /// only the wire, all the same.
  virtual Answer<void> set_boot_override(BootOverride wanted) = 0;

  /// A medium of an image at an HTTP address: ejects what is there, inserts, reads back.
  virtual Answer<void> insert_media(std::string url, WhileOn eject) = 0;
  virtual Answer<void> eject_media(WhileOn eject) = 0;

  virtual Answer<Identity> identity() = 0;
  /// Fails only when nothing at all could be read.
  virtual Answer<Inventory> inventory() = 0;
  /// The newest last.
  virtual Answer<std::vector<LogEntry>> log(std::size_t most) = 0;
  virtual Answer<void> set_indicator(bool is_lit) = 0;
  virtual Answer<void> restart_bmc() = 0;
  /// Of the last connection.
  [[nodiscard]] virtual Certificate certificate() const = 0;
  /// How it departs from the standard, for the next driver of this BMC: a map of flags.
  [[nodiscard]] virtual Value learnt() const = 0;
  /// What was odd and did no harm, since this was asked last.
  [[nodiscard]] virtual std::vector<std::string> take_remarks() = 0;
  /// Gives back what the BMC holds for us: its session. A coroutine that was cancelled first says
  /// this_coro::reset_cancellation_state().
  virtual boost::asio::awaitable<void> close() = 0;
};

}  // namespace rackseed::redfish
