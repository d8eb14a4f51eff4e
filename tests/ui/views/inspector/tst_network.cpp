// The network of an opened TF: which targets it shows, how it is moved, zoomed, used from the keyboard and
// taken onto paper, and what its table says of the prior's edges.
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>
#include <limits>
#include <set>

#include "tests/ui/session/regulon_model.h"
#include "tests/ui/views/immune_session.h"
#include "ui/figures/network/network_drawing.h"
#include "ui/figures/network/network_figure.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/network_widget.h"
#include "ui/views/inspector/tf_detail.h"
#include "ui/views/parts/clean_table.h"

using namespace regulus;
using namespace regulus::test;

namespace {

std::vector<TargetPair> targets(int count) {
    std::vector<TargetRow> rows;
    for (int i = 0; i < count; ++i) {
        TargetRow row;
        row.gene = QStringLiteral("G%1").arg(i);
        row.token = i;
        row.sign = i % 3 - 1;
        row.evidence = 0.01 * i;
        row.regulators = 2;
        rows.push_back(row);
    }
    return alone(std::move(rows));
}

void drag(QWidget& widget, QPointF from, QPointF to) {
    QTest::mousePress(&widget, Qt::LeftButton, {}, from.toPoint());
    for (const double share : {0.3, 0.7, 1.0}) {
        const QPointF at = from + share * (to - from);
        QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, to.toPoint());
}

void wheel(QWidget& widget, QPointF at, int by, Qt::KeyboardModifiers keys = {}) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, by}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

// regulonPrior() with what speaks for its edges.
std::shared_ptr<RegulatoryNetwork> gradedPrior() {
    auto prior = regulonPrior();
    for (std::size_t i = 0; i < prior->edges.size(); ++i) {
        prior->edges[i].confidence = i % 2 == 0 ? 'A' : 'D';
        prior->edges[i].sources = i % 3 == 0 ? 3 : 1;
    }
    prior->sources = {"first", "second"};
    return prior;
}

}  // namespace

class NetworkTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { useLightTheme(); }

    // A target that a model counts against the prior's sign has a ring, and the key says what that is.
    void what_counts_against_the_sign_is_marked() {
        std::vector<TargetRow> rows;
        struct Made {
            const char* gene;
            int sign;
            double adds, expression;
        };
        for (const Made& made :
             {Made{"AGREES", 1, 0.8, 1}, Made{"REPRESSED", -1, 0.7, -1}, Made{"AGAINST", 1, 0.6, -1},
              Made{"AGAINST2", -1, 0.5, 0.4}, Made{"UNSIGNED", 0, 0.6, -1}, Made{"WEAK", 1, 0.001, -1}}) {
            TargetRow row;
            row.gene = QString::fromLatin1(made.gene);
            row.sign = made.sign;
            row.evidence = made.adds;
            row.expression = made.expression;
            rows.push_back(row);
        }
        const auto shapes = [](const FigureDrawing& drawing) { return drawing.shapes.size(); };
        const auto says = [](const FigureDrawing& key) {
            return std::ranges::any_of(key.texts, [](const FigureText& text) {
                return text.text == QStringLiteral("counts against the prior's sign");
            });
        };
        const NetworkPicture picture = networkPicture("TF", alone(rows), false);
        QStringList against;
        for (const TargetPair& pair : picture.targets)
            if (countsAgainstSign(picture, pair)) against << pair.first.gene;
        QCOMPARE(against, (QStringList{"AGAINST", "AGAINST2"}));
        QVERIFY(says(networkKey(picture, 80, 7)));
        QVERIFY(networkKey(picture).contains("Ring: counts against that sign"));
        for (TargetRow& row : rows) row.expression = row.sign * 1.0;
        const NetworkPicture agreeing = networkPicture("TF", alone(rows), false);
        QVERIFY(!says(networkKey(agreeing, 80, 7)));
        QVERIFY(!networkKey(agreeing).contains("Ring"));
        const QRectF area(0, 0, 80, 60);
        QCOMPARE(shapes(drawNetwork(picture, area, 7, Theme::figure())),
                 shapes(drawNetwork(agreeing, area, 7, Theme::figure())) + 4);
        // Of two groups beside each other, by how they differ.
        std::vector<TargetPair> pairs;
        for (const TargetRow& row : rows) {
            TargetPair pair{row, row};
            pair.second.evidence = 0;
            pair.second.expression = 2 * row.sign;  // more of it where it adds less
            pairs.push_back(pair);
        }
        const NetworkPicture two = networkPicture("TF", pairs, true);
        const auto at = std::ranges::find(two.targets, QStringLiteral("AGREES"),
                                          [](const TargetPair& pair) { return pair.first.gene; });
        QVERIFY(countsAgainstSign(two, *at));
        // One that reads genes has no such weights.
        for (TargetRow& row : rows) {
            row.evidence = std::numeric_limits<double>::quiet_NaN();
            row.attention = 0.9;
            row.uniform = 0.1;
            row.expression = -1;
            row.regulators = 2;
        }
        const NetworkPicture genes = networkPicture("TF", alone(rows), false);
        QVERIFY(std::ranges::none_of(genes.targets,
                                     [&](const TargetPair& pair) { return countsAgainstSign(genes, pair); }));
    }

    void the_strongest_are_shown() {
        const NetworkPicture picture = networkPicture("SPI1", targets(100), false);
        QCOMPARE(picture.shown(), NetworkPicture::most_targets);
        QCOMPARE(picture.targets.size(), 100U);
        const FigureDrawing drawing = drawNetwork(picture, {0, 0, 80, 60}, 7, Theme::figure());
        QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
        std::set<QString> written;
        for (const FigureText& text : drawing.texts) written.insert(text.text);
        QVERIFY(written.contains("G99") && written.contains("G76") && !written.contains("G75"));
        QVERIFY(written.contains("SPI1"));
        // No name lies on another, and all of them within the area.
        QCOMPARE(drawing.spots.size(), 25U);
        for (const FigureSpot& a : drawing.spots) {
            QVERIFY(QRectF(-0.01, -0.01, 80.02, 60.02).contains(a.box));
            for (const FigureSpot& b : drawing.spots) QVERIFY(a.sameAs(b) || (a.box & b.box).isEmpty());
        }
        // As many longer names, at the width of a column, wherever they come.
        for (int set = 0; set < 20; ++set) {
            auto longer = targets(24);
            for (int i = 0; i < 24; ++i)
                longer[std::size_t(i)].first.gene =
                    QStringLiteral("HLA-DQB%1").arg((i * 7 + set) % 24).left(4 + (i * set + i) % 7) +
                    QString::number(i);
            const NetworkFigure figure(networkPicture("STAT1", longer, false));
            Job job;
            for (const double points : {5.0, 7.0, 8.0}) {
                const FigureDrawing page = figure.layOut({89, 0, points}, job);
                QVERIFY2(page.problems.isEmpty(), qPrintable(page.problems.join(' ')));
            }
        }
        QVERIFY(!drawNetwork(picture, {0, 0, 20, 12}, 7, Theme::figure()).problems.isEmpty());
        QVERIFY(shownText(picture).contains("24 of 100"));
        QCOMPARE(edgeStrength(picture, picture.targets[0]), strongest_edge);
        QVERIFY(isWeak(picture, picture.targets[99]));
    }

    void names_are_dragged_and_stay() {
        NetworkWidget widget;
        widget.resize(420, 300);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        widget.setPicture(networkPicture("SPI1", targets(12), false));
        QSignalSpy clicked(&widget, &NetworkWidget::geneClicked);
        const QPointF from = widget.boxOf("G11").center();
        drag(widget, from, from + QPointF(-60, 70));
        QVERIFY(clicked.isEmpty());
        const QPointF there = widget.boxOf("G11").center();
        QVERIFY(QLineF(there, from + QPointF(-60, 70)).length() < 2);
        QVERIFY(widget.isMoved());
        // Of other cells, by another order; at another size in proportion; on paper at the same place.
        auto others = targets(12);
        others[11].first.evidence = 0.001;
        widget.setPicture(networkPicture("SPI1", others, false));
        QVERIFY(QLineF(widget.boxOf("G11").center(), there).length() < 1);
        const QPointF share = widget.picture().moved.at("G11");
        const FigureDrawing paper = drawNetwork(widget.picture(), {10, 10, 100, 80}, 7, Theme::figure());
        for (const FigureSpot& spot : paper.spots)
            if (spot.row >= 0 && widget.picture().targets[std::size_t(spot.row)].first.gene == "G11")
                QVERIFY(
                    QLineF(spot.box.center(), QPointF(60 + share.x() * 50, 50 + share.y() * 40)).length() <
                    0.1);
        // The TF itself; a click without a drag asks for the gene, on the TF for the TF.
        const QPointF tf = widget.boxOf("").center();
        drag(widget, tf, tf + QPointF(50, 0));
        QVERIFY(std::abs(widget.boxOf("").center().x() - tf.x() - 50) < 2);
        QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.boxOf("G3").center().toPoint());
        QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.boxOf("").center().toPoint());
        QCOMPARE(clicked.count(), 2);
        QCOMPARE(clicked[0][0].toString(), QString("G3"));
        QCOMPARE(clicked[1][0].toString(), QString());
        // Twice on the ground: as it was.
        QPoint ground(0, 0);
        for (int x = 5; x < 400 && ground.isNull(); x += 7) {
            bool free = true;
            for (int i = -1; i < 12; ++i)
                free = free && !widget.boxOf(i < 0 ? QString() : QStringLiteral("G%1").arg(i))
                                    .adjusted(-2, -2, 2, 2)
                                    .contains(QPointF(x, 40));
            if (free) ground = {x, 40};
        }
        QTest::mouseDClick(&widget, Qt::LeftButton, {}, ground);
        QVERIFY(!widget.isMoved());
        QVERIFY(QLineF(widget.boxOf("").center(), tf).length() < 1);
        // Another TF begins anew.
        drag(widget, widget.boxOf("G5").center(), widget.boxOf("G5").center() + QPointF(30, 30));
        QVERIFY(widget.isMoved());
        widget.setPicture(networkPicture("PAX5", targets(12), false));
        QVERIFY(!widget.isMoved());
    }

    void it_is_zoomed_and_panned() {
        NetworkWidget widget;
        widget.resize(420, 300);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        widget.setPicture(networkPicture("SPI1", targets(12), false));
        widget.clearFocus();
        const QPointF gene = widget.boxOf("G4").center();
        // Without the keyboard the wheel is what lies around it's.
        wheel(widget, gene, 120);
        QCOMPARE(widget.zoom(), 1.0);
        wheel(widget, gene, 120, Qt::ControlModifier);
        QVERIFY(widget.zoom() > 1.1);
        QApplication::setActiveWindow(&widget);
        widget.setFocus();
        QTRY_VERIFY(widget.hasFocus());
        wheel(widget, gene, 240);
        QVERIFY(widget.zoom() > 1.6);
        // What is under the pointer stays; its text has the same size.
        QVERIFY(QLineF(widget.boxOf("G4").center(), gene).length() < 30);
        const QPointF before = widget.boxOf("").center();
        QTest::keyClick(&widget, Qt::Key_0);
        QCOMPARE(widget.zoom(), 1.0);
        QVERIFY(QLineF(widget.boxOf("").center(), before).length() > 1);
        QVERIFY(QLineF(widget.boxOf("G4").center(), gene).length() < 1);
        QTest::keyClick(&widget, Qt::Key_Plus);
        QVERIFY(widget.zoom() > 1);
        QTest::keyClick(&widget, Qt::Key_Minus);
        QCOMPARE(widget.zoom(), 1.0);
        const QPointF middle = widget.boxOf("").center();
        drag(widget, {4, 4}, {44, 24});
        QVERIFY(QLineF(widget.boxOf("").center(), middle + QPointF(40, 20)).length() < 1);
        widget.fit();
        QVERIFY(QLineF(widget.boxOf("").center(), middle).length() < 1);
    }

    void the_keyboard_reaches_all_of_it() {
        NetworkWidget widget;
        widget.resize(420, 300);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        widget.setPicture(networkPicture("SPI1", targets(5), false));
        QVERIFY(widget.accessibleName().contains("SPI1"));
        QApplication::setActiveWindow(&widget);
        widget.setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(widget.hasFocus());
        QCOMPARE(widget.current().value_or("none"), QString());  // the TF
        QTest::keyClick(&widget, Qt::Key_Right);
        QCOMPARE(widget.current().value_or("none"), QString("G4"));
        QVERIFY(widget.accessibleDescription().startsWith("G4: adds 0.04"));
        QTest::keyClick(&widget, Qt::Key_Down);
        QCOMPARE(widget.current().value_or("none"), QString("G3"));
        const QPointF at = widget.boxOf("G3").center();
        QTest::keyClick(&widget, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(widget.boxOf("G3").center().x() < at.x());
        QSignalSpy clicked(&widget, &NetworkWidget::geneClicked), menu(&widget, &NetworkWidget::menuAsked);
        QTest::keyClick(&widget, Qt::Key_Return);
        QCOMPARE(clicked[0][0].toString(), QString("G3"));
        QContextMenuEvent keys(QContextMenuEvent::Keyboard, {}, {});
        QApplication::sendEvent(&widget, &keys);
        QCOMPARE(menu[0][0].value<std::optional<QString>>().value_or("none"), QString("G3"));
        QTest::keyClick(&widget, Qt::Key_Up);
        QTest::keyClick(&widget, Qt::Key_Up);
        QCOMPARE(widget.current().value_or("none"), QString());
        QTest::keyClick(&widget, Qt::Key_Left);  // round
        QCOMPARE(widget.current().value_or("none"), QString("G0"));
    }

    void paper_has_key_notes_and_numbers() {
        NetworkPicture picture = networkPicture("SPI1", targets(30), false);
        picture.cells = "Monocytes, mean of 40 cells";
        picture.summary = "Evidence for SPI1: 1.2.";
        picture.given = {true, false, true};
        picture.targets[0].first.prior = EdgeEvidence{"G29", 1, 'B', false, false, 1, 1, {"x", "y"}};
        const NetworkFigure figure(picture);
        QCOMPARE(figure.title(), QString("SPI1 targets"));
        Job job;
        for (const double width : {85.0, 183.0}) {
            const FigureDrawing drawing = figure.layOut({width, 0, 7}, job);
            QVERIFY2(drawing.problems.isEmpty(), qPrintable(drawing.problems.join(' ')));
            QString all;
            for (const FigureText& text : drawing.texts) {
                all += text.text + ' ';
                QVERIFY(
                    QRectF(QPointF(), drawing.page).adjusted(-0.01, -0.01, 0.01, 0.01).contains(text.box()));
            }
            for (const char* words : {"Monocytes, mean of 40 cells.", "Evidence for SPI1: 1.2.", "24 of 30",
                                      "activates (prior)", "represses (prior)", "sign unknown", "adds 0.290"})
                QVERIFY2(all.contains(words), qPrintable(all));
            QVERIFY((drawing.legend & drawing.plots.front()).isEmpty());
        }
        QVERIFY(!figure.layOut({85, 20, 7}, job).problems.isEmpty());
        const FigureNumbers numbers = networkNumbers(picture);
        QCOMPARE(numbers.columns, std::vector<std::string>({"tf", "target", "drawn", "adds", "z", "sign",
                                                            "regulators", "confidence", "sources"}));
        QCOMPARE(numbers.rows.size(), 30U);
        QCOMPARE(numbers.rows[0], std::vector<std::string>(
                                      {"SPI1", "G29", "yes", "0.29", "0", "activation", "2", "B", "x;y"}));
        QCOMPARE(numbers.rows[24][2], std::string("no"));
        QCOMPARE(numbers.rows[24][7], std::string());
    }

    void the_inspector_offers_what_can_be_done() {
        Session session(immuneEngine());
        InspectorView view(session);
        session.setDataset(regulonCells());
        session.setPrior(gradedPrior());
        view.resize(600, 900);
        view.show();
        QVERIFY(!view.networkFigure());
        session.focus().setCell(4);
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        auto& detail = const_cast<TfDetail&>(view.detail());
        QVERIFY(view.networkFigure());
        QCOMPARE(detail.network().cells, QString("c4"));
        QVERIFY(detail.network().summary.startsWith("Evidence for TF1"));
        QVERIFY(detail.network().given == (EvidenceGiven{true, false, true}));
        for (const TargetPair& pair : detail.network().targets) QVERIFY(pair.first.prior.has_value());
        const auto texts = [&](const std::optional<QString>& gene) {
            QMenu menu;
            detail.fillMenu(menu, gene);
            QStringList found;
            for (const QAction* action : menu.actions())
                if (!action->isSeparator()) found << action->text();
            return found.join('|');
        };
        QCOMPARE(texts(std::nullopt),
                 QString("Copy targets|Lay out again|Fit|Export figure…|Export numbers…"));
        QVERIFY(texts("T1_0").startsWith("Colour the map by T1_0|Similar genes|Copy targets"));
        QVERIFY(texts("TF2").startsWith("Colour the map by TF2|Open TF2|Similar genes"));
        QVERIFY(texts(QString()).startsWith("Colour the map by this TF|Copy"));
        const auto choose = [&](const std::optional<QString>& gene, const char* name) {
            QMenu menu;
            detail.fillMenu(menu, gene);
            menu.findChild<QAction*>(name)->trigger();
        };
        choose("T1_0", "colorByGene");
        QVERIFY(session.colors().coloring() == Coloring::gene("T1_0"));
        choose(QString(), "colorByTf");
        QVERIFY(session.colors().coloring() == Coloring::regulon("TF1", RegulonMeasure::TfAttention));
        choose(std::nullopt, "copyTargets");
        const QStringList lines = QGuiApplication::clipboard()->text().trimmed().split('\n');
        QCOMPARE(lines.size(), 7);
        QVERIFY2(lines[0].endsWith("\tconfidence\tnamed by"), qPrintable(lines[0]));
        QSignalSpy figure(&view, &InspectorView::networkFigureRequested),
            numbers(&view, &InspectorView::networkNumbersRequested);
        choose(std::nullopt, "exportFigure");
        choose(std::nullopt, "exportNumbers");
        QCOMPARE(figure.count() + numbers.count(), 2);
        choose("TF2", "openTf");
        QVERIFY(settle(session));
        QCOMPARE(detail.tf(), QString("TF2"));
        // The table in its place has no picture.
        detail.showTable(true);
        QVERIFY(!view.networkFigure());
        detail.showTable(false);
        QVERIFY(view.networkFigure());
    }

    void columns_are_chosen_and_kept() {
        Session session(immuneEngine());
        InspectorView view(session);
        session.setDataset(regulonCells());
        session.setPrior(gradedPrior());
        view.resize(336, 900);
        view.show();
        session.focus().setCell(4);
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        auto& detail = const_cast<TfDetail&>(view.detail());
        auto* button = detail.findChild<QToolButton*>("columns");
        QVERIFY(!button->isVisible());
        detail.showTable(true);
        QVERIFY(button->isVisible());
        QVERIFY(picture(view, QStringLiteral("inspector_edge_columns"), {520, 900}));
        view.resize(336, 900);
        auto* table = detail.findChild<CleanTable*>();
        QVERIFY(table->isVisible());
        const auto entries = [&] {
            Q_EMIT button->menu()->aboutToShow();
            return button->menu()->actions();
        };
        const auto entry = [&](const QString& name) {
            for (QAction* action : entries())
                if (action->text() == name) return action;
            return static_cast<QAction*>(nullptr);
        };
        const auto shown = [&](const QString& name) {
            for (int c = 0; c < table->model()->columnCount(); ++c)
                if (table->model()->headerData(c, Qt::Horizontal).toString() == name)
                    return !table->isColumnHidden(c);
            return false;
        };
        QVERIFY(entry("confidence") && entry("named by") && !entry("weight") && !entry("target"));
        QVERIFY(!shown("named by"));  // no room, and it says least
        entry("named by")->trigger();
        QVERIFY(shown("named by"));
        QVERIFY(entry("named by")->isChecked());
        QVERIFY(table->wholeText().contains("confidence"));
        if (shown("confidence"))
            entry("confidence")->trigger();
        else
            entry("confidence")->trigger(), entry("confidence")->trigger();
        QVERIFY(!shown("confidence"));
        QVERIFY(!table->wholeText().contains("confidence"));
        // A session keeps both.
        {
            InspectorView another(session);
            another.resize(336, 900);
            another.show();
            Q_EMIT session.changed(Change::ViewsRestored);
            QVERIFY(settle(session));
            QCOMPARE(another.detail().columns().words(), detail.columns().words());
        }
        // With another prior's edges there is nothing of them to say.
        session.setPrior(regulonPrior());
        QVERIFY(settle(session));
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        QVERIFY(!entry("confidence") && !entry("named by"));
    }

    // A model that learned from another prior: its edges are not those.
    void evidence_is_of_the_prior_that_is_read() {
        Session session(Engine::standard());
        InspectorView view(session);
        session.setDataset(regulonCells());
        auto prior = gradedPrior();
        session.setPrior(prior);
        auto model = std::make_shared<ModelFile>(*regulonModel());
        model->record.prior_checksum = "one";
        session.setModel(model);
        QVERIFY(settle(session));
        session.focus().setCell(4);
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        QVERIFY(view.detail().network().given == EvidenceGiven{});
        auto same = std::make_shared<RegulatoryNetwork>(*prior);
        same->checksum = "one";
        same->name = model->record.prior_name;
        session.setPrior(same);
        session.setModel(model);
        QVERIFY(settle(session));
        session.focus().setCell(4);
        session.focus().setTf("TF1");
        QVERIFY(settle(session));
        QVERIFY(view.detail().network().given.confidence);
    }
};

QTEST_MAIN(NetworkTest)
#include "tst_network.moc"
