#pragma once

#include "redfish/getter.hpp"

#include <set>

namespace rackseed::redfish {

struct WalkLimits {
  std::size_t requests = 600;  ///< of the whole walk
  std::size_t pages = 20;      ///< of a collection
  std::size_t members = 256;   ///< of a collection
};

/// A resource, and the path that it was asked for by.
struct Resource {
  std::string path{};
  Json body{};
};

/// Reads one resource after the other, within limits; what does not come is noted and left out.
/// The getter must outlive it.
class Walk : boost::noncopyable {
 public:
  explicit Walk(Getter& getter, WalkLimits limits = {}) : getter_(getter), limits_(limits) {}

  /// Asks whatever the limits say, and notes nothing.
  boost::asio::awaitable<BmcResult<Json>> ask(std::string path);
  /// Nothing where there is no path, or no answer.
  boost::asio::awaitable<std::optional<Resource>> get(std::string path);
  /// The members of a collection, page by page; those that it holds whole are not asked for again.
  /// Stops where pages go round in a circle (row 46).
  boost::asio::awaitable<std::vector<Resource>> members(std::string path);
  /// What several links lead to; none twice.
  boost::asio::awaitable<std::vector<Resource>> follow(std::vector<std::string> links);

  [[nodiscard]] Fields fields(const Resource& resource);
  [[nodiscard]] Notes& notes() { return notes_; }
  [[nodiscard]] std::size_t requests() const { return requests_; }

 private:
  struct Page {
    std::vector<Json> members{};
    std::string next{};
  };
  [[nodiscard]] bool may_ask(const std::string& path);
  Page read_page(const Resource& resource);
  boost::asio::awaitable<std::vector<Json>> collect(std::string path);

  Getter& getter_;
  WalkLimits limits_;
  Notes notes_;
  std::size_t requests_ = 0;
};

}  // namespace rackseed::redfish
