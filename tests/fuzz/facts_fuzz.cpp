#include "src/config/facts_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  static_cast<void>(rackseed::config::parse_facts(text));
  return 0;
}
