#include "src/serve/boot_scripts.hpp"

#include <fmt/core.h>

#include "src/plan/emit/plain_text.hpp"

namespace rackseed::serve {
namespace {

constexpr std::size_t kWhyLength = 200;  // bytes; the screen of firmware

}  // namespace

std::string identify_script(std::string_view seed, Mac mac) {
  return fmt::format(
      "#!ipxe\n"
      "# {0} is in no inventory: who is it?\n"
      "chain --replace {1}/ipxe/unknown?mac={0}&uuid=${{uuid}}&serial=${{serial:uristring}}"
      "&asset=${{asset:uristring}} || exit 1\n",
      mac.text('-'), seed);
}

std::string discovery_script(std::string_view seed, Mac mac) {
  return fmt::format(
      "#!ipxe\n"
      "# unknown machine: boots the discovery system into RAM, touches no disk\n"
      "kernel {0}/os/agent/vmlinuz initrd=initrd ip=dhcp BOOTIF=01-{1} rackseed.seed={0} "
      "console=tty0 console=ttyS0,115200n8\n"
      "initrd --name initrd {0}/os/agent/initrd\n"
      "boot || exit 1\n",
      seed, mac.text('-'));
}

// exit 1 is a failed boot to the firmware: it goes on to its next entry, where a plain exit opens
// the set-up screen of some (OVMF).
std::string local_boot_script(std::string_view why) {
  return fmt::format("#!ipxe\necho rackseed: {}\nexit 1\n", plan::plain_text(why, kWhyLength));
}

std::string local_boot_grub(std::string_view why) {
  return fmt::format("# rackseed: {}\nexit\n", plan::plain_text(why, kWhyLength));
}

}  // namespace rackseed::serve
