#include "tftp/policy.hpp"
#include "tftp/receiver.hpp"
#include "tftp/transfer.hpp"

#include <cstdlib>

namespace {

using namespace rackseed;
using namespace rackseed::tftp;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_round_trip(const Packet& packet) {
  const auto datagram = encode(packet);
  const auto again = decode(datagram);
  require(again.has_value() && *again == packet);
}

/// What is served stays below the root, and terms keep to their limits.
void check_request(const Request& request) {
  const auto verdict = judge(request);
  if (const auto* path = std::get_if<std::string>(&verdict))
    require(!path->empty() && path->front() != '/' &&
            ("/" + *path + "/").find("/../") == path->npos);
  const Terms terms = agree(request.options, 1000, {});
  require(terms.block_bytes >= kLeastBlockBytes && terms.window_blocks >= 1);
  Transfer transfer(terms, 1000, {});
  static_cast<void>(transfer.start(Time{}));
}

/// A client that reads a few answers of the bytes as a server never asks for more than there is.
void check_receiver(Bytes answers) {
  Receiver receiver(Request{.name = "f", .options = {.block_bytes = 8, .window_blocks = 4}}, {});
  static_cast<void>(receiver.start(Time{}));
  while (!answers.empty()) {
    const Bytes datagram = answers.first(std::min<std::size_t>(answers.size(), 16));
    const auto step = receiver.take(datagram, Time{});
    require(step.content.size() <= datagram.size());
    answers = answers.subspan(datagram.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes datagram(data, size);
  if (const auto packet = decode(datagram)) {
    check_round_trip(*packet);
    if (const auto* request = std::get_if<Request>(&*packet)) check_request(*request);
  }
  check_receiver(datagram);
  return 0;
}
