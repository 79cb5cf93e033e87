#include <fmt/core.h>

#include <cstdio>
#include <exception>

#include "src/cli/command.hpp"

int main(int argc, char** argv) {
  try {
    rackseed::cli::Commands commands;
    rackseed::cli::add_check(commands);
    rackseed::cli::add_show(commands);
    rackseed::cli::add_render(commands);
    rackseed::cli::add_image(commands);
    rackseed::cli::add_serve(commands);
    rackseed::cli::add_status(commands);
    rackseed::cli::add_secret(commands);
    rackseed::cli::add_discover(commands);
    rackseed::cli::add_power(commands);
    rackseed::cli::add_boot(commands);
    rackseed::cli::add_media(commands);
    rackseed::cli::add_bmc(commands);
    return commands.run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "rackseed: {}\n", error.what());
    return rackseed::cli::kInternal;
  }
}
