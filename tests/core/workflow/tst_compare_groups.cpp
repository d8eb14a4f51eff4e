// Groups of cells, what they are compared by, and what is said of it.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/io/dataset/dataset_reader.h"
#include "core/regulons/tf_activity.h"
#include "core/stats/rank_test.h"
#include "core/workflow/compare_groups.h"
#include "core/workflow/comparison_notes.h"
#include "core/workflow/first_rows.h"
#include "tests/support/test_data.h"

using namespace regulus;

namespace {

Table made_obs() {
    Table obs;
    for (int c = 0; c < 12; ++c) obs.index.push_back("c" + std::to_string(c));
    obs.columns.push_back(
        {"cell_type", Categorical{{"B", "NK", "T", "unknown"}, {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, -1}, {}}});
    obs.columns.push_back(
        {"donor_id", Categorical{{"d1", "d2", "d3"}, {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}, {}}});
    obs.columns.push_back({"leiden", Text{{"0", "0", "0", "0", "0", "0", "1", "1", "1", "1", "1", "1"}}});
    obs.columns.push_back({"n_counts", Numeric{std::vector<double>(12, 1.5)}});
    return obs;
}

std::vector<std::uint32_t> every(std::size_t cells) {
    std::vector<std::uint32_t> rows(cells);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

// log1p of counts per 10,000 that are easy to check: gene 0 marks B cells, gene 1 is constant.
ComparedValues made_values() {
    Matrix x(12, 3);
    for (std::size_t c = 0; c < 12; ++c) {
        x(c, 0) = std::log1p(c < 4 ? 7.0F : c % 3 == 0 ? 1.0F : 0.0F);
        x(c, 1) = std::log1p(5.0F);
        x(c, 2) = std::log1p(static_cast<float>(c % 5));
    }
    ComparedValues values;
    values.matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
    values.names = {"CD79A", "ACTB", "FTL"};
    values.counts = true;
    values.values = "X";
    return values;
}

std::string said_by(ErrorKind kind, const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.kind() == kind ? error.what() : std::string("other kind: ") + error.what();
    }
    return "nothing was thrown";
}

bool mentions(const std::vector<std::string>& texts, const char* word) {
    return std::ranges::any_of(texts, [&](const auto& text) { return text.find(word) != std::string::npos; });
}

// 30,000 cells without an index, group after group; the last, of five, lies between two stretches.
struct Many {
    ComparedValues values;
    CellGroups groups;
};
Many many_cells() {
    constexpr std::size_t count = 30000, genes = 12;
    Random random(4);
    Matrix x(count, genes);
    Many many;
    many.groups.names = {"one", "two", "rare"};
    many.groups.cells = {0, 0, 0};
    for (std::size_t c = 0; c < count; ++c) {
        many.groups.codes.push_back(c >= 24600 && c < 24605 ? 2 : c < count / 3 ? 0 : 1);
        ++many.groups.cells[std::size_t(many.groups.codes.back())];
        for (std::size_t g = 0; g < genes; ++g) {
            const double mean = 0.3 + (many.groups.codes.back() == 0 ? 0.1 * double(g) : 0.2);
            x(c, g) = std::log1p(float(random.poisson(mean)));
        }
    }
    many.values.matrix = std::make_shared<InMemoryMatrix>(to_sparse(x));
    for (std::size_t g = 0; g < genes; ++g) many.values.names.push_back("G" + std::to_string(g));
    many.values.counts = true;
    return many;
}

bool same_tests(const GroupComparison& a, const GroupComparison& b) {
    const auto &x = a.tests.tests, &y = b.tests.tests;
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(GroupTest)) == 0;
}

const char* const make_files = R"PY(
import sys, numpy as np, pandas as pd, anndata
out = sys.argv[1]
rng = np.random.default_rng(0)
x = rng.poisson(2, (40, 6)).astype("f4")
obs = pd.DataFrame({"cell_type": pd.Categorical(["a", "b"] * 20)}, index=["c%d" % i for i in range(40)])
var = pd.DataFrame(index=["SPI1", "LYZ", "B2M", "CD3D", "CD14", "PF4"])
bad = x.copy(); bad[4, 2] = np.nan; bad[9, 5] = np.inf
anndata.AnnData(bad, obs=obs, var=var).write_h5ad(out + "/bad.h5ad")
anndata.AnnData(x - 1.5, obs=obs, var=var).write_h5ad(out + "/scaled.h5ad")
found = (x > 1).astype("f4"); found[:, 0] = [1, 0] * 20
anndata.AnnData(found, obs=obs, var=var).write_h5ad(out + "/found.h5ad")
)PY";

}  // namespace

