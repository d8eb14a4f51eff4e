#include "core/data/normalise.h"

#include <cmath>

#include "core/base/error.h"

namespace regulus {
namespace {

class LogNormalised final : public MatrixSource {
  public:
    LogNormalised(std::shared_ptr<const MatrixSource> source, bool by_depth)
        : m_source(std::move(source)), m_by_depth(by_depth) {}

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        return normalised(m_source->block(begin, end));
    }
    CsrMatrix rows(std::span<const std::uint32_t> which) const override {
        return normalised(m_source->rows(which));
    }
    std::vector<float> gene(std::size_t g, Job& job) const override {
        double done = 0;
        if (m_by_depth) {
            const std::lock_guard lock(m_lock);
            if (m_totals.empty()) {
                PartJob adding(job, 0, 0.7);
                m_totals = m_source->totals(adding);
                done = 0.7;
            }
        }
        PartJob reading(job, done, 1);
        std::vector<float> values = m_source->gene(g, reading);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != 0)
                values[i] = std::log1p(m_by_depth ? values[i] * factor(m_totals[i]) : values[i]);
        }
        return values;
    }

    std::string prepare(Job& job) const override { return m_source->prepare(job); }
    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }

  private:
    static float factor(double total) { return total > 0 ? static_cast<float>(1e4 / total) : 0.0F; }

    CsrMatrix normalised(CsrMatrix part) const {
        for (std::size_t r = 0; r < part.rows; ++r) {
            double total = 0;
            for (const float value : part.row_values(r)) total += value;
            const float scale = m_by_depth ? factor(total) : 1.0F;
            for (std::int64_t i = part.offsets[r]; i < part.offsets[r + 1]; ++i) {
                part.values[static_cast<std::size_t>(i)] =
                    std::log1p(part.values[static_cast<std::size_t>(i)] * scale);
            }
        }
        return part;
    }

    std::shared_ptr<const MatrixSource> m_source;
    bool m_by_depth;
    mutable std::mutex m_lock;
    mutable std::vector<double> m_totals;  // counts a cell; filled on the first gene()
};

}  // namespace

std::shared_ptr<const MatrixSource> log_normalised(const Assay& assay) {
    switch (assay.kind) {
        case ValueKind::Counts:
            return std::make_shared<LogNormalised>(assay.matrix, true);
        case ValueKind::Normalised:
            return std::make_shared<LogNormalised>(assay.matrix, false);
        case ValueKind::LogNormalised:
        case ValueKind::Empty:
            return assay.matrix;
        case ValueKind::NotFinite:
            detect_value_kind(*assay.matrix);  // says where
            [[fallthrough]];
        case ValueKind::Scaled:
            break;
    }
    throw Error(ErrorKind::Data, "Scaled values cannot be normalised", assay.name,
                "Choose a layer with counts or log-normalised values");
}

}  // namespace regulus
