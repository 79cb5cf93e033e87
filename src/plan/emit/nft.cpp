#include "src/plan/emit/nft.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/plan/emit/plain_text.hpp"

namespace rackseed::plan {
namespace {

constexpr std::size_t kCommentBytes = 128;  // NFTNL_UDATA_COMMENT_MAXLEN
constexpr std::size_t kInterfaceBytes = 15;
constexpr int kSetNameWidth = 11;  // of "controllers", the longest

template <class T>
std::string elements(const std::vector<T>& items) {
  std::vector<std::string> texts;
  for (const T& item : items)
    if (std::ranges::count(texts, item.text()) == 0) texts.push_back(item.text());
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

}  // namespace

std::string nft_elements(const std::vector<Ipv4>& addresses) { return elements(addresses); }

std::string nft_elements(const std::vector<Prefix>& prefixes) { return elements(prefixes); }

std::string nft_quote(std::string_view text) {
  return '"' + plain_word(text.substr(0, kInterfaceBytes)) + '"';
}

void NftWriter::line(std::string_view text) {
  if (!text.empty()) out_.append(2 * depth_, ' ');
  out_ += text;
  out_ += '\n';
}

void NftWriter::open(std::string_view header) {
  line(fmt::format("{} {{", header));
  ++depth_;
}

void NftWriter::close() {
  --depth_;
  line("}");
}

void NftWriter::set(std::string_view name, std::string_view options, std::string_view elements) {
  const std::string content = elements.empty() ? "" : fmt::format("elements = {{ {} }} ", elements);
  line(fmt::format("set {:<{}} {{ type ipv4_addr; {}{}}}", name, kSetNameWidth, options, content));
}

void NftWriter::rule(std::string_view statement, std::string_view comment) {
  line(fmt::format("{} comment \"{}\"", statement, plain_text(comment, kCommentBytes)));
}

}  // namespace rackseed::plan
