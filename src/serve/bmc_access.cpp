#include "src/serve/bmc_access.hpp"

#include <fmt/core.h>
#include <rackseed/task_group.hpp>

#include <optional>
#include <utility>

#include "redfish/ipmi/ipmi_bmc.hpp"
#include "redfish/redfish_bmc.hpp"
#include "src/serve/bmc_lock.hpp"

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using redfish::BmcErrc;
using redfish::BmcError;

constexpr std::string_view kNothingLearnt = "{}";

BmcError bmc_error_of(const Error& error) {
  const bool is_busy = error.code == Errc::kConflict;
  return {is_busy ? BmcErrc::kBusy : BmcErrc::kRefused, error.detail};
}

redfish::Learnt parse_learnt(const std::string& data) {
  redfish::Notes notes;
  const auto json = redfish::parse_json(data);
  const redfish::Json nothing;
  return redfish::read_learnt(redfish::Fields(json ? *json : nothing, "", notes));
}

/// How a driver's work ended; an exception of it is for after its session was given back.
using Ended = detail::Ended<redfish::BmcResult<Value>>;

}  // namespace

/// Of a BMC, from earlier visits.
struct BmcAccess::Known {
  std::string spki{};  ///< "": it was never met
  std::string learnt{kNothingLearnt};
};

Result<BmcLogin> parse_login(std::string_view name, const SecretText& text) {
  const std::string_view login = text.reveal();
  const auto colon = login.find(':');
  const bool is_whole = colon != std::string_view::npos && colon > 0 && colon + 1 < login.size();
  if (!is_whole || login.find('\n') != std::string_view::npos)
    return Error{.code = Errc::kMalformed,
                 .detail = fmt::format("the secret {0} is no USER:PASSWORD in one line; set it "
                                       "again with: rackseed secret set {0}",
                                       name)};
  return BmcLogin{.user = std::string(login.substr(0, colon)),
                  .password = SecretText(std::string(login.substr(colon + 1)))};
}

BmcAccess::BmcAccess(const asio::any_io_executor& executor, BmcMemory* memory,
                     const BmcAccessSettings& settings)
    : executor_(executor), memory_(memory), settings_(settings), loop_(executor) {}

std::unique_ptr<redfish::Bmc> BmcAccess::driver_of(const BmcTarget& target, BmcLogin login,
                                                   const Known& known) {
  if (target.protocol == plan::BmcProtocol::kIpmi) {
    redfish::IpmiSettings settings;
    settings.session.user = std::move(login.user);
    settings.session.password = redfish::SecretOctets(bytes_of(login.password.reveal()));
    const asio::ip::udp::endpoint endpoint(asio::ip::make_address(target.address.text()),
                                           settings_.ipmi_port);
    return std::make_unique<redfish::IpmiBmc>(executor_, endpoint, settings);
  }
  redfish::RedfishSettings settings;
  const bool has_tls = target.tls != plan::BmcTls::kNone;
  settings.transport.origin = {.has_tls = has_tls,
                               .host = target.address.text(),
                               .port = has_tls ? settings_.https_port : settings_.http_port};
  settings.transport.allows_plain_http = !has_tls;
  settings.transport.pinned_spki = known.spki;
  settings.transport.has_legacy_tls = target.tls == plan::BmcTls::kLegacy;
  settings.learnt = parse_learnt(known.learnt);
  settings.speed = settings_.speed;
  redfish::Credentials credentials(std::move(login.user), std::move(login.password));
  return std::make_unique<redfish::RedfishBmc>(loop_, std::move(credentials), std::move(settings));
}

asio::awaitable<Result<BmcAccess::Known>> BmcAccess::recall(Ipv4 bmc) {
  Known known;
  if (memory_ == nullptr) co_return known;
  const auto certificate = co_await memory_->reader.certificate(bmc);
  if (!certificate) co_return certificate.error();
  if (*certificate) known.spki = (*certificate)->sha256;
  const auto learnt = co_await memory_->reader.learnt(bmc);
  if (!learnt) co_return learnt.error();
  if (*learnt) known.learnt = (*learnt)->data;
  co_return known;
}

/// Only what is new is written.
asio::awaitable<Result<void>> BmcAccess::remember(Ipv4 bmc, const Known& known,
                                                  const redfish::Bmc& driver) {
  const std::string spki = driver.certificate().spki_sha256;
  const std::string learnt = to_json(driver.learnt());
  if (memory_ == nullptr) co_return Result<void>();
  if (known.spki.empty() && !spki.empty()) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    inventory::PinnedCertificate certificate{.bmc = bmc, .sha256 = spki, .since = now};
    const auto saved = co_await memory_->writer.save(std::move(certificate));
    if (!saved) co_return saved.error();
  }
  if (learnt == known.learnt || learnt == kNothingLearnt) co_return Result<void>();
  inventory::LearntQuirks quirks{.bmc = bmc, .data = learnt};
  const auto saved = co_await memory_->writer.save(std::move(quirks));
  co_return saved;
}

asio::awaitable<BmcVisit> BmcAccess::visit_known(BmcTarget target, BmcLogin login, BmcUse use) {
  const auto known = co_await recall(target.address);
  if (!known) co_return BmcVisit{.outcome = bmc_error_of(known.error())};
  const auto driver = driver_of(target, std::move(login), *known);
  Ended ended = co_await detail::end_of(use(*driver));
  co_await asio::this_coro::reset_cancellation_state();  // or nothing more could be awaited
  co_await driver->close();
  const auto saved = co_await remember(target.address, *known, *driver);
  if (ended.failure) std::rethrow_exception(ended.failure);
  BmcVisit visit{.outcome = *std::move(ended.value), .remarks = driver->take_remarks()};
  if (!saved) visit.remarks.push_back("what it taught is not saved: " + saved.error().detail);
  co_return visit;
}

asio::awaitable<BmcVisit> BmcAccess::visit(BmcTarget target, BmcLogin login, BmcUse use) {
  if (memory_ == nullptr)
    co_return co_await visit_known(std::move(target), std::move(login), std::move(use));
  const auto lock = co_await BmcLock::take(memory_->layout.state() / "bmc", target.address,
                                           settings_.lock_patience);
  if (!lock) co_return BmcVisit{.outcome = bmc_error_of(lock.error())};
  co_return co_await visit_known(std::move(target), std::move(login), std::move(use));
}

}  // namespace rackseed::serve
