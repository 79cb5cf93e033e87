#pragma once

#include <boost/core/noncopyable.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

enum class Power : std::uint8_t { kOff, kPoweringOn, kOn, kPoweringOff };
/// As Redfish writes it: "PoweringOn".
[[nodiscard]] std::string_view to_string(Power power);

enum class MachineOrder : std::uint8_t {
  kPowerOn,
  kPowerOff,
  kShutDown,  ///< the operating system ends by itself
  kReset,     ///< at once
  kRestart,   ///< the operating system ends by itself, then a reset
  kCycle,     ///< off, then on
};

/// What firmware boots.
struct BootChoice {
  std::string target = "Hdd";  ///< a BootSourceOverrideTarget; "Hdd" when there is no override
  std::string mode = "UEFI";
  std::string http_uri{};
  std::string image{};    ///< the URL of the virtual medium, when there is one
  bool restarts = false;  ///< the firmware runs a job of its own, and starts anew
  bool operator==(const BootChoice&) const = default;
};

/// What a virtual BMC manages. All is on the loop's thread.
class Machine : boost::noncopyable {
 public:
  /// Asked each time the firmware starts; the answer uses up what was meant for one boot.
  using Choose = std::function<BootChoice()>;

  virtual ~Machine() = default;

  /// Before the first order. An order that means nothing in the present state is ignored.
  virtual void set_chooser(Choose choose) = 0;
  virtual void perform(MachineOrder order) = 0;
  virtual void insert(std::string image) = 0;
  virtual void eject() = 0;

  [[nodiscard]] virtual Power power() const = 0;
  /// From the start of the firmware until it has handed over.
  [[nodiscard]] virtual bool is_in_post() const = 0;
};

}  // namespace rackseed::rehearsal
