// Lists of genes: similar ones as worked out by hand, what a file ranks, clicks that colour, and words where
// there is nothing to list.
#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QPushButton>
#include <QTemporaryDir>
#include <cmath>

#include "core/io/dataset/dataset_reader.h"
#include "tests/support/test_data.h"
#include "tests/ui/views/immune_session.h"
#include "ui/views/gene_lists/gene_lists_view.h"
#include "ui/views/parts/clean_table.h"
#include "ui/views/parts/name_field.h"
#include "ui/views/parts/state_page.h"

using namespace regulus;
using namespace regulus::test;

namespace {

double valueAt(const GeneListsView& view, int row, int column) {
    return view.model().index(row, column).data(ValueRole).toDouble();
}

// Pearson's r, from the definition.
double correlation(const std::vector<float>& x, const std::vector<float>& y, const CellSet& cells) {
    double n = 0, mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (const std::uint32_t c : cells.rows()) ++n, mx += double(x[c]), my += double(y[c]);
    mx /= n, my /= n;
    for (const std::uint32_t c : cells.rows()) {
        const double dx = double(x[c]) - mx, dy = double(y[c]) - my;
        xx += dx * dx, yy += dy * dy, xy += dx * dy;
    }
    return xy / std::sqrt(xx * yy);
}

}  // namespace

class GeneListsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    void similar_genes_by_hand() {
        auto session = immuneSession();
        GeneListsView view(*session);
        view.resize(320, 600);
        view.show();
        QVERIFY(settle(*session));
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No gene chosen"));
        view.showSimilar("MS4A1");
        QVERIFY(settle(*session));
        QVERIFY(view.states()->showsContent());
        const auto& names = session->opened().genes.names->names;
        QCOMPARE(std::size_t(view.model().rowCount()), names.size() - 1);
        Job job;
        const auto gene = [&](const std::string& name) {
            return session->opened().expression->gene(std::size_t(session->opened().geneColumn(name)), job);
        };
        const auto own = gene("MS4A1");
        const auto check = [&](const CellSet& cells) {
            double last = 2;
            for (int row = 0; row < view.model().rowCount(); ++row) {
                const RankedGeneRow& listed = view.model().at(row);
                const double r = correlation(own, gene(listed.gene.toStdString()), cells);
                if (!(std::abs(valueAt(view, row, 1) - r) < 1e-9) || r > last + 1e-12) return false;
                last = r;
            }
            return true;
        };
        QVERIFY(check(CellSet::all(immune_cells)));
        QVERIFY(view.note().contains("MS4A1") && view.note().contains("360 cells"));
        QVERIFY(picture(view, QStringLiteral("gene_lists_similar"), {320, 600}));
        // One of them leads on to those that go with it.
        auto* table = view.findChild<CleanTable*>();
        const QString second = table->model()->index(1, 0).data().toString();
        table->setCurrentIndex(table->model()->index(1, 0));
        table->findChild<QAction*>("similarGenes")->trigger();
        QTRY_VERIFY(view.note().contains(second));
        view.showSimilar("MS4A1");
        QVERIFY(settle(*session));
        // Over a selection, which it follows.
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        view.setSelectedOnly(true);
        QVERIFY(settle(*session));
        QVERIFY(check(session->cells().selection()));
        QVERIFY(view.note().contains("60 selected cells"));
        session->cells().clearSelection();
        QVERIFY(settle(*session));
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No cells selected"));
        view.setSelectedOnly(false);
        view.showSimilar("NOSUCH");
        QVERIFY(settle(*session));
        QCOMPARE(view.states()->page()->title(), QStringLiteral("No gene is called NOSUCH"));
    }

    void a_row_colours_and_the_first_go_to_the_gallery() {
        auto session = immuneSession();
        GeneListsView view(*session);
        view.resize(360, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.showSimilar("CD14");
        QVERIFY(settle(*session));
        const QString third = view.model().at(2).gene;
        QTest::mouseClick(view.table()->viewport(), Qt::LeftButton, {},
                          view.table()->visualRect(view.model().index(2, 0)).center());
        QCOMPARE(session->colors().coloring(), Coloring::gene(third.toStdString()));
        QVERIFY(view.model().index(2, 0).data(MarkedRole).toBool());
        QSignalSpy gallery(&view, &GeneListsView::galleryRequested);
        for (auto* button : view.findChildren<QPushButton*>())
            if (button->text() == "Show in gallery") button->click();
        QCOMPARE(gallery.count(), 1);
        const auto shown = gallery.front().front().value<std::vector<std::string>>();
        QCOMPARE(shown.size(), std::size_t(9));
        QCOMPARE(shown.front(), std::string("CD14"));
        QCOMPARE(shown[1], view.model().at(0).gene.toStdString());
        // The table is sorted by its header; what is exported is what is listed.
        QHeaderView* header = view.table()->horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(0) + 10, 8});
        const FigureNumbers numbers = view.numbers();
        QCOMPARE(numbers.rows.size(), std::size_t(view.model().rowCount()));
        QCOMPARE(numbers.columns,
                 (std::vector<std::string>{"gene", "r", "share", "compared_with", "over", "cells_compared"}));
        for (std::size_t row = 0; row < numbers.rows.size(); ++row) {
            const auto& texts = numbers.rows[row];
            const double share = std::stod(texts[2]);
            QVERIFY(share > 0 && share <= 1);
            QCOMPARE(view.model().index(int(row), 2).data().toString(), QString::number(100 * share, 'f', 1));
            QCOMPARE(std::vector<std::string>(texts.begin() + 3, texts.end()),
                     (std::vector<std::string>{"CD14", "all cells", "360"}));
        }
        QCOMPARE(numbers.rows.front().front(), view.model().at(0).gene.toStdString());
        QCOMPARE(view.model().at(0).gene, QStringLiteral("AIF1"));
    }

    void what_the_file_ranks() {
        const QString path = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        Session session(immuneEngine());
        GeneListsView view(session);
        view.show();
        session.setDataset(read_dataset(path.toStdString(), {}, job));
        QVERIFY(settle(session));
        QTRY_COMPARE(view.sourceBox()->count(), 2);
        QCOMPARE(view.sourceBox()->itemText(1), QStringLiteral("rank_genes_groups (from the file)"));
        QVERIFY(view.ranks("bulk_labels", "CD19+ B"));
        QVERIFY(!view.ranks("bulk_labels", "no such group") && !view.ranks("louvain", "CD19+ B"));
        view.showRanked("bulk_labels", "CD19+ B");
        QVERIFY(settle(session));
        QVERIFY(view.states()->showsContent());
        QCOMPARE(view.model().rowCount(), 100);
        QCOMPARE(view.model().columnCount(), 2);  // scores alone: logistic regression
        QCOMPARE(view.groupBox()->currentText(), QStringLiteral("CD19+ B"));
        QVERIFY(view.model().at(0).known);
        QCOMPARE(view.model().at(0).gene, QStringLiteral("CD79A"));
        QVERIFY2(view.note().contains("logreg") && view.note().contains("bulk_labels"),
                 qPrintable(view.note()));
        QVERIFY(picture(view, QStringLiteral("gene_lists_file"), {320, 600}));
        const FigureNumbers numbers = view.numbers();
        QCOMPARE(numbers.columns, (std::vector<std::string>{"gene", "score", "key", "group_column", "group",
                                                            "method", "reference"}));
        const auto& first = numbers.rows.front();
        QCOMPARE(std::vector<std::string>(first.begin() + 2, first.end()),
                 (std::vector<std::string>{"rank_genes_groups", "bulk_labels", "CD19+ B", "logreg", "rest"}));
        // Kept with the session, whenever the file has been looked into.
        GeneListsView again(session);
        again.show();
        Q_EMIT session.changed(Change::Dataset);
        QVERIFY(settle(session));
        QTRY_COMPARE(again.groupBox()->currentText(), QStringLiteral("CD19+ B"));
        QTRY_COMPARE(again.model().rowCount(), 100);
        session.close();
        QCOMPARE(view.states()->page()->title(), QStringLiteral("Nothing is open"));
        QCOMPARE(view.sourceBox()->count(), 1);
    }

    // Of a narrow dock the gene takes what it needs and the numbers begin beside it; percentages of the file
    // are shares in what is saved, and a fold change to a base nobody knows keeps its name.
    void a_table_of_presto() {
        REGULUS_NEED_PYTHON("anndata");
        QTemporaryDir folder;
        const QString path = folder.filePath("presto.h5ad");
        const ScriptResult made = run_python(QStringLiteral(R"PY(
import anndata, numpy as np, pandas as pd, sys
genes = ["HLA-DPB1", "LYZ", "CD79A"]
a = anndata.AnnData(np.random.RandomState(0).poisson(3, (40, 3)).astype("f4"),
                    obs=pd.DataFrame(index=["c%d" % i for i in range(40)]), var=pd.DataFrame(index=genes))
a.uns["de"] = pd.DataFrame({"feature": genes, "group": ["x"] * 3, "logFC": [1.25, .2, .3], "auc": [.5, .6, .7],
  "pval": [1e-30, .2, .3], "padj": [1e-28, .2, .3], "pct_in": [81.2, .5, 100], "pct_out": [0, .25, 12.5]})
a.write_h5ad(sys.argv[1])
)PY"),
                                             {path});
        QVERIFY2(made.exit_code == 0, qPrintable(made.errors));
        Job job;
        Session session(immuneEngine());
        GeneListsView view(session);
        view.resize(240, 400);
        view.show();
        session.setDataset(read_dataset(path.toStdString(), {}, job));
        QVERIFY(settle(session));
        QTRY_COMPARE(view.sourceBox()->count(), 2);
        view.showRanked("group", "x");
        QVERIFY(settle(session));
        QTRY_COMPARE(view.model().rowCount(), 3);
        QStringList heads;
        for (int c = 0; c < view.model().columnCount(); ++c)
            heads << view.model().headerData(c, Qt::Horizontal).toString();
        QCOMPARE(heads, (QStringList{"Gene", "Score", "logFC", "p", "FDR", "% in", "% out"}));
        const FigureNumbers numbers = view.numbers();
        QCOMPARE(numbers.columns, (std::vector<std::string>{"gene", "score", "logFC", "p", "p_adjusted",
                                                            "share_in", "share_out", "key", "group_column",
                                                            "group", "method", "reference"}));
        QCOMPARE(numbers.rows.front(), (std::vector<std::string>{"HLA-DPB1", "0.5", "1.25", "1e-30", "1e-28",
                                                                 "0.812", "0", "de", "group", "x", "", ""}));
        QCOMPARE(view.model().index(0, 5).data().toString(), QStringLiteral("81.2"));
        const CleanTable& table = *view.table();
        for (const int width : {240, 700, 260}) {
            view.resize(width, 400);
            QCoreApplication::processEvents();
            QVERIFY2(table.columnWidth(0) >= 60 && table.columnWidth(0) <= std::max(160, width - 300),
                     qPrintable(QString("%1 at %2").arg(table.columnWidth(0)).arg(width)));
            QVERIFY2(table.columnViewportPosition(2) < table.viewport()->width(), "No numbers in sight");
        }
        QVERIFY(picture(view, QStringLiteral("gene_lists_presto"), {240, 400}));
    }

    // A selection is compared when somebody looks, and not before.
    void unseen_it_does_not_compare() {
        auto session = immuneSession();
        GeneListsView view(*session);
        view.show();
        view.showSimilar("MS4A1");
        view.setSelectedOnly(true);
        session->cells().select(session->groups().cellsOf("cell_type", 3));
        QVERIFY(settle(*session));
        QTRY_VERIFY(view.note().contains("60 selected cells"));
        view.hide();
        session->cells().select(CellSet::all(immune_cells));
        QVERIFY(settle(*session));
        QVERIFY2(view.note().contains("60 selected cells"), qPrintable(view.note()));
        view.show();
        QTRY_VERIFY(view.note().contains("360 selected cells"));
    }

    // What was chosen belongs to the data that were open.
    void other_data_begin_anew() {
        auto session = immuneSession(false);
        GeneListsView view(*session);
        view.show();
        view.showSimilar("LYZ");
        view.setSelectedOnly(true);
        QVERIFY(settle(*session));
        session->setDataset(immuneDataset());
        QVERIFY(settle(*session));
        QVERIFY(view.geneField()->text().isEmpty());
        view.showSimilar("LYZ");
        QVERIFY(settle(*session));
        QVERIFY2(view.note().contains("360 cells"), qPrintable(view.note()));  // all of them
    }

    void hostile_words_are_borne() {
        auto session = immuneSession();
        GeneListsView view(*session);
        view.show();
        for (const QJsonValue& words :
             {QJsonValue(7),
              QJsonValue(QJsonObject{{"key", 3}, {"group", QJsonArray{}}, {"gene", true}, {"selected", "x"}}),
              QJsonValue(QJsonObject{{"key", "gone"}, {"group", "gone"}, {"gene", "gone"}})}) {
            session->memory().keep(QStringLiteral("gene lists"), QStringLiteral("list"), words);
            Q_EMIT session->changed(Change::ViewsRestored);
            QVERIFY(settle(*session));
            QVERIFY(!view.states()->showsContent());
        }
    }
};

QTEST_MAIN(GeneListsTest)
#include "tst_gene_lists.moc"
