#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/reader_tf_model.h"
#include "ui/models/table_text.h"
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
};

QTEST_GUILESS_MAIN(AttentionModelsTest)
#include "tst_attention_models.moc"
