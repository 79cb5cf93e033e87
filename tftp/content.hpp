#pragma once

#include "tftp/facts.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace rackseed::tftp {

/// Immutable bytes that all transfers of one file share.
class Content {
 public:
  Content() = default;
  explicit Content(std::string text);
  Content(Bytes bytes, std::shared_ptr<const void> owner)
      : bytes_(bytes), owner_(std::move(owner)) {}

  [[nodiscard]] Bytes bytes() const { return bytes_; }

 private:
  Bytes bytes_{};
  std::shared_ptr<const void> owner_{};
};

/// Where a name is served from.
class ContentSource : boost::noncopyable {
 public:
  virtual ~ContentSource() = default;

  /// path: as confine() yields it. Nothing when there is no such file for this client.
  /// Errors: kDenied (not for this client), kUnavailable (it cannot be read now); their text is
  /// sent to the client.
  virtual boost::asio::awaitable<Result<std::optional<Content>>> fetch(std::string path,
                                                                       Endpoint client) = 0;
};

/// Serves the regular files below a folder; symbolic links must not lead out of it. A file is
/// mapped once, and again when it was replaced or changed; a transfer keeps the mapping that it
/// began with. Mapped pages come from the page cache and are read ahead, so the loop waits for a
/// disk at most as long as one read takes.
class DirectorySource final : public ContentSource {
 public:
  /// Throws std::system_error when root cannot be opened.
  explicit DirectorySource(const std::filesystem::path& root, std::size_t most_mappings = 256);
  ~DirectorySource() override;

  boost::asio::awaitable<Result<std::optional<Content>>> fetch(std::string path,
                                                               Endpoint client) override;
  /// fetch() without the interface: the same answer for every client.
  Result<std::optional<Content>> find(const std::string& path);

  /// How many files are mapped for later requests.
  [[nodiscard]] std::size_t mappings() const { return mapped_.size(); }

 private:
  /// What changes when the content of a file does.
  struct Version {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t modified_seconds = 0;
    std::int64_t modified_nanoseconds = 0;
    std::uint64_t bytes = 0;
    bool operator==(const Version&) const = default;
  };
  struct Mapped {
    Version version{};
    Content content{};
    std::uint64_t used = 0;  ///< the greater, the later
  };
  void make_room();

  int root_;
  std::size_t most_mappings_;
  std::uint64_t uses_ = 0;
  std::map<std::string, Mapped> mapped_;
};

}  // namespace rackseed::tftp
