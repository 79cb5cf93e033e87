#include "src/cli/facts_file.hpp"

#include "src/cli/files.hpp"
#include "src/config/facts_reader.hpp"

namespace rackseed::cli {

Result<plan::Facts> load_facts(const std::string& path) {
  if (path.empty()) return plan::Facts{};
  const auto text = read_file(path);
  if (!text) return text.error();
  auto facts = config::parse_facts(*text);
  if (!facts) return Error{facts.error().code, path + ": " + facts.error().detail};
  return facts;
}

}  // namespace rackseed::cli
