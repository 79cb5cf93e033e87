#pragma once

#include <rackseed/task_group.hpp>
#include <rackseed/turns.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "dhcp/server.hpp"
#include "http/facts.hpp"
#include "inventory/writer.hpp"
#include "src/serve/black_box.hpp"
#include "src/serve/dhcp_content.hpp"
#include "src/serve/fact_log.hpp"
#include "src/serve/node_answers.hpp"
#include "src/serve/state_folder.hpp"
#include "tftp/facts.hpp"

namespace rackseed::serve {

/// What the control loop works with; all of it outlives it.
struct ControlParts {
  const plan::Derived& derived;
  const StateFolder& folder;
  const InstallTokens& tokens;
  const NodeSecrets& secrets;
  inventory::Writer& writer;
  FactLog& facts;
  const SeedInterfaces& interfaces;
};

/// Owns what is known about the nodes while the seed runs: takes what the servers saw, answers what
/// depends on a node, and lets the DHCP server know. On the control loop only.
class Control final : public dhcp::FactSink {
 public:
  Control(boost::asio::io_context& context, const ControlParts& parts, Machines machines);

  /// The server to keep up to date; without one nothing is told to anybody.
  void attach(dhcp::Server* server) { server_ = server; }
  [[nodiscard]] std::shared_ptr<const dhcp::Directory> directory() const;
  /// Lets a node boot and be installed. Errors: kConflict (there is no such node).
  Result<void> arm(const std::string& node);

  void saw(const dhcp::Outcome& outcome, const dhcp::Ingress& ingress, Bytes datagram) override;
  void sent(const dhcp::Reply& reply, const dhcp::Ingress& ingress, Bytes datagram) override;
  void rejected(const Error& error, const dhcp::Ingress& ingress, Bytes datagram) override;
  void troubled(std::string_view task, std::string_view why) override;
  void saw(const tftp::TransferFact& fact);
  void saw(const http::RequestFact& fact);
  void add(Fact fact) { parts_.facts.add(std::move(fact)); }

  /// What a node is told is on the disk before it is told.
  boost::asio::awaitable<http::Text> answer(http::Route route, http::Request request);
  boost::asio::awaitable<std::optional<std::string>> grub_config(Ipv4 client);

  /// Writes the frames of clients to the state folder, until it is cancelled.
  boost::asio::awaitable<void> keep_frames();
  /// Writes frames that changed since, of so many clients at a time; false: there are no more.
  boost::asio::awaitable<bool> write_frames();
  /// Waits for what is still to be saved.
  boost::asio::awaitable<void> finish();

 private:
  [[nodiscard]] Desk desk() const;
  [[nodiscard]] const Machine* machine_at(Ipv4 address) const;
  void identify_client(const dhcp::ClientAsked& asked);
  void tell_dhcp();
  /// False when something could not be saved.
  boost::asio::awaitable<bool> carry_out(NodeAnswer& answer);
  boost::asio::awaitable<bool> perform(StateChange change);
  boost::asio::awaitable<bool> perform(MacLearned learned);
  boost::asio::awaitable<bool> perform(LogReceived log);
  void learn(const MacLearned& learned);
  /// In the background; a failure becomes a fact.
  void save(const inventory::Node& row);
  void save(inventory::Nic row);
  boost::asio::awaitable<void> save_node(Ipv4 bmc);
  boost::asio::awaitable<void> save_nic(inventory::Nic row);

  boost::asio::io_context& context_;
  ControlParts parts_;
  Machines machines_;
  BlackBox frames_;
  std::map<Mac, Fact> promised_{};  ///< told when the reply has left: its lease is saved by then
  dhcp::Server* server_ = nullptr;
  boost::asio::thread_pool disk_{1};
  Turns node_saves_{1};
  TaskGroup tasks_;
  std::set<Mac> strangers_{};  ///< whose frames are in the state folder
};

}  // namespace rackseed::serve
