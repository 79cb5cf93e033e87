#include "src/rehearsal/counters.hpp"

namespace rackseed::rehearsal {

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
  json::object paths;
  for (const auto& [path, count] : counters.by_path) paths[path] = count;
  document["paths"] = std::move(paths);
  return document;
}

}  // namespace rackseed::rehearsal
