#include "core/evaluate/lineage_tfs.h"

#include <lineage_table.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/utf8.h"
#include "core/io/files/delimited_text.h"
#include "core/stats/rank_test.h"

namespace regulus {
namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20U;

using Words = std::vector<std::string>;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string with_case(std::string_view text, char first, int shift) {
    std::string changed(text);
    for (char& c : changed) {
        if (c >= first && c < first + 26) c = static_cast<char>(c + shift);
    }
    return changed;
}

std::string lower(std::string_view text) {
    return with_case(text, 'A', 32);
}

std::string upper(std::string_view text) {
    return with_case(text, 'a', -32);
}

// What names of cells are written with besides ASCII, in ASCII.
std::string spelled_out(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> characters{
        {{"α", "alpha"},
         {"β", "beta"},
         {"γ", "gamma"},
         {"δ", "delta"},
         {"ε", "epsilon"},
         {"⁺", "+"},
         {"⁻", "-"},
         {"−", "-"},
         {"‐", "-"},
         {"‑", "-"},
         {"–", " "},
         {"—", " "},
         {"\u00a0", " "}}};
    std::string text(name);
    for (const auto& [from, to] : characters) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }
    return text;
}

// Without plural and "cell"; empty when nothing else is there.
std::string plain(std::string word) {
    if (word.size() > 2 && word.back() == 's') word.pop_back();
    if (word.ends_with("cell")) word.resize(word.size() - 4);
    return word;
}

Words words_of(std::string_view name) {
    const std::string text = lower(spelled_out(name));
    Words words;
    std::string word;
    const auto end_word = [&](std::string_view with) {
        if (std::string made = plain(std::exchange(word, {})) += with; !made.empty())
            words.push_back(std::move(made));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i], next = i + 1 < text.size() ? text[i + 1] : ' ';
        const bool in_word = is_letter(next) || is_digit(next);
        if (is_letter(c) || is_digit(c)) {
            word += c;
        } else if (c == '+' || (c == '-' && !word.empty() && !in_word)) {
            end_word({&c, 1});
        } else {
            end_word({});
            if (c == '/' || c == '&') words.emplace_back(1, '/');
        }
    }
    end_word({});
    return words;
}

// The same for names that mean the same.
std::string key_of(Words words) {
    std::ranges::sort(words);
    return std::accumulate(words.begin(), words.end(), std::string(),
                           [](std::string key, const std::string& word) { return key + word + ' '; });
}

std::string key_of(std::string_view name) {
    return key_of(words_of(name));
}

// Of a subcluster: without its number. Empty where it has none.
std::string key_without_number(std::string_view name) {
    Words words = words_of(name);
    if (words.size() < 2 || !std::ranges::all_of(words.back(), is_digit)) return {};
    words.pop_back();
    return key_of(std::move(words));
}

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
    throw Error(ErrorKind::Input, what, line > 0 ? path + ", line " + std::to_string(line) : path,
                "Choose a table with the columns cell_type and tfs, lists separated by |");
}

std::vector<std::string> listed(std::string_view field, std::string_view separators) {
    std::vector<std::string> items;
    while (!field.empty()) {
        const std::size_t end = std::min(field.find_first_of(separators), field.size());
        const std::string_view item = field.substr(0, end);
        const std::size_t begin = item.find_first_not_of(" \t");
        if (begin != std::string_view::npos)
            items.emplace_back(item.substr(begin, item.find_last_not_of(" \t") - begin + 1));
        field.remove_prefix(std::min(end + 1, field.size()));
    }
    return items;
}

// Those that are not there yet.
template <class Key>
void add_new(std::vector<std::string>& items, std::vector<std::string> more, Key key) {
    for (std::string& item : more) {
        const auto same = [&](const std::string& other) { return key(other) == key(item); };
        if (std::ranges::none_of(items, same)) items.push_back(std::move(item));
    }
}

struct Columns {
    std::optional<std::size_t> tissue, cell_type, aliases, tfs;
    std::size_t count = 0;
};

Columns columns_of(const std::vector<std::string>& header, const std::string& path, std::size_t line) {
    Columns columns;
    columns.count = header.size();
    const auto find = [&](std::initializer_list<std::string_view> names) -> std::optional<std::size_t> {
        for (std::size_t c = 0; c < header.size(); ++c) {
            const std::string key = key_of(header[c]);
            if (std::ranges::any_of(names, [&](auto name) { return key == key_of(name); })) return c;
        }
        return std::nullopt;
    };
    columns.tissue = find({"tissue"});
    columns.cell_type = find({"cell type", "celltype"});
    columns.aliases = find({"aliases"});
    columns.tfs = find({"tfs", "transcription factors"});
    if (!columns.cell_type) refuse(path, line, "The table has no column cell_type");
    if (!columns.tfs) refuse(path, line, "The table has no column tfs");
    return columns;
}

