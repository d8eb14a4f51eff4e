// Tests of groups of cells against scipy and scikit-learn: real files and odd ones.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "tests/core/stats/comparison_reference.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

GeneTests tested(const Matrix& values, const std::vector<std::int32_t>& codes, std::size_t groups,
                 TestOptions options = {}) {
    Job job;
    return test_genes(InMemoryMatrix(to_sparse(values)), codes, groups, options, job);
}

// Some genes of a file's log-normalised values, dense, and its labels.
struct FromFile {
    Matrix values;
    std::vector<std::int32_t> codes;
    std::size_t groups = 0;
};

FromFile from_file(const QString& path, std::size_t stride) {
    Job job;
    const auto dataset = read_dataset(path.toStdString(), {}, job);
    const auto expression = log_normalised(modelling_assay(*dataset));
    const Matrix all = to_dense(expression->block(0, dataset->cells()));
    const Categorical& labels = *dataset->obs.find("cell_type")->categorical();
    FromFile made{Matrix(all.rows, (all.cols + stride - 1) / stride), labels.codes, labels.categories.size()};
    for (std::size_t r = 0; r < all.rows; ++r)
        for (std::size_t g = 0; g < made.values.cols; ++g) made.values(r, g) = all(r, g * stride);
    return made;
}

// Genes that are mostly zero, with ties, without zeros, with negative values, constant, with NaN.
Matrix odd_genes(std::size_t cells, std::mt19937& random) {
    std::poisson_distribution<int> few(0.3), many(4);
    std::normal_distribution<float> normal(-1, 2);
    Matrix x(cells, 12);
    for (std::size_t r = 0; r < cells; ++r) {
        x(r, 0) = static_cast<float>(few(random));
        x(r, 1) = static_cast<float>(many(random) + 1);
        x(r, 2) = normal(random);
        x(r, 3) = std::round(normal(random));
        x(r, 4) = 0;
        x(r, 5) = 3.7F;
        x(r, 6) = -2.1F;
        x(r, 7) = r == 5 ? not_a_number : normal(random);
        x(r, 8) = r == 6 ? std::numeric_limits<float>::infinity() : 1.0F;
        x(r, 9) = r == 3 ? 1.5F : 0.0F;
        x(r, 10) = 1000 + normal(random);
        x(r, 11) = std::exp(normal(random) * 0.5F);
    }
    return x;
}

bool same_bytes(const GeneTests& a, const GeneTests& b) {
    return a.tests.size() == b.tests.size() && a.not_finite == b.not_finite && a.cells == b.cells &&
           std::memcmp(a.tests.data(), b.tests.data(), a.tests.size() * sizeof(GroupTest)) == 0;
}

}  // namespace

class GroupTestsTest : public QObject {
    Q_OBJECT
    void compare_file(const QString& name, std::size_t stride) {
        const QString path = data_file(name);
        REGULUS_NEED_DATA(path);
        const FromFile file = from_file(path, stride);
        TestOptions options;
        options.linear = true;
        REGULUS_AS_PYTHON(compared_with_python(file.values, file.codes,
                                               tested(file.values, file.codes, file.groups, options), true));
    }

  private Q_SLOTS:
    void initTestCase() { REGULUS_NEED_PYTHON("sklearn", "scipy"); }

    void pbmc3k() { compare_file("pbmc3k/pbmc3k_seurat.h5ad", 45); }
    void kang_sle() { compare_file("kang_sle/kang_sle_pbmc.h5ad", 30); }

    void odd_values_data() {
        QTest::addColumn<int>("cells");
        QTest::addColumn<int>("groups");
        QTest::newRow("two groups") << 301 << 2;
        QTest::newRow("five groups") << 2000 << 5;
        QTest::newRow("one cell a group") << 9 << 9;
        QTest::newRow("200 groups") << 1500 << 200;
    }
    void odd_values() {
        QFETCH(int, cells);
        QFETCH(int, groups);
        std::mt19937 random(1);
        const auto n = static_cast<std::size_t>(cells);
        const Matrix x = odd_genes(n, random);
        std::vector<std::int32_t> codes(n);
        for (std::size_t r = 0; r < n; ++r) codes[r] = static_cast<std::int32_t>(r) % groups;
        if (groups < 9) {  // sizes that differ, and cells that take no part
            for (std::size_t r = 0; r < n; r += 7) codes[r] = -1;
            for (std::size_t r = 3; r < n; r += 4) codes[r] = 0;
            codes[5] = codes[6] = 1;
        }
        const GeneTests found = tested(x, codes, static_cast<std::size_t>(groups));
        QCOMPARE(found.not_finite, (std::vector<std::uint32_t>{7, 8}));
        REGULUS_AS_PYTHON(compared_with_python(x, codes, found, false));
    }

