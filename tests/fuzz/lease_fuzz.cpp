// Rows of a damaged database, then what clients, the wire and the plan do, beside a plain model.

#include "dhcp/leases.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <set>
#include <span>

namespace rackseed::dhcp {
namespace {

constexpr std::uint32_t kNet = 0x0a4d0000;  // 10.77.0.0/29 and 10.77.0.8/29
constexpr std::uint32_t kAddresses = 16;
constexpr std::uint8_t kClients = 5;

void require(bool holds) {
  if (!holds) std::abort();
}

/// Yields 0 when nothing is left.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}
  [[nodiscard]] bool is_empty() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const std::uint8_t value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
  }
  Ipv4 address() { return Ipv4(kNet + byte() % kAddresses); }
  Mac client() { return Mac({2, 0, 0, 0, 0, static_cast<std::uint8_t>(1 + byte() % kClients)}); }

 private:
  std::span<const std::uint8_t> rest_;
};

/// Two subnets: the first has one range, the second two.
Directory directory_of(const std::set<Ipv4>& never_given) {
  const auto at = [](std::uint32_t host) { return Ipv4(kNet + host); };
  const Subnet one{.network = "one",
                   .prefix = Prefix(at(0), 29),
                   .interface = "eth0",
                   .seed = at(1),
                   .pool = {{.first = at(2), .last = at(5)}}};
  Subnet two = one;
  two.prefix = Prefix(at(8), 29);
  two.seed = at(9);
  two.probes_pool = false;
  two.pool = {{.first = at(10), .last = at(11)}, {.first = at(13), .last = at(13)}};
  return Directory(
      {.subnets = {one, two}, .never_given = {never_given.begin(), never_given.end()}});
}

/// The lease table and what it should be.
class Bench {
 public:
  explicit Bench(Input input) : input_(input) {}
  void run();

 private:
  struct Known {
    Mac mac{};
    Time expires{};
    LeaseState state = LeaseState::kOffered;
  };

  void load_damaged();
  void step();
  void offer();
  void bind();
  void release();
  void quarantine();
  void probed();
  void withdraw();
  void restart();
  void change_plan();

  void save(const std::vector<LeaseRow>& rows);
  void check() const;
  void check_owners() const;
  [[nodiscard]] const Subnet& subnet_of(Ipv4 address) const {
    return *directory_.find_subnet(address);
  }
  [[nodiscard]] bool is_active(Ipv4 address) const {
    const auto found = known_.find(address);
    return found != known_.end() && now_ < found->second.expires;
  }
  [[nodiscard]] bool has_free(const Subnet& subnet) const;

