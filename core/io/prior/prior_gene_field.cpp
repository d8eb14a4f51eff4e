#include "core/io/prior/prior_gene_field.h"

#include <algorithm>

#include "core/base/count_text.h"
#include "core/data/gene_spelling.h"
#include "core/prior/set_names.h"

namespace regulus {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Days since 1900, as a spreadsheet stores a date: those of 2000 to 2035.
bool looks_like_serial_date(std::string_view name) {
    return name.size() == 5 && name >= "36526" && name <= "49674";
}

void count_first(std::size_t& count, std::string& first, const std::string& name) {
    constexpr std::size_t shown = 40;
    if (count++ == 0) first = name.substr(0, shown);
}

}  // namespace

std::vector<std::string> names_in_field(std::string_view field) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= field.size();) {
        const std::size_t end = std::min(field.find_first_of(",;", begin), field.size());
        std::string_view name = field.substr(begin, end - begin);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (!name.empty()) names.emplace_back(name);
        begin = end + 1;
    }
    return names;
}

std::string OddNames::tf_of(const std::string& name, std::int8_t& sign) {
    if (!name.ends_with("(+)") && !name.ends_with("(-)")) return name;
    const SetName regulon = read_set_name(name);
    if (regulon.kind != SetNameKind::Gene) return name;
    count_first(m_regulons, m_regulon, name);
    if (sign == 0) sign = regulon.sign;
    return regulon.tf;
}

void OddNames::look_at(const std::string& name) {
    ++m_names;
    if (std::ranges::none_of(name, is_digit)) return;
    const bool number = std::ranges::all_of(name, is_digit);
    m_numbers += number;
    if (number && looks_like_serial_date(name)) count_first(m_serials, m_serial, name);
    if (!number && looks_like_date(name)) count_first(m_dates, m_date, name);
}

void OddNames::count_list(const std::string& field) {
    count_first(m_lists, m_list, field);
}

std::vector<std::string> OddNames::warnings() const {
    std::vector<std::string> found;
    const char* const again =
        "; such names match no gene: write the table again without opening it in a spreadsheet";
    if (m_dates > 0) {
        found.push_back(count_text(m_dates, "name is a date", "names are dates") +
                        " that a spreadsheet made of gene names (" + m_date + ")" + again);
    }
    // Where many names are numbers, they are identifiers.
    if (m_serials > 0 && m_numbers * 5 <= m_names) {
        found.push_back(count_text(m_serials, "name is a number", "names are numbers") +
                        " that a spreadsheet stores dates as, probably of a gene name (" + m_serial + ")" +
                        again);
    }
    if (m_regulons > 0) {
        found.push_back("TFs are named as regulons (" + m_regulon +
                        "): the name before the bracket is the TF, and (+) or (-) the sign where no column "
                        "has one");
    }
    if (m_lists > 0) {
        found.push_back(std::to_string(m_lists) + " targets were lists of names and were split (" + m_list +
                        ")");
    }
    return found;
}

}  // namespace regulus
