#include "src/config/document.hpp"

#include <fmt/core.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "src/config/guard.hpp"
#include "src/config/quote.hpp"
#include "src/config/tree_builder.hpp"

namespace rackseed::config {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// The line of a text, counted from 1.
std::string_view line_of(std::string_view text, int line) {
  for (; line > 1 && !text.empty(); --line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(0, text.find('\n'));
}

/// The parser's own words do not say that a tab is to blame.
bool is_indented_by_tab(std::string_view line) {
  const auto blanks = line.substr(0, line.find_first_not_of(" \t"));
  return blanks.find('\t') != std::string_view::npos;
}

void add_syntax_error(TreeBuilder& builder, std::string_view text, const YAML::Exception& error) {
  const plan::Position position{.line = std::max(error.mark.line, 0) + 1,
                                .column = std::max(error.mark.column, 0) + 1};
  const std::string message = quote(error.msg);
  const bool by_tab = is_indented_by_tab(line_of(text, position.line));
  builder.add_finding(position, "",
                      fmt::format("not valid YAML: {}{}", message.substr(1, message.size() - 2),
                                  by_tab ? "; indent with spaces, not with tabs" : ""));
}

/// False when reading was given up.
bool build(std::string_view text, TreeBuilder& builder) try {
  // With a line end last, an open quote reaches the builder, which knows where it began.
  std::istringstream in{std::string(text) + (text.ends_with('\n') ? "" : "\n")};
  YAML::Parser parser(in);
  if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  return true;
} catch (const StopReading&) {
  return false;
} catch (const YAML::Exception& error) {
  add_syntax_error(builder, text, error);
  return false;
}

}  // namespace

Document parse_document(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (auto finding = refuse(text)) return {.findings = {std::move(*finding)}};
  TreeBuilder builder(text);
  if (!build(text, builder)) return {.findings = std::move(builder.findings())};
  if (!builder.root() || builder.root()->kind == Kind::kNull) {
    builder.add_finding({}, "", "the file is empty");
    return {.findings = std::move(builder.findings())};
  }
  return {.root = std::move(builder.root()), .findings = std::move(builder.findings())};
}

}  // namespace rackseed::config
