#include "redfish/walk.hpp"

#include <fmt/core.h>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kMostNamedLosses = 3;

/// A member that came with its collection, not as a link alone.
bool is_whole(const Json& member) {
  const auto* object = member.if_object();
  if (object == nullptr) return false;
  for (const auto& entry : *object)
    if (!entry.key().starts_with('@')) return true;
  return false;
}

std::string why(const BmcError& error) {
  return error.code == BmcErrc::kNotFound || error.detail.empty()
             ? std::string(to_string(error.code))
             : clean_text(error.detail);
}

}  // namespace

Fields Walk::fields(const Resource& resource) {
  return {resource.body, place_of(resource.path), notes_};
}

bool Walk::may_ask(const std::string& path) {
  if (path.empty()) return false;
  if (requests_ == limits_.requests)
    notes_.add(place_of(path),
               fmt::format("left out with what follows, after {} requests", requests_));
  return requests_++ < limits_.requests;
}

asio::awaitable<BmcResult<Json>> Walk::ask(std::string path) {
  ++requests_;
  BmcResult<Json> answer = co_await getter_.get(std::move(path));
  co_return answer;
}

asio::awaitable<std::optional<Resource>> Walk::get(std::string path) {
  std::optional<Resource> found;
  if (!may_ask(path)) co_return found;
  BmcResult<Json> answer = co_await getter_.get(path);
  if (!answer) {
    notes_.add(place_of(path), why(answer.error()));
    co_return found;
  }
  found.emplace();
  found->path = std::move(path);
  found->body = std::move(*answer);
  co_return found;
}

Walk::Page Walk::read_page(const Resource& resource) {
  const Fields page = fields(resource);
  Page read;
  for (const Fields& member : page.members_of("Members")) read.members.push_back(member.copy());
  read.next = page.link_of("Members@odata.nextLink");
  return read;
}

asio::awaitable<std::vector<Json>> Walk::collect(std::string path) {
  std::vector<Json> members;
  std::set<std::string> seen;
  const std::string place = place_of(path);
  for (std::size_t pages = 0; !path.empty(); ++pages) {
    if (pages == limits_.pages || !seen.insert(link_key(path)).second) {
      notes_.add(place, fmt::format("stopped after {} pages", pages));
      break;
    }
    const std::optional<Resource> resource = co_await get(path);
    if (!resource) break;
    Page page = read_page(*resource);
    for (Json& member : page.members) {
      if (members.size() < limits_.members) members.push_back(std::move(member));
    }
    if (members.size() == limits_.members) {
      notes_.add(place, fmt::format("only {} members are read", members.size()));
      break;
    }
    path = std::move(page.next);
  }
  co_return members;
}

asio::awaitable<std::vector<Resource>> Walk::members(std::string path) {
  std::vector<Resource> found;
  if (path.empty()) co_return found;
  std::vector<Json> members = co_await collect(path);
  std::vector<std::string> links;
  for (Json& member : members) {
    Resource resource;
    Notes unused;
    resource.path = Fields(member, "", unused).own_link();
    if (is_whole(member)) {
      resource.body = std::move(member);
      found.push_back(std::move(resource));
    } else if (!resource.path.empty()) {
      links.push_back(std::move(resource.path));
    }
  }
  std::vector<Resource> followed = co_await follow(std::move(links));
  for (Resource& resource : followed) found.push_back(std::move(resource));
  co_return found;
}

asio::awaitable<std::vector<Resource>> Walk::follow(std::vector<std::string> links) {
  std::vector<Resource> found;
  std::set<std::string> seen;
  std::size_t lost = 0;
  std::string last_lost;
  for (std::string& link : links) {
    if (!seen.insert(link_key(link)).second || !may_ask(link)) continue;
    BmcResult<Json> answer = co_await getter_.get(link);
    if (!answer) {
      if (++lost <= kMostNamedLosses) notes_.add(place_of(link), why(answer.error()));
      last_lost = link;
      continue;
    }
    Resource resource;
    resource.path = std::move(link);
    resource.body = std::move(*answer);
    found.push_back(std::move(resource));
  }
  if (lost > kMostNamedLosses)
    notes_.add(place_of(last_lost),
               fmt::format("and {} more of this kind did not come", lost - kMostNamedLosses));
  co_return found;
}

}  // namespace rackseed::redfish
