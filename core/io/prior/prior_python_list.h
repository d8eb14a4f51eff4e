// Python's way to write a list of (gene, weight), as pySCENIC puts it into a column: read, never run. Only
// for the sources of core/io.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regulus {

// Goes through "[('Fam134a', 0.468), ("x'y", np.float64(2e-05)), ...]". Names of up to 256 bytes; weights are
// finite numbers.
class PythonPairs {
  public:
    explicit PythonPairs(std::string_view text);

    // The next pair; false at the end of the list and when something is wrong.
    bool next(std::string& name, double& weight);
    // What is wrong, for people; empty when nothing is. Asked after next() said false.
    const std::string& problem() const { return m_problem; }

  private:
    void skip_blanks();
    bool take(char c);
    bool take_name(std::string& name);
    bool take_number(double& weight);
    bool fail(const std::string& what);

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_first = true;
    std::string m_problem;
};

}  // namespace regulus
