#include "src/rehearsal/counters.hpp"

namespace rackseed::rehearsal {

std::uint64_t Counters::count(const std::string& path) {
  constexpr std::size_t kMostPaths = 4096;
  if (!by_path.contains(path) && by_path.size() >= kMostPaths) return 0;
  return ++by_path[path];
}

json::object to_document(const Counters& counters) {
  json::object document;
  document["connections"] = counters.connections;
  document["requests"] = counters.requests;
  document["in_flight"] = counters.in_flight;
  document["most_in_flight"] = counters.most_in_flight;
  document["sessions_opened"] = counters.sessions_opened;
  document["sessions_closed"] = counters.sessions_closed;
  document["most_sessions"] = counters.most_sessions;
  document["refused_logins"] = counters.refused_logins;
  document["ejected_while_on"] = counters.ejected_while_on;
  document["ipmi_packets"] = counters.ipmi_packets;
  document["ipmi_sessions_opened"] = counters.ipmi_sessions_opened;
  document["ipmi_sessions_closed"] = counters.ipmi_sessions_closed;
  json::object paths;
  for (const auto& [path, count] : counters.by_path) paths[path] = count;
  document["paths"] = std::move(paths);
  return document;
}

}  // namespace rackseed::rehearsal
