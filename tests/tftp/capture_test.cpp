// What real firmware asks for, read from tests/golden/captures.

#include "tests/tftp/capture.hpp"
#include "tftp/codec.hpp"
#include "tftp/policy.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

std::vector<Request> requests_in(const std::string& capture) {
  std::vector<Request> requests;
  for (const auto& datagram : datagrams_to_port("tests/golden/captures/" + capture, 69)) {
    const auto packet = decode(datagram);
    if (!packet || !std::holds_alternative<Request>(*packet))
      ADD_FAILURE() << capture << ": not a request: " << text_of(datagram);
    else
      requests.push_back(std::get<Request>(*packet));
  }
  return requests;
}

Request read_of(std::string name, const Options& options) {
  return Request{.name = std::move(name), .options = options};
}

TEST(TftpCapture, OvmfAsksForTheSizeFirst) {
  const Options sized{.block_bytes = 1468, .transfer_bytes = 0, .window_blocks = 4};
  const Options plain{.block_bytes = 1468, .window_blocks = 4};
  EXPECT_EQ(requests_in("uefi-pxe-virtio-snponly.pcap"),
            (std::vector{read_of("ipxe.efi", sized), read_of("ipxe.efi", plain)}));
}

TEST(TftpCapture, ShimAsksWithSmallBlocks) {
  const auto requests = requests_in("secureboot-shim-grub.pcap");
  ASSERT_EQ(requests.size(), 13U);
  const Options shim{.block_bytes = 512, .window_blocks = 4};
  EXPECT_EQ(requests[5], read_of("grubx64.efi", shim));
  const Options grub{.block_bytes = 1024, .transfer_bytes = 0};
  EXPECT_EQ(requests[12], read_of("/initrd", grub));
}

TEST(TftpCapture, PxelinuxTriesManyNames) {
  const auto requests = requests_in("bios-pxelinux-di.pcap");
  ASSERT_EQ(requests.size(), 14U);
  EXPECT_EQ(requests.front(),
            read_of("pxelinux.0", Options{.block_bytes = 1432, .transfer_bytes = 0}));
  EXPECT_EQ(requests[2].name, "pxelinux.cfg/01-52-54-00-77-01-00");
}

TEST(TftpCapture, EveryRequestOfFirmwareIsServed) {
  for (const auto* const capture :
       {"uefi-pxe-virtio-snponly.pcap", "secureboot-shim-grub.pcap", "bios-pxelinux-di.pcap"})
    for (const auto& request : requests_in(capture))
      EXPECT_TRUE(std::holds_alternative<std::string>(judge(request))) << request.name;
}

}  // namespace
}  // namespace rackseed::tftp
