#include "core/embed/symmetric_matrix.h"

#include <algorithm>

#include "core/base/parallel.h"

namespace regulus {

double SymmetricMatrix::trace() const {
    double sum = 0;
    for (std::size_t c = 0; c < m_size; ++c) sum += upper(c)[c];
    return sum;
}

Eigen::MatrixXd SymmetricMatrix::full() const {
    const auto n = static_cast<Eigen::Index>(m_size);
    Eigen::MatrixXd square(n, n);
    for (std::size_t c = 0; c < m_size; ++c)
        std::ranges::copy(upper(c), square.col(static_cast<Eigen::Index>(c)).data());
    square.triangularView<Eigen::StrictlyLower>() = square.transpose();
    return square;
}

// A column stands for a row as well: what it gives to the rows above the diagonal is added up by stretches of
// columns, these in their order.
Eigen::VectorXd SymmetricMatrix::times(const Eigen::Ref<const Eigen::VectorXd>& vector) const {
    constexpr std::size_t stretch = 256;
    assert(static_cast<std::size_t>(vector.size()) == m_size);
    std::vector<Eigen::VectorXd> parts((m_size + stretch - 1) / stretch);
    parallel_for(m_size, stretch, [&](std::size_t begin, std::size_t end) {
        Eigen::VectorXd& part = parts[begin / stretch];
        part = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(end));
        for (std::size_t c = begin; c < end; ++c) {
            const auto above = static_cast<Eigen::Index>(c);
            const Eigen::Map<const Eigen::VectorXd> column(upper(c).data(), above);
            part[above] += column.dot(vector.head(above)) + upper(c)[c] * vector[above];
            part.head(above) += vector[above] * column;
        }
    });
    Eigen::VectorXd product = Eigen::VectorXd::Zero(vector.size());
    for (const Eigen::VectorXd& part : parts) product.head(part.size()) += part;
    return product;
}

}  // namespace regulus
