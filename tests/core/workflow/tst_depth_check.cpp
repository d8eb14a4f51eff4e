// Does a TF still differ at equal depth? Not where nothing but depth differs; but where cells do.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/normalise.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/io/prior/prior_reader.h"
#include "core/workflow/compare_groups.h"
#include "core/workflow/depth_sample.h"
#include "core/workflow/learning_assay.h"
#include "core/workflow/regulon_input.h"
#include "tests/support/test_data.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// Cells of some types, and regulons of their genes.
struct Cells {
    std::shared_ptr<const Dataset> dataset;
    CsrMatrix counts;
    std::vector<std::string> types;  // one a cell
    std::vector<std::string> genes;
    RegulatoryNetwork prior;
};

Cells cells_of(const QString& data, const QString& prior, const std::vector<std::string>& types) {
    Job job;
    Cells cells;
    cells.dataset = read_dataset(data.toStdString(), {}, job);
    cells.prior = read_prior(prior.toStdString(), {}, job);
    const Categorical& labels = *cells.dataset->obs.find("cell_type")->categorical();
    std::vector<std::uint32_t> rows;
    for (std::uint32_t c = 0; c < labels.codes.size(); ++c) {
        const std::string& type = labels.categories[std::size_t(labels.codes[c])];
        if (std::ranges::find(types, type) == types.end()) continue;
        rows.push_back(c);
        cells.types.push_back(type);
    }
    const Assay& assay = learning_assay(*cells.dataset, "");
    cells.counts = assay.matrix->rows(rows);
    cells.genes = prepare_regulons(*cells.dataset, cells.prior, {}).genes;
    return cells;
}

std::shared_ptr<const MatrixSource> log_normalised_of(CsrMatrix counts) {
    for (std::size_t r = 0; r < counts.rows; ++r) {
        const auto values = counts.row_values(r);
        const double total = std::accumulate(values.begin(), values.end(), 0.0);
        for (auto i = counts.offsets[r]; i < counts.offsets[r + 1]; ++i)
            counts.values[std::size_t(i)] = float(std::log1p(counts.values[std::size_t(i)] * 1e4 / total));
    }
    return std::make_shared<InMemoryMatrix>(std::move(counts));
}

CsrMatrix half_of_the_molecules(const CsrMatrix& counts, const std::vector<std::int32_t>& sides) {
    CsrMatrix made;
    made.cols = counts.cols;
    Random random(11);
    for (std::size_t r = 0; r < counts.rows; ++r) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (std::size_t i = 0; i < counts.row_columns(r).size(); ++i) {
            float left = 0;
            for (float m = 0; m < counts.row_values(r)[i]; ++m)
                left += sides[r] == 1 || random.uniform() < 0.5 ? 1.0F : 0.0F;
            if (left == 0) continue;
            columns.push_back(counts.row_columns(r)[i]);
            values.push_back(left);
        }
        made.push_row(columns, values);
    }
    return made;
}

GroupComparison compared(const Cells& cells, const ComparedValues& values, std::vector<std::int32_t> sides) {
    CellGroups groups;
    groups.names = {"A", "B"};
    groups.pair = true;
    for (const std::int32_t side : {0, 1})
        groups.cells.push_back(std::size_t(std::ranges::count(sides, side)));
    groups.codes = std::move(sides);
    Job job;
    return compare_cells(values, std::move(groups), cells.dataset->obs, nullptr, {}, job);
}

std::size_t called(const std::vector<double>& q) {
    return std::size_t(std::ranges::count_if(q, [](double one) { return one <= 0.05; }));
}

double z_of(const GroupComparison& found, const std::string& tf) {
    return found.at(0, std::size_t(std::ranges::find(found.names, tf) - found.names.begin())).depth.z;
}

}  // namespace

class DepthCheckTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Half of the cells of one type, at half their depth, against the other half.
    void nothing_but_depth_differs_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("before");  // called by plain ranks, at least
        QTest::newRow("naive CD4 T cells") << "pbmc3k/pbmc3k_seurat.h5ad"
                                           << "Naive CD4 T" << 150;
        QTest::newRow("CD14 monocytes") << "pbmc3k/pbmc3k_seurat.h5ad"
                                        << "CD14+ Mono" << 150;
        QTest::newRow("CD14 monocytes of donors") << "kang_sle/kang_sle_pbmc.h5ad"
                                                  << "CD14+ Monocytes" << 8;
    }
    void nothing_but_depth_differs() {
        QFETCH(QString, file);
        QFETCH(QString, type);
        QFETCH(int, before);
        const QString data = data_file(file), prior = data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        REGULUS_NEED_DATA(prior);
        const Cells cells = cells_of(data, prior, {type.toStdString()});
        std::vector<std::int32_t> sides(cells.counts.rows);
        for (std::size_t c = 0; c < sides.size(); ++c) sides[c] = std::int32_t(c % 2);
        Random random(3);
        random.shuffle(std::span(sides));
        const auto expression = log_normalised_of(half_of_the_molecules(cells.counts, sides));
        Job job;
        for (const bool attention : {false, true}) {
            const ComparedValues values =
                attention ? compared_attention(
                                expression, make_prior_reader(*expression, cells.genes, cells.prior, {}, job))
                          : compared_activity(expression, activity_regulons(cells.genes, cells.prior, 5));
            const GroupComparison found = compared(cells, values, sides);
            QVERIFY(found.depth.thinned);
            const std::size_t plain = called(found.q_wilcoxon), equal = called(found.depth.q);
            qInfo("%s of %zu TFs, %zu cells: %zu differ by plain ranks (FDR 5 %%), %zu at equal depth",
                  to_string(values.of), found.names.size(), sides.size(), plain, equal);
            QVERIFY(plain >= std::size_t(before));
            QVERIFY(equal <= found.names.size() / 50);
        }
    }

    // MYC and LEF1 are known of naive cells; BCOR's targets are silent in both.
    void what_differs_still_does() {
        const QString data = data_file("pbmc3k/pbmc3k_seurat.h5ad"),
                      prior = data_file("priors/collectri.csv");
        REGULUS_NEED_DATA(data);
        REGULUS_NEED_DATA(prior);
        const Cells cells = cells_of(data, prior, {"Naive CD4 T", "Memory CD4 T"});
        std::vector<std::int32_t> sides;
        for (const std::string& type : cells.types) sides.push_back(type == "Naive CD4 T" ? 0 : 1);
        const auto values = compared_activity(log_normalised_of(cells.counts),
                                              activity_regulons(cells.genes, cells.prior, 5));
        const GroupComparison found = compared(cells, values, sides);
        QVERIFY(z_of(found, "MYC") > 5);
        QVERIFY(z_of(found, "NFKB1") < -5);
        const auto bcor = std::size_t(std::ranges::find(found.names, "BCOR") - found.names.begin());
        QVERIFY(found.at(0, bcor).q_wilcoxon < 1e-20);
        QVERIFY(!found.at(0, bcor).differs_at_depth());
        const auto myc = std::size_t(std::ranges::find(found.names, "MYC") - found.names.begin());
        QVERIFY(found.at(0, myc).differs_at_depth());
        QCOMPARE(found.depth.counterparts[0].group, std::size_t(std::ranges::count(sides, 0)));
        QVERIFY(found.notes.back().find("equal depth") != std::string::npos);
        // The same for any number of threads.
        set_thread_count(1);
        const GroupComparison again = compared(cells, values, sides);
        set_thread_count(0);
        QCOMPARE(again.depth.q.size(), found.depth.q.size());
        QVERIFY(std::memcmp(again.depth.q.data(), found.depth.q.data(), 8 * found.depth.q.size()) == 0);
        // Turned around it is the same with the other sign.
        for (std::int32_t& side : sides) side = 1 - side;
        QVERIFY(z_of(compared(cells, values, sides), "MYC") < -5);
    }

    // What there is room for, as evenly as all; and the note says so.
    void a_sample_keeps_to_the_memory() {
        constexpr std::size_t count = 6000, genes = 400;
        Random random(2);
        CsrMatrix counts;
        counts.cols = genes;
        std::vector<std::int32_t> sides;
        for (std::size_t c = 0; c < count; ++c) {
            std::vector<std::int32_t> columns;
            std::vector<float> values;
            sides.push_back(c % 3 == 0 ? 0 : 1);
            for (std::size_t g = 0; g < genes; ++g)
                if (const auto n = random.poisson(g < 8 && c % 3 == 0 ? 4 : 1); n > 0) {
                    columns.push_back(std::int32_t(g));
                    values.push_back(float(n));
                }
            counts.push_row(columns, values);
        }
        RegulonSet set;
        set.genes = genes;
        for (std::size_t t = 0; t < 40; ++t) {
            set.tfs.push_back("TF" + std::to_string(t));
            set.own.push_back(-1);
            for (std::size_t g = 0; g < 8; ++g) {
                set.targets.push_back(std::int32_t(8 * t + g));
                set.weights.push_back(1);
            }
            set.offsets.push_back(std::int64_t(set.targets.size()));
        }
        const auto values = compared_activity(log_normalised_of(counts), set);
        Cells none;
        none.dataset = std::make_shared<Dataset>();
        const GroupComparison all = compared(none, values, sides);
        QCOMPARE(all.depth.cells, all.depth.wanted);
        QCOMPARE(all.depth.cells, count);
        set_memory_ceiling(8U << 20U);
        const GroupComparison some = compared(none, values, sides);
        Job job;
        const DepthSample sample = depth_sample(values, some.groups, job);
        set_memory_ceiling(0);
        QCOMPARE(some.depth.wanted, count);
        QVERIFY2(some.depth.cells > 1200 && some.depth.cells < 2200,
                 qPrintable(QString::number(some.depth.cells)));
        QVERIFY(sample.expression.stored() * 8 + sample.expression.rows * 40 * 4 <= (4U << 20U));
        const auto first = double(std::ranges::count(sample.groups, 0));
        QVERIFY(first / double(sample.groups.size()) > 0.3);
        QVERIFY(some.notes.back().find("stand for all: the 6,000") != std::string::npos);
        QVERIFY(all.notes.back().find("stand for all") == std::string::npos);
        QVERIFY(z_of(all, "TF0") > 10 && z_of(some, "TF0") > 10);
    }

    // Values that are not made of counts, a sample of many cells, cells that show nothing, a cancel.
    void any_values_and_any_number_of_cells() {
        constexpr std::size_t count = 24000, genes = 60;
        Random random(9);
        CsrMatrix x;
        x.cols = genes;
        std::vector<std::int32_t> sides;
        for (std::size_t c = 0; c < count; ++c) {
            std::vector<std::int32_t> columns;
            std::vector<float> values;
            sides.push_back(c % 100 == 0 ? 0 : c % 3 == 0 ? -1 : 1);
            for (std::size_t g = 0; g < genes && c % 500 != 1; ++g) {
                if (random.uniform() > 0.4 && !(g < 8 && sides.back() == 0)) continue;
                columns.push_back(std::int32_t(g));
                values.push_back(float(0.2 + random.uniform()));
            }
            x.push_row(columns, values);
        }
        RegulonSet set;
        set.genes = genes;
        for (std::size_t t = 0; t < 3; ++t) {
            set.tfs.push_back("TF" + std::to_string(t));
            set.own.push_back(-1);
            for (std::size_t g = 0; g < 8; ++g) {
                set.targets.push_back(std::int32_t(20 * t + g));
                set.weights.push_back(1);
            }
            set.offsets.push_back(std::int64_t(set.targets.size()));
        }
        const auto values = compared_activity(std::make_shared<InMemoryMatrix>(x), set);
        Cells none;
        none.dataset = std::make_shared<Dataset>();
        const GroupComparison found = compared(none, values, sides);
        QVERIFY(!found.depth.thinned);
        QVERIFY(found.notes.back().find("not made of counts") != std::string::npos);
        QVERIFY(z_of(found, "TF0") > 10);
        QVERIFY(z_of(found, "TF0") > 2 * std::abs(z_of(found, "TF2")));
        const Counterparts sample = found.depth.counterparts[0];
        QVERIFY(sample.group <= 240 && sample.group > 200);
        QVERIFY2(sample.others > 4000 && sample.others <= checked_cells,
                 qPrintable(QString::number(sample.others)));
        Job job;
        job.cancel();
        CellGroups groups;
        groups.names = {"A", "B"};
        groups.codes = sides;
        const std::vector<std::uint8_t> shown{1, 0};
        QVERIFY_EXCEPTION_THROWN(check_depth(values, groups, shown, job), Cancelled);
        ComparedValues genes_alone;
        QVERIFY(check_depth(genes_alone, groups, shown, job).tests.empty());
    }
};

QTEST_GUILESS_MAIN(DepthCheckTest)
#include "tst_depth_check.moc"
