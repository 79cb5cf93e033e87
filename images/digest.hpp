#pragma once

#include <rackseed/bytes.hpp>

#include <memory>
#include <string>

struct evp_md_ctx_st;

namespace rackseed::images {

/// SHA-256 (FIPS 180-4) of what it was given, in order.
class Digest {
 public:
  /// Throws std::runtime_error when OpenSSL has no SHA-256 or there is no memory.
  Digest();

  Digest& update(Bytes bytes);
  /// 64 lower case hexadecimal digits; nothing may be added afterwards.
  [[nodiscard]] std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// The digest of one text.
[[nodiscard]] std::string digest_of(std::string_view text);

}  // namespace rackseed::images
