#include "redfish/ipmi/rmcp_rakp.hpp"

#include "redfish/ipmi/little_endian.hpp"

#include <algorithm>

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostUserBytes = 16;
constexpr std::size_t kMostCodeBytes = 32;
constexpr std::uint8_t kAlgorithmBytes = 8;

Error truncated_exchange() {
  return {Errc::kMalformed, "rmcp: truncated_exchange message of a key exchange"};
}

/// One proposal (section 13.17): its kind, its length, its algorithm.
void put_algorithm(ByteWriter& out, std::uint8_t kind, std::uint8_t algorithm) {
  out.u8(kind).u16be(0).u8(kAlgorithmBytes).u8(algorithm).u8(0).u16be(0);
}
std::uint8_t read_algorithm(ByteReader& in) {
  in.u32be();
  const std::uint8_t algorithm = in.u8();
  in.bytes(3);
  return algorithm & 0x3fU;
}

template <class Open>
void read_algorithms(ByteReader& in, Open& open) {
  open.authentication = read_algorithm(in);
  open.integrity = read_algorithm(in);
  open.confidentiality = read_algorithm(in);
}
template <class Open>
void put_algorithms(ByteWriter& out, const Open& open) {
  put_algorithm(out, 0, open.authentication);
  put_algorithm(out, 1, open.integrity);
  put_algorithm(out, 2, open.confidentiality);
}

void read_octets(ByteReader& in, RakpOctets& octets) {
  const Bytes read = in.bytes(octets.size());
  std::ranges::copy(read, octets.begin());
}

/// Some BMCs send no more than the status when they refuse.
std::uint32_t read_session_after(RakpStatus status, ByteReader& in) {
  return status != RakpStatus::kDone && in.left() < 4 ? 0 : u32le(in);
}

}  // namespace

std::string_view to_string(RakpStatus status) {
  switch (status) {
    case RakpStatus::kDone:
      return "done";
    case RakpStatus::kNoResources:
      return "no resources for a session";
    case RakpStatus::kInvalidSession:
      return "invalid session";
    case RakpStatus::kInvalidAuthentication:
      return "invalid authentication algorithm";
    case RakpStatus::kInvalidIntegrity:
      return "invalid integrity algorithm";
    case RakpStatus::kNoMatchingAuthentication:
      return "no matching authentication";
    case RakpStatus::kNoMatchingIntegrity:
      return "no matching integrity";
    case RakpStatus::kInactiveSession:
      return "inactive session";
    case RakpStatus::kInvalidRole:
      return "invalid role";
    case RakpStatus::kUnauthorizedRole:
      return "unauthorized role or privilege";
    case RakpStatus::kNoResourcesForRole:
      return "no resources for a session of this role";
    case RakpStatus::kInvalidNameLength:
      return "invalid length of the name";
    case RakpStatus::kUnauthorizedName:
      return "unauthorized name";
    case RakpStatus::kUnauthorizedGuid:
      return "unauthorized GUID";
    case RakpStatus::kInvalidIntegrityCheck:
      return "invalid integrity check";
    case RakpStatus::kInvalidConfidentiality:
      return "invalid confidentiality algorithm";
    case RakpStatus::kNoMatchingSuite:
      return "no matching cipher suite";
    case RakpStatus::kIllegalParameter:
      return "illegal parameter";
  }
  return "unknown status";
}

Result<OpenRequest> decode_open_request(Bytes payload) {
  ByteReader in(payload);
  OpenRequest request{.tag = in.u8(), .privilege = in.u8()};
  in.u16be();
  request.console_session = u32le(in);
  read_algorithms(in, request);
  if (in.failed()) return truncated_exchange();
  return request;
}

