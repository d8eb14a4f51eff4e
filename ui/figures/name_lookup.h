// From a name as a person writes it to its place in a list: as it is written, else without regard to case,
// where that leaves one.
#pragma once

#include <QString>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace regulus {

class NameLookup {
  public:
    explicit NameLookup(const std::vector<std::string>& names);
    std::optional<std::size_t> place(const QString& word) const;

  private:
    std::unordered_map<QString, std::size_t> m_exact;
    std::unordered_map<QString, std::optional<std::size_t>> m_folded;  // none: several differ by case alone
};

}  // namespace regulus
