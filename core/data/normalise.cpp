#include "core/data/normalise.h"

#include <cmath>

#include "core/base/error.h"
#include "core/data/cell_factors.h"

namespace regulus {
namespace {

constexpr double usual_total = 1e4;

// log1p(10,000 × y / total), where y is a value with its scale undone: of counts the counts themselves.
class Rescaled final : public MatrixSource {
  public:
    // `factor`: of every y; 0 for 10,000 / sum of the cell's y, or the one of the cell where the matrix has
    // them.
    Rescaled(std::shared_ptr<const MatrixSource> source, ValueForm form, double factor)
        : m_source(std::move(source)),
          m_form(form),
          m_factor(factor),
          m_of_cells(factor == 0 ? cell_factors(*m_source) : nullptr) {}

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    bool in_memory() const override { return m_source->in_memory(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return normalised(m_source->block(begin, end), [&](std::size_t r) { return begin + r; });
    }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        return normalised(m_source->rows(which), [&](std::size_t r) { return which[r]; });
    }
    std::vector<float> gene(std::size_t g, Job& job) const override {
        double done = 0;
        if (m_factor == 0 && !m_of_cells) {
            const std::lock_guard lock(m_lock);
            if (m_totals.empty()) {
                PartJob adding(job, 0, 0.7);
                m_totals = m_form == ValueForm::Linear ? m_source->totals(adding) : undone_totals(adding);
                done = 0.7;
            }
        }
        PartJob reading(job, done, 1);
        std::vector<float> values = m_source->gene(g, reading);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == 0) continue;
            const double known = known_factor(i);
            values[i] = rescaled(values[i], known > 0 ? known : factor(m_totals[i]));
        }
        return values;
    }

    // Totals of other values than counts take a pass of their own.
    bool fast_genes() const override {
        return m_source->fast_genes() && (m_form == ValueForm::Linear || m_factor != 0 || m_of_cells);
    }
    std::string prepare(Job& job) const override { return m_source->prepare(job); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

  private:
    // 0 where it is the cell's own sum that tells.
    double known_factor(std::size_t cell) const { return m_of_cells ? (*m_of_cells)[cell] : m_factor; }
    static double factor(double total) { return total > 0 ? usual_total / total : 0; }

    float rescaled(float value, double scale) const {
        if (m_form == ValueForm::Linear) return std::log1p(value * static_cast<float>(scale));
        return static_cast<float>(std::log1p(undone(m_form, value) * scale));
    }

    double total_of(std::span<const float> values) const {
        double total = 0;
        for (const float value : values) total += undone(m_form, value);
        return total;
    }

    std::vector<double> undone_totals(Job& job) const {
        std::vector<double> totals(cells(), 0);
        prepare_blocks(job);
        for (std::size_t begin = 0; begin < cells(); begin += preferred_block()) {
            job.checkpoint();
            const CsrMatrix part = m_source->block(begin, std::min(cells(), begin + preferred_block()));
            for (std::size_t r = 0; r < part.rows; ++r) totals[begin + r] = total_of(part.row_values(r));
            job.progress(static_cast<double>(begin) / static_cast<double>(cells()), "adding up counts");
        }
        return totals;
    }

    template <class CellOf>
    CsrMatrix normalised(CsrMatrix part, const CellOf& cell_of) const {
        for (std::size_t r = 0; r < part.rows; ++r) {
            const double known = known_factor(cell_of(r));
            const double scale = known > 0 ? known : factor(total_of(part.row_values(r)));
            for (std::int64_t i = part.offsets[r]; i < part.offsets[r + 1]; ++i) {
                float& value = part.values[static_cast<std::size_t>(i)];
                value = rescaled(value, scale);
            }
        }
        return part;
    }

    std::shared_ptr<const MatrixSource> m_source;
    ValueForm m_form;
    double m_factor;
    std::shared_ptr<const std::vector<double>> m_of_cells;
    mutable std::mutex m_lock;
    mutable std::vector<double> m_totals;  // y of a cell; filled on the first gene()
};

}  // namespace

std::shared_ptr<const MatrixSource> log_normalised(const Assay& assay) {
    const ValueScale scale = scale_of(assay);
    switch (assay.kind) {
        case ValueKind::Counts:
        case ValueKind::Levels:
            return std::make_shared<Rescaled>(assay.matrix, ValueForm::Linear, 0);
        case ValueKind::Normalised:
        case ValueKind::LogNormalised:
            if (is_usual(scale)) return assay.matrix;
            if (scale.known)
                return std::make_shared<Rescaled>(
                    assay.matrix, scale.form,
                    scale.selection && scale.total > 0 ? usual_total / scale.total : 0);
            if (assay.kind == ValueKind::LogNormalised) return assay.matrix;
            return std::make_shared<Rescaled>(assay.matrix, ValueForm::Linear, 1);
        case ValueKind::Empty:
            return assay.matrix;
        case ValueKind::NotFinite:
            inspect_values(*assay.matrix);  // says where
            [[fallthrough]];
        case ValueKind::Scaled:
            break;
    }
    throw Error(ErrorKind::Data, "Scaled values cannot be normalised", assay.name,
                "Choose a layer with counts or log-normalised values");
}

}  // namespace regulus
