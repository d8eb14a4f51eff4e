#include <QTest>
#include <cstring>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/embed/covariance.h"
#include "core/embed/symmetric_matrix.h"

using namespace regulus;

namespace {

SymmetricMatrix random_matrix(std::size_t size) {
    Random random(size);
    SymmetricMatrix matrix(size);
    for (std::size_t c = 0; c < size; ++c)
        for (double& value : matrix.upper(c)) value = random.normal();
    return matrix;
}

Eigen::VectorXd random_vector(std::size_t size) {
    Random random(7);
    Eigen::VectorXd vector(static_cast<Eigen::Index>(size));
    for (double& value : vector) value = random.normal();
    return vector;
}

}  // namespace

class SymmetricMatrixTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void an_entry_stands_on_both_sides() {
        SymmetricMatrix matrix(3);
        matrix.upper(2)[0] = 5;
        matrix.upper(1)[1] = 2;
        QCOMPARE(matrix(0, 2), 5.0);
        QCOMPARE(matrix(2, 0), 5.0);
        QCOMPARE(matrix.trace(), 2.0);
        Eigen::Matrix3d expected;
        expected << 0, 0, 5, 0, 2, 0, 5, 0, 0;
        QVERIFY(matrix.full() == expected);
        QCOMPARE(SymmetricMatrix::bytes(3), 6 * sizeof(double));
    }

    // Sizes on both sides of the stretches of columns that threads share.
    void products_are_those_of_the_full_matrix_data() {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 255, 256, 257, 700}) QTest::addRow("%d", size) << size;
    }
    void products_are_those_of_the_full_matrix() {
        QFETCH(const int, size);
        const SymmetricMatrix matrix = random_matrix(static_cast<std::size_t>(size));
        const Eigen::VectorXd vector = random_vector(static_cast<std::size_t>(size));
        QVERIFY((matrix.times(vector) - matrix.full() * vector).cwiseAbs().maxCoeff() < 1e-11 * size);
    }
    void an_empty_matrix_has_an_empty_product() {
        QCOMPARE(SymmetricMatrix().times(Eigen::VectorXd()).size(), Eigen::Index{0});
    }

    void products_do_not_depend_on_threads() {
        const SymmetricMatrix matrix = random_matrix(900);
        const Eigen::VectorXd vector = random_vector(900);
        set_thread_count(1);
        const Eigen::VectorXd one = matrix.times(vector);
        set_thread_count(3);
        const Eigen::VectorXd three = matrix.times(vector);
        set_thread_count(0);
        QVERIFY(std::memcmp(one.data(), three.data(), 900 * sizeof(double)) == 0);
    }

    // Dense rows and sparse ones, in numbers that leave tiles and blocks half full.
    void a_covariance_is_that_of_its_rows_data() {
        QTest::addColumn<double>("share");
        QTest::newRow("sparse") << 0.05;
        QTest::newRow("dense") << 0.9;
    }
    void a_covariance_is_that_of_its_rows() {
        QFETCH(const double, share);
        constexpr std::size_t rows = 1'101, columns = 67;
        Random random(3);
        Eigen::MatrixXd points = Eigen::MatrixXd::Zero(rows, columns);
        Covariance sums(columns);
        for (std::size_t r = 0; r < rows; ++r) {
            std::vector<std::int32_t> places;
            std::vector<float> values;
            for (std::size_t c = 0; c < columns; ++c) {
                if (random.uniform() >= share) continue;
                places.push_back(static_cast<std::int32_t>(c));
                values.push_back(static_cast<float>(random.normal() + 2));
                points(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = values.back();
            }
            sums.add(places, values);
        }
        std::vector<float> mean;
        SymmetricMatrix covariance;
        sums.finish(mean, covariance);
        const Eigen::MatrixXd centred = points.rowwise() - points.colwise().mean();
        const Eigen::MatrixXd expected = centred.transpose() * centred / (rows - 1);
        QVERIFY((covariance.full() - expected).cwiseAbs().maxCoeff() < 1e-5);
    }
};

QTEST_APPLESS_MAIN(SymmetricMatrixTest)
#include "tst_symmetric_matrix.moc"
