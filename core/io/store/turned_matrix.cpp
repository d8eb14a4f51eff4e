#include "core/io/store/turned_matrix.h"

#include <chrono>
#include <utility>

#include "core/base/error.h"
#include "core/io/store/matrix_store.h"

namespace regulus {
namespace {

constexpr auto wait = std::chrono::milliseconds(50);
constexpr int tries = 4;

constexpr auto unheard = std::chrono::minutes(10);  // where nobody can cancel

}  // namespace

TurnedMatrix::TurnedMatrix(std::shared_ptr<const MatrixSource> by_gene, const FileIdentity& file,
                           const std::string& inner, const StoreCache& cache, std::size_t memory)
    : m_by_gene(std::move(by_gene)),
      m_file(file),
      m_bands_key(source_key(file, inner, "bands-of-genes")),
      m_cache(cache),
      m_memory(memory) {
    const store::StoreId id{source_key(file, inner, "by-cell"), cells(), genes(), store::Cut::Lines};
    m_turned =
        std::make_shared<store::MatrixStore>(cache.open(id.key), id, [file] { check_unchanged(file); });
}

TurnedMatrix::~TurnedMatrix() = default;

bool TurnedMatrix::ready() const {
    return m_turned->complete();
}

std::string TurnedMatrix::prepare(Job& job) const {
    prepare(job, StoreEntry::for_ever);
    return {};
}

void TurnedMatrix::prepare(Job& job, std::chrono::minutes patience) const {
    if (ready()) return;
    std::unique_lock one_at_a_time(m_prepare, std::defer_lock);
    do {
        job.checkpoint();
    } while (!one_at_a_time.try_lock_for(wait));
    if (ready()) return;
    const auto lock =
        m_turned->entry().wait_to_build(job, "waiting for another program to transpose the matrix", patience);
    m_turned->refresh();
    if (ready()) return;
    const auto bands = std::make_shared<store::MatrixStore>(
        m_cache.open(m_bands_key), store::StoreId{m_bands_key, cells(), genes(), store::Cut::Crossings},
        [this] { check_unchanged(m_file); });
    PartJob first(job, 0, 0.6), second(job, 0.6, 1);
    store::fill_transposed(*bands, *m_by_gene, m_memory, first, "transposing the matrix");
    store::fill(*m_turned, store::StoredMatrix(bands), m_memory, second);
    bands->discard();
}

// Reads after preparing; what was damaged or removed meanwhile is made anew.
CsrMatrix TurnedMatrix::read(const std::function<CsrMatrix(const MatrixSource&)>& how) const {
    Job nobody;
    for (int left = tries; left > 0; --left) {
        prepare(nobody, unheard);
        try {
            return how(store::StoredMatrix(m_turned));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Storage || left == 1) throw;
        }
    }
    return {};
}

CsrMatrix TurnedMatrix::block(std::size_t begin, std::size_t end) const {
    return read([=](const MatrixSource& turned) { return turned.block(begin, end); });
}

CsrMatrix TurnedMatrix::rows(std::span<const std::uint32_t> which) const {
    return read([=](const MatrixSource& turned) { return turned.rows(which); });
}

std::vector<float> TurnedMatrix::gene(std::size_t g, Job& job) const {
    job.checkpoint();
    const CsrMatrix line = m_by_gene->block(g, g + 1);
    std::vector<float> values(cells(), 0.0F);
    for (std::size_t i = 0; i < line.stored(); ++i)
        values[static_cast<std::size_t>(line.columns[i])] = line.values[i];
    return values;
}

std::size_t TurnedMatrix::preferred_block() const {
    return ready() ? m_turned->lines_of(block_memory()) : 4096;
}

}  // namespace regulus
