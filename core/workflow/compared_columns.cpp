#include "core/workflow/compared_columns.h"

#include <utility>

namespace regulus {
namespace {

// A few columns of numbers as a matrix: nothing is copied before it is asked for.
class ColumnMatrix final : public MatrixSource {
  public:
    explicit ColumnMatrix(std::vector<NumberColumn> columns) : m_columns(std::move(columns)) {}

    std::size_t cells() const override {
        return m_columns.empty() ? 0 : m_columns.front().numbers->values.size();
    }
    std::size_t genes() const override { return m_columns.size(); }
    bool fast_genes() const override { return true; }
    std::vector<float> gene(std::size_t g, Job& job) const override {
        job.checkpoint();
        const std::vector<double>& values = m_columns[g].numbers->values;
        return {values.begin(), values.end()};
    }
    CsrMatrix block(std::size_t begin, std::size_t end) const override {
        Matrix made(end - begin, m_columns.size());
        for (std::size_t cell = begin; cell < end; ++cell)
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                made(cell - begin, c) = static_cast<float>(m_columns[c].numbers->values[cell]);
        return to_sparse(made);
    }

  private:
    std::vector<NumberColumn> m_columns;
};

}  // namespace

ComparedValues compared_columns(std::vector<NumberColumn> columns) {
    ComparedValues made;
    made.of = ValuesOf::Columns;
    made.values = "numbers of cells";
    for (const NumberColumn& column : columns) made.names.push_back(column.name);
    made.matrix = std::make_shared<const ColumnMatrix>(std::move(columns));
    return made;
}

}  // namespace regulus
