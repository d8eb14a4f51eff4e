// Lists of genes: similar ones as worked out by hand, what a file ranks, clicks that colour, and words where
// there is nothing to list.
#include <QComboBox>
#include <QHeaderView>
#include <QJsonArray>
#include <QPushButton>
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
        QCOMPARE(numbers.columns.front(), std::string("Gene"));
        QCOMPARE(numbers.rows.front().front(), view.model().at(0).gene.toStdString());
        QCOMPARE(view.model().at(0).gene, QStringLiteral("AIF1"));
    }

    void what_the_file_ranks() {
        const QString path = data_file("pbmc68k/10x_pbmc68k_reduced.h5ad");
        REGULUS_NEED_DATA(path);
        Job job;
        Session session(immuneEngine());
        GeneListsView view(session);
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
        // Kept with the session, whenever the file has been looked into.
        GeneListsView again(session);
        Q_EMIT session.changed(Change::Dataset);
        QVERIFY(settle(session));
        QTRY_COMPARE(again.groupBox()->currentText(), QStringLiteral("CD19+ B"));
        QTRY_COMPARE(again.model().rowCount(), 100);
        session.close();
        QCOMPARE(view.states()->page()->title(), QStringLiteral("Nothing is open"));
        QCOMPARE(view.sourceBox()->count(), 1);
    }

    void hostile_words_are_borne() {
        auto session = immuneSession();
        GeneListsView view(*session);
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
