#include "core/data/finite_only.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace regulus {
namespace {

class FiniteOnly final : public MatrixSource {
  public:
    FiniteOnly(std::shared_ptr<const MatrixSource> source, std::string name, std::string file)
        : m_source(std::move(source)), m_name(std::move(name)), m_file(std::move(file)) {}

    std::size_t cells() const override { return m_source->cells(); }
    std::size_t genes() const override { return m_source->genes(); }
    std::size_t preferred_block() const override { return m_source->preferred_block(); }

    bool in_memory() const override { return m_source->in_memory(); }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        CsrMatrix part = m_source->block(begin, end);
        const auto bad = std::ranges::find_if(part.values, [](float v) { return !std::isfinite(v); });
        if (bad == part.values.end()) return part;
        const auto place = bad - part.values.begin();
        const auto row = std::ranges::upper_bound(part.offsets, place) - part.offsets.begin();
        refuse(begin + static_cast<std::size_t>(row),
               static_cast<std::size_t>(part.columns[static_cast<std::size_t>(place)]) + 1);
    }

    std::vector<float> gene(std::size_t g, Job& job) const override {
        std::vector<float> values = m_source->gene(g, job);
        const auto bad = std::ranges::find_if(values, [](float v) { return !std::isfinite(v); });
        if (bad != values.end()) refuse(static_cast<std::size_t>(bad - values.begin()) + 1, g + 1);
        return values;
    }

    void prepare_blocks(Job& job) const override { m_source->prepare_blocks(job); }
    bool fast_blocks() const override { return m_source->fast_blocks(); }

    const std::shared_ptr<const MatrixSource>& source() const { return m_source; }

  private:
    [[noreturn]] void refuse(std::size_t cell, std::size_t gene) const {
        throw Error(ErrorKind::Data, m_name + " has NaN or infinite values",
                    m_file + ", cell " + std::to_string(cell) + ", gene " + std::to_string(gene),
                    "Replace them, or use other values if the file has some");
    }

    std::shared_ptr<const MatrixSource> m_source;
    std::string m_name, m_file;
};

}  // namespace

std::shared_ptr<const MatrixSource> finite_only(std::shared_ptr<const MatrixSource> source, std::string name,
                                                std::string file) {
    return std::make_shared<FiniteOnly>(std::move(source), std::move(name), std::move(file));
}

std::shared_ptr<const MatrixSource> as_stored(std::shared_ptr<const MatrixSource> source) {
    if (const auto* const view = dynamic_cast<const FiniteOnly*>(source.get())) return view->source();
    return source;
}

}  // namespace regulus
