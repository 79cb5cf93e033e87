#pragma once

#include <array>
#include <cstdint>

#include "src/plan/names.hpp"

/// The words of a plan file that come from a fixed set.
namespace rackseed::plan {

enum class Mode : std::uint8_t { kNanopod, kMinipod, kFabric };
constexpr auto names(Mode) {
  return std::to_array<Name<Mode>>(
      {{Mode::kNanopod, "nanopod"}, {Mode::kMinipod, "minipod"}, {Mode::kFabric, "fabric"}});
}

enum class Zone : std::uint8_t {
  kBmc,
  kOobAdmin,
  kProvisioning,
  kManagement,
  kApi,
  kMigration,
  kStorage,
  kStorageCluster,
  kTunnel,
  kExternal
};
constexpr auto names(Zone) {
  return std::to_array<Name<Zone>>({{Zone::kBmc, "bmc"},
                                    {Zone::kOobAdmin, "oob-admin"},
                                    {Zone::kProvisioning, "provisioning"},
                                    {Zone::kManagement, "management"},
                                    {Zone::kApi, "api"},
                                    {Zone::kMigration, "migration"},
                                    {Zone::kStorage, "storage"},
                                    {Zone::kStorageCluster, "storage-cluster"},
                                    {Zone::kTunnel, "tunnel"},
                                    {Zone::kExternal, "external"}});
}

enum class SuffixRule : std::uint8_t { kBmcLastOctet, kBmcHostId };
constexpr auto names(SuffixRule) {
  return std::to_array<Name<SuffixRule>>(
      {{SuffixRule::kBmcLastOctet, "bmc-last-octet"}, {SuffixRule::kBmcHostId, "bmc-host-id"}});
}

enum class Side : std::uint8_t { kNone, kA, kB };
constexpr auto names(Side) { return std::to_array<Name<Side>>({{Side::kA, "A"}, {Side::kB, "B"}}); }

enum class SwitchRole : std::uint8_t { kMgmt, kTor, kEdge, kSpine };
constexpr auto names(SwitchRole) {
  return std::to_array<Name<SwitchRole>>({{SwitchRole::kMgmt, "mgmt"},
                                          {SwitchRole::kTor, "tor"},
                                          {SwitchRole::kEdge, "edge"},
                                          {SwitchRole::kSpine, "spine"}});
}

enum class PairType : std::uint8_t { kMlag, kEsi };
constexpr auto names(PairType) {
  return std::to_array<Name<PairType>>({{PairType::kMlag, "mlag"}, {PairType::kEsi, "esi"}});
}

enum class Attach : std::uint8_t { kTor, kEdge, kMgmt, kCustomer };
constexpr auto names(Attach) {
  return std::to_array<Name<Attach>>({{Attach::kTor, "tor"},
                                      {Attach::kEdge, "edge"},
                                      {Attach::kMgmt, "mgmt"},
                                      {Attach::kCustomer, "customer"}});
}

enum class Method : std::uint8_t { kAutoinstall, kPreseed, kImage, kVendorIso };
constexpr auto names(Method) {
  return std::to_array<Name<Method>>({{Method::kAutoinstall, "autoinstall"},
                                      {Method::kPreseed, "preseed"},
                                      {Method::kImage, "image"},
                                      {Method::kVendorIso, "vendor-iso"}});
}

enum class BootPath : std::uint8_t { kMgmtNic, kVirtualMedia, kBondNative };
constexpr auto names(BootPath) {
  return std::to_array<Name<BootPath>>({{BootPath::kMgmtNic, "mgmt-nic"},
                                        {BootPath::kVirtualMedia, "virtual-media"},
                                        {BootPath::kBondNative, "bond-native"}});
}

enum class Firmware : std::uint8_t { kUefi, kBios };
constexpr auto names(Firmware) {
  return std::to_array<Name<Firmware>>({{Firmware::kUefi, "uefi"}, {Firmware::kBios, "bios"}});
}

enum class Loader : std::uint8_t { kIpxe, kGrub };
constexpr auto names(Loader) {
  return std::to_array<Name<Loader>>({{Loader::kIpxe, "ipxe"}, {Loader::kGrub, "grub"}});
}

enum class AptMode : std::uint8_t { kOffline, kMirror };
constexpr auto names(AptMode) {
  return std::to_array<Name<AptMode>>(
      {{AptMode::kOffline, "offline"}, {AptMode::kMirror, "mirror"}});
}

enum class VipManager : std::uint8_t { kRackseed, kKolla };
constexpr auto names(VipManager) {
  return std::to_array<Name<VipManager>>(
      {{VipManager::kRackseed, "rackseed"}, {VipManager::kKolla, "kolla"}});
}

enum class AtHandover : std::uint8_t { kRelease, kKeep };
constexpr auto names(AtHandover) {
  return std::to_array<Name<AtHandover>>(
      {{AtHandover::kRelease, "release"}, {AtHandover::kKeep, "keep"}});
}

enum class ServiceModel : std::uint8_t { kSelfManaged, kManagedByOvhcloud };
constexpr auto names(ServiceModel) {
  return std::to_array<Name<ServiceModel>>(
      {{ServiceModel::kSelfManaged, "self-managed"},
       {ServiceModel::kManagedByOvhcloud, "managed-by-ovhcloud"}});
}

enum class Certificates : std::uint8_t { kSelfSigned, kIntermediateCa, kLetsEncrypt };
constexpr auto names(Certificates) {
  return std::to_array<Name<Certificates>>({{Certificates::kSelfSigned, "self-signed"},
                                            {Certificates::kIntermediateCa, "intermediate-ca"},
                                            {Certificates::kLetsEncrypt, "lets-encrypt"}});
}

enum class Target : std::uint8_t { kOsism, kOpcp, kNone };
constexpr auto names(Target) {
  return std::to_array<Name<Target>>(
      {{Target::kOsism, "osism"}, {Target::kOpcp, "opcp"}, {Target::kNone, "none"}});
}

enum class DhcpMode : std::uint8_t { kAuthoritative, kProxy };
constexpr auto names(DhcpMode) {
  return std::to_array<Name<DhcpMode>>(
      {{DhcpMode::kAuthoritative, "authoritative"}, {DhcpMode::kProxy, "proxy"}});
}

enum class UnknownClients : std::uint8_t { kPool, kIgnore };
constexpr auto names(UnknownClients) {
  return std::to_array<Name<UnknownClients>>(
      {{UnknownClients::kPool, "pool"}, {UnknownClients::kIgnore, "ignore"}});
}

enum class BmcProtocol : std::uint8_t { kRedfish, kIpmi };
constexpr auto names(BmcProtocol) {
  return std::to_array<Name<BmcProtocol>>(
      {{BmcProtocol::kRedfish, "redfish"}, {BmcProtocol::kIpmi, "ipmi"}});
}

/// How Redfish is protected: kLegacy takes TLS 1.0 and 1.1 too, with keys of their time; kNone is
/// plain HTTP, which shows the password to everyone on the wire.
enum class BmcTls : std::uint8_t { kModern, kLegacy, kNone };
constexpr auto names(BmcTls) {
  return std::to_array<Name<BmcTls>>(
      {{BmcTls::kModern, "modern"}, {BmcTls::kLegacy, "legacy"}, {BmcTls::kNone, "none"}});
}

}  // namespace rackseed::plan
