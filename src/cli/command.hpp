#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}  // namespace CLI

namespace rackseed::cli {

/// What every command exits with; scripts rely on the numbers.
enum ExitCode : int {
  kDone = 0,
  kInternal = 1,
  kInvalid = 2,      ///< usage or invalid plan
  kUnreachable = 3,  ///< a BMC, a server or a file out of reach
  kNodeFailed = 4,
  kRefused = 5,  ///< by a guard
  kTimedOut = 6
};

/// One command while it is declared. Only commands.cpp sees CLI11, which takes seconds to compile.
/// Targets keep their value, the default, when an argument is not given.
class Command {
 public:
  explicit Command(CLI::App& parser) : parser_(&parser) {}

  /// A value by its place; name in capitals.
  Command& positional(const std::string& name, std::string& target, const std::string& help);
  Command& optional_positional(const std::string& name, std::string& target,
                               const std::string& help);
  /// One or more, by their place.
  Command& positionals(const std::string& name, std::vector<std::string>& target,
                       const std::string& help);
  Command& flag(const std::string& name, bool& target, const std::string& help);
  Command& option(const std::string& name, std::string& target, const std::string& help);
  Command& required_option(const std::string& name, std::string& target, const std::string& help);
  /// Values divided by commas, or the option repeated. check gives what is wrong with a value, or
  /// "".
  Command& list(const std::string& name, std::vector<std::string>& target, const std::string& help,
                std::function<std::string(const std::string&)> check);
  /// The last lines of --help; every command has an example.
  Command& footer(const std::string& text);

 private:
  CLI::App* parser_;
};

/// Commands that share their first word, as in "image list".
class CommandGroup {
 public:
  CommandGroup(CLI::App& parser, std::function<int()>& chosen)
      : parser_(&parser), chosen_(&chosen) {}

  /// run gives the exit code.
  Command add(const std::string& name, const std::string& help, std::function<int()> run);

 private:
  CLI::App* parser_;
  std::function<int()>* chosen_;
};

/// The commands of the program.
class Commands {
 public:
  Commands();
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  /// run gives the exit code.
  Command add(const std::string& name, const std::string& help, std::function<int()> run);
  /// help: what its commands have in common.
  CommandGroup group(const std::string& name, const std::string& help);

  /// Parses the arguments and runs the chosen command. Returns its exit code, kInvalid for wrong
  /// usage (said on standard error), kDone after --help and --version.
  [[nodiscard]] int run(int argc, const char* const* argv);

 private:
  std::unique_ptr<CLI::App> parser_;
  std::function<int()> chosen_;
};

// Each declares one command.
void add_check(Commands& commands);
void add_show(Commands& commands);
void add_render(Commands& commands);
void add_image(Commands& commands);
void add_serve(Commands& commands);
void add_status(Commands& commands);
void add_secret(Commands& commands);
void add_discover(Commands& commands);
void add_power(Commands& commands);
void add_boot(Commands& commands);
void add_media(Commands& commands);
void add_bmc(Commands& commands);

}  // namespace rackseed::cli
