// Counts and everything that people make of them: what it was is found out, and what is made of it is what is
// made of the counts.
#include <QTest>
#include <cmath>
#include <functional>

#include "core/base/random.h"
#include "core/data/dataset.h"
#include "core/data/normalise.h"
#include "core/data/selection_total.h"

using namespace regulus;

namespace {

using Row = std::vector<std::pair<std::int32_t, double>>;
using Rows = std::vector<Row>;
using Each = std::function<double(double)>;

constexpr std::size_t cells = 120, genes = 1500;

// Cells of different depth; few genes have many counts, most have 0 or 1.
Rows made_counts() {
    Random random(3);
    Rows rows(cells);
    for (std::size_t c = 0; c < cells; ++c) {
        const double depth = 400 + 3000 * random.uniform();
        for (std::size_t g = 0; g < genes; ++g) {
            const double mean = depth / (8.0 * static_cast<double>(g + 10)) + 0.0001 * depth;
            const double drawn = std::floor(mean * (0.3 + 1.4 * random.uniform()) + random.uniform());
            if (drawn > 0) rows[c].emplace_back(static_cast<std::int32_t>(g), drawn);
        }
    }
    return rows;
}

const Rows& counts() {
    static const Rows made = made_counts();
    return made;
}

double sum(const Row& row) {
    double total = 0;
    for (const auto& [gene, value] : row) total += value;
    return total;
}

Rows each(Rows rows, const Each& change) {
    for (Row& row : rows) {
        for (auto& [gene, value] : row) value = change(value);
    }
    return rows;
}

Rows scaled_to(Rows rows, double total) {
    for (Row& row : rows) {
        const double factor = total / sum(row);
        for (auto& [gene, value] : row) value *= factor;
    }
    return rows;
}

// As scran's size factors are: by depth, and a little off.
Rows by_size_factors(Rows rows) {
    Random random(4);
    for (Row& row : rows) {
        const double factor = 1500 / sum(row) * (0.8 + 0.4 * random.uniform());
        for (auto& [gene, value] : row) value *= factor;
    }
    return rows;
}

// As programs that take background away leave counts.
Rows with_fractions(Rows rows) {
    Random random(5);
    return each(std::move(rows), [&](double value) { return value * (0.7 + 0.299 * random.uniform()); });
}

// Genes after the first ones, which have most counts.
Rows without_first(const Rows& rows, std::int32_t first) {
    Rows result;
    for (const Row& row : rows) {
        Row left;
        for (const auto& value : row) {
            if (value.first >= first) left.push_back(value);
        }
        result.push_back(std::move(left));
    }
    return result;
}

Assay assay_of(const Rows& rows, std::size_t width = genes) {
    CsrMatrix m;
    m.cols = width;
    for (const Row& row : rows) {
        std::vector<std::int32_t> columns;
        std::vector<float> values;
        for (const auto& [gene, value] : row) {
            columns.push_back(gene);
            values.push_back(static_cast<float>(value));
        }
        m.push_row(columns, values);
        m.rows = m.offsets.size() - 1;
    }
    Assay assay{"X", std::make_shared<InMemoryMatrix>(std::move(m)), std::make_shared<const Table>(),
                ValueKind::Empty};
    const ValueFacts facts = inspect_values(*assay.matrix);
    assay.kind = facts.kind;
    assay.scale = facts.scale;
    assay.molecules = facts.molecules;
    return assay;
}

const Each log_e = [](double x) { return std::log1p(x); };
const Each log_2 = [](double x) { return std::log2(1 + x); };
const Each log_10 = [](double x) { return std::log10(1 + x); };
const Each root = [](double x) { return std::sqrt(x); };

double largest_difference(const Assay& a, const Assay& b) {
    const Matrix left = to_dense(log_normalised(a)->block(0, a.matrix->cells()));
    const Matrix right = to_dense(log_normalised(b)->block(0, b.matrix->cells()));
    double most = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i)
        most = std::max(most, static_cast<double>(std::abs(left.values[i] - right.values[i])));
    return most;
}

}  // namespace

