#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/contribution_model.h"
#include "ui/models/reader_tf_model.h"
#include "ui/models/table_text.h"
#include "ui/models/target_pair_model.h"
#include "ui/models/target_table_model.h"
#include "ui/models/tf_difference_model.h"
#include "ui/models/tf_rank_model.h"

using namespace regulus;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

TfRow tf(const char* name, int token, double choice, int contested) {
    TfRow row;
    row.tf = QString::fromLatin1(name);
    row.token = token;
    row.choice = choice;
    row.attention = 0.02;
    row.pooling = -choice;
    row.expression = 2.313;
    row.cut = std::nan("");
    row.targets = 38;
    row.contested = contested;
    return row;
}

}  // namespace

class AttentionModelsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void a_first_click_sorts_numbers_from_the_largest_and_names_from_a() {
        TfRankModel model;
        model.setRows({tf("CEBPB", 4, 0.8, 30)});
        const auto order = [&](int column) {
            return model.headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole).value<Qt::SortOrder>();
        };
        QCOMPARE(order(TfRankModel::Tf), Qt::AscendingOrder);
        QCOMPARE(order(TfRankModel::Bar), Qt::DescendingOrder);
        QCOMPARE(order(TfRankModel::Value), Qt::DescendingOrder);
    }

    void tfs_are_ranked_and_say_what_is_not_known() {
        TfRankModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setRows({tf("CEBPB", 4, 0.8, 30), tf("SPI1", 7, 1.2, 31)});
        model.sort(TfRankModel::Bar, Qt::DescendingOrder);
        model.setCuts({{7, -1.94}});
        QCOMPARE(tableText(model), QStringLiteral("TF\tchoice\tvalue\tmRNA\tknock-out\tn\tcontested\n"
                                                  "SPI1\t\t1.20\t2.31\t\u22121.94\t38\t31\n"
                                                  "CEBPB\t\t0.80\t2.31\t\u2026\t38\t30\n"));
        QCOMPARE(model.rowOf(QStringLiteral("CEBPB")), 1);
        QCOMPARE(model.rowOf(QStringLiteral("none")), -1);
        model.setMeasure(AttentionMeasure::Attention);
        QCOMPARE(model.index(0, TfRankModel::Value).data().toString(), QStringLiteral("0.020"));
        model.setMeasure(AttentionMeasure::Pooling);
        QCOMPARE(model.index(0, TfRankModel::Bar).data(BarRole).toDouble(), -1.2);
        model.clearCuts();
        QCOMPARE(model.index(0, TfRankModel::Cut).data().toString(), QStringLiteral("\u2026"));
    }

    void what_is_not_told_apart_from_uniform_is_grey() {
        QVERIFY(toldApart(tf("A", 0, 0.5, 3)));
        QVERIFY(toldApart(tf("A", 0, -0.5, 3)));
        QVERIFY(!toldApart(tf("A", 0, 0.5, 2)));    // too few contested targets
        QVERIFY(!toldApart(tf("A", 0, 0.05, 30)));  // 5 % more than uniform
        TfRow group = tf("A", 0, 0.5, 30);
        group.choice_sd = 0.6;  // the cells of the group do not agree
        QVERIFY(!toldApart(group));
    }

    void difference_of_two_groups() {
        // pooled sd of two equal groups is sqrt((1 + 4) / 2)
        QCOMPARE(standardisedDifference(2, 1, 50, 1, 2, 50), 1 / std::sqrt(2.5));
        QVERIFY(std::isnan(standardisedDifference(2, 0, 50, 1, 0, 50)));
        QVERIFY(std::isnan(standardisedDifference(2, 0, 1, 1, 0, 1)));
        TfDifferenceModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setNames(QStringLiteral("Mono"), QStringLiteral("B"), QStringLiteral("choice"));
        model.setEntries({{QStringLiteral("SPI1"), 0, {}, 1.2, -0.4, 2.5, 38, 31},
                          {QStringLiteral("PAX5"), 1, {}, -0.2, 0.9, -1.75, 22, 20}});
        QCOMPARE(tableText(model), QStringLiteral("TF\tshift\td\tMono\tB\tn\n"
                                                  "SPI1\t\t2.50\t1.200\t\u22120.400\t38\n"
                                                  "PAX5\t\t\u22121.75\t\u22120.200\t0.900\t22\n"));
        model.sort(TfDifferenceModel::EffectValue, Qt::AscendingOrder);
        QCOMPARE(model.at(0).tf, QStringLiteral("PAX5"));
    }

    void a_family_is_one_row_that_opens() {
        TfFamilies families = TfFamilies::none(5);
        families.families = {{"B · D", {1, 3}}};
        families.family_of = {-1, 0, -1, 0, -1};
        const auto rows = [&] {
            std::vector<ReaderTfRow> made;
            const double attention[] = {0.5, 3, -1, 2, 1.5, 2.6};
            const auto names = column_names(families, std::vector<std::string>{"A", "B", "C", "D", "E"});
            for (std::size_t c = 0; c < 6; ++c) {
                ReaderTfRow row;
                row.tf = QString::fromStdString(names[c]);
                row.column = int(c);
                row.place = entryPlace(families, c);
                row.attention = attention[c];
                row.targets = int(10 + c);
                made.push_back(row);
            }
            return made;
        };
        ReaderTfModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.sort(ReaderTfModel::Bar, Qt::DescendingOrder);
        model.setEntries(rows());
        const auto shown = [&] {
            QStringList names;
            for (int r = 0; r < model.rowCount(); ++r) names << model.index(r, 0).data().toString();
            return names.join(QLatin1Char('|'));
        };
        QCOMPARE(shown(), QString("► B +1|E|A|C"));     // the tooltip has the whole name
        QCOMPARE(model.rowOf(QStringLiteral("D")), 0);  // in its family
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("2 TFs that share most"));
        model.toggle(0);
        QCOMPARE(shown(), QString("▼ B +1|\u2003B|\u2003D|E|A|C"));
        QCOMPARE(model.rowOf(QStringLiteral("D")), 2);
        QCOMPARE(model.index(0, 0).data(ValueRole).toString(), QString("B · D"));
        // Members stay below it, in the same order.
        model.sort(ReaderTfModel::Bar, Qt::AscendingOrder);
        QCOMPARE(shown(), QString("C|A|E|▼ B +1|\u2003D|\u2003B"));
        // Other cells: what was open stays so. A TF does not open.
        model.setEntries(rows());
        model.toggle(0);
        QCOMPARE(shown(), QString("C|A|E|▼ B +1|\u2003D|\u2003B"));
        // Compared with rewired priors: of the first entries, members are not counted; nor are they when
        // closed.
        model.setRewiredAbove({0, 0, 0, 0, 3, 0}, 20);
        QCOMPARE(model.standing(2), 1);
        QCOMPARE(model.standing(4), 3);
        QCOMPARE(model.at(4).rewired_above, 0);
        const auto told = [&](int row) { return model.index(row, 0).data(Qt::ToolTipRole).toString(); };
        QVERIFY(!told(0).contains("exchanged"));
        model.setRenamedAbove({0, 7, 2, 0, 0, 0}, 100);
        QVERIFY2(told(0).contains("as much with 2 of 100 with TF names exchanged"), qPrintable(told(0)));
        QVERIFY2(told(1).contains("more than with any of 100 with TF names exchanged"), qPrintable(told(1)));
        TfStability stability{6, std::vector<Standing>(6, Standing::NotLeading)};
        for (const std::size_t c : {1, 3, 5}) stability.standing[c] = Standing::NotStable;
        stability.standing[4] = Standing::Stable;
        model.setStability(stability);
        QCOMPARE(shown(), QString("C|A|E|▼ B +1 ?|\u2003D ?|\u2003B ?"));
        QVERIFY(model.index(3, 0).data(Qt::ToolTipRole).toString().contains("not stable"));
        QVERIFY(stabilityText(stability, families).startsWith("?: not stable, 1 of the first 2"));
        model.toggle(3);
        QCOMPARE(shown(), QString("C|A|E|► B +1 ?"));
    }

    void targets_say_what_attention_can_say() {
        TargetTableModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setRows({{QStringLiteral("CD14"), 1, 1, 0.5, 0.2, 0.01, 2.0, 4},
                       {QStringLiteral("LYZ"), 2, -1, 0.5, 0.5, 0.02, std::nan(""), 1},
                       {QStringLiteral("AIF1"), 3, 0, 0.1, 0.2, 0.02, 0.0, 4}});
        model.sort(TargetTableModel::Ratio, Qt::DescendingOrder);
        QCOMPARE(tableText(model),
                 QStringLiteral("target\tlog\u2082\tattention \u00d7 uniform\tmRNA\tsign\tregulators\n"
                                "CD14\t\t2.5\u2009\u00d7\t2.00\t\u2192\t4\n"
                                "AIF1\t\t0.50\u2009\u00d7\t0.00\t?\t4\n"
                                "LYZ\t\t\u2013\t\u2013\t\u2013|\t1\n"));
        QVERIFY(!model.index(2, TargetTableModel::Bar).data(BarRole).isValid());
        QVERIFY(model.index(2, TargetTableModel::Gene).data(MutedRole).toBool());
        QCOMPARE(model.index(1, TargetTableModel::Bar).data(BarRole).toDouble(), -1.0);
    }

    void contributions_add_up_to_the_logit() {
        TfFamilies families = TfFamilies::none(5);
        families.families = {{"B · D", {1, 3}}};
        families.family_of = {-1, 0, -1, 0, -1};
        const auto names = column_names(families, std::vector<std::string>{"A", "B", "C", "D", "E"});
        Contributions parts{Matrix(5, 2), {0.25, -0.25}, {-0.5, 0.5}, {}};
        const float first[] = {0.5F, 1, -2, 0.75F, 0.25F};
        double sum = parts.bypass[0] + parts.constant[0];
        for (std::size_t t = 0; t < 5; ++t) parts.tfs(t, 0) = first[t], sum += first[t];
        parts.logits = {sum, 0};
        const auto rows = contributionRows(parts, families, names, 0, 2);
        ContributionModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setClass("mono");
        model.setRows(rows);
        // A family is one entry; all but the last two TFs together.
        QCOMPARE(tableText(model), QStringLiteral("part\tagainst · for\tadds\n"
                                                  "C\t\t\u22122.00\n"
                                                  "B +1\t\t+1.75\n"
                                                  "2 other TFs\t\t+0.75\n"
                                                  "bypass\t\t+0.25\n"
                                                  "constant\t\t\u22120.50\n"
                                                  "= logit\t\t+0.25\n"));
        double all = 0;
        for (int r = 0; r + 1 < model.rowCount(); ++r) all += model.at(r).value;
        QCOMPARE(all, model.at(model.rowCount() - 1).value);
        QVERIFY(!model.index(5, ContributionModel::Bar).data(BarRole).isValid());
        QVERIFY(
            model.index(1, 0).data(Qt::ToolTipRole).toString().startsWith("Attention to B · D adds +1.75"));
        // All of them where there are few.
        QCOMPARE(contributionRows(parts, families, names, 0, 9).size(), std::size_t{7});
    }

    // What the prior gives of its edges, and no column for what it lacks.
    void targets_carry_what_the_prior_says() {
        TargetTableModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        const auto row = [](const char* gene, double evidence, std::optional<EdgeEvidence> prior) {
            TargetRow made;
            made.gene = QString::fromLatin1(gene);
            made.evidence = evidence;
            made.regulators = 2;
            made.sign = 1;
            made.prior = std::move(prior);
            return made;
        };
        const std::vector<TargetRow> rows{
            row("CD14", 0.5, EdgeEvidence{"CD14", 1, 'C', false, false, 0.25, 1, {"here", "there"}}),
            row("LYZ", 0.25, EdgeEvidence{"LYZ", 1, 0, false, false, 2, 1, {"here"}}),
            row("AIF1", 0.125, std::nullopt),
            row("SPI1", 0.1, EdgeEvidence{"SPI1", 1, 'A', false, false, 1, 1, {"there"}})};
        model.setColumns(true, {true, true, true});
        model.setRows(rows);
        QCOMPARE(tableText(model),
                 QStringLiteral("target\tevidence\tadds\tz\tsign\tregulators\tconfidence\tweight\tnamed by\n"
                                "CD14\t\t0.500\t0.00\t\u2192\t2\tC\t0.250\there +1\n"
                                "LYZ\t\t0.250\t0.00\t\u2192\t2\t–\t2\there\n"
                                "AIF1\t\t0.125\t0.00\t\u2192\t2\t–\t–\t–\n"
                                "SPI1\t\t0.100\t0.00\t\u2192\t2\tA\t1\tthere\n"));
        // Copied whole, and empty where there is none.
        QVERIFY(tableText(model, ValueRole).contains(QStringLiteral("C\t0.25\there, there\n")));
        QVERIFY(tableText(model, ValueRole).contains(QStringLiteral("AIF1\t0.125\t0.125\t0\t1\t2\t\t\t\n")));
        QVERIFY(model.index(0, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(QStringLiteral("Prior: confidence C, weight 0.250, named by here, there")));
        QVERIFY(model.index(1, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(QStringLiteral("Prior: weight 2, named by here")));
        // The best first, and last what has none, in either order.
        const auto genes = [&] {
            QStringList names;
            for (int r = 0; r < model.rowCount(); ++r) names << model.at(r).gene;
            return names.join(QLatin1Char(' '));
        };
        model.sort(TargetTableModel::FirstOfPrior, Qt::AscendingOrder);
        QCOMPARE(genes(), QStringLiteral("SPI1 CD14 LYZ AIF1"));
        model.sort(TargetTableModel::FirstOfPrior, Qt::DescendingOrder);
        QCOMPARE(genes(), QStringLiteral("CD14 SPI1 LYZ AIF1"));
        model.sort(TargetTableModel::FirstOfPrior + 1, Qt::DescendingOrder);
        QCOMPARE(genes(), QStringLiteral("LYZ SPI1 CD14 AIF1"));
        // A prior that only weighs them.
        model.setColumns(true, {false, true, false});
        QCOMPARE(model.columnCount(), TargetTableModel::FirstOfPrior + 1);
        QCOMPARE(model.keyOf(TargetTableModel::FirstOfPrior), QStringLiteral("weight"));
        model.setColumns(true, {});
        QCOMPARE(model.columnCount(), int(TargetTableModel::FirstOfPrior));
        TargetPairModel pairs;
        QAbstractItemModelTester other(&pairs, Mode::QtTest);
        pairs.setNames("one", "two", true, {true, false, true});
        pairs.setRows({{rows[0], rows[0]}, {rows[2], rows[2]}});
        QCOMPARE(tableText(pairs),
                 QStringLiteral("target\tΔ\tΔ\tone\ttwo\tsign\tregulators\tconfidence\tnamed by\n"
                                "CD14\t\t0\t0.500\t0.500\t\u2192\t2\tC\there +1\n"
                                "AIF1\t\t0\t0.125\t0.125\t\u2192\t2\t–\t–\n"));
    }
};

QTEST_GUILESS_MAIN(AttentionModelsTest)
#include "tst_attention_models.moc"
