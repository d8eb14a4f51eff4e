#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "core/data/group_sizes.h"
#include "ui/models/gene_list_model.h"
#include "ui/models/group_list_model.h"
#include "ui/models/name_search.h"
#include "ui/models/number_text.h"
#include "ui/models/regulon_list_model.h"
#include "ui/models/table_text.h"

using namespace regulus;
using Mode = QAbstractItemModelTester::FailureReportingMode;

class ListModelsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Donors as a file has them that nobody put in order.
    void groups_are_listed_as_people_count() {
        Categorical donors{{"1", "10", "2"}, {0, 1, 2, 2}, {}, false};
        const auto rows =
            groupRows(donors, group_sizes(donors.codes, donors.categories.size()), CellSet(4), {}, Qt::gray);
        QCOMPARE(rows.size(), 3U);
        QCOMPARE(rows[1].name, QStringLiteral("2"));
        QCOMPARE(rows[1].category, 2);
        QCOMPARE(rows[1].cells, 2U);
        QCOMPARE(rows[2].name, QStringLiteral("10"));
        donors.ordered = true;
        QCOMPARE(groupRows(donors, group_sizes(donors.codes, donors.categories.size()), CellSet(4), {},
                           Qt::gray)[1]
                     .name,
                 QStringLiteral("10"));
    }

    void numbers_are_written_for_people() {
        QCOMPARE(decimalText(-1.94, 1), QStringLiteral("\u22121.9"));
        QCOMPARE(decimalText(-0.04, 1), QStringLiteral("0.0"));
        QCOMPARE(decimalText(std::nan(""), 2), QStringLiteral("\u2013"));
        QCOMPARE(countText(2638), QStringLiteral("2,638"));
        QCOMPARE(countText(1, QStringLiteral("cell"), QStringLiteral("cells")), QStringLiteral("1 cell"));
        QCOMPARE(timesText(1.04), QStringLiteral("1.04\u2009\u00d7"));
        QCOMPARE(timesText(2.44), QStringLiteral("2.4\u2009\u00d7"));
        QCOMPARE(timesText(9.97), QStringLiteral("10\u2009\u00d7"));
        QCOMPARE(durationText(59.7), QStringLiteral("1 min"));
        QCOMPARE(durationText(3900), QStringLiteral("1 h 5 min"));
        QCOMPARE(durationText(-1), QStringLiteral("\u2013"));
    }

    void groups_count_cells_and_selected_cells() {
        const Categorical column{{"B", "empty", "NK"}, {0, 2, 0, -1, 2, 2}, {}, false};
        const CellSet selected = CellSet::of(6, std::vector<std::uint32_t>{0, 1, 4, 5});
        const std::vector<QColor> colors{Qt::red, Qt::green, Qt::blue};
        GroupListModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setRows(groupRows(column, group_sizes(column.codes, column.categories.size()), selected, colors,
                                Qt::gray));
        QCOMPARE(tableText(model), QStringLiteral("Group\tCells\n"
                                                  "B\t1 of 2\n"
                                                  "NK\t3\n"
                                                  "no value\t1\n"));
        QCOMPARE(model.index(1, 0).data(ColorRole).value<QColor>(), QColor(Qt::blue));
        QCOMPARE(model.index(2, 0).data(ColorRole).value<QColor>(), QColor(Qt::gray));
        QVERIFY(model.index(0, 0).data(MarkedRole).toBool());
        QVERIFY(!model.index(2, 0).data(MarkedRole).toBool());
        model.setRows(
            groupRows(column, group_sizes(column.codes, column.categories.size()), CellSet(), {}, Qt::gray));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("2"));
    }

    // Said apart: after the groups, muted and grey, each under its own name.
    void what_is_no_label_comes_last() {
        const Categorical column{{"NA", "B", "Unknown", "T"}, {0, 1, 2, 3, -1, 0}, {}, false};
        const std::vector<QColor> colors{Qt::gray, Qt::red, Qt::gray, Qt::blue};
        GroupListModel model;
        model.setRows(groupRows(column, group_sizes(column.codes, column.categories.size()), CellSet(),
                                colors, Qt::gray));
        QCOMPARE(tableText(model),
                 QStringLiteral("Group\tCells\nB\t1\nT\t1\nNA\t2\nUnknown\t1\nno value\t1\n"));
        for (int row = 0; row < 5; ++row) {
            QCOMPARE(model.index(row, 0).data(MutedRole).toBool(), row >= 2);
            QCOMPARE(model.at(row).unlabelled, row >= 2);
        }
        QCOMPARE(model.at(2).category, 0);
    }

    void names_are_found_exact_first() {
        const std::vector<std::string> names{"ABCD1", "XCD14L", "CD14", "CD140A", "cd14"};
        using Found = std::vector<std::uint32_t>;
        QCOMPARE(findNames(names, {}, QStringLiteral(" cd14 "), 10), (Found{2, 4, 3, 1}));
        QCOMPARE(findNames(names, {}, QStringLiteral("cd14"), 2), (Found{2, 4}));
        QCOMPARE(findNames(names, {}, QString(), 3), (Found{0, 1, 2}));
        QCOMPARE(findNames(names, {}, QStringLiteral("zzz"), 3), Found{});
        const std::vector<std::string> ids{"ENSG1", "ENSG2", "ENSG31", "ENSG4", "ENSG5"};
        QCOMPARE(findNames(names, ids, QStringLiteral("ensg3"), 3), (Found{2}));
        QCOMPARE(findNames({}, {}, QStringLiteral("a"), 3), Found{});
    }

    void genes_outside_the_model_are_marked() {
        auto genes = std::make_shared<GeneNamesForSearch>();
        genes->names = {"SPI1", "CD14", "XIST"};
        genes->in_model = {1, 1, 0};
        genes->regulator = {1, 0, 0};
        GeneListModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setGenes(genes);
        QCOMPARE(tableText(model), QStringLiteral("Gene\tNote\nSPI1\tTF\nCD14\t\nXIST\tnot in model\n"));
        QVERIFY(model.index(2, 0).data(MutedRole).toBool());
        model.setCurrent(QStringLiteral("CD14"));
        QVERIFY(model.index(1, 0).data(MarkedRole).toBool());
        model.setQuery(QStringLiteral("xi"));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.geneAt(0), 2U);
        model.setGenes(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void many_genes_show_the_best_thousand() {
        auto genes = std::make_shared<GeneNamesForSearch>();
        for (int i = 0; i < 5000; ++i) genes->names.push_back("GENE" + std::to_string(i));
        GeneListModel model;
        model.setGenes(genes);
        QCOMPARE(model.rowCount(), int(GeneListModel::most_shown));
        model.setQuery(QStringLiteral("GENE4999"));
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("GENE4999"));
    }

    void regulons_keep_the_selection_when_sorted() {
        RegulonListModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setRows({{QStringLiteral("SPI1"), 1.5, 38, true},
                       {QStringLiteral("STAT1"), 0.01, 33, false},
                       {QStringLiteral("GATA3"), std::nan(""), 7, false}});
        const QPersistentModelIndex spi1(model.index(0, 0));
        model.sort(RegulonListModel::Bar, Qt::AscendingOrder);
        QCOMPARE(tableText(model), QStringLiteral("TF\tchoice\tn\nSTAT1\t\t33\nSPI1\t\t38\nGATA3\t\t7\n"));
        QCOMPARE(spi1.row(), 1);
        model.sort(RegulonListModel::Bar, Qt::DescendingOrder);  // what is not known stays last
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("GATA3"));
        QCOMPARE(spi1.row(), 0);
        QVERIFY(!model.index(2, RegulonListModel::Bar).data(BarRole).isValid());
        QVERIFY(model.index(1, RegulonListModel::Bar).data(MutedRole).toBool());
    }

    void text_for_spreadsheets() {
        RegulonListModel model;
        model.setRows({{QStringLiteral("A\tB"), -0.25, 3, true}});
        QCOMPARE(tableText(model, ValueRole), QStringLiteral("TF\tchoice\tn\nA B\t-0.25\t3\n"));
        const double third = -1.0 / 3;  // what is copied reads back as the same number
        model.setRows({{QStringLiteral("A"), third, 3, true}});
        QCOMPARE(tableText(model, ValueRole).section('\n', 1, 1).section('\t', 1, 1).toDouble(), third);
    }
};

QTEST_GUILESS_MAIN(ListModelsTest)
#include "tst_list_models.moc"
