#include "src/plan/emit/eos.hpp"

#include <algorithm>

namespace rackseed::plan {
namespace {

constexpr std::size_t kIndent = 3;

}  // namespace

std::string eos_argument(std::string_view name) { return plain_word(name); }

std::string eos_argument(EosText text) {
  std::string out = plain_text(text.text);
  std::ranges::replace(out, ';', '_');
  return out;
}

std::string eos_argument(EosHash hash) {
  std::string out(hash.text);
  std::erase_if(out, [](char c) { return c <= ' ' || c > '~'; });
  return out;
}

std::string eos_argument(const EosVlans& vlans) {
  std::string out;
  for (const auto& [first, last] : vlans.ranges) {
    if (!out.empty()) out += ',';
    out += first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
  }
  return out.empty() ? "none" : out;
}

std::string eos_argument(Ipv4 address) { return address.text(); }

std::string eos_argument(Prefix prefix) { return prefix.text(); }

EosWriter& EosWriter::end() {
  --depth_;
  if (depth_ == 0) add("!");
  return *this;
}

EosWriter& EosWriter::separate() {
  add("!");
  return *this;
}

void EosWriter::add(std::string_view command) {
  out_.append(kIndent * depth_, ' ');
  out_ += command;
  out_ += '\n';
}

}  // namespace rackseed::plan
