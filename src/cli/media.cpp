#include <memory>

#include "src/cli/fleet.hpp"

namespace rackseed::cli {
namespace {

using redfish::Bmc;
using redfish::WhileOn;

struct MediaOptions {
  FleetOptions fleet{};
  std::string image{};
  bool while_on = false;
};

WhileOn while_on(const MediaOptions& options) {
  return options.while_on ? WhileOn::kAllow : WhileOn::kRefuse;
}

Bmc::Answer<Value> insert_medium(Bmc& bmc, std::string image, WhileOn eject) {
  const auto done = co_await bmc.insert_media(image, eject);
  if (!done) co_return done.error();
  Value value;
  value.set("medium", image);
  co_return value;
}

Bmc::Answer<Value> eject_medium(Bmc& bmc, WhileOn eject) {
  const auto done = co_await bmc.eject_media(eject);
  if (!done) co_return done.error();
  Value value;
  value.set("medium", "none");
  co_return value;
}

int run_insert(const MediaOptions& options) {
  return run_fleet(
      options.fleet,
      {.what = "media insert",
       .use = [&options](Bmc& bmc) { return insert_medium(bmc, options.image, while_on(options)); },
       .columns = {"medium"}});
}

int run_eject(const MediaOptions& options) {
  return run_fleet(options.fleet,
                   {.what = "media eject",
                    .use = [&options](Bmc& bmc) { return eject_medium(bmc, while_on(options)); },
                    .columns = {"medium"}});
}

constexpr const char* kWhileOnHelp =
    "Eject although the machine is on: what runs from the medium breaks";

}  // namespace

void add_media(Commands& commands) {
  CommandGroup group = commands.group("media", "Virtual media of machines, by their BMCs");
  const auto options = std::make_shared<MediaOptions>();
  Command insert = group.add("insert", "Puts an image into the virtual CD drive",
                             [options] { return run_insert(*options); });
  add_fleet_options(insert, options->fleet);
  insert
      .required_option("--image", options->image,
                       "HTTP address that the BMC can reach; plain, and ending in .iso")
      .flag("--while-on", options->while_on, kWhileOnHelp)
      .footer(
          "Example: rackseed media insert sto1 --state state --image "
          "http://10.0.0.2/os/debian/netinst.iso\n"
          "What was in the drive is ejected first, which needs the machine to be off.");
  Command eject =
      group.add("eject", "Empties the virtual CD drive", [options] { return run_eject(*options); });
  add_fleet_options(eject, options->fleet);
  eject.flag("--while-on", options->while_on, kWhileOnHelp)
      .footer("Example: rackseed media eject sto1 --state state");
}

}  // namespace rackseed::cli
