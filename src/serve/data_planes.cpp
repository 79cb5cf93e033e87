#include "src/serve/data_planes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "src/serve/seed_sockets.hpp"

namespace rackseed::serve {

namespace asio = boost::asio;

namespace {

constexpr std::uint16_t kTftpPort = 69;

TaskGroup::OnFailure failures_to(asio::io_context& context, Control& control) {
  return [&context, &control](std::string_view task, std::string_view why) {
    asio::post(context, [&control, task = std::string(task), why = std::string(why)] {
      control.troubled(task, why);
    });
  };
}

}  // namespace

DataPlanes::DataPlanes(asio::io_context& context, Control& control, const images::Layout& layout)
    : context_(context),
      control_(control),
      tftp_sink_(context, control, "tftp"),
      http_sink_(context, control, "http"),
      source_(layout, [this](Ipv4 client) { return ask_grub(client); }),
      site_(layout,
            [this](http::Route route, http::Request request) {
              return ask_site(std::move(route), std::move(request));
            }),
      tftp_loop_(failures_to(context, control)),
      http_loop_(failures_to(context, control)) {}

Result<void> DataPlanes::bind(const SeedInterfaces& addresses, std::uint16_t http_port) {
  for (const auto& [address, interface] : addresses) {
    auto socket = bind_udp(tftp_loop_.context(), address, kTftpPort);
    if (!socket) return socket.error();
    tftp_.push_back(std::make_unique<tftp::Server>(*std::move(socket), source_, tftp_sink_,
                                                   tftp::ServerSettings{}));
    auto acceptor = listen_tcp(http_loop_.context(), address, http_port);
    if (!acceptor) return acceptor.error();
    http_.push_back(
        std::make_unique<http::Server>(*std::move(acceptor), site_, http_sink_, limits_));
  }
  return {};
}

void DataPlanes::start() {
  for (const auto& server : tftp_) tftp_loop_.spawn("tftp", server->run());
  for (const auto& server : http_) http_loop_.spawn("http", server->run());
  tftp_loop_.start();
  http_loop_.start();
}

void DataPlanes::stop() {
  tftp_loop_.stop();
  http_loop_.stop();
}

asio::awaitable<http::Text> DataPlanes::ask_site(http::Route route, http::Request request) {
  return asio::co_spawn(context_, control_.answer(std::move(route), std::move(request)),
                        asio::use_awaitable);
}

asio::awaitable<std::optional<std::string>> DataPlanes::ask_grub(Ipv4 client) {
  return asio::co_spawn(context_, control_.grub_config(client), asio::use_awaitable);
}

}  // namespace rackseed::serve
