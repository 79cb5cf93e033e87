#pragma once

#include <rackseed/net.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rackseed::plan {

/// "10.0.0.1, 10.0.0.2", each once.
[[nodiscard]] std::string nft_elements(const std::vector<Ipv4>& addresses);
[[nodiscard]] std::string nft_elements(const std::vector<Prefix>& prefixes);

/// A name in quotes. nft knows no escapes inside them, so what would end them is replaced.
[[nodiscard]] std::string nft_quote(std::string_view text);

/// Writes an nftables script. Rules are made of literals, numbers and addresses; texts of a plan
/// appear in comments and through nft_quote only.
class NftWriter {
 public:
  /// A line at the current depth; "" is an empty one.
  void line(std::string_view text);
  void open(std::string_view header);
  void close();
  /// A set of addresses; without elements it matches nothing, and some can be added later.
  void set(std::string_view name, std::string_view options, std::string_view elements);
  void rule(std::string_view statement) { line(statement); }
  /// nft takes comments of at most 128 bytes; a longer one is cut.
  void rule(std::string_view statement, std::string_view comment);

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_{};
  std::size_t depth_ = 0;
};

}  // namespace rackseed::plan
