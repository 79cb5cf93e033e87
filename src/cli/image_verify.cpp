#include <fmt/core.h>

#include <rackseed/value.hpp>

#include <memory>

#include "images/names.hpp"
#include "images/verify.hpp"
#include "inventory/sqlite/tables.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/cli/progress.hpp"

namespace rackseed::cli {
namespace {

struct VerifyOptions {
  std::string state{};
  bool json = false;
};

Result<images::Verification> verify_store(const images::Layout& layout) {
  const auto database = open_inventory(layout);
  if (!database) return database.error();
  const auto names = images::list_contents(layout);
  if (!names) return names.error();
  const auto rows = inventory::sqlite::read_images(*database);
  if (!rows) return rows.error();
  std::vector<images::Expected> expected;
  for (const inventory::Image& row : *rows)
    expected.push_back({.sha256 = row.sha256, .name = row.name, .bytes = row.bytes});
  ProgressLine line("verify");
  return images::verify(layout, *names, expected,
                        [&line](std::int64_t done, std::int64_t total) { line.show(done, total); });
}

void print_json(const images::Verification& found) {
  Value::List problems;
  for (const images::Problem& problem : found.problems) {
    Value value;
    value.set("fault", images::to_string(problem.fault))
        .set("path", problem.path)
        .set("text", problem.text);
    problems.push_back(std::move(value));
  }
  Value whole;
  whole.set("contents", found.contents)
      .set("bytes", found.bytes)
      .set("removed_parts", found.removed_parts)
      .set("problems", std::move(problems));
  fmt::print("{}\n", to_json(whole, 2));
}

int run_verify(const VerifyOptions& options) {
  const auto found = verify_store(images::Layout(options.state));
  if (!found) return fail(found.error());
  if (options.json) {
    print_json(*found);
  } else {
    for (const images::Problem& problem : found->problems)
      fmt::print("{}: {}: {}\n", images::to_string(problem.fault), images::printable(problem.path),
                 problem.text);
  }
  fmt::print(stderr, "{}: {} read ({}), {} unfinished removed, {} problem{}\n", options.state,
             found->contents, images::size_text(found->bytes), found->removed_parts,
             found->problems.size(), found->problems.size() == 1 ? "" : "s");
  return found->problems.empty() ? kDone : kNodeFailed;
}

}  // namespace

void add_image_verify(CommandGroup& group) {
  const auto options = std::make_shared<VerifyOptions>();
  group
      .add("verify", "Reads everything again, and says what is missing, changed or orphaned",
           [options] { return run_verify(*options); })
      .required_option("--state", options->state, kStateHelp)
      .flag("--json", options->json, "Print a JSON object of what was found")
      .footer(
          "Removes what killed imports have left. Exit code 0 when all is well, 4 when not.\n"
          "Example: rackseed image verify --state /var/lib/rackseed");
}

}  // namespace rackseed::cli
