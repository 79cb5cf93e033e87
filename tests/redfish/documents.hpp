#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <rackseed/wait_for.hpp>

#include "redfish/getter.hpp"
#include "redfish/refusal.hpp"

namespace rackseed::redfish::tests {

inline Json json(std::string_view text) { return parse_json(text).value(); }

/// What a reader makes of a document, and what it noted.
template <class Read>
auto read(std::string_view text, Read reader, Notes& notes) {
  const Json document = json(text);
  return reader(Fields(document, "Systems/1", notes));
}
template <class Read>
auto read(std::string_view text, Read reader) {
  Notes notes;
  return read(text, reader, notes);
}

/// An answer of status 400 with one message, about one property.
inline Refusal refusal(std::string_view id, std::string_view property = "", int status = 400) {
  std::string body = R"({"error": {"@Message.ExtendedInfo": [{"MessageId": "Base.1.8.)";
  body += id;
  body += R"(", "RelatedProperties": ["#/Boot/)";
  body += property;
  body += R"("]}]}})";
  return read_refusal(status, body);
}

/// A tree that is written in the test; it counts what it is asked.
class TreeGetter : public Getter {
 public:
  explicit TreeGetter(std::map<std::string, std::string> tree) : tree_(std::move(tree)) {}

  boost::asio::awaitable<BmcResult<Json>> get(std::string path) override {
    asked.push_back(path);
    const auto found = tree_.find(path);
    if (found == tree_.end()) co_return BmcError{BmcErrc::kNotFound, "HTTP 404"};
    co_return parse_json(found->second);
  }

  std::vector<std::string> asked{};

 private:
  std::map<std::string, std::string> tree_;
};

}  // namespace rackseed::redfish::tests
