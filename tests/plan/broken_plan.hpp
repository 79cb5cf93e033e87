#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

/// One plan per mistake: an example with a few words changed, and all that `rackseed check` then
/// says beyond what it says about the example itself.
namespace rackseed::plan {

/// A change of the text of an example.
struct Edit {
  std::string_view find{};
  std::string_view replace{};
  int which = 0;             ///< 1: the first place of several; 0: there must be exactly one
  bool whole_line = false;   ///< replaces the line that holds `find`, with its end
  std::string_view until{};  ///< replaces all from `find` up to this, which stays
};

struct Expected {
  std::string_view line{};     ///< what stands only in the line the finding points at; "": line 1
  std::string_view finding{};  ///< "CODE: path: text"
};

struct BrokenPlan {
  std::string name{};  ///< of the test
  std::string_view example = "minipod";
  std::vector<Edit> edits{};  ///< none: the example itself, with everything that is said about it
  std::vector<Expected> findings{};
};

/// What GoogleTest calls a case; it finds the function by this name.
void PrintTo(const BrokenPlan& broken, std::ostream* out);

/// Every table instantiates it with its plans.
class BrokenPlanTest : public testing::TestWithParam<BrokenPlan> {};
[[nodiscard]] std::string name_of(const testing::TestParamInfo<BrokenPlan>& info);

// A table per hundred.
extern const std::vector<BrokenPlan> kExamples;
extern const std::vector<BrokenPlan> kBroken1xx;
extern const std::vector<BrokenPlan> kBroken2xx;
extern const std::vector<BrokenPlan> kBroken3xx;
extern const std::vector<BrokenPlan> kBroken4xx;
extern const std::vector<BrokenPlan> kBroken5xx;
extern const std::vector<BrokenPlan> kBroken6xx;
extern const std::vector<BrokenPlan> kBroken7xx;

/// "LINE: CODE: path: text", sorted.
[[nodiscard]] std::vector<std::string> findings_of(const std::string& text);

}  // namespace rackseed::plan