Result<OpenResponse> decode_open_response(Bytes payload) {
  ByteReader in(payload);
  OpenResponse response{.tag = in.u8(), .status = static_cast<RakpStatus>(in.u8())};
  if (response.status != RakpStatus::kDone && !in.failed()) {
    in.bytes(std::min<std::size_t>(in.left(), 2));
    response.console_session = read_session_after(response.status, in);
    return response;
  }
  response.privilege = in.u8();
  in.u8();
  response.console_session = u32le(in);
  response.bmc_session = u32le(in);
  read_algorithms(in, response);
  if (in.failed()) return truncated_exchange();
  return response;
}

Result<Rakp1> decode_rakp1(Bytes payload) {
  ByteReader in(payload);
  Rakp1 message{.tag = in.u8()};
  in.bytes(3);
  message.bmc_session = u32le(in);
  read_octets(in, message.console_random);
  message.role = in.u8();
  in.u16be();
  const std::size_t user_bytes = in.u8();
  if (in.failed() || user_bytes > kMostUserBytes) return truncated_exchange();
  message.user = text_of(in.bytes(user_bytes));
  if (in.failed()) return truncated_exchange();
  return message;
}

Result<Rakp2> decode_rakp2(Bytes payload) {
  ByteReader in(payload);
  Rakp2 message{.tag = in.u8(), .status = static_cast<RakpStatus>(in.u8())};
  if (in.failed()) return truncated_exchange();
  in.bytes(std::min<std::size_t>(in.left(), 2));
  message.console_session = read_session_after(message.status, in);
  if (message.status != RakpStatus::kDone) return message;
  read_octets(in, message.bmc_random);
  read_octets(in, message.bmc_guid);
  const Bytes code = in.rest();
  if (in.failed() || code.size() > kMostCodeBytes) return truncated_exchange();
  message.code.assign(code.begin(), code.end());
  return message;
}

Result<RakpCode> decode_rakp_code(Bytes payload) {
  ByteReader in(payload);
  RakpCode message{.tag = in.u8(), .status = static_cast<RakpStatus>(in.u8())};
  if (in.failed()) return truncated_exchange();
  in.bytes(std::min<std::size_t>(in.left(), 2));
  message.session = read_session_after(message.status, in);
  if (message.status != RakpStatus::kDone) return message;
  const Bytes code = in.rest();
  if (in.failed() || code.size() > kMostCodeBytes) return truncated_exchange();
  message.code.assign(code.begin(), code.end());
  return message;
}

Octets encode(const OpenRequest& request) {
  ByteWriter out;
  out.u8(request.tag).u8(request.privilege).u16be(0);
  put_u32le(out, request.console_session);
  put_algorithms(out, request);
  return out.take();
}

Octets encode(const OpenResponse& response) {
  ByteWriter out;
  out.u8(response.tag).u8(static_cast<std::uint8_t>(response.status));
  out.u8(response.privilege).u8(0);
  put_u32le(out, response.console_session);
  if (response.status != RakpStatus::kDone) return out.take();
  put_u32le(out, response.bmc_session);
  put_algorithms(out, response);
  return out.take();
}

Octets encode(const Rakp1& message) {
  ByteWriter out;
  out.u8(message.tag).u8(0).u16be(0);
  put_u32le(out, message.bmc_session);
  out.bytes(message.console_random).u8(message.role).u16be(0);
  const Bytes user = bytes_of(message.user).first(std::min(message.user.size(), kMostUserBytes));
  return out.u8(static_cast<std::uint8_t>(user.size())).bytes(user).take();
}

Octets encode(const Rakp2& message) {
  ByteWriter out;
  out.u8(message.tag).u8(static_cast<std::uint8_t>(message.status)).u16be(0);
  put_u32le(out, message.console_session);
  if (message.status != RakpStatus::kDone) return out.take();
  return out.bytes(message.bmc_random).bytes(message.bmc_guid).bytes(message.code).take();
}

Octets encode(const RakpCode& message) {
  ByteWriter out;
  out.u8(message.tag).u8(static_cast<std::uint8_t>(message.status)).u16be(0);
  put_u32le(out, message.session);
  return out.bytes(message.code).take();
}

}  // namespace rackseed::redfish
