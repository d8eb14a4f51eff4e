#include "core/io/text/first_column.h"

#include "core/io/files/line_stream.h"

namespace regulus {

std::vector<std::string> read_first_column(const std::string& path, Job& job) {
    constexpr std::size_t longest = 1U << 24U;
    LineStream lines(path, longest, job, "reading names");
    std::vector<std::string> names;
    while (lines.next()) {
        std::string_view name = lines.line().substr(0, lines.line().find_first_of(",;\t"));
        const auto blank = [](char c) { return c == ' ' || c == '\r'; };
        while (!name.empty() && blank(name.front())) name.remove_prefix(1);
        while (!name.empty() && blank(name.back())) name.remove_suffix(1);
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        if (!name.empty()) names.emplace_back(name);
    }
    return names;
}

}  // namespace regulus
