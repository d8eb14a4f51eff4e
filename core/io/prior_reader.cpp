#include "core/io/prior_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/io/checksum.h"
#include "core/io/delimited_text.h"

namespace regulus {
namespace {

// The largest prior known, DoRothEA with every confidence, has 20 MiB.
constexpr std::size_t largest_text = std::size_t{512} << 20U;

[[noreturn]] void refuse(
    const std::string& path, std::size_t line, const std::string& what,
    const std::string& remedy = "Correct the line, or choose a table of TFs and targets") {
    throw Error(ErrorKind::Input, what, line == 0 ? path : path + ", line " + std::to_string(line), remedy);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

std::optional<double> number_in(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The sign of a weight or the word for a mode; nullopt for anything else.
std::optional<std::int8_t> sign_in(const std::string& field) {
    static const std::map<std::string, std::int8_t, std::less<>> words = {
        {"activation", 1},  {"activates", 1}, {"activator", 1},   {"positive", 1},   {"stimulation", 1},
        {"+", 1},           {"up", 1},        {"repression", -1}, {"represses", -1}, {"repressor", -1},
        {"inhibition", -1}, {"inhibits", -1}, {"negative", -1},   {"-", -1},         {"down", -1},
        {"unknown", 0},     {"na", 0},        {"nan", 0},         {"none", 0},       {"", 0},
        {".", 0},           {"?", 0},         {"regulates", 0}};
    if (const auto known = words.find(lower(field)); known != words.end()) return known->second;
    const auto value = number_in(field);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    return static_cast<std::int8_t>(*value > 0 ? 1 : *value < 0 ? -1 : 0);
}

char confidence_in(const std::string& field) {
    if (field.size() != 1) return 0;
    const char letter = static_cast<char>(field[0] & ~0x20);
    return letter >= 'A' && letter <= 'E' ? letter : '\0';
}

constexpr std::size_t absent = static_cast<std::size_t>(-1);

struct Columns {
    std::size_t tf = absent, target = absent, sign = absent, confidence = absent;
    bool named = false;
    std::size_t count = 0;  // of the first line

    std::size_t needed() const {
        std::size_t last = std::max(tf, target);
        if (sign != absent) last = std::max(last, sign);
        if (confidence != absent) last = std::max(last, confidence);
        return last + 1;
    }
};

std::size_t find_name(const std::vector<std::string>& fields, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (lower(fields[i]) == name) return i;
        }
    }
    return absent;
}

// nullopt when the line holds no names of columns but a regulation.
std::optional<Columns> columns_by_name(const std::vector<std::string>& fields) {
    Columns columns;
    columns.tf = find_name(fields, {"tf", "source", "regulator", "transcription_factor", "source_genesymbol",
                                    "tf_name", "from", "gene1"});
    columns.target = find_name(
        fields, {"target", "target_gene", "target_genesymbol", "gene", "target_name", "to", "gene2"});
    if (columns.tf == absent || columns.target == absent) return std::nullopt;
    columns.sign =
        find_name(fields, {"mor", "weight", "sign", "mode", "effect", "regulation", "interaction"});
    columns.confidence = find_name(fields, {"confidence", "confidence_level", "level"});
    columns.named = true;
    columns.count = fields.size();
    return columns;
}

// By what the first rows hold. Orders known: TF target [mode]; TF mode target; TF confidence target [mode].
Columns columns_by_content(const std::vector<std::vector<std::string>>& rows) {
    const auto all = [&](std::size_t column, const auto& fits) {
        return std::ranges::all_of(rows,
                                   [&](const auto& row) { return column < row.size() && fits(row[column]); });
    };
    const auto is_sign = [](const std::string& field) { return sign_in(field).has_value(); };
    Columns columns;
    columns.count = rows.front().size();
    columns.tf = 0;
    columns.target = 1;
    if (columns.count > 2 && all(2, is_sign)) {
        columns.sign = 2;
    } else if (columns.count == 3 && all(1, is_sign)) {
        columns.sign = 1;
        columns.target = 2;
    } else if (columns.count > 2 &&
               all(1, [](const std::string& field) { return confidence_in(field) != 0; })) {
        columns.confidence = 1;
        columns.target = 2;
        if (columns.count > 3 && all(3, is_sign)) columns.sign = 3;
    }
    return columns;
}

class PriorReader {
  public:
    PriorReader(const std::string& path, std::string_view text, Job& job)
        : m_path(path), m_text(text), m_job(job) {}

    std::vector<ListedRegulation> read() {
        find_layout();
        LineReader lines(m_text, m_path);
        bool first = true;
        while (lines.next()) {
            if (lines.number() % 4096 == 0) {
                m_job.checkpoint();
                m_job.progress(
                    0.8 * static_cast<double>(lines.position()) / static_cast<double>(m_text.size()),
                    "reading the prior");
            }
            if (std::exchange(first, false) && m_columns.named) continue;
            split(lines);
            take_row(lines.number());
        }
        if (m_listed.empty()) refuse(m_path, 0, "The file lists no regulation", "Choose another file");
        // A column of numbers is no column of genes.
        if (m_numeric_names * 2 > m_listed.size()) {
            refuse(m_path, 0, "The names of the targets are numbers: this looks like a table of values",
                   "Choose a table with a TF and a target in each line");
        }
        return std::move(m_listed);
    }

