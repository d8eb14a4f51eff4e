// Maps and components as they are asked for.
#include "core/workflow/cell_map.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/data/sparse_matrix.h"

using namespace regulus;

namespace {

Matrix cloud(std::size_t cells, std::size_t dimensions) {
    Matrix points(cells, dimensions);
    Random random(7);
    for (float& value : points.values) value = static_cast<float>(random.normal());
    for (std::size_t c = 0; c < cells; ++c) points(c, 0) += static_cast<float>(10 * (c % 3));
    return points;
}

// Gene g varies more than gene g + 1.
InMemoryMatrix ranked(std::size_t cells, std::size_t genes) {
    Matrix values(cells, genes);
    Random random(3);
    for (std::size_t c = 0; c < cells; ++c)
        for (std::size_t g = 0; g < genes; ++g)
            values(c, g) = static_cast<float>(std::abs(random.normal()) * 50 * std::pow(0.8, g));
    return InMemoryMatrix(to_sparse(values));
}

}  // namespace

class TestCellMap : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // To watch a map grow does not change it.
    void itGrowsTheSameWhoeverLooks() {
        const Matrix points = cloud(8000, 10);
        EmbeddingRequest request;
        struct Watched final : Job {
            void progress(double fraction, std::string_view) override {
                forwards = forwards && fraction >= last - 1e-9;
                last = fraction;
                ++all;
                if (fraction > 0.98) ++atTheEnd;
            }
            double last = 0;
            bool forwards = true;
            int all = 0, atTheEnd = 0;
        } job;
        const Matrix alone = lay_out(points, request, {}, job);
        job.last = 0;
        job.all = job.atTheEnd = 0;
        std::vector<int> epochs;
        const Matrix watched = lay_out(
            points, request,
            [&](const Matrix& places, int epoch, int all) {
                QCOMPARE(places.rows, points.rows);
                QCOMPARE(places.cols, std::size_t{2});
                QVERIFY(epoch > 0 && epoch < all);
                QVERIFY(epochs.empty() || epoch > epochs.back());
                epochs.push_back(epoch);
            },
            job);
        QVERIFY(watched.values == alone.values);
        QVERIFY(job.forwards);
        QVERIFY(job.atTheEnd > 0 && 5 * job.atTheEnd < job.all);  // and not from the first epoch
        QVERIFY(!epochs.empty());
    }

    void componentsOfTheGenesThatVaryMost() {
        const InMemoryMatrix values = ranked(200, 50);
        EmbeddingRequest request;
        request.variable_genes = 12;
        request.components = 5;
        request.seed = 4;
        const ComponentOptions options = components_of(request);
        QCOMPARE(options.seed, std::uint64_t{4});
        Job job;
        const CellComponents found = cell_components(values, options, job);
        QCOMPARE(found.scores.cols, std::size_t{5});
        QCOMPARE(found.pca.columns.size(), std::size_t{12});
        for (std::size_t i = 0; i < 12; ++i) QCOMPARE(std::size_t{found.pca.columns[i]}, i);
    }
};

QTEST_APPLESS_MAIN(TestCellMap)
#include "tst_cell_map.moc"