class CompareGroupsTest : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

  private Q_SLOTS:
    void groups_of_a_column() {
        const Table obs = made_obs();
        const CellGroups groups = groups_of_column(obs, "cell_type", every(12));
        QCOMPARE(groups.names, (std::vector<std::string>{"B", "NK", "T"}));
        QCOMPARE(groups.cells, (std::vector<std::size_t>{4, 4, 2}));
        QCOMPARE(groups.codes[10], -1);
        QVERIFY(mentions(groups.warnings, "2 cells without a value of cell_type"));
        const std::vector<std::uint32_t> some{0, 1, 4, 11};
        const CellGroups fewer = groups_of_column(obs, "cell_type", some);
        QCOMPARE(fewer.cells, (std::vector<std::size_t>{2, 1, 0}));
        const std::vector<std::uint32_t> one{0, 1};
        QVERIFY(said_by(ErrorKind::Data, [&] {
                    groups_of_column(obs, "cell_type", one);
                }).find("Fewer than two groups") != std::string::npos);
        QVERIFY(said_by(ErrorKind::Usage, [&] { groups_of_column(obs, "type", every(12)); }).find("type") !=
                std::string::npos);
    }

    void two_groups_of_any_columns() {
        const Table obs = made_obs();
        const CellGroups pair = two_groups(obs, {{"cell_type", "B"}}, {{"cell_type", "T"}}, every(12));
        QCOMPARE(pair.names, (std::vector<std::string>{"cell_type=B", "cell_type=T"}));
        QCOMPARE(pair.cells, (std::vector<std::size_t>{4, 2}));
        QCOMPARE(pair.column, std::string("cell_type"));
        // Cells without a label take no part, as among markers, unless they are asked for.
        const CellGroups rest = two_groups(obs, {{"cell_type", "B"}, {"cell_type", "T"}}, {}, every(12));
        QCOMPARE(rest.names, (std::vector<std::string>{"cell_type=B, cell_type=T", "all others"}));
        QCOMPARE(rest.cells, (std::vector<std::size_t>{6, 4}));
        QCOMPARE(rest.codes[11], -1);
        QVERIFY(mentions(rest.warnings, "2 cells without a value of cell_type take no part"));
        const CellGroups unknown = two_groups(obs, {{"cell_type", "unknown"}}, {}, every(12));
        QCOMPARE(unknown.cells, (std::vector<std::size_t>{1, 10}));
        QVERIFY(two_groups(obs, {{"donor_id", "d1"}}, {}, every(12)).warnings.empty());
        QCOMPARE(two_groups(obs, {{"cell_type", "B"}, {"cell_type", "B"}}, {}, every(12)).names,
                 (std::vector<std::string>{"cell_type=B", "all others"}));
        const std::vector<std::uint32_t> some{0, 1, 2, 4};
        QCOMPARE(two_groups(obs, {{"cell_type", "B"}}, {}, some).cells, (std::vector<std::size_t>{3, 1}));
        QVERIFY(said_by(ErrorKind::Usage, [&] {
                    two_groups(obs, {{"cell_type", "B"}}, {{"donor_id", "d1"}}, every(12));
                }).find("2 cells are in both") != std::string::npos);
        QVERIFY(said_by(ErrorKind::Data, [&] {
                    two_groups(obs, {{"cell_type", "T"}}, {}, some);
                }).find("cell_type=T") != std::string::npos);
        QVERIFY(said_by(ErrorKind::Usage, [&] {
                    cells_with(obs, {"cell_type", "Tcell"});
                }).find("no value 'Tcell'") != std::string::npos);
        const std::vector<std::uint32_t> alike{0, 1, 11};
        QVERIFY(said_by(ErrorKind::Data, [&] {
                    two_groups(obs, {{"cell_type", "B"}}, {}, alike);
                }).find("All cells that have a value are in the group cell_type=B") != std::string::npos);
        QVERIFY(said_by(ErrorKind::Usage, [&] { parse_column_value("odd=", "--of"); }).find("no value") !=
                std::string::npos);
        QVERIFY(said_by(ErrorKind::Usage, [&] { parse_column_value("B", "--of"); }).find("--of takes") !=
                std::string::npos);
    }

    void numbers_of_a_comparison() {
        const Table obs = made_obs();
        Job job;
        const GroupComparison found = compare_cells(
            made_values(), groups_of_column(obs, "cell_type", every(12)), obs, nullptr, {}, job);
        // T has two cells, which is too few to test and enough to be among the others.
        QCOMPARE(found.shown, (std::vector<std::uint8_t>{1, 1, 0}));
        QVERIFY(mentions(found.warnings, "fewer than 3 cells"));
        QCOMPARE(found.tested, std::size_t{6});
        const Compared marker = found.at(0, 0);
        QCOMPARE(marker.test.share, 1.0F);
        QVERIFY(std::abs(marker.test.share_rest - 2.0 / 6) < 1e-6);
        QVERIFY(std::abs(marker.fold_change - std::log2((7 + 1) / (2.0 / 6 + 1))) < 1e-6);
        QVERIFY(std::abs(marker.difference() - (std::log1p(7.0) - std::log1p(1.0) / 3)) < 1e-6);
        // Six tests: the smallest p is multiplied by six.
        QVERIFY(std::abs(marker.q_wilcoxon - 6 * marker.test.p_wilcoxon) < 1e-12);
        QCOMPARE(found.at(0, 1).fold_change, 0.0);
        QCOMPARE(ranked_genes(found, 0, {}).front(), 0U);
        ComparisonFilter filter;
        filter.up = true;
        filter.min_fold_change = 1;
        QCOMPARE(ranked_genes(found, 0, filter), (std::vector<std::uint32_t>{0}));
        filter = {};
        filter.min_share = 1;
        QCOMPARE(ranked_genes(found, 1, filter).size(), std::size_t{1});  // ACTB
        filter = {};
        filter.most_q = marker.q_wilcoxon;
        QCOMPARE(ranked_genes(found, 0, filter), (std::vector<std::uint32_t>{0}));
        ComparisonOptions ten;
        ten.min_cells = 10;
        QVERIFY(said_by(ErrorKind::Data, [&] {
                    compare_cells(made_values(), groups_of_column(obs, "cell_type", every(12)), obs, nullptr,
                                  ten, job);
                }).find("No group has 10 cells") != std::string::npos);
    }

    void a_result_beyond_the_memory_is_refused() {
        const Table obs = made_obs();
        set_memory_ceiling(500);
        Job job;
        const std::string said = said_by(ErrorKind::Memory, [&] {
            compare_cells(made_values(), groups_of_column(obs, "cell_type", every(12)), obs, nullptr, {},
                          job);
        });
        set_memory_ceiling(0);
        QVERIFY2(said.find("3 groups × 3 genes do not fit in memory") != std::string::npos, said.c_str());
    }

    void a_pair_is_the_first_against_the_second() {
        const Table obs = made_obs();
        Job job;
        const GroupComparison found = compare_cells(
            made_values(), two_groups(obs, {{"cell_type", "B"}}, {{"cell_type", "NK"}}, every(12)), obs,
            nullptr, {}, job);
        QCOMPARE(found.shown, (std::vector<std::uint8_t>{1, 0}));
        QCOMPARE(found.tested, std::size_t{3});
        QCOMPARE(found.at(0, 0).test.auroc, 1.0F);
        // Whichever side is too small is named.
        for (const bool turned : {false, true}) {
            const std::vector<ColumnValue> b{{"cell_type", "B"}}, t{{"cell_type", "T"}};
            const std::string said = said_by(ErrorKind::Data, [&] {
                compare_cells(made_values(), two_groups(obs, turned ? t : b, turned ? b : t, every(12)), obs,
                              nullptr, {}, job);
            });
            QVERIFY2(said.find("cell_type=T") != std::string::npos &&
                         said.find("has 2 cells, and a test takes 3") != std::string::npos,
                     said.c_str());
        }
    }

    void what_p_cannot_mean() {
        const Table obs = made_obs();
        const auto notes = [&](const char* column, ValuesOf of, const ModelFile* model) {
            CellGroups groups;
            groups.column = column;
            return comparison_notes(groups, of, obs, model);
        };
        QVERIFY(mentions(notes("cell_type", ValuesOf::Genes, nullptr), "donor_id has 3 values"));
        QVERIFY(mentions(notes("cell_type", ValuesOf::Genes, nullptr), "If the groups were made"));
        QVERIFY(mentions(notes("leiden", ValuesOf::Genes, nullptr), "leiden looks like clusters"));
        QVERIFY(mentions(notes("regulus_prediction", ValuesOf::Genes, nullptr), "was predicted"));
        ModelFile model;
        model.record.label_column = "cell_type";
        QVERIFY(mentions(notes("cell_type", ValuesOf::Attention, &model), "what it was trained for"));
        QVERIFY(!mentions(notes("donor_id", ValuesOf::Attention, &model), "trained for"));
    }

    void values_that_are_no_counts() {
        REGULUS_NEED_PYTHON("anndata");
        const auto made = test::run_python(make_files, {m_folder.path()});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        const auto compare = [&](const char* name) {
            const auto dataset = read_dataset(m_folder.filePath(name).toStdString(), {}, job);
            return compare_cells(compared_genes(*dataset, {}, {}),
                                 groups_of_column(dataset->obs, "cell_type", every(40)), dataset->obs,
                                 nullptr, {}, job);
        };
        const GroupComparison bad = compare("bad.h5ad");
        QCOMPARE(bad.tests.not_finite, (std::vector<std::uint32_t>{2, 5}));
        QVERIFY(mentions(bad.warnings, "2 genes with NaN or infinite values are not tested: B2M, PF4"));
        QVERIFY(mentions(bad.warnings,
                         "X has NaN or infinite values: values are compared as they are, not brought "
                         "to counts per 10,000, and there is no fold change"));
        QCOMPARE(bad.tested, std::size_t{8});
        QVERIFY(std::isnan(bad.at(0, 0).fold_change) && !std::isnan(bad.at(0, 0).q_wilcoxon));
        QCOMPARE(ranked_genes(bad, 0, {}).size(), std::size_t{4});
        const GroupComparison scaled = compare("scaled.h5ad");
        QVERIFY(mentions(scaled.warnings, "X holds scaled values"));
        QCOMPARE(scaled.tested, std::size_t{12});
        QVERIFY(scaled.at(0, 0).test.mean < 2 && !scaled.counts);
        // Whether a gene was found: a mean of 0 and 1, of no logarithm.
        const GroupComparison found = compare("found.h5ad");
        QVERIFY(!found.counts);
        QVERIFY(mentions(found.warnings, "means are of the values as they are"));
        QCOMPARE(found.at(0, 0).test.mean, 1.0F);
        QCOMPARE(found.at(0, 0).test.mean_rest, 0.0F);
        QVERIFY(found.at(0, 1).test.mean <= 1);
    }

    // A matrix without an index, sorted by its groups: all genes at once of some of the cells, and then what
    // there is without them, to the byte.
    void first_numbers_are_of_a_sample() {
        const Many many = many_cells();
        Job job;
        const auto told = [&](int threads) {
            set_thread_count(threads);
            std::vector<GroupComparison> parts;
            ComparisonOptions options;
            options.so_far = [&](GroupComparison part) { parts.push_back(std::move(part)); };
            const GroupComparison found = compare_cells(many.values, many.groups, {}, nullptr, options, job);
            set_thread_count(0);
            parts.push_back(found);
            return parts;
        };
        const std::vector<GroupComparison> parts = told(2);
        QCOMPARE(parts.size(), std::size_t{2});
        const GroupComparison &some = parts[0], &all = parts[1];
        QVERIFY(!some.whole && all.whole);
        QCOMPARE(all.sampled, std::size_t{0});
        const GroupComparison plain = compare_cells(many.values, many.groups, {}, nullptr, {}, job);
        QVERIFY(same_tests(all, plain) && all.q_wilcoxon == plain.q_wilcoxon);
        QVERIFY(same_tests(some, told(1)[0]));

        // What is told is what those cells have, and near to what all have.
        const SampledCells sample = sample_cells(*many.values.matrix, many.groups, job);
        QVERIFY(!sample.all);
        QCOMPARE(some.sampled, sample.groups.size());
        QVERIFY2(some.sampled > 1900 && some.sampled <= 2048, qPrintable(QString::number(some.sampled)));
        QVERIFY(std::ranges::all_of(some.tests.done, [](auto done) { return done != 0; }));
        const Matrix cells = to_dense(sample.values);
        for (const std::size_t group : {0U, 1U})
            for (std::size_t gene = 0; gene < cells.cols; ++gene) {
                std::vector<double> scores;
                std::vector<std::uint8_t> inside;
                for (std::size_t c = 0; c < cells.rows; ++c) {
                    scores.push_back(double(cells(c, gene)));
                    inside.push_back(sample.groups[c] == std::int32_t(group) ? 1 : 0);
                }
                const double here = double(some.at(group, gene).test.auroc);
                QVERIFY(std::abs(here - *auroc(scores, inside)) < 1e-6);
                QVERIFY(std::abs(here - double(all.at(group, gene).test.auroc)) < 0.05);
            }
        // A group that the sample has none of is there, without numbers.
        QCOMPARE(some.shown, all.shown);
        QVERIFY(std::isnan(some.at(2, 0).test.z) && std::isnan(some.at(2, 0).q_welch));
        QVERIFY(!std::isnan(all.at(2, 0).test.z));
        QVERIFY(some.tested < all.tested);

        Job stopped;
        stopped.cancel();
        QVERIFY_EXCEPTION_THROWN(sample_cells(*many.values.matrix, many.groups, stopped), Cancelled);
        QVERIFY(sample_cells(*made_values().matrix, groups_of_column(made_obs(), "cell_type", every(12)), job)
                    .empty());
    }

    // Of a pair a few cells among very many are in the sample, and what has no more cells needs no pass.
    void a_sample_of_a_pair_has_both() {
        Many many = many_cells();
        many.groups.pair = true;
        many.groups.names = {"A", "B"};
        many.groups.cells = {0, 0};
        for (std::size_t c = 0; c < many.groups.codes.size(); ++c) {
            many.groups.codes[c] = c % 1500 == 7 ? 0 : 1;
            ++many.groups.cells[std::size_t(many.groups.codes[c])];
        }
        Job job;
        std::size_t few = 0, others = 0, calls = 0;
        ComparisonOptions options;
        options.so_far = [&](const GroupComparison& part) {
            few = part.tests.cells[0];
            others = part.tests.cells[1];
            ++calls;
        };
        compare_cells(many.values, many.groups, {}, nullptr, options, job);
        QCOMPARE(calls, std::size_t{1});
        QCOMPARE(few, many.groups.cells[0]);
        QVERIFY2(others > 900 && others < 1100, qPrintable(QString::number(others)));
        for (std::size_t c = 0; c < many.groups.codes.size(); ++c)
            if (many.groups.codes[c] == 1 && c % 1500 != 8) many.groups.codes[c] = -1;
        count_cells(many.groups);
        const GroupComparison found = compare_cells(many.values, many.groups, {}, nullptr, options, job);
        QCOMPARE(calls, std::size_t{1});
        QVERIFY(found.whole && found.sampled == 0);
        QVERIFY(same_tests(found, compare_cells(many.values, many.groups, {}, nullptr, {}, job)));
        // Too few cells are refused before any are tested.
        many.groups.codes[7] = -1;
        for (std::size_t c = 3007; c < many.groups.codes.size(); c += 1500) many.groups.codes[c] = -1;
        for (std::size_t c = 0; c < many.groups.codes.size(); ++c)
            if (c % 1500 > 8) many.groups.codes[c] = 1;
        count_cells(many.groups);
        QVERIFY(said_by(ErrorKind::Data, [&] {
                    compare_cells(many.values, many.groups, {}, nullptr, options, job);
                }).find("has 1 cell, and a test takes 3") != std::string::npos);
        QCOMPARE(calls, std::size_t{1});
    }

    void activity_is_that_of_the_regulons() {
        Matrix x(30, 40);
        for (std::size_t i = 0; i < x.values.size(); ++i)
            x.values[i] = static_cast<float>((i * 7919) % 11) * 0.3F;
        std::ranges::fill(x.row(4), 0.0F);  // an empty cell has no activity
        const auto expression = std::make_shared<InMemoryMatrix>(to_sparse(x));
        RegulonSet set;
        set.genes = 40;
        set.tfs = {"A", "B"};
        set.own = {0, 1};
        set.targets = {2, 3, 4, 5, 6, 7, 8, 9};
        set.weights = {1, 1, -1, 1, 1, 1, -1, 1};
        set.offsets = {0, 4, 8};
        Job job;
        const Matrix expected = tf_activity(*expression, set, every(30), job);
        const ComparedValues values = compared_activity(expression, set);
        QCOMPARE(values.names, set.tfs);
        const CsrMatrix block = values.matrix->block(1, 4);
        for (std::size_t r = 0; r < 3; ++r)
            for (std::size_t t = 0; t < 2; ++t) QCOMPARE(to_dense(block)(r, t), expected(r + 1, t));
        std::vector<std::int32_t> codes(30);
        for (std::size_t c = 0; c < 30; ++c) codes[c] = c < 15 ? 0 : 1;
        CellGroups groups;
        groups.names = {"a", "b"};
        groups.codes = codes;
        groups.cells = {15, 15};
        const GroupComparison found = compare_cells(values, groups, {}, nullptr, {}, job);
        QCOMPARE(found.tests.unread, std::size_t{1});
        QVERIFY(mentions(found.warnings, "1 cell of which nothing can be read"));
        QCOMPARE(found.tests.cells, (std::vector<std::size_t>{14, 15}));
        QVERIFY(!std::isnan(found.at(0, 1).q_welch));
    }
};

QTEST_GUILESS_MAIN(CompareGroupsTest)
#include "tst_compare_groups.moc"