  Input input_;
  std::set<Ipv4> never_given_{};
  Directory directory_ = directory_of({});
  Leases leases_{};
  Time now_{std::chrono::seconds(1'800'000'000)};
  std::map<Ipv4, Known> known_{};
  std::map<Ipv4, LeaseRow> saved_{};
  std::set<Mac> damaged_{};  ///< may have several addresses, until one of them is bound
};

void Bench::run() {
  load_damaged();
  check();
  while (!input_.is_empty()) {
    step();
    check();
  }
}

void Bench::load_damaged() {
  std::vector<LeaseRow> rows(input_.byte() % 12);
  for (LeaseRow& row : rows) {
    row.address = input_.address();
    const std::uint8_t owner = input_.byte();
    if (owner % 4 != 0) row.mac = Mac({2, 0, 0, 0, 0, static_cast<std::uint8_t>(owner % 5 + 1)});
    const std::uint8_t when = input_.byte();
    row.expires = when == 0     ? Time::min()
                  : when == 255 ? Time::max()
                                : now_ + std::chrono::seconds(30 * (when - 128));
    row.source = when % 2 == 0 ? LeaseSource::kPool : LeaseSource::kReserved;
    row.network = "none such";
    damaged_.insert(row.mac);
    known_[row.address] = {
        .mac = row.mac,
        .expires = row.expires,
        .state = row.mac == Mac() ? LeaseState::kQuarantined : LeaseState::kBound};
  }
  save(rows);
  leases_.load(rows);
}

void Bench::step() {
  switch (input_.byte() % 9) {
    case 0:
      return offer();
    case 1:
      return bind();
    case 2:
      return release();
    case 3:
      return quarantine();
    case 4:
      return probed();
    case 5:
      return withdraw();
    case 6:
      return restart();
    case 7:
      return change_plan();
    default:
      now_ += std::chrono::seconds(7 * input_.byte());
  }
}

bool Bench::has_free(const Subnet& subnet) const {
  for (std::uint32_t i = 0; i < kAddresses; ++i) {
    const Ipv4 address(kNet + i);
    if (subnet.has_in_pool(address) && !directory_.is_reserved(address) && !is_active(address))
      return true;
  }
  return false;
}

void Bench::offer() {
  const Mac client = input_.client();
  const Subnet& subnet = subnet_of(input_.address());
  const std::uint8_t wish = input_.byte();
  const auto wanted = wish % 2 == 0 ? std::nullopt : std::optional(Ipv4(kNet + wish % kAddresses));
  const auto choice = leases_.offer(directory_, subnet, client, wanted, now_);
  if (!choice) return require(!has_free(subnet));
  const Ipv4 given = choice->address;
  require(subnet.has_in_pool(given) && !directory_.is_reserved(given));
  Known& known = known_[given];
  require(known.mac == client || now_ >= known.expires);
  require(!choice->needs_probe || subnet.probes_pool);
  if (known.mac != client || known.state != LeaseState::kBound || now_ >= known.expires)
    known = {.mac = client, .expires = now_ + HoldTimes{}.offer, .state = LeaseState::kOffered};
  require(leases_.find_address(client, subnet.prefix) == given);
  const auto again = leases_.offer(directory_, subnet, client, wanted, now_);
  require(again && again->address == given);
}

/// As the policy does it: what the client has here, or what is reserved for it.
void Bench::bind() {
  const Mac client = input_.client();
  const Ipv4 reserved = input_.address();
  const Subnet& subnet = subnet_of(reserved);
  const bool is_planned = input_.byte() % 4 == 0;
  const auto had = leases_.find_address(client, subnet.prefix);
  if (!is_planned && (!had || !subnet.has_in_pool(*had))) return;
  const LeaseRow row{.address = is_planned ? reserved : *had,
                     .mac = client,
                     .network = subnet.network,
                     .expires = now_ + std::chrono::seconds(10 * (1 + input_.byte()))};
  const auto rows = leases_.bind(row, subnet.prefix, now_);
  require(!rows.empty() && rows.back() == row);
  for (auto& [address, known] : known_)
    if (known.mac == client && subnet.prefix.contains(address) && now_ < known.expires)
      known.expires = now_;
  known_[row.address] = {.mac = client, .expires = row.expires, .state = LeaseState::kBound};
  save(rows);
  require(leases_.find_address(client, subnet.prefix) == row.address);
}

void Bench::release() {
  const Ipv4 address = input_.address();
  const Mac client = input_.client();
  const auto row = leases_.release(address, client, now_);
  const auto known = known_.find(address);
  const bool is_theirs = is_active(address) && known->second.mac == client;
  require(row.has_value() == (is_theirs && known->second.state == LeaseState::kBound));
  if (is_theirs) known->second.expires = now_;
  if (row) save({*row});
}

void Bench::quarantine() {
  const Ipv4 address = input_.address();
  const LeaseRow row = leases_.quarantine(address, "one", LeaseSource::kPool, now_);
  require(row.address == address && row.mac == Mac() && row.expires > now_);
  known_[address] = {.expires = row.expires, .state = LeaseState::kQuarantined};
  save({row});
}

void Bench::probed() {
  const Ipv4 address = input_.address();
  const bool is_in_use = input_.byte() % 2 == 1;
  const auto row = leases_.probed(address, is_in_use, now_);
  const auto known = known_.find(address);
  const bool is_asked = known != known_.end() && known->second.state == LeaseState::kOffered;
  require(row.has_value() == (is_asked && is_in_use));
  if (!row) return;
  known->second = {.expires = row->expires, .state = LeaseState::kQuarantined};
  save({*row});
}

void Bench::withdraw() {
  const Mac client = input_.client();
  const Prefix subnet = subnet_of(input_.address()).prefix;
  const auto had = leases_.find_address(client, subnet);
  leases_.withdraw(client, subnet, now_);
  if (!had) return;
  if (Known& known = known_[*had]; known.state == LeaseState::kOffered) known.expires = now_;
}

/// What was promised comes back; what was only offered does not.
void Bench::restart() {
  std::vector<LeaseRow> rows;
  for (const auto& [address, row] : saved_) rows.push_back(row);
  std::map<std::pair<Mac, std::uint32_t>, Ipv4> had;
  for (const auto& [address, row] : saved_)
    if (is_active(address) && known_[address].state == LeaseState::kBound)
      if (!damaged_.contains(row.mac))
        had[{row.mac, subnet_of(address).prefix.network().bits()}] = address;
  leases_ = Leases();
  leases_.load(rows);
  known_.clear();
  for (const auto& [address, row] : saved_)
    known_[address] = {.mac = row.mac,
                       .expires = row.expires,
                       .state = row.mac == Mac() ? LeaseState::kQuarantined : LeaseState::kBound};
  for (const auto& [owner, address] : had)
    require(leases_.find_address(owner.first, subnet_of(address).prefix) == address);
}

void Bench::change_plan() {
  const Ipv4 address = input_.address();
  if (never_given_.erase(address) == 0) never_given_.insert(address);
  directory_ = directory_of(never_given_);
}

void Bench::save(const std::vector<LeaseRow>& rows) {
  for (const LeaseRow& row : rows) saved_[row.address] = row;
}

void Bench::check() const {
  require(leases_.size() == known_.size());
  for (const auto& [address, known] : known_) {
    const Lease* lease = leases_.find(address);
    require(lease != nullptr && lease->mac == known.mac && lease->expires == known.expires &&
            lease->state == known.state);
    const bool is_promised = known.state != LeaseState::kOffered && now_ < known.expires;
    if (!is_promised) continue;  // else it is on disk as well
    const LeaseRow& row = saved_.at(address);
    require(row.mac == known.mac && row.expires == known.expires);
  }
  check_owners();
}

/// Nobody has two addresses in a subnet, and everybody finds the one they have.
void Bench::check_owners() const {
  std::map<std::pair<Mac, std::uint32_t>, int> count;
  for (const auto& [address, known] : known_) {
    if (known.mac == Mac()) continue;
    const Prefix& subnet = subnet_of(address).prefix;
    const auto found = leases_.find_address(known.mac, subnet);
    require(found && subnet.contains(*found) && known_.at(*found).mac == known.mac);
    const bool is_bound = known.state == LeaseState::kBound && now_ < known.expires;
    if (!is_bound || damaged_.contains(known.mac)) continue;
    require((++count[{known.mac, subnet.network().bits()}]) == 1);
  }
}

}  // namespace
}  // namespace rackseed::dhcp

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rackseed::dhcp::Bench({data, size}).run();
  return 0;
}