class TableText {
  public:
    TableText(std::string_view text, const std::string& path) : m_reader(text, path), m_path(path) {}

    std::vector<LineageEntry> entries() {
        if (!next()) refuse(m_path, 0, "The table is empty");
        m_columns = columns_of(m_fields, m_path, m_reader.number());
        while (next()) add_line();
        if (m_entries.empty()) refuse(m_path, 0, "The table has no cell type");
        check_names();
        return std::move(m_entries);
    }

  private:
    bool next() {
        if (!m_reader.next()) return false;
        if (!is_utf8(m_reader.line())) refuse(m_path, m_reader.number(), "The text is not UTF-8");
        if (m_columns.count == 0) m_delimiter = delimiter_of(m_reader.line());
        if (!split_fields(m_reader.line(), m_delimiter, m_fields))
            refuse(m_path, m_reader.number(), "A quote is not closed");
        return true;
    }

    std::string field(std::optional<std::size_t> column) const {
        return column && *column < m_fields.size() ? m_fields[*column] : std::string();
    }

    void add_line() {
        const auto is_empty = [](const std::string& text) { return text.empty(); };
        if (std::ranges::all_of(m_fields, is_empty)) return;
        const std::size_t line = m_reader.number();
        if (m_fields.size() > m_columns.count &&
            !std::all_of(m_fields.begin() + static_cast<std::ptrdiff_t>(m_columns.count), m_fields.end(),
                         is_empty))
            refuse(m_path, line, "The line has more fields than the header");
        const std::string type = field(m_columns.cell_type);
        if (type.empty()) refuse(m_path, line, "The line has no cell type");
        std::vector<std::string> tfs = listed(field(m_columns.tfs), "|,; \t");
        if (tfs.empty()) refuse(m_path, line, "The cell type \"" + type + "\" has no TFs");
        LineageEntry& entry = entry_of(field(m_columns.tissue), type);
        add_new(entry.aliases, listed(field(m_columns.aliases), "|"), [](const std::string& n) { return n; });
        add_new(entry.tfs, std::move(tfs), upper);
    }

    LineageEntry& entry_of(std::string tissue, const std::string& type) {
        const auto [at, is_new] = m_places.try_emplace({tissue, key_of(type)}, m_entries.size());
        if (is_new) m_entries.push_back({std::move(tissue), type, {}, {}});
        return m_entries[at->second];
    }

    void check_names() const {
        std::map<std::pair<std::string, std::string>, const LineageEntry*> owners;
        for (const LineageEntry& entry : m_entries) {
            std::vector<std::string> names = entry.aliases;
            names.push_back(entry.cell_type);
            for (const std::string& name : names) {
                const LineageEntry* owner =
                    owners.try_emplace({entry.tissue, key_of(name)}, &entry).first->second;
                if (owner != &entry)
                    refuse(m_path, 0,
                           "\"" + name + "\" stands for two cell types, \"" + owner->cell_type + "\" and \"" +
                               entry.cell_type + "\"");
            }
        }
    }

    LineReader m_reader;
    std::string m_path;
    char m_delimiter = ',';
    std::vector<std::string> m_fields;
    Columns m_columns;
    std::map<std::pair<std::string, std::string>, std::size_t> m_places;  // by tissue and type
    std::vector<LineageEntry> m_entries;
};

struct Candidate {
    std::size_t entry = 0;
    std::string name;
};
using Candidates = std::vector<Candidate>;

// The names of a table, to look labels up in.
class Names {
  public:
    explicit Names(const LineageTable& table) {
        for (std::size_t e = 0; e < table.entries.size(); ++e) {
            add(e, table.entries[e].cell_type);
            for (const std::string& alias : table.entries[e].aliases) add(e, alias);
        }
    }

    // At most one an entry.
    Candidates find(const std::string& label) const {
        for (const auto& [names, name] : {std::pair(&m_exact, label), std::pair(&m_by_key, key_of(label)),
                                          std::pair(&m_by_key, key_without_number(label))}) {
            if (const auto found = names->find(name); !name.empty() && found != names->end())
                return found->second;
        }
        return {};
    }

  private:
    using Index = std::unordered_map<std::string, Candidates>;

