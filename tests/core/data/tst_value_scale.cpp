// Counts and everything that people make of them: what it was is found out, and what is made of it is what is
// made of the counts.
#include <QTest>

#include "tests/core/data/scaled_counts.h"

using namespace regulus;
using namespace regulus::test;

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
        // Of totals that hold each other the smaller.
        row("log CP5k", each(scaled_to(all, 5e3), log_e), 5e3);
        row("log CP50k", each(scaled_to(all, 5e4), log_e), 5e4);
        row("three decimals", each(each(scaled_to(all, 1e4), log_e), rounded_to(1e-3)), 1e4);
        row("three decimals, log2", each(each(scaled_to(all, 1e4), log_2), rounded_to(1e-3)), 1e4);
        row("three decimals, no logarithm", each(scaled_to(all, 1e4), rounded_to(1e-3)), 1e4);
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
        QVERIFY(largest_difference(assay, truth) < 2e-3);
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
        for (const double step : {0.1, 0.01, 0.001}) {
            QTest::addRow("selected genes by size factors, rounded to %g", step)
                << without_first(each(each(by_size_factors(raw), log_e), rounded_to(step)), 40);
            QTest::addRow("counts with fractions, rounded to %g", step) << without_first(
                each(each(scaled_to(with_fractions(raw), 1e4), log_e), rounded_to(step)), 40);
        }
        QTest::newRow("selected genes, two decimals")
            << without_first(each(each(scaled_to(raw, 1e4), log_e), rounded_to(0.01)), 40);
        Rows lengths_of_genes = raw;  // TPM
        for (Row& row : lengths_of_genes) {
            for (auto& [gene, value] : row) value /= 1 + gene * 37 % 101 / 25.0;
        }
        QTest::newRow("selected genes by their lengths")
            << without_first(scaled_to(lengths_of_genes, 1e6), 40);
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
