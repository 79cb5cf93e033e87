#pragma once

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/rehearsal/json.hpp"

namespace rackseed::rehearsal {

/// The monitor of a QEMU as 7.2 was seen to behave, one connection at a time.
class FakeQemu {
 public:
  FakeQemu(const boost::asio::any_io_executor& executor, std::string path)
      : acceptor_(executor, boost::asio::local::stream_protocol::endpoint(path)), peer_(executor) {}

  boost::asio::awaitable<void> run() {
    for (;;) {
      const auto [error] = co_await acceptor_.async_accept(peer_, kAwait);
      if (error) co_return;
      ++connections;
      is_agreed = false;
      say(greeting);
      co_await serve();
      boost::system::error_code ignored;
      peer_.close(ignored);
    }
  }
  void say(const std::string& line) {
    boost::system::error_code ignored;
    boost::asio::write(peer_, boost::asio::buffer(line + "\r\n"), ignored);
  }
  void event(const std::string& name, const std::string& data = "{}") {
    say(fmt::format(R"({{"event": "{}", "data": {}}})", name, data));
  }
  /// The guest goes off by itself; with -no-shutdown, QEMU stays.
  void shut_down() {
    status = "shutdown";
    event("SHUTDOWN", R"({"guest": true, "reason": "guest-shutdown"})");
    event("STOP");
  }
  void reset_by_guest() { event("RESET", R"({"guest": true, "reason": "guest-reset"})"); }
  void hang_up() { peer_.shutdown(boost::asio::socket_base::shutdown_both); }

  std::string greeting =
      R"({"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": []}})";
  std::string status = "prelaunch";
  std::map<std::string, std::int64_t> indices{{"disk0", -1}, {"nic0", -1}, {"cd0", -1}};
  std::set<std::string> silent{};     ///< commands without a reply
  std::vector<std::string> firsts{};  ///< what stood first when the firmware started
  std::vector<std::string> images{};
  bool obeys_the_button = true;
  bool speaks_http = true;
  bool is_agreed = false;  ///< on this connection
  std::string last{};      ///< command
  int connections = 0;
  int negotiated = 0;

 private:
  boost::asio::awaitable<void> serve() {
    std::string input;
    for (;;) {
      const auto [error, size] = co_await boost::asio::async_read_until(
          peer_, boost::asio::dynamic_buffer(input, 65'536), '\n', kAwait);
      if (error) co_return;
      const json::object command = json::parse(input.substr(0, size)).as_object();
      input.erase(0, size);
      const std::string name = text_in(command, "execute").value();
      if (name == "qmp_capabilities" && !std::exchange(is_agreed, true)) ++negotiated;
      last = name;
      if (silent.contains(name)) continue;
      const json::object* arguments = object_in(command, "arguments");
      const std::string refusal = !is_agreed ? "negotiation" : obey(name, arguments);
      const auto id = command.at("id").as_int64();
      if (refusal.empty())
        say(fmt::format(R"({{"return": {{"status": "{}"}}, "id": {}}})", status, id));
      else
        say(fmt::format(R"({{"id": {}, "error": {{"class": "GenericError", "desc": "{}"}}}})", id,
                        refusal));
    }
  }

  /// Why not.
  std::string obey(const std::string& name, const json::object* arguments) {
    if (name == "stop" && status == "running") {
      status = "paused";
      event("STOP");
    } else if (name == "system_reset") {
      if (status != "running") status = "prelaunch";
      event("RESET", R"({"guest": false, "reason": "host-qmp-system-reset"})");
    } else if (name == "cont") {
      return go_on();
    } else if (name == "system_powerdown") {
      event("POWERDOWN");
      if (obeys_the_button) shut_down();
    } else if (name == "qom-set") {
      return set_index(text_in(*arguments, "path").value(), arguments->at("value").as_int64());
    } else if (name == "blockdev-change-medium") {
      return change_medium(text_in(*arguments, "filename").value());
    } else if (name == "eject") {
      images.emplace_back();
    }
    return "";
  }
  std::string go_on() {
    if (status == "shutdown") return "Resetting the Virtual Machine is required";
    status = "running";
    std::string first;
    for (const auto& [device, index] : indices)
      if (index == 0) first = device;
    firsts.push_back(first);
    event("RESUME");
    return "";
  }
  std::string set_index(const std::string& path, std::int64_t value) {
    const auto device = indices.find(path.substr(path.rfind('/') + 1));
    if (device == indices.end()) return "Device '" + path + "' not found";
    for (const auto& [name, index] : indices)
      if (value >= 0 && index == value && name != device->first)
        return fmt::format("The bootindex {} has already been used", value);
    device->second = value;
    return "";
  }
  std::string change_medium(const std::string& image) {
    if (!speaks_http && image.starts_with("http")) return "Unknown protocol 'http'";
    images.push_back(image);
    return "";
  }

  boost::asio::local::stream_protocol::acceptor acceptor_;
  boost::asio::local::stream_protocol::socket peer_;
};

}  // namespace rackseed::rehearsal
