// Names in the columns of a table of regulations as people and spreadsheets leave them. Only for the sources
// of core/io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regulus {

// "CD14,LYZ" or "CD14; LYZ" is two names.
std::vector<std::string> names_in_field(std::string_view field);

// Looks at all names of a table, and says what was odd.
class OddNames {
  public:
    // Of a regulon PAX5(+) or PAX5(-) the gene, with the sign where `sign` has none yet.
    std::string tf_of(const std::string& name, std::int8_t& sign);
    void look_at(const std::string& name);
    void count_list(const std::string& field);
    std::vector<std::string> warnings() const;

  private:
    std::size_t m_names = 0, m_dates = 0, m_serials = 0, m_numbers = 0, m_regulons = 0, m_lists = 0;
    std::string m_date, m_serial, m_regulon, m_list;  // the first of each
};

}  // namespace regulus
