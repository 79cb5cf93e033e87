#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "http/server.hpp"
#include "src/serve/boot_source.hpp"
#include "src/serve/control.hpp"
#include "src/serve/data_loop.hpp"
#include "src/serve/file_site.hpp"
#include "tftp/server.hpp"

namespace rackseed::serve {

/// Hands what one server saw to the control loop.
template <class Interface, class Seen>
class ForwardingSink final : public Interface {
 public:
  ForwardingSink(boost::asio::io_context& context, Control& control, std::string name)
      : context_(context), control_(control), name_(std::move(name)) {}

  void saw(const Seen& fact) override {
    boost::asio::post(context_, [&control = control_, fact] { control.saw(fact); });
  }
  void troubled(std::string_view task, std::string_view why) override {
    boost::asio::post(context_, [&control = control_, task = name_ + " " + std::string(task),
                                 why = std::string(why)] { control.troubled(task, why); });
  }

 private:
  boost::asio::io_context& context_;
  Control& control_;
  std::string name_;
};

/// TFTP and HTTP, each on a loop of its own; what depends on a node is asked of the control loop.
class DataPlanes {
 public:
  /// context: of control. Throws std::system_error when a folder cannot be opened.
  DataPlanes(boost::asio::io_context& context, Control& control, const images::Layout& layout);

  /// Binds the ports of each address of the seed. Errors: as bind_udp().
  Result<void> bind(const SeedInterfaces& addresses, std::uint16_t http_port);
  void start();
  /// Blocks until both loops have ended; the control loop has to run meanwhile.
  void stop();

 private:
  boost::asio::awaitable<http::Text> ask_site(http::Route route, http::Request request);
  boost::asio::awaitable<std::optional<std::string>> ask_grub(Ipv4 client);

  boost::asio::io_context& context_;
  Control& control_;
  ForwardingSink<tftp::FactSink, tftp::TransferFact> tftp_sink_;
  ForwardingSink<http::FactSink, http::RequestFact> http_sink_;
  BootSource source_;
  FileSite site_;
  http::Limits limits_{};
  DataLoop tftp_loop_;
  DataLoop http_loop_;
  std::vector<std::unique_ptr<tftp::Server>> tftp_{};
  std::vector<std::unique_ptr<http::Server>> http_{};
};

}  // namespace rackseed::serve
