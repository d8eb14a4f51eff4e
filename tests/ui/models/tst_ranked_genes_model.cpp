// The lists of genes as a table: only columns that say something, genes by the names of the dataset, sorting
// with what is not known last.
#include <QAbstractItemModelTester>
#include <QTest>
#include <cmath>

#include "ui/models/ranked_genes_model.h"

using namespace regulus;
using Mode = QAbstractItemModelTester::FailureReportingMode;

class RankedGenesModelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void of_a_file() {
        const std::vector<RankedGene> ranked{{"ENSG1", 3, NAN, 1e-5, 0.01, 0.5, NAN},
                                             {"LYZ", 2, NAN, 0.25, NAN, 0.25, NAN},
                                             {"gone", 1, NAN, 0.5, 0.5, NAN, NAN}};
        RankedGenesModel model;
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.show(rowsOf(ranked, {"CD14", "LYZ"}, {"ENSG1", "ENSG2"}));
        QCOMPARE(model.rowCount(), 3);
        QStringList heads;
        for (int c = 0; c < model.columnCount(); ++c) heads << model.headerData(c, Qt::Horizontal).toString();
        QCOMPARE(heads,
                 (QStringList{"Gene", "Score", "p", "FDR", "% in"}));  // no change, no share of the rest
        QCOMPARE(model.index(0, 0).data().toString(), QString("CD14"));
        QVERIFY(!model.at(2).known && model.index(2, 0).data(MutedRole).toBool());
        QCOMPARE(model.index(0, 4).data().toString(), QString("50.0"));
        QCOMPARE(model.index(1, 3).data().toString(), QString("\u2013"));
        QCOMPARE(model.names(9), (std::vector<std::string>{"CD14", "LYZ"}));
        QCOMPARE(model.names(1), (std::vector<std::string>{"CD14"}));
        model.sort(3, Qt::DescendingOrder);
        QCOMPARE(model.at(0).gene, QString("gone"));
        QCOMPARE(model.at(2).gene, QString("LYZ"));  // not known: last, whatever the order
        model.setCurrent("LYZ");
        QVERIFY(model.index(2, 1).data(MarkedRole).toBool());
        model.sort(-1);
        model.show({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), 1);
    }
    void similar() {
        const SimilarGenes found{1, 200, 3, {{2, 0.75, 50}, {0, -0.5, 100}}};
        RankedGenesModel model;
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.show(rowsOf(found, {"a", "b", "c"}));
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.index(0, 0).data().toString(), QString("c"));
        QCOMPARE(model.index(1, 1).data().toString(), QString("\u22120.500"));
        QCOMPARE(model.index(1, 1).data(ValueRole).toDouble(), -0.5);
        QCOMPARE(model.index(0, 2).data().toString(), QString("25.0"));
    }
};

QTEST_GUILESS_MAIN(RankedGenesModelTest)
#include "tst_ranked_genes_model.moc"
