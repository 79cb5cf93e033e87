#pragma once

#include "redfish/getter.hpp"
#include "redfish/json.hpp"
#include "redfish/session.hpp"
#include "redfish/task.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

/// A resource as it was read.
struct Document {
  Json json{};
  std::string
      etag_header{};       ///< byte for byte (BMC.md row 3); "": none, as an empty one is (row 4)
  std::string own_etag{};  ///< `@odata.etag`
};

/// The values of If-Match to try in this order, of an ETag header and an `@odata.etag`; "": without
/// it, "*": If-None-Match. etags_to_try(), with what is known of the BMC.
using EtagPolicy =
    std::function<std::vector<std::string>(std::string_view header, std::string_view own)>;

/// What came of a PATCH, a POST or a DELETE.
struct Written {
  HttpResponse answer{};  ///< the last one: of the request, or of its task
  TaskEnd task = TaskEnd::kNone;
  std::vector<std::string> if_match{};  ///< of a PATCH: what was sent, one after the other
  /// As far as the BMC says. kNotNamed and kVanished tell nothing: look at the effect.
  [[nodiscard]] bool is_accepted() const;
};

struct ResourceSettings {
  TaskSettings task{};
  EtagPolicy etags{};           ///< nothing: that of a BMC of which nothing is known
  bool wants_if_match = false;  ///< it is known to: the ETag is read before the first PATCH
};

/// The resources of one BMC, as JSON.
class Resources : public Getter {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<BmcResult<T>>;

  /// session: outlives it.
  explicit Resources(Session& session, ResourceSettings settings = {});

  /// Errors, besides the session's: those of error_of(Refusal), kMalformed.
  Answer<Document> read(std::string path);
  Answer<Json> get(std::string path) override;
  /// Refusals are answers here: read_refusal() says what to try next. Tasks are waited for. Errors:
  /// the session's, kTimedOut of a task.
  /// A PATCH goes without If-Match until the BMC wants one; from then on it reads the ETag first.
  /// If-None-Match is the last resort.
  Answer<Written> patch(std::string path, Json body);
  Answer<Written> post(std::string path, Json body);
  Answer<Written> remove(std::string path);

 private:
  /// A PATCH in its several forms.
  struct Patching {
    std::string path{};
    std::string body{};
    std::vector<std::string> sent{};  ///< values of If-Match
    HttpResponse last{};
  };
  Answer<void> try_each(Patching& patching, std::vector<std::string> etags);
  Answer<HttpResponse> patch_once(std::string path, std::string body, std::string if_match);
  Answer<std::vector<std::string>> etags_of(std::string path);
  Answer<Written> finish(HttpResponse answer, std::string what);
  Answer<Written> wait_for_task(std::string task, std::string what);

  Session& session_;
  ResourceSettings settings_;
  bool wants_if_match_;
};

}  // namespace rackseed::redfish
