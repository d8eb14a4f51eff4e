#include "core/io/store/expression_index.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/io/store/matrix_store.h"

namespace regulus {
namespace {

// The values of one gene in cells `range`, by reading the matrix.
void scan(const MatrixSource& source, store::Span range, std::size_t gene, std::vector<float>& values,
          Job& job) {
    source.prepare_blocks(job);
    // Half of what is read at once elsewhere, so that a cancel is heard soon.
    const std::size_t step = std::max<std::size_t>(1, source.preferred_block() / 2);
    const auto wanted = static_cast<std::int32_t>(gene);
    for (std::size_t begin = range.begin; begin < range.end; begin += step) {
        job.checkpoint();
        job.progress(static_cast<double>(begin - range.begin) / static_cast<double>(range.end - range.begin),
                     "reading a gene");
        const CsrMatrix part = source.block(begin, std::min<std::size_t>(range.end, begin + step));
        for (std::size_t r = 0; r < part.rows; ++r) {
            const auto columns = part.row_columns(r);
            const auto found = std::ranges::lower_bound(columns, wanted);
            const bool there = found != columns.end() && *found == wanted;
            values[begin + r] =
                there ? part.row_values(r)[static_cast<std::size_t>(found - columns.begin())] : 0.0F;
        }
    }
}

// The matrix with the cells' totals behind the last gene.
class WithTotals final : public MatrixSource {
  public:
    explicit WithTotals(std::shared_ptr<const MatrixSource> source) : m_source(std::move(source)) {}

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes() + 1; }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        const CsrMatrix part = m_source->block(begin, end);
        CsrMatrix wide;
        wide.rows = part.rows;
        wide.cols = genes();
        wide.offsets.reserve(part.rows + 1);
        wide.columns.reserve(part.stored() + part.rows);
        wide.values.reserve(part.stored() + part.rows);
        for (std::size_t r = 0; r < part.rows; ++r) {
            const auto columns = part.row_columns(r);
            const auto values = part.row_values(r);
            wide.columns.insert(wide.columns.end(), columns.begin(), columns.end());
            wide.values.insert(wide.values.end(), values.begin(), values.end());
            const double total = std::accumulate(values.begin(), values.end(), 0.0);
            if (total != 0) {
                constexpr double most = std::numeric_limits<float>::max();
                wide.columns.push_back(static_cast<std::int32_t>(part.cols));
                wide.values.push_back(static_cast<float>(std::clamp(total, -most, most)));
            }
            wide.offsets.push_back(static_cast<std::int64_t>(wide.columns.size()));
        }
        return wide;
    }

  private:
    std::shared_ptr<const MatrixSource> m_source;
};

class Flag {
  public:
    Flag(std::mutex& mutex, bool& flag) : m_mutex(mutex), m_flag(flag) { set(true); }
    Flag(const Flag&) = delete;
    Flag& operator=(const Flag&) = delete;
    ~Flag() { set(false); }

  private:
    void set(bool value) {
        const std::lock_guard guard(m_mutex);
        m_flag = value;
    }
    std::mutex& m_mutex;
    bool& m_flag;
};

}  // namespace

IndexedMatrix::IndexedMatrix(std::shared_ptr<const MatrixSource> source, const FileIdentity& file,
                             const std::string& inner, const StoreCache& cache)
    : m_source(std::move(source)), m_with_totals(std::make_shared<WithTotals>(m_source)) {
    const store::StoreId id{source_key(file, inner, "by-gene-with-totals"), m_with_totals->genes(),
                            m_source->cells(), store::Cut::Crossings};
    try {
        m_store =
            std::make_unique<store::MatrixStore>(cache.open(id.key), id, [file] { check_unchanged(file); });
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Storage) throw;
        m_problem = error.what();
    }
}

IndexedMatrix::~IndexedMatrix() = default;

std::vector<float> IndexedMatrix::gene(std::size_t g, Job& job) const {
    return line(g, job);
}

std::vector<double> IndexedMatrix::totals(Job& job) const {
    const std::vector<float> sums = line(m_source->genes(), job);
    return {sums.begin(), sums.end()};
}

std::vector<float> IndexedMatrix::line(std::size_t g, Job& job) const {
    std::vector<float> values(cells(), 0.0F);
    std::vector<store::Span> missing{{0, cells()}};
    if (m_store) {
        if (!m_store->complete()) m_store->refresh();
        m_store->entry().touch();
        missing = m_store->read_line(g, values);
    }
    std::size_t left = 0, done = 0;
    for (const store::Span range : missing) left += range.end - range.begin;
    for (const store::Span range : missing) {
        const std::size_t size = range.end - range.begin;
        PartJob part(job, static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(1, left)),
                     static_cast<double>(done + size) / static_cast<double>(std::max<std::size_t>(1, left)));
        scan(g < m_source->genes() ? *m_source : *m_with_totals, range, g, values, part);
        done += size;
    }
    return values;
}

IndexStatus IndexedMatrix::build(Job& job, std::size_t memory) const {
    if (!m_store || m_store->complete()) return status();
    try {
        const auto lock = m_store->entry().try_build();
        if (!lock) {
            set_problem("Another window or program is building the index");
            return status();
        }
        const Flag building(m_mutex, m_building);
        m_store->refresh();
        set_problem({});
        store::fill_transposed(*m_store, *m_with_totals, memory, job);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Storage) throw;
        set_problem(error.what());
    }
    return status();
}

IndexStatus IndexedMatrix::status() const {
    const std::lock_guard guard(m_mutex);
    return {cells(), m_store ? m_store->covered() : 0, m_building, m_problem};
}

void IndexedMatrix::set_problem(const std::string& problem) const {
    const std::lock_guard guard(m_mutex);
    m_problem = problem;
}

}  // namespace regulus
