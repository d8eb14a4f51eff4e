#include "core/base/ranks.h"

namespace regulus {

void Ranks::sum(std::span<double> values) {
    ++m_sums;
    m_summed += values.size_bytes();
    if (size() > 1) add_up(values);
}

void Ranks::sum(std::span<float> values) {
    ++m_sums;
    m_summed += values.size_bytes();
    if (size() > 1) add_up(values);
}

void Ranks::spread(std::span<std::byte> bytes, int from) {
    if (bytes.empty()) return;
    ++m_spreads;
    m_spread += bytes.size();
    if (size() > 1) hand_out(bytes, from);
}

Ranks::Traffic Ranks::traffic() const noexcept {
    return {m_sums, m_summed, m_spreads, m_spread};
}

std::vector<std::string> Ranks::gather(std::string_view text) {
    std::vector<double> sizes(static_cast<std::size_t>(size()), 0);
    sizes[static_cast<std::size_t>(rank())] = static_cast<double>(text.size());
    sum(std::span(sizes));
    std::vector<std::string> texts;
    for (int r = 0; r < size(); ++r) {
        std::string said = r == rank() ? std::string(text) : std::string();
        said.resize(static_cast<std::size_t>(sizes[static_cast<std::size_t>(r)]));
        spread(std::as_writable_bytes(std::span(said)), r);
        texts.push_back(std::move(said));
    }
    return texts;
}

void Ranks::barrier() {
    double nothing = 0;
    if (size() > 1) add_up(std::span(&nothing, 1));
}

const std::shared_ptr<Ranks>& one_process() {
    static const auto alone = std::make_shared<Ranks>();
    return alone;
}

}  // namespace regulus
