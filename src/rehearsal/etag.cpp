#include "src/rehearsal/etag.hpp"

#include <fmt/core.h>

#include <cstdint>

namespace rackseed::rehearsal {
namespace {

/// FNV-1a.
std::uint64_t digest_of(std::string_view text) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const char c : text) {
    digest ^= static_cast<unsigned char>(c);
    digest *= 0x100000001b3U;
  }
  return digest;
}

bool takes_gzip(const Request& request) {
  return request.field("accept-encoding").find("gzip") != std::string_view::npos;
}

Answer failed() {
  return refusal(412, "Base.1.12.PreconditionFailed",
                 "The ETag supplied did not match the ETag required to change this resource.");
}

Answer required() {
  return refusal(428, "Base.1.12.PreconditionRequired",
                 "A precondition header or annotation is required to change this resource. "
                 "(PreconditionHeaderMissing)");
}

}  // namespace

std::string etag_of(std::string_view text, const Faults& faults, const Request& request) {
  std::string digits = fmt::format("{:08X}", digest_of(text) & 0xffffffffU);
  if (faults.has(Fault::kEtagEmpty)) return "";
  if (faults.has(Fault::kEtagUnquoted)) return digits;
  if (faults.has(Fault::kEtagDoubleQuoted)) return fmt::format(R"(""{}"")", digits);
  const bool is_weak = faults.has(Fault::kEtagWeakRefused) ||
                       (faults.has(Fault::kEtagWeakWhenCompressed) && takes_gzip(request));
  return fmt::format(R"({}"{}")", is_weak ? "W/" : "", digits);
}

std::optional<Answer> refuse_precondition(const Request& request, std::string_view etag,
                                          const Faults& faults) {
  const auto found = request.fields.find("if-match");
  const bool has_match = found != request.fields.end();
  if (!has_match && faults.has(Fault::kEtagRequired)) return required();
  const bool wants_none_match = faults.has(Fault::kBootNeedsIfNoneMatch) &&
                                request.body.find("\"Boot\"") != std::string::npos;
  if (wants_none_match && request.field("if-none-match").empty()) return required();
  if (!has_match) return {};
  if (faults.has(Fault::kEtagRefused) || faults.has(Fault::kEtagEmpty)) return failed();
  if (found->second == "*") return {};
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  // RFC 9110 section 13.1.1: If-Match compares strongly, so a weak tag never matches.
  if (found->second == etag) return {};
  return failed();
}

}  // namespace rackseed::rehearsal