    void a_constant_gene_is_no_difference() {
        const GeneTests found = tested(odd_genes_of(20), halves(20), 2);
        for (const std::size_t gene : {4U, 5U, 6U}) {
            QCOMPARE(found.at(0, gene).auroc, 0.5F);
            QCOMPARE(found.at(0, gene).z, 0.0);
            QCOMPARE(found.at(0, gene).p_wilcoxon, 1.0);
            QCOMPARE(found.at(0, gene).p_wilcoxon_continuity, 1.0);
            QVERIFY(std::isnan(found.at(0, gene).p_welch));
        }
    }
    // Neither side varies, and they differ: as scipy has it.
    void sides_without_spread() {
        Matrix x(8, 1);
        for (std::size_t r = 0; r < 8; ++r) x(r, 0) = r < 4 ? 0.1F : 0.7F;
        const GeneTests found = tested(x, halves(8), 2);
        QVERIFY(std::isinf(found.at(0, 0).t) && found.at(0, 0).t < 0);
        QCOMPARE(found.at(0, 0).p_welch, 0.0);
        QCOMPARE(found.at(0, 0).auroc, 0.0F);
    }
    void cells_of_which_nothing_was_read_are_left_out() {
        std::mt19937 random(2);
        Matrix x = odd_genes(60, random);
        std::ranges::fill(x.row(7), not_a_number);
        const GeneTests found = tested(x, halves(60), 2);
        QCOMPARE(found.unread, std::size_t{1});
        QCOMPARE(found.cells, (std::vector<std::size_t>{29, 30}));
        QCOMPARE(found.not_finite, (std::vector<std::uint32_t>{7, 8}));
        std::vector<std::int32_t> without = halves(60);
        without[7] = -1;
        QVERIFY(tested(x, without, 2).tests[0].p_wilcoxon == found.tests[0].p_wilcoxon);
    }
    void groups_without_cells_or_without_others() {
        const Matrix x = odd_genes_of(10);
        const GeneTests found = tested(x, std::vector<std::int32_t>(10, 1), 3);
        QCOMPARE(found.cells, (std::vector<std::size_t>{0, 10, 0}));
        for (const GroupTest& test : found.tests)
            QVERIFY(std::isnan(test.p_wilcoxon) && std::isnan(test.mean));
        QCOMPARE(tested(Matrix(0, 3), {}, 2).tests.size(), std::size_t{6});
        QCOMPARE(tested(Matrix(3, 0), {0, 1, 0}, 2).tests.size(), std::size_t{0});
    }

    // However it is done: threads, little room, gene by gene.
    void same_bytes_whatever_the_way() {
        std::mt19937 random(3);
        Matrix x(3000, 700);
        std::poisson_distribution<int> few(0.2);
        for (float& value : x.values) value = std::log1p(static_cast<float>(few(random)) * 1.3F);
        const auto codes = halves(3000);
        const GeneTests usual = tested(x, codes, 2);
        for (const int threads : {1, 3}) {
            set_thread_count(threads);
            QVERIFY(same_bytes(usual, tested(x, codes, 2)));
        }
        set_thread_count(0);
        TestOptions little;
        little.room = 200'000;  // a tenth of what it takes
        QVERIFY(same_bytes(usual, tested(x, codes, 2, little)));
        little.room = 1;
        QVERIFY(same_bytes(tested(odd_genes_of(50), halves(50), 2),
                           tested(odd_genes_of(50), halves(50), 2, little)));
        TestOptions some_first;
        some_first.first = {11, 3, 4};
        QVERIFY(same_bytes(usual, tested(x, codes, 2, some_first)));
    }
    void tells_of_genes_as_they_come_and_stops() {
        const Matrix x(500, 1000);
        Job job;
        TestOptions options;
        options.first = {700, 3};
        std::size_t calls = 0, done = 0;
        const auto ready = [&](const GeneTests& so_far) {
            done = static_cast<std::size_t>(std::ranges::count(so_far.done, 1));
            QCOMPARE(so_far.done[700], std::uint8_t{1});
            QCOMPARE(so_far.at(0, 700).p_wilcoxon, 1.0);
            if (++calls == 1) QCOMPARE(done, std::size_t{2});
            QVERIFY(so_far.done[999] != 0 || std::isnan(so_far.at(0, 999).p_wilcoxon));
            if (done > 200) job.cancel();
        };
        QVERIFY_EXCEPTION_THROWN(
            test_genes(InMemoryMatrix(to_sparse(x)), halves(500), 2, options, job, ready), Cancelled);
        QVERIFY(calls > 2 && done > 200 && done < 1000);
    }

  private:
    static std::vector<std::int32_t> halves(std::size_t cells) {
        std::vector<std::int32_t> codes(cells);
        for (std::size_t r = 0; r < cells; ++r) codes[r] = r < cells / 2 ? 0 : 1;
        return codes;
    }
    static Matrix odd_genes_of(std::size_t cells) {
        std::mt19937 random(4);
        return odd_genes(cells, random);
    }
};

QTEST_GUILESS_MAIN(GroupTestsTest)
#include "tst_group_tests.moc"
