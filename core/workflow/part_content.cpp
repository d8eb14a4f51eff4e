#include "core/workflow/part_content.h"

#include <algorithm>
#include <string_view>

namespace regulus {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 22U;

// Hands the fields of a text as CsvWriter writes it with commas, in whatever pieces, to a table.
class Fields {
  public:
    Fields(CsvWriter& out, std::string path) : m_out(out), m_path(std::move(path)) {}

    void take(std::string_view text) {
        for (const char c : text) {
            if (c == '"') {
                if (m_ended) m_field += c;  // two quotes within quotes are one
                m_quoted = !m_quoted;
                m_ended = !m_quoted;
                continue;
            }
            m_ended = false;
            if (m_quoted || (c != ',' && c != '\n'))
                m_field += c;
            else
                end_field(c == '\n');
        }
    }
    void finish() const {
        if (m_quoted || !m_field.empty() || m_fields > 0) refuse_part(m_path, "its table ends within a row");
    }

  private:
    void end_field(bool row) {
        m_out.field(m_field);
        m_field.clear();
        ++m_fields;
        if (!row) return;
        if (m_width > 0 && m_fields != m_width)
            refuse_part(m_path, "the rows of its table are not equally long");
        m_width = m_fields;
        m_fields = 0;
        m_out.end_row();
    }

    CsvWriter& m_out;
    std::string m_path, m_field;
    std::size_t m_fields = 0, m_width = 0;
    bool m_quoted = false, m_ended = false;  // ended: the last character closed quotes
};

}  // namespace

void join_tables(const std::vector<Part>& parts, CsvWriter& out, Job& job) {
    const bool as_it_is = out.delimiter() == ',';
    std::string names;
    std::string block(block_bytes, '\0');
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Fields fields(out, parts[p].path);
        const auto take = [&](std::string_view text) { as_it_is ? out.append(text) : fields.take(text); };
        PartReader reader(parts[p]);
        const std::string line = reader.line();
        if (p == 0) take((names = line) + '\n');
        if (line != names) refuse_part(parts[p].path, "its table has other columns");
        while (reader.left() > 0) {
            job.checkpoint();
            const std::span next(block.data(), std::min<std::uint64_t>(reader.left(), block.size()));
            reader.read(next);
            take({next.data(), next.size()});
        }
        fields.finish();
        job.progress(static_cast<double>(p + 1) / static_cast<double>(parts.size()),
                     "putting parts together");
    }
}

void read_numbers(const std::vector<Part>& parts, Job& job,
                  const std::function<void(std::size_t first, const Matrix& numbers)>& visit) {
    for (const Part& part : parts) {
        const std::size_t width = part.is.columns.size();
        if (width == 0) refuse_part(part.path, "it holds no numbers");
        const std::uint64_t most = std::max<std::uint64_t>(1, block_bytes / (width * sizeof(float)));
        PartReader reader(part);
        for (std::uint64_t first = part.is.from; first < part.is.to;) {
            job.checkpoint();
            Matrix block(std::min(most, part.is.to - first), width);
            reader.read({reinterpret_cast<char*>(block.values.data()), block.values.size() * sizeof(float)});
            visit(first, block);
            first += block.rows;
            job.progress(static_cast<double>(first) / static_cast<double>(part.is.cells),
                         "putting parts together");
        }
    }
}

}  // namespace regulus
