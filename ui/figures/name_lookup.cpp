#include "ui/figures/name_lookup.h"

namespace regulus {

NameLookup::NameLookup(const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) m_exact.emplace(QString::fromStdString(names[i]), i);
    for (const auto& [name, place] : m_exact) {
        const auto [at, fresh] = m_folded.emplace(name.toUpper(), place);
        if (!fresh) at->second.reset();
    }
}

std::optional<std::size_t> NameLookup::place(const QString& word) const {
    if (const auto found = m_exact.find(word); found != m_exact.end()) return found->second;
    const auto folded = m_folded.find(word.toUpper());
    return folded == m_folded.end() ? std::nullopt : folded->second;
}

}  // namespace regulus
