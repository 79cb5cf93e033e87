#pragma once

#include <rackseed/secret_text.hpp>
#include <rackseed/value.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "images/layout.hpp"
#include "inventory/reader.hpp"
#include "inventory/writer.hpp"
#include "redfish/bmc.hpp"
#include "redfish/transport/curl_loop.hpp"
#include "src/plan/enums.hpp"

namespace rackseed::serve {

struct BmcTarget {
  std::string name{};  ///< of the node, or its address
  Ipv4 address{};
  plan::BmcProtocol protocol = plan::BmcProtocol::kRedfish;
  plan::BmcTls tls = plan::BmcTls::kModern;
};

/// User and password of a BMC, as a secret holds them: "USER:PASSWORD".
struct BmcLogin {
  std::string user{};
  SecretText password{};
};
/// Errors: kMalformed. What it says holds nothing of the text.
[[nodiscard]] Result<BmcLogin> parse_login(std::string_view name, const SecretText& text);

struct BmcAccessSettings {
  std::uint16_t https_port = 443;
  std::uint16_t http_port = 80;
  std::uint16_t ipmi_port = 623;
  std::chrono::milliseconds lock_patience = std::chrono::seconds(30);
  double speed = 1;  ///< of virtual machines
};

/// What the inventory knows of BMCs, and what is learnt of them.
struct BmcMemory {
  inventory::Reader& reader;
  inventory::Writer& writer;
  images::Layout layout;
};

/// What came of a visit to a BMC.
struct BmcVisit {
  redfish::BmcResult<Value> outcome{};
  std::vector<std::string> remarks{};
};

/// What is done with a BMC.
using BmcUse = std::function<redfish::Bmc::Answer<Value>(redfish::Bmc&)>;

/// Makes drivers of BMCs, each with what is known of it, and keeps what it teaches: its certificate
/// at the first visit, and how it departs from the standard.
class BmcAccess : boost::noncopyable {
 public:
  /// memory: nullptr: nothing is known, nothing is kept. It outlives us.
  BmcAccess(const boost::asio::any_io_executor& executor, BmcMemory* memory,
            const BmcAccessSettings& settings);

  /// One driver, used once. Whatever happens, and cancelled too, it gives its session back before
  /// this returns. Throws operation_aborted.
  boost::asio::awaitable<BmcVisit> visit(BmcTarget target, BmcLogin login, BmcUse use);

 private:
  struct Known;
  boost::asio::awaitable<BmcVisit> visit_known(BmcTarget target, BmcLogin login, BmcUse use);
  boost::asio::awaitable<Result<Known>> recall(Ipv4 bmc);
  boost::asio::awaitable<Result<void>> remember(Ipv4 bmc, const Known& known,
                                                const redfish::Bmc& driver);
  [[nodiscard]] std::unique_ptr<redfish::Bmc> driver_of(const BmcTarget& target, BmcLogin login,
                                                        const Known& known);

  boost::asio::any_io_executor executor_;
  BmcMemory* memory_;
  BmcAccessSettings settings_;
  redfish::CurlLoop loop_;
};

}  // namespace rackseed::serve
