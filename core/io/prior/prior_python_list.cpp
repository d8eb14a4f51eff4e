#include "core/io/prior/prior_python_list.h"

#include <cmath>

#include "core/io/prior/prior_words.h"

namespace regulus {

constexpr std::size_t longest_name = 256;

PythonPairs::PythonPairs(std::string_view text) : m_text(text) {
    if (!take('[')) fail("a list begins with [");
}

void PythonPairs::skip_blanks() {
    while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
}

bool PythonPairs::take(char c) {
    skip_blanks();
    if (m_at >= m_text.size() || m_text[m_at] != c) return false;
    ++m_at;
    return true;
}

bool PythonPairs::fail(const std::string& what) {
    if (m_problem.empty()) m_problem = what + " (character " + std::to_string(m_at + 1) + " of the list)";
    return false;
}

bool PythonPairs::take_name(std::string& name) {
    skip_blanks();
    name.clear();
    if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"')) {
        return fail("a gene's name in quotes is missing");
    }
    const char quote = m_text[m_at++];
    for (; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
        if (m_text[m_at] == '\\' && ++m_at >= m_text.size()) break;
        name += m_text[m_at];
        if (name.size() > longest_name) return fail("a name is longer than 256 characters");
    }
    if (m_at >= m_text.size()) return fail("a quotation mark is not closed");
    ++m_at;
    return name.empty() ? fail("a gene has no name") : true;
}

bool PythonPairs::take_number(double& weight) {
    skip_blanks();
    // Newer versions of NumPy write the type of the number, too.
    bool wrapped = false;
    for (const std::string_view type : {"np.float64(", "np.float32(", "numpy.float64("}) {
        if (!m_text.substr(m_at).starts_with(type)) continue;
        m_at += type.size();
        wrapped = true;
    }
    const std::size_t end = std::min(m_text.find_first_of("),] ", m_at), m_text.size());
    const auto value = number_in(m_text.substr(m_at, end - m_at));
    if (!value || !std::isfinite(*value)) return fail("a weight is not a number");
    weight = *value;
    m_at = end;
    return !wrapped || take(')') || fail("a bracket is not closed");
}

bool PythonPairs::next(std::string& name, double& weight) {
    if (!m_problem.empty()) return false;
    if (take(']')) {
        skip_blanks();
        return m_at == m_text.size() ? false : fail("unexpected text after the list");
    }
    if (!m_first && !take(',')) return fail("a comma or the end of the list is missing");
    if (!m_first && take(']')) return false;  // Python allows a comma after the last
    m_first = false;
    if (!take('(')) return fail("a pair (gene, weight) is missing");
    if (!take_name(name)) return false;
    if (!take(',')) return fail("a weight is missing");
    if (!take_number(weight)) return false;
    return take(')') || fail("a bracket is not closed");
}

}  // namespace regulus
