#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "src/config/plan_reader.hpp"
#include "src/plan/derived.hpp"
#include "tests/plan/golden.hpp"

namespace rackseed::tests {

/// The text of examples/NAME.yaml.
[[nodiscard]] inline std::string example_text(std::string_view name) {
  return read_source(std::string("examples/").append(name).append(".yaml"));
}

/// An example with what is derived from it, which refers to the plan: neither copied nor moved.
class ExamplePlan {
 public:
  explicit ExamplePlan(std::string_view name)
      : plan(config::parse_plan(example_text(name)).plan), derived(plan::derive(plan)) {}
  ExamplePlan(const ExamplePlan&) = delete;
  ExamplePlan& operator=(const ExamplePlan&) = delete;

  [[nodiscard]] const plan::NodeView& node(std::string_view name) const {
    const auto* found = derived.node(name);
    if (found == nullptr) throw std::out_of_range(std::string(name));
    return *found;
  }

  const plan::Plan plan;
  const plan::Derived derived;
};

}  // namespace rackseed::tests
