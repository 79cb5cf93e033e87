#pragma once

#include "redfish/boot_attempts.hpp"
#include "redfish/host.hpp"
#include "redfish/media_attempts.hpp"
#include "redfish/power_plan.hpp"
#include "redfish/resources.hpp"
#include "redfish/transport/curl_transport.hpp"

#include <functional>

namespace rackseed::redfish {

struct RedfishSettings {
  TransportSettings transport{};
  SessionSettings session{};
  TaskSettings task{};
  WalkLimits walk{};
  Learnt learnt{};          ///< what this BMC has taught before
  std::string system_id{};  ///< which of several systems is the host: an Id or a link; ""
  std::chrono::milliseconds call_limit = std::chrono::minutes(15);  ///< of each call
  std::chrono::milliseconds close_limit = std::chrono::seconds(10);
  std::chrono::seconds shutdown_limit{300};  ///< for an operating system to end
  std::chrono::milliseconds poll_every = std::chrono::seconds(2);
  double speed = 1;  ///< of a virtual machine: all waits are so much shorter
};

/// A BMC by Redfish. What a BMC wants otherwise is found out by trying, and remembered: learnt().
class RedfishBmc final : public Bmc {
 public:
  /// loop: outlives it.
  RedfishBmc(CurlLoop& loop, Credentials credentials, RedfishSettings settings);

  Answer<PowerState> power_state() override;
  Answer<void> power(PowerAction action) override;
  Answer<BootOverride> boot_override() override;
  Answer<void> set_boot_override(BootOverride wanted) override;
  Answer<void> insert_media(std::string url, WhileOn eject) override;
  Answer<void> eject_media(WhileOn eject) override;
  Answer<Identity> identity() override;
  Answer<Inventory> inventory() override;
  Answer<std::vector<LogEntry>> log(std::size_t most) override;
  Answer<void> set_indicator(bool is_lit) override;
  Answer<void> restart_bmc() override;
  [[nodiscard]] Certificate certificate() const override { return transport_.certificate(); }
  [[nodiscard]] Value learnt() const override { return to_value(all_learnt()); }
  [[nodiscard]] std::vector<std::string> take_remarks() override;
  boost::asio::awaitable<void> close() override;

 private:
  using Slots = std::vector<VirtualMedia>;
  /// Nothing: the BMC took it.
  using Taken = std::optional<Refusal>;
  /// "": the effect is there; else what is there instead.
  using Look = std::function<Answer<std::string>()>;
  /// What a refused attempt may have done all the same (row 19).
  enum class AfterRefusal : std::uint8_t { kLook, kGoOn };
  using Next = std::function<NextAttempt(const std::vector<Tried>&)>;

  [[nodiscard]] Learnt all_learnt() const;
  [[nodiscard]] Learnt known() const;
  void learn(const Learnt& taught) { taught_ = merge(taught_, taught); }
  void remark(std::string text);
  [[nodiscard]] std::chrono::milliseconds scaled(std::chrono::milliseconds length) const;
  boost::asio::awaitable<void> pause(std::chrono::milliseconds length);

  Answer<ServiceRoot> read_root();
  Answer<System> read_system();
  Answer<void> find_host();
  Answer<PowerState> read_power();
  Answer<Identity> read_identity();
  Answer<Inventory> read_all();
  Answer<std::vector<LogEntry>> read_logs(std::size_t most);
  Answer<void> light(bool is_lit);
  Answer<void> reset_manager();

  Answer<Taken> send(Attempt attempt);
  Answer<Attempt> next_of(const Next& next, const std::vector<Tried>& tried);
  Answer<void> persuade(const Next& next, const Look& look, AfterRefusal after);
  Answer<Taken> see(Taken taken, const Look& look, AfterRefusal after);
  Answer<std::string> look_again(const Look& look, int most);

  Answer<void> switch_power(PowerAction action);
  Answer<void> carry_out(PowerAction action);
  Answer<void> perform(PowerStep step);
  Answer<PowerState> steady_power();
  Answer<void> wait_for_power(WaitForPower wait);
  Answer<void> reset(Reset reset);
  Answer<bool> outlast_refusal(const Reset& reset, Refusal refusal, int tries);
  Answer<bool> outlast_loss(const Reset& reset, BmcError loss, int tries);
  Answer<bool> is_already(PowerState state);
  Answer<Taken> send_reset(const Reset& reset);

  Answer<BootOverride> read_boot();
  Answer<void> set_boot(BootOverride wanted);
  Answer<BootQuestion> boot_question(BootOverride wanted);
  Answer<std::string> look_at_boot(BootOverride wanted);

  Answer<Slots> find_slots();
  Answer<void> insert(std::string url, WhileOn eject);
  Answer<void> empty_all(WhileOn eject);
  Answer<void> empty(VirtualMedia slot);
  Answer<std::string> look_for_medium(std::string url);

  RedfishSettings settings_;
  CurlTransport transport_;
  Session session_;
  Resources resources_;
  std::optional<Host> host_;
  bool is_host_complete_ = false;
  Learnt taught_;
  std::vector<std::string> remarks_;
};

}  // namespace rackseed::redfish
