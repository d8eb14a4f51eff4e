#include "core/io/expression_index.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/io/matrix_store.h"

namespace regulus {
namespace {

// The values of one gene in cells `range`, by reading the matrix.
void scan(const MatrixSource& source, store::Span range, std::size_t gene, std::vector<float>& values,
          Job& job) {
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
    : m_source(std::move(source)) {
    const store::StoreId id{source_key(file, inner, "by-gene"), m_source->genes(), m_source->cells(),
                            store::Cut::Crossings};
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
        scan(*m_source, range, g, values, part);
        done += size;
    }
    return values;
}

IndexStatus IndexedMatrix::build(Job& job, std::size_t memory) {
    if (!m_store || m_store->complete()) return status();
    try {
        const auto lock = m_store->entry().try_build();
        if (!lock) {
            set_problem("Another window or program is preparing the index at this moment");
            return status();
        }
        const Flag building(m_mutex, m_building);
        m_store->refresh();
        set_problem({});
        store::fill_transposed(*m_store, *m_source, memory, job);
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

void IndexedMatrix::set_problem(const std::string& problem) {
    const std::lock_guard guard(m_mutex);
    m_problem = problem;
}

}  // namespace regulus
