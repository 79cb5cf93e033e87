#include <fmt/chrono.h>
#include <sys/stat.h>

#include <rackseed/value.hpp>

#include <cerrno>
#include <memory>
#include <system_error>

#include "images/layout.hpp"
#include "inventory/sqlite/tables.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/cli/read_secret.hpp"
#include "src/config/shapes.hpp"
#include "src/plan/text_table.hpp"
#include "src/secrets/seal.hpp"

namespace rackseed::cli {
namespace {

using inventory::SealedSecret;
using inventory::sqlite::Database;

struct SecretOptions {
  std::string name{};
  std::string state{};
  bool json = false;
};

Error bad_name(const std::string& name) {
  return {.code = Errc::kMalformed,
          .detail = fmt::format("\"{}\" is not {}", name, config::kName.wants)};
}

/// The inventory of a state folder, which is made where there is none.
Result<Database> open_or_make(const images::Layout& layout) {
  if (::mkdir(layout.state().c_str(), 0755) != 0 && errno != EEXIST)
    return Error{
        .code = Errc::kUnavailable,
        .detail = fmt::format("{}: {}; choose another with --state", layout.state().string(),
                              std::generic_category().message(errno))};
  return Database::open(layout.database());
}

Result<void> set_secret(const SecretOptions& options) {
  if (!config::is_name(options.name)) return bad_name(options.name);
  const images::Layout layout(options.state);
  const auto database = open_or_make(layout);
  if (!database) return database.error();
  const auto key = secrets::open_key(layout.secrets_key(), secrets::kIfRemoved);
  if (!key) return key.error();
  const auto text = read_secret(options.name);
  if (!text) return text.error();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return inventory::sqlite::save_secret(
      *database,
      {.name = options.name, .sealed = secrets::seal(*key, options.name, *text), .saved = now});
}

int run_set(const SecretOptions& options) {
  const auto done = set_secret(options);
  if (!done) return fail(done.error());
  fmt::print("secret {} is set\n", options.name);
  return kDone;
}

int run_remove(const SecretOptions& options) {
  const auto database = open_inventory(images::Layout(options.state));
  if (!database) return fail(database.error());
  const auto was_there = inventory::sqlite::erase_secret(*database, options.name);
  if (!was_there) return fail(was_there.error());
  if (*was_there) return kDone;
  fmt::print(stderr, "rackseed: no secret {}; rackseed secret list shows those that are set\n",
             options.name);
  return kInvalid;
}

int run_list(const SecretOptions& options) {
  const auto database = open_inventory(images::Layout(options.state));
  if (!database) return fail(database.error());
  const auto secrets = inventory::sqlite::read_secrets(*database);
  if (!secrets) return fail(secrets.error());
  Value::List list;
  std::vector<std::vector<std::string>> rows = {{"NAME", "SET"}};
  for (const SealedSecret& secret : *secrets) {
    const std::string saved = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", secret.saved);
    rows.push_back({secret.name, saved});
    Value value;
    value.set("name", secret.name).set("saved", saved);
    list.push_back(std::move(value));
  }
  if (options.json)
    fmt::print("{}\n", to_json(list, 2));
  else
    fmt::print("{}", plan::text_table(rows));
  return kDone;
}

}  // namespace

void add_secret(Commands& commands) {
  CommandGroup group = commands.group("secret", "Secrets that a plan names: passwords and keys");
  const auto options = std::make_shared<SecretOptions>();
  group
      .add("set", "Seals a secret, from a prompt or from standard input",
           [options] { return run_set(*options); })
      .positional("NAME", options->name, "As in {secret: NAME} of the plan")
      .required_option("--state", options->state, kStateHelp)
      .footer(
          "Example: rackseed secret set bmc-admin --state /var/lib/rackseed < password.txt\n"
          "It is sealed with STATE/secrets.key, which must be kept as safe as the secrets.");
  group
      .add("list", "Lists the names of the secrets that are set",
           [options] { return run_list(*options); })
      .required_option("--state", options->state, kStateHelp)
      .flag("--json", options->json, "Print a JSON array")
      .footer("Example: rackseed secret list --state /var/lib/rackseed");
  group.add("remove", "Forgets a secret", [options] { return run_remove(*options); })
      .positional("NAME", options->name, "As rackseed secret list shows it")
      .required_option("--state", options->state, kStateHelp)
      .footer("Example: rackseed secret remove bmc-admin --state /var/lib/rackseed");
}

}  // namespace rackseed::cli
