#pragma once

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/rehearsal/service.hpp"

namespace rackseed::rehearsal {

/// Does at once what it is told.
class InstantMachine final : public Machine {
 public:
  void set_chooser(Choose choose) override { choose_ = std::move(choose); }
  void perform(MachineOrder order) override {
    orders.push_back(order);
    const bool starts = order == MachineOrder::kPowerOn || order == MachineOrder::kReset ||
                        order == MachineOrder::kRestart || order == MachineOrder::kCycle;
    state = starts ? Power::kOn : Power::kOff;
    for (bool goes_on = starts; goes_on; goes_on = boots.back().restarts)
      boots.push_back(choose_());
  }
  void insert(std::string url) override { image = std::move(url); }
  void eject() override { image.clear(); }
  [[nodiscard]] Power power() const override { return state; }
  [[nodiscard]] bool is_in_post() const override { return in_post; }

  Power state = Power::kOff;
  bool in_post = false;
  std::string image{};
  std::vector<MachineOrder> orders{};
  std::vector<BootChoice> boots{};

 private:
  Choose choose_;
};

/// A BMC without a network, and the questions of a client to it.
class ServiceTest : public testing::Test {
 public:
  /// The faults beside those of the profile. Forgets the one before.
  void begin(std::initializer_list<std::string_view> faults = {},
             std::string_view profile = "generic") {
    Faults wanted;
    for (const auto fault : faults) EXPECT_TRUE(wanted.add(fault)) << fault;
    machine.emplace();
    service.emplace(new_state(profile_of(profile).value(), some_hardware(7), wanted), *machine);
  }
  void SetUp() override { begin(); }

  Answer ask(Request request) {
    if (!authorization.empty()) request.fields.emplace("authorization", authorization);
    return service->answer(request, now);
  }
  Answer ask(Method method, std::string path, std::string body = {}) {
    return ask({.method = method, .path = std::move(path), .body = std::move(body)});
  }
  Answer post(std::string path, std::string body = "{}") {
    return ask(Method::kPost, std::move(path), std::move(body));
  }
  Answer patch(std::string path, std::string body) {
    return ask(Method::kPatch, std::move(path), std::move(body));
  }
  Answer reset(std::string_view type) {
    return post(system() + "/Actions/ComputerSystem.Reset",
                R"({"ResetType":")" + std::string(type) + R"("})");
  }
  Answer patch_boot(std::string_view boot) {
    return patch(system(), "{\"Boot\":" + std::string(boot) + "}");
  }

  /// The document at a path, which must be there.
  json::object get(const std::string& path) {
    Request request;
    const auto question = path.find('?');
    request.path = path.substr(0, question);
    if (question != std::string::npos) request.query = path.substr(question + 1);
    const Answer answer = ask(std::move(request));
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.text;
    return document_of(answer);
  }
  static json::object document_of(const Answer& answer) {
    boost::system::error_code error;
    const json::value value = json::parse(answer.text, error);
    return value.is_object() ? value.as_object() : json::object();
  }
  static std::string field_of(const Answer& answer, std::string_view name) {
    for (const auto& [field, value] : answer.fields)
      if (field == name) return value;
    return {};
  }
  /// The text of a value below a document, as JSON: boot("BootSourceOverrideTarget") is "\"Pxe\"".
  std::string boot(std::string_view name) {
    const json::object document = get(system());
    const json::value& part = document.at("Boot");
    return part.as_object().contains(name) ? json::serialize(part.at(name)) : "";
  }
  /// The MessageId of an error.
  static std::string message_of(const Answer& answer) {
    const json::object document = document_of(answer);
    if (!document.contains("error")) return {};
    return std::string(document.at("error").at("code").as_string());
  }
  std::string system() { return system_path(service->state()); }
  std::string manager() { return manager_path(service->state()); }

  std::optional<InstantMachine> machine{};
  std::optional<Service> service{};
  std::chrono::milliseconds now{};
  std::string authorization{};  ///< of every request; "": none
};

}  // namespace rackseed::rehearsal