    void add(std::size_t entry, const std::string& name) {
        for (Candidates* found : {&m_exact[name], &m_by_key[key_of(name)]}) {
            if (found->empty() || found->back().entry != entry) found->push_back({entry, name});
        }
    }

    Index m_exact, m_by_key;
};

using Votes = std::map<std::string, int>;  // by tissue: classes that are found there

Votes votes_of(const LineageTable& table, const std::vector<Candidates>& classes) {
    Votes votes;
    for (const Candidates& candidates : classes) {
        std::set<std::string> tissues;
        for (const Candidate& candidate : candidates) tissues.insert(table.entries[candidate.entry].tissue);
        for (const std::string& tissue : tissues) ++votes[tissue];
    }
    return votes;
}

LineageMatch chosen(const LineageTable& table, const Candidates& candidates, const Votes& votes) {
    const Candidate* best = nullptr;
    int most = 0;
    for (const Candidate& candidate : candidates) {
        const int count = votes.at(table.entries[candidate.entry].tissue);
        if (count >= most) best = count > most ? &candidate : nullptr;
        most = std::max(most, count);
    }
    if (best == nullptr) return {};
    return {static_cast<std::int32_t>(best->entry), best->name, table.entries[best->entry].tfs};
}

// By TF; NaN where the TF has no value, and everywhere with fewer than two values.
std::vector<double> percentiles_of(std::span<const float> means) {
    std::vector<double> values, percentiles(means.size(), std::numeric_limits<double>::quiet_NaN());
    for (const float mean : means) {
        if (!std::isnan(mean)) values.push_back(mean);
    }
    if (values.size() < 2) return percentiles;
    const std::vector<double> ranks = average_ranks(values);
    std::size_t at = 0;
    for (std::size_t t = 0; t < means.size(); ++t) {
        if (!std::isnan(means[t]))
            percentiles[t] = (ranks[at++] - 1) / static_cast<double>(values.size() - 1);
    }
    return percentiles;
}

using TfColumns = std::unordered_map<std::string, std::size_t>;  // by TF in capitals

LineageClass class_reading(const std::vector<double>& percentiles, const TfColumns& columns,
                           const LineageMatch& match) {
    LineageClass reading;
    double sum = 0;
    for (const std::string& tf : match.tfs) {
        const auto column = columns.find(upper(tf));
        if (column == columns.end() || std::isnan(percentiles[column->second])) {
            reading.missing.push_back(tf);
            continue;
        }
        reading.found.push_back(tf);
        reading.percentiles.push_back(percentiles[column->second]);
        sum += reading.percentiles.back();
    }
    if (!reading.found.empty()) reading.mean_percentile = sum / static_cast<double>(reading.found.size());
    return reading;
}

}  // namespace

const LineageTable& starter_lineage_table() {
    static const LineageTable table{"Regulus lineage TFs",
                                    TableText(lineage_table, "lineage_tfs.csv").entries()};
    return table;
}

LineageTable read_lineage_table(const std::string& path) {
    Job job;
    const std::string text = read_text_file(path, max_bytes, job);
    return {as_utf8(std::filesystem::path(path).filename().string()), TableText(text, path).entries()};
}

std::vector<LineageMatch> match_lineages(const LineageTable& table, std::span<const std::string> classes) {
    const Names names(table);
    std::vector<Candidates> candidates;
    for (const std::string& label : classes) candidates.push_back(names.find(label));
    const Votes votes = votes_of(table, candidates);
    std::vector<LineageMatch> matches;
    for (const Candidates& of_class : candidates) matches.push_back(chosen(table, of_class, votes));
    return matches;
}

LineageReading lineage_reading(const Matrix& means, std::span<const std::string> tfs,
                               std::span<const LineageMatch> matches) {
    assert(means.rows == matches.size() && means.cols == tfs.size());
    TfColumns columns;
    for (std::size_t t = 0; t < tfs.size(); ++t) columns.try_emplace(upper(tfs[t]), t);
    LineageReading reading;
    double sum = 0;
    for (std::size_t g = 0; g < matches.size(); ++g) {
        LineageClass& of_class = reading.classes.emplace_back();
        const std::vector<double> percentiles = percentiles_of(means.row(g));
        if (std::ranges::all_of(percentiles, [](double p) { return std::isnan(p); })) continue;
        of_class = class_reading(percentiles, columns, matches[g]);
        reading.pairs += of_class.found.size();
        sum = std::accumulate(of_class.percentiles.begin(), of_class.percentiles.end(), sum);
    }
    if (reading.pairs > 0) reading.mean_percentile = sum / static_cast<double>(reading.pairs);
    return reading;
}

}  // namespace regulus
