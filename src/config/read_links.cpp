#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "src/config/readers.hpp"
#include "src/config/series.hpp"

namespace rackseed::config {
namespace {

constexpr std::size_t kMostLinks = 4096;

/// The ports at one end of the links that one entry stands for.
class LinkEnd {
 public:
  LinkEnd(Section& in, std::string_view key, const Expansion& expansion) {
    const auto cell = in.need(key);
    if (!cell) return;
    if (cell->tree().kind == Kind::kMap) {
      stepped_ = read_ports(*cell, expansion);
    } else {
      read_value(*cell, ports_, kPort);
    }
  }

  [[nodiscard]] std::vector<std::string> ports(std::size_t link) const {
    return link < stepped_.size() ? std::vector{stepped_[link]} : ports_;
  }

 private:
  std::vector<std::string> ports_{};    ///< the same of each link
  std::vector<std::string> stepped_{};  ///< one a link
};

std::vector<std::string> read_switch_names(Section& in, std::string_view key) {
  const auto cell = in.need(key);
  return cell ? read_names(*cell, kName) : std::vector<std::string>{};
}

void note(const Section& in, std::string text) {
  in.cell().notes().add("E-117", in.path(), std::move(text), in.cell().position());
}

/// The number of links, or 0 when the two ends do not go together.
std::size_t count_links(const Section& in, std::size_t from, std::size_t to) {
  if (from == 0 || to == 0) return 0;
  if (from == to || from == 1 || to == 1) return std::max(from, to);
  note(in, fmt::format("{}, but to has {}", counted(from, "name"), counted(to, "value")));
  return 0;
}

void read_link(Section& in, plan::Plan& plan) {
  const auto from = read_switch_names(in, "from");
  const auto to = read_switch_names(in, "to");
  const Expansion expansion{.path = in.path(), .count = count_links(in, from.size(), to.size())};
  const LinkEnd here(in, "ports", expansion);
  const LinkEnd there(in, "to_ports", expansion);
  plan::SwitchLink link;
  in.read("channel", link.channel, kAnyNumber);
  in.read("networks", link.networks, kName);
  const auto sizes = std::array{here.ports(0).size(), there.ports(0).size()};
  const std::size_t names = link.networks ? link.networks->size() : 0;
  if (plan.links.size() + expansion.count > kMostLinks ||
      !in.cell().notes().allow_expansion(expansion.count * (sizes[0] + sizes[1] + names)))
    return note(
        in, fmt::format("too many links in the plan: more than {}, or too long lists", kMostLinks));
  if (sizes[0] != sizes[1] && sizes[0] != 0 && sizes[1] != 0)
    note(in, fmt::format("ports has {}, but to_ports has {}", counted(sizes[0], "value"),
                         counted(sizes[1], "value")));
  for (std::size_t i = 0; i < expansion.count; ++i) {
    in.place_as(fmt::format("links[{}]", plan.links.size()));
    link.from = from.size() == 1 ? from.front() : from[i];
    link.ports = here.ports(i);
    link.to = to.size() == 1 ? to.front() : to[i];
    link.to_ports = there.ports(i);
    plan.links.push_back(link);
  }
}

}  // namespace

// A link has no name: it is known by its place among the links that all entries stand for.
void read_links(Section& root, plan::Plan& plan) {
  const auto list = root.find("links");
  if (!list || list->tree().kind == Kind::kNull || !list->is(Kind::kList, "a list")) return;
  for (const Tree& item : list->tree().items) {
    Section in(
        Cell(item, fmt::format("links[{}]", plan.links.size()), item.position, list->notes()));
    read_link(in, plan);
    in.finish();
  }
}

}  // namespace rackseed::config
