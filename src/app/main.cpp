#include <fmt/core.h>

#include <cstdio>
#include <exception>

#include "src/cli/command.hpp"

namespace {

int run(int argc, char** argv) {
  CLI::App app("Turns a delivered rack of bare servers into one that OpenStack can take over.",
               "rackseed");
  app.set_version_flag("--version", RACKSEED_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer("Start with: rackseed check examples/minipod.yaml");
  rackseed::cli::Run command;
  rackseed::cli::add_check(app, command);
  rackseed::cli::add_show(app, command);
  rackseed::cli::add_render(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? rackseed::cli::kDone : rackseed::cli::kInvalid;
  }
  return command();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "rackseed: {}\n", error.what());
    return rackseed::cli::kInternal;
  }
}
