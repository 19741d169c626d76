#include "console/console_visitors.h"

namespace gate {

std::optional<Visitors::Visit> Visitors::enter(std::string address) {
  if (connections_ >= ConsoleServer::kMaxConnections) return std::nullopt;
  std::size_t& of_this_address = by_address_[address];
  if (of_this_address >= ConsoleServer::kMaxOfOneAddress) return std::nullopt;
  ++connections_;
  ++of_this_address;
  return std::optional<Visit>(std::in_place, *this, std::move(address));
}

void Visitors::leave(const std::string& address) {
  --connections_;
  if (--by_address_[address] == 0) by_address_.erase(address);
}

std::vector<std::shared_ptr<Watcher>> Visitors::watching() {
  std::vector<std::shared_ptr<Watcher>> there;
  std::erase_if(watching_, [](const auto& weak) { return weak.expired(); });
  for (const auto& weak : watching_) there.push_back(weak.lock());
  return there;
}

bool Visitors::watch(const std::shared_ptr<Watcher>& watcher) {
  if (watching().size() >= ConsoleServer::kMaxWatching) return false;
  watching_.push_back(watcher);
  return true;
}

}  // namespace gate