  private:
    void split(const LineReader& lines) {
        if (!split_fields(lines.line(), m_delimiter, m_fields)) {
            refuse(m_path, lines.number(), "A quotation mark is not closed");
        }
    }

    void find_layout() {
        LineReader lines(m_text, m_path);
        std::vector<std::vector<std::string>> rows;
        std::size_t first_line = 0;
        while (rows.size() < 200 && lines.next()) {
            if (rows.empty()) {
                m_delimiter = delimiter_of(lines.line());
                first_line = lines.number();
            }
            split(lines);
            rows.push_back(m_fields);
        }
        if (rows.empty()) refuse(m_path, 0, "The file lists no regulation", "Choose another file");
        if (rows.front().size() < 2) {
            refuse(m_path, first_line, "The file has one column: a list of names, not of regulations",
                   "Choose a table with a TF and a target in each line");
        }
        if (auto named = columns_by_name(rows.front())) {
            m_columns = *named;
            // R writes row names without a name for their column.
            if (rows.size() > 1 && rows[1].size() == rows.front().size() + 1) shift_columns();
        } else {
            m_columns = columns_by_content(rows);
        }
    }

    void shift_columns() {
        for (std::size_t* column :
             {&m_columns.tf, &m_columns.target, &m_columns.sign, &m_columns.confidence}) {
            if (*column != absent) ++*column;
        }
    }

    void take_row(std::size_t line) {
        if (m_fields.size() < m_columns.needed() ||
            (!m_columns.named && m_fields.size() != m_columns.count)) {
            refuse(m_path, line,
                   "The line has " + std::to_string(m_fields.size()) + " columns where the first has " +
                       std::to_string(m_columns.count) +
                       (m_fields.size() > 10 ? ": this looks like gene sets (GMT), not a list of regulations"
                                             : ""));
        }
        ListedRegulation row{m_fields[m_columns.tf], m_fields[m_columns.target], 0, 0};
        if (row.tf.empty() || row.target.empty()) refuse(m_path, line, "The TF or the target has no name");
        if (m_columns.sign != absent) {
            const auto sign = sign_in(m_fields[m_columns.sign]);
            if (!sign) {
                refuse(m_path, line,
                       "\"" + m_fields[m_columns.sign].substr(0, 40) + "\" is neither a weight nor a mode");
            }
            row.sign = *sign;
        }
        if (m_columns.confidence != absent) row.confidence = confidence_in(m_fields[m_columns.confidence]);
        m_numeric_names += number_in(row.target).has_value();
        m_listed.push_back(std::move(row));
    }

    const std::string& m_path;
    std::string_view m_text;
    Job& m_job;
    char m_delimiter = ',';
    Columns m_columns;
    std::vector<std::string> m_fields;
    std::vector<ListedRegulation> m_listed;
    std::size_t m_numeric_names = 0;
};

// Pairs whose rows do not all say the same, unknown being something else than activation.
std::size_t differing_pairs(const std::vector<ListedRegulation>& listed) {
    struct Seen {
        std::int8_t sign;
        bool differs;
    };
    using Names = std::pair<std::string_view, std::string_view>;
    std::map<Names, Seen> pairs;
    for (const ListedRegulation& row : listed) {
        const auto [place, added] = pairs.emplace(Names(row.tf, row.target), Seen{row.sign, false});
        if (!added) place->second.differs = place->second.differs || place->second.sign != row.sign;
    }
    return static_cast<std::size_t>(
        std::ranges::count_if(pairs, [](const auto& p) { return p.second.differs; }));
}

void add_warnings(RegulatoryNetwork& network, const std::vector<ListedRegulation>& listed) {
    if (network.repeated_pairs == 0) return;
    const auto conflicting = std::ranges::count_if(network.edges, &Regulation::conflicting);
    network.warnings.push_back(std::to_string(network.repeated_pairs) + " pairs are listed more than once, " +
                               std::to_string(differing_pairs(listed)) + " of them with differing modes; " +
                               std::to_string(conflicting) +
                               " are both activation and repression, and their sign counts as unknown");
}

}  // namespace

RegulatoryNetwork read_prior(const std::string& path, const PriorOptions& options, Job& job) {
    const char worst = options.worst_confidence;
    if (worst != 0 && confidence_in(std::string(1, worst)) != worst) {
        throw Error(ErrorKind::Usage, "A confidence is one of A, B, C, D and E");
    }
    const std::string text = read_text_file(path, largest_text, job);
    std::vector<ListedRegulation> listed = PriorReader(path, text, job).read();
    if (worst != 0) {
        std::erase_if(listed, [&](const ListedRegulation& row) { return row.confidence > worst; });
        if (listed.empty()) {
            throw Error(ErrorKind::Data,
                        "No regulation has confidence " + std::string(1, worst) + " or better", path,
                        "Allow a lower confidence");
        }
    }
    job.checkpoint();
    job.progress(0.8, "joining repeated pairs");
    RegulatoryNetwork network = make_network(std::filesystem::path(path).filename().string(), listed);
    add_warnings(network, listed);
    job.checkpoint();
    network.checksum = sha256_of_file(path, job);
    job.progress(1, "joining repeated pairs");
    return network;
}

}  // namespace regulus