Q_DECLARE_METATYPE(Rows)

class ValueScaleTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void what_can_be_undone_gives_what_counts_give_data() {
        QTest::addColumn<Rows>("values");
        QTest::addColumn<QString>("words");
        const Rows& raw = counts();
        const auto row = [](const char* name, const Rows& values, const char* words) {
            QTest::newRow(name) << values << QString(words);
        };
        row("log CP10k", each(scaled_to(raw, 1e4), log_e), "log-normalised");
        row("log CP100k", each(scaled_to(raw, 1e5), log_e), "log1p of counts per 100,000");
        row("log CPM", each(scaled_to(raw, 1e6), log_e), "log1p of counts per million (CPM, TPM)");
        row("log2 CPM", each(scaled_to(raw, 1e6), log_2), "log2(x + 1) of counts per million (CPM, TPM)");
        row("log10 CP10k", each(scaled_to(raw, 1e4), log_10), "log10(x + 1) of counts per 10,000");
        row("log of shares", each(scaled_to(raw, 1), log_e), "log1p of shares of each cell (sum 1)");
        row("log of the median", each(scaled_to(raw, 1837), log_e),
            "log1p of counts scaled to 1837 per cell");
        row("log of counts", each(raw, log_e), "log1p of counts");
        row("log2 of counts", each(raw, log_2), "log2(x + 1) of counts");
        row("counts times a half", each(raw, [](double x) { return x / 2; }), "counts");
        row("counts times 0.1", each(raw, [](double x) { return x * 0.1; }), "counts");
        row("log of counts times 1.5", each(raw, [](double x) { return std::log1p(1.5 * x); }),
            "log1p of counts");
        row("log twice", each(each(scaled_to(raw, 1e4), log_e), log_e),
            "log1p, applied twice, of counts per 10,000");
        row("square roots of CP10k", each(scaled_to(raw, 1e4), root), "square root of counts per 10,000");
        row("square roots of counts", each(raw, root), "square root of counts");
        row("square roots of shares", each(scaled_to(raw, 1), root),
            "square root of shares of each cell (sum 1)");
        row("CP10k", scaled_to(raw, 1e4), "counts per 10,000");
        row("TPM", scaled_to(raw, 1e6), "counts per million (CPM, TPM)");
        row("shares", scaled_to(raw, 1), "shares of each cell (sum 1)");
        row("percent", scaled_to(raw, 100), "counts scaled to 100 per cell");
        // Two decimals, as tables of text have them.
        row("rounded",
            each(each(scaled_to(raw, 1e6), log_2), [](double x) { return std::round(x * 100) / 100; }),
            "log2(x + 1) of counts per million (CPM, TPM)");
    }
    void what_can_be_undone_gives_what_counts_give() {
        QFETCH(Rows, values);
        QFETCH(QString, words);
        const Assay assay = assay_of(values), truth = assay_of(counts());
        QCOMPARE(QString::fromStdString(describe_values(assay)), words);
        QVERIFY(scale_of(assay).known);
        const double tolerance = QTest::currentDataTag() == std::string("rounded") ? 0.02 : 1e-3;
        QVERIFY2(largest_difference(assay, truth) < tolerance,
                 qPrintable(QString::number(largest_difference(assay, truth))));
        // By gene as by cell.
        Job job;
        const auto view = log_normalised(assay);
        const Matrix dense = to_dense(view->block(0, cells));
        const std::vector<float> gene = view->gene(7, job);
        for (std::size_t c = 0; c < cells; ++c) QVERIFY(std::abs(gene[c] - dense(c, 7)) < 1e-5);
    }

    void counts_with_fractions_are_counts_data() {
        QTest::addColumn<Rows>("values");
        QTest::addColumn<QString>("words");
        const Rows part = with_fractions(counts());
        QTest::newRow("plain") << part << "counts with fractions";
        QTest::newRow("shares") << scaled_to(part, 1) << "shares of each cell (sum 1)";
        QTest::newRow("log CP10k") << each(scaled_to(part, 1e4), log_e) << "log-normalised";
        QTest::newRow("log2 TPM") << each(scaled_to(part, 1e6), log_2)
                                  << "log2(x + 1) of counts per million (CPM, TPM)";
    }
    void counts_with_fractions_are_counts() {
        QFETCH(Rows, values);
        QFETCH(QString, words);
        const Assay assay = assay_of(values), truth = assay_of(with_fractions(counts()));
        QCOMPARE(QString::fromStdString(describe_values(assay)), words);
        QVERIFY(largest_difference(assay, truth) < 1e-3);
    }

    // Of more than a selection of genes the factors of cells do not matter.
    void size_factors() {
        Rows rows = by_size_factors(counts());
        const Assay truth = assay_of(counts(), 20'000);
        for (const Each& log : {log_2, log_e, Each([](double x) { return x; })}) {
            const Assay assay = assay_of(each(rows, log), 20'000);
            QVERIFY(scale_of(assay).known && !scale_of(assay).guessed);
            QVERIFY(largest_difference(assay, truth) < 1e-3);
        }
    }

    // What cells had is a whole number, for one total alone.
    void selected_genes_keep_the_total_that_they_were_scaled_to_data() {
        QTest::addColumn<Rows>("values");
        QTest::addColumn<double>("total");
        const Rows all = counts();
        const auto row = [](const char* name, const Rows& values, double total) {
            QTest::newRow(name) << without_first(values, 40) << total;
        };
        row("log CP10k", each(scaled_to(all, 1e4), log_e), 1e4);
        row("log CP100k", each(scaled_to(all, 1e5), log_e), 1e5);
        row("log2 CPM", each(scaled_to(all, 1e6), log_2), 1e6);
        row("log2 CP10k", each(scaled_to(all, 1e4), log_2), 1e4);
        row("log of the median", each(scaled_to(all, 1837), log_e), 1837);
        row("log of the mean", each(scaled_to(all, 1652.3871), log_e), 1652.3871);
        row("square roots of CP10k", each(scaled_to(all, 1e4), root), 1e4);
        row("median", scaled_to(all, 1837), 1837);
        row("four decimals",
            each(each(scaled_to(all, 1e4), log_e), [](double x) { return std::round(x * 1e4) / 1e4; }), 1e4);
    }
    void selected_genes_keep_the_total_that_they_were_scaled_to() {
        QFETCH(Rows, values);
        QFETCH(double, total);
        const Assay assay = assay_of(values);
        const Assay truth = assay_of(without_first(each(scaled_to(counts(), 1e4), log_e), 40));
        const ValueScale scale = scale_of(assay);
        QVERIFY2(scale.known && scale.selection && !scale.guessed, describe_values(assay).c_str());
        QVERIFY2(std::abs(scale.total / total - 1) < 1e-5, qPrintable(QString::number(scale.total, 'g', 9)));
        QVERIFY(largest_difference(assay, truth) < 1e-3);
    }

    // Of three decimals nothing follows; what the cells had is in obs.
    void a_column_of_counts_tells_the_total() {
        const Rows all = counts();
        const auto rounded = [](double x) { return std::round(x * 1e3) / 1e3; };
        const Assay truth = assay_of(without_first(each(scaled_to(all, 1e4), log_e), 40));
        Dataset dataset;
        dataset.assays.push_back(
            assay_of(without_first(each(each(scaled_to(all, 1837), log_e), rounded), 40)));
        QVERIFY(!dataset.assays[0].scale->known);
        Numeric depth, other;
        for (const Row& row : all) {
            depth.values.push_back(sum(row));
            other.values.push_back(7);
        }
        dataset.obs.columns = {{"other", other}, {"total_counts", depth}};
        settle_totals(dataset);
        QVERIFY(dataset.assays[0].scale->known && !dataset.assays[0].scale->guessed);
        QVERIFY2(std::abs(dataset.assays[0].scale->total / 1837 - 1) < 0.01,
                 qPrintable(QString::number(dataset.assays[0].scale->total)));
        QVERIFY(largest_difference(dataset.assays[0], truth) < 0.05);
    }

    // A size factor times the unit is one number, too, and no total.
    void a_column_of_size_factors_does_not() {
        const Rows all = counts(), scaled = by_size_factors(all);
        Dataset dataset;
        dataset.assays.push_back(assay_of(without_first(each(scaled, log_e), 40)));
        Numeric factors;
        for (std::size_t c = 0; c < all.size(); ++c)
            factors.values.push_back(all[c][0].second / scaled[c][0].second);
        dataset.obs.columns = {{"sizeFactor", factors}};
        settle_totals(dataset);
        QVERIFY(!dataset.assays[0].scale->known);
    }

    void what_cannot_be_told_is_not_known_data() {
        QTest::addColumn<Rows>("values");
        const Rows raw = counts(), log = each(scaled_to(raw, 1e4), log_e);
        Rows mixed = raw;
        for (std::size_t c = 0; c < cells; c += 2) mixed[c] = log[c];
        QTest::newRow("cells on two scales") << mixed;
        Rows lengths = log;
        for (Row& row : lengths) {
            double squares = 0;
            for (const auto& [gene, value] : row) squares += value * value;
            for (auto& [gene, value] : row) value /= std::sqrt(squares);
        }
        QTest::newRow("brought to length 1") << lengths;
        QTest::newRow("scaled after the log") << scaled_to(log, 1e4);
        QTest::newRow("selected genes by size factors")
            << without_first(each(by_size_factors(raw), log_2), 40);
        QTest::newRow("selected genes by size factors, natural logarithm")
            << without_first(each(by_size_factors(raw), log_e), 40);
        QTest::newRow("selected genes by size factors, no logarithm")
            << without_first(by_size_factors(raw), 40);
        Rows centred = raw;  // Seurat's CLR by cell
        for (Row& row : centred) {
            double logs = 0;
            for (const auto& value : row) logs += std::log1p(value.second);
            for (auto& [gene, value] : row) value = std::log1p(value / std::exp(logs / genes));
        }
        QTest::newRow("centred log ratios") << without_first(centred, 40);
        QTest::newRow("centred log ratios of all genes of a panel") << centred;
        // Its second exponential is beyond all numbers.
        QTest::newRow("selected genes of counts with fractions")
            << without_first(each(scaled_to(with_fractions(raw), 1e4), log_e), 40);
        Random random(6);
        QTest::newRow("by gene") << each(log, [&](double x) { return x * (0.5 + random.uniform()); });
    }
    void what_cannot_be_told_is_not_known() {
        QFETCH(Rows, values);
        const Assay assay = assay_of(values);
        QVERIFY2(!scale_of(assay).known, describe_values(assay).c_str());
    }

    void whole_numbers_that_count_nothing() {
        const Rows raw = counts();
        QCOMPARE(assay_of(raw).kind, ValueKind::Counts);
        QCOMPARE(assay_of(each(raw, [](double) { return 1.0; })).kind, ValueKind::Levels);
        Rows bins = raw, ranks = raw;
        for (Row& row : bins) {
            double most = 0;
            for (const auto& value : row) most = std::max(most, value.second);
            for (auto& [gene, value] : row) value = std::min(50.0, std::ceil(50 * value / most));
        }
        QCOMPARE(assay_of(bins).kind, ValueKind::Levels);
        for (Row& row : ranks) {
            double rank = 0;
            for (auto& [gene, value] : row) value = ++rank;
        }
        QCOMPARE(assay_of(ranks).kind, ValueKind::Levels);
    }

    void few_cells() {
        Rows three = counts();
        three.resize(3);
        QCOMPARE(assay_of(three).kind, ValueKind::Counts);
        QCOMPARE(describe_values(assay_of(each(scaled_to(three, 1e5), log_e))),
                 std::string("log1p of counts per 100,000"));
        QVERIFY(!scale_of(assay_of(each(with_fractions(three), log_e))).known);
    }
};

QTEST_APPLESS_MAIN(ValueScaleTest)
#include "tst_value_scale.moc"
