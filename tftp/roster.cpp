#include "tftp/roster.hpp"

namespace rackseed::tftp {

Roster::Admission Roster::admit(const Endpoint& client, const Request& request, Time now) {
  const auto running = entries_.find(client);
  if (running != entries_.end()) {
    Entry& entry = running->second;
    const bool waits = !entry.heard || now - *entry.heard < kRestartAfter;
    if (entry.request == request && waits) return Repeated{};
    const auto replaced = entry.task;
    entry = Entry{.id = next_++, .request = request};
    return Start{.id = entry.id, .replaced_task = replaced};
  }
  if (entries_.size() >= limits_.transfers) return Full{};
  const auto of_address = per_address_.find(client.address);
  if ((of_address == per_address_.end() ? 0 : of_address->second) >= limits_.per_address)
    return TooMany{};
  ++per_address_[client.address];
  entries_[client] = Entry{.id = next_, .request = request};
  return Start{.id = next_++};
}

Roster::Entry* Roster::find(const Endpoint& client, std::uint64_t id) {
  const auto found = entries_.find(client);
  return found != entries_.end() && found->second.id == id ? &found->second : nullptr;
}

void Roster::set_task(const Endpoint& client, std::uint64_t id, std::uint64_t task) {
  if (Entry* entry = find(client, id)) entry->task = task;
}

void Roster::heard(const Endpoint& client, std::uint64_t id, Time now) {
  if (Entry* entry = find(client, id)) entry->heard = now;
}

void Roster::remove(const Endpoint& client, std::uint64_t id) {
  if (!find(client, id)) return;
  entries_.erase(client);
  const auto of_address = per_address_.find(client.address);
  if (--of_address->second == 0) per_address_.erase(of_address);
}

}  // namespace rackseed::tftp
