#include <CLI/CLI.hpp>

#include "src/cli/command.hpp"

namespace rackseed::cli {
namespace {

constexpr std::size_t kHelpColumn = 34;

}  // namespace

Command& Command::positional(const std::string& name, std::string& target,
                             const std::string& help) {
  parser_->add_option(name, target, help)->required();
  return *this;
}

Command& Command::optional_positional(const std::string& name, std::string& target,
                                      const std::string& help) {
  parser_->add_option(name, target, help);
  return *this;
}

Command& Command::positionals(const std::string& name, std::vector<std::string>& target,
                              const std::string& help) {
  parser_->add_option(name, target, help)->required();
  return *this;
}

Command& Command::flag(const std::string& name, bool& target, const std::string& help) {
  parser_->add_flag(name, target, help);
  return *this;
}

Command& Command::option(const std::string& name, std::string& target, const std::string& help) {
  parser_->add_option(name, target, help);
  return *this;
}

Command& Command::required_option(const std::string& name, std::string& target,
                                  const std::string& help) {
  parser_->add_option(name, target, help)->required();
  return *this;
}

Command& Command::list(const std::string& name, std::vector<std::string>& target,
                       const std::string& help,
                       std::function<std::string(const std::string&)> check) {
  parser_->add_option(name, target, help)
      ->delimiter(',')
      ->check(CLI::Validator(std::move(check), ""));
  return *this;
}

Command& Command::footer(const std::string& text) {
  parser_->footer(text);
  return *this;
}

Commands::Commands()
    : parser_(std::make_unique<CLI::App>(
          "Turns a delivered rack of bare servers into one that OpenStack can take over.",
          "rackseed")) {
  parser_->set_version_flag("--version", RACKSEED_VERSION);
  parser_->require_subcommand(1);
  parser_->get_formatter()->column_width(kHelpColumn);
  parser_->footer("Start with: rackseed check examples/minipod.yaml");
}

Commands::~Commands() = default;

Command CommandGroup::add(const std::string& name, const std::string& help,
                          std::function<int()> run) {
  CLI::App* command = parser_->add_subcommand(name, help);
  command->callback([chosen = chosen_, run = std::move(run)] { *chosen = run; });
  return Command(*command);
}

Command Commands::add(const std::string& name, const std::string& help, std::function<int()> run) {
  return CommandGroup(*parser_, chosen_).add(name, help, std::move(run));
}

CommandGroup Commands::group(const std::string& name, const std::string& help) {
  CLI::App* parser = parser_->add_subcommand(name, help);
  parser->require_subcommand(1);
  return {*parser, chosen_};
}

int Commands::run(int argc, const char* const* argv) {
  try {
    parser_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parser_->exit(error) == 0 ? kDone : kInvalid;
  }
  return chosen_();
}

}  // namespace rackseed::cli
