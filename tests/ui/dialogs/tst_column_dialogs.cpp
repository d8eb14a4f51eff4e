// The two dialogs that make columns of cells: clusters, and a selection that is given a name.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "tests/ui/session/small_engine.h"
#include "ui/dialogs/cluster_dialog.h"
#include "ui/dialogs/map_dialog.h"
#include "ui/dialogs/name_selection_dialog.h"
#include "ui/dialogs/select_by_name_dialog.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// As many communities as ten times the resolution, at most five.
Engine clusterEngine() {
    Engine engine = smallEngine();
    engine.components = [](const MatrixSource& values, const ComponentOptions&, Job&) {
        Matrix points(values.cells(), 2);
        for (std::size_t i = 0; i < points.rows; ++i) points(i, 0) = static_cast<float>(i * i);
        return points;
    };
    engine.leiden = [](const CsrMatrix& graph, const LeidenOptions& options, Job&) {
        const auto count = std::clamp(static_cast<std::int32_t>(options.resolution + 1), 1, 5);
        Communities found;
        found.sizes.assign(static_cast<std::size_t>(count), 0);
        for (std::size_t i = 0; i < graph.rows; ++i) {
            found.of.push_back(static_cast<std::int32_t>(i) % count);
            ++found.sizes[static_cast<std::size_t>(found.of.back())];
        }
        found.modularity = 0.5;
        return found;
    };
    return engine;
}

template <class Widget>
Widget& part(QWidget& dialog, const char* name) {
    return *dialog.findChild<Widget*>(QString::fromLatin1(name));
}

}  // namespace

class TestColumnDialogs : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void clustersFollowTheSlider() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        ClusterDialog dialog(session);
        dialog.show();
        part<QSpinBox>(dialog, "neighbours").setValue(3);
        auto& slider = part<QSlider>(dialog, "resolutionSlider");
        slider.setFocus();
        QTest::keyClick(&slider, Qt::Key_Right);
        QTest::qWait(300);
        QVERIFY(session.opened().own.empty());  // nothing before it was asked for
        auto& button = part<QPushButton>(dialog, "cluster");
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_VERIFY(session.groups().categorical("leiden"));
        auto& result = part<ToneLabel>(dialog, "result");
        QTRY_VERIFY2(result.text().startsWith("2 clusters"), qPrintable(result.text()));
        QVERIFY2(result.text().contains("3 cells in the largest, 3 in the smallest"),
                 qPrintable(result.text()));
        const int steps = session.undoStack().count();
        part<QDoubleSpinBox>(dialog, "resolution").setValue(2.5);
        QTRY_VERIFY2(result.text().startsWith("3 clusters at resolution 2.5"), qPrintable(result.text()));
        part<QDoubleSpinBox>(dialog, "resolution").setValue(3.5);
        QTRY_VERIFY(result.text().startsWith("4 clusters"));
        QCOMPARE(session.undoStack().count(), steps + 1);  // however far the slider goes
        {
            ClusterDialog another(session);  // goes on where the last one was
            QCOMPARE(part<QDoubleSpinBox>(another, "resolution").value(), 3.5);
        }
        session.undoStack().undo();
        QCOMPARE(session.groups().categorical("leiden")->categories.size(), std::size_t{2});
        QVERIFY(!result.text().contains("4 clusters"));  // nobody sees those any more
        OwnColumn named = session.opened().own.front();
        named.edited = true;
        session.putColumn(named);
        QVERIFY2(dialog.problem().contains("named by hand"), qPrintable(dialog.problem()));
        QTRY_VERIFY(session.jobs().idle());
    }

    void someCellsAreClusteredAlone() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{0, 2, 3, 5}));
        ClusterDialog dialog(session);
        part<QSpinBox>(dialog, "neighbours").setValue(3);
        auto& cells = part<QComboBox>(dialog, "cells");
        QCOMPARE(cells.count(), 2);         // nothing is hidden
        QCOMPARE(cells.currentIndex(), 1);  // what is selected is meant
        QCOMPARE(QString::fromStdString(dialog.request().column), QString("leiden_part"));
        QTest::mouseClick(&part<QPushButton>(dialog, "cluster"), Qt::LeftButton);
        QTRY_VERIFY(session.groups().categorical("leiden_part"));
        QCOMPARE(session.groups().categorical("leiden_part")->codes,
                 (std::vector<std::int32_t>{0, -1, 1, 0, -1, 1}));
        QVERIFY2(session.opened().own.front().origin.contains("of 4 cells"),
                 qPrintable(session.opened().own.front().origin));
        // Other cells need other neighbours.
        QVERIFY(session.clusters().hasGraph(dialog.request()));
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
        QVERIFY(!session.clusters().hasGraph(dialog.request()));
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{0, 1}));
        QVERIFY2(dialog.problem().contains("four cells"), qPrintable(dialog.problem()));
        session.cells().clearSelection();
        QCOMPARE(cells.currentIndex(), 0);
        QCOMPARE(QString::fromStdString(dialog.request().column), QString("leiden"));
        QTRY_VERIFY(session.jobs().idle());
    }

    void aMapOfSomeCells() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{0, 2, 3, 5}));
        {
            MapDialog dialog(session);
            auto& name = part<QLineEdit>(dialog, "name");
            QCOMPARE(name.text(), QString("4 selected cells"));
            part<QComboBox>(dialog, "cells").setCurrentIndex(0);
            QVERIFY(!name.isEnabled() && name.text().isEmpty());
            part<QComboBox>(dialog, "cells").setCurrentIndex(1);
            QCOMPARE(name.text(), QString("4 selected cells"));
            session.focus().setGroups({{QStringLiteral("Mono"), session.cells().selection()}});
            session.cells().select(session.cells().selection(), SelectMode::Add);
            part<QComboBox>(dialog, "cells").setCurrentIndex(0);
            part<QComboBox>(dialog, "cells").setCurrentIndex(1);
            QCOMPARE(name.text(), QString("Mono"));
            name.clear();
            QTest::keyClicks(&name, " ");
            QVERIFY2(dialog.problem().contains("needs a name"), qPrintable(dialog.problem()));
            name.clear();
            QTest::keyClicks(&name, "Monocytes");
            part<QSpinBox>(dialog, "neighbours").setValue(3);
            QTest::mouseClick(&part<QPushButton>(dialog, "compute"), Qt::LeftButton);
        }
        QTRY_COMPARE(session.view().embedding()->title, QString("Monocytes"));
        const auto shown = session.view().embedding();
        QVERIFY2(shown->provenance.contains("4 cells, 3 neighbours"), qPrintable(shown->provenance));
        QCOMPARE(shown->grid->placed(), std::size_t{4});
        QVERIFY(std::isnan((*shown->coordinates)(1, 0)) && !std::isnan((*shown->coordinates)(2, 0)));
        QCOMPARE(session.cells().selection().count(), 4U);
        session.view().showEmbedding("X_umap");
        session.view().showEmbedding(shown->key);
        session.view().removeEmbedding("X_umap");  // the file's stays
        QCOMPARE(session.view().embedding()->title, QString("Monocytes"));
        session.view().removeEmbedding(shown->key);
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
        session.undoStack().undo();  // it comes back, and is shown as it was
        QCOMPARE(session.view().embedding(), shown);
        while (session.undoStack().canUndo()) session.undoStack().undo();
        while (session.undoStack().canRedo()) session.undoStack().redo();
        QCOMPARE(session.view().embedding()->key, std::string("X_umap"));
        QCOMPARE(session.view().embeddings().size(), std::size_t{2});  // those of the file
        QTRY_VERIFY(session.jobs().idle());
    }

    void cellsAreSelectedByName() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        session.cells().select(CellSet::of(6, std::vector<std::uint32_t>{0, 5}));
        SelectByNameDialog dialog(session);
        auto& names = part<QPlainTextEdit>(dialog, "names");
        auto& button = part<QPushButton>(dialog, "select");
        auto& note = part<ToneLabel>(dialog, "note");
        QVERIFY2(note.text().contains("c0"), qPrintable(note.text()));
        QVERIFY(!button.isEnabled());
        QTest::keyClicks(&names, "c1 c3, nobody");
        QTRY_VERIFY2(note.text().startsWith("2 of 3 names found"), qPrintable(note.text()));
        QVERIFY2(note.text().contains("nobody."), qPrintable(note.text()));
        part<QComboBox>(dialog, "mode").setCurrentIndex(1);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(session.cells().selection().rows(), (std::vector<std::uint32_t>{0, 1, 3, 5}));
        session.undoStack().undo();
        QCOMPARE(session.cells().selection().count(), 2U);
        SelectByNameDialog none(session);
        none.setNames("nobody");
        auto& said = part<ToneLabel>(none, "note");
        QTRY_VERIFY2(said.text().startsWith("0 of 1 name found"), qPrintable(said.text()));
        QVERIFY(!part<QPushButton>(none, "select").isEnabled());
    }

    void aSliderIsEvenInTheLogarithm() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        ClusterDialog dialog(session);
        auto& slider = part<QSlider>(dialog, "resolutionSlider");
        auto& number = part<QDoubleSpinBox>(dialog, "resolution");
        QCOMPARE(number.value(), 1.0);
        slider.setValue(slider.minimum());
        QCOMPARE(number.value(), 0.1);
        slider.setValue(slider.maximum());
        QCOMPARE(number.value(), 5.0);
        number.setValue(20);  // further than the slider goes
        QCOMPARE(slider.value(), slider.maximum());
        QCOMPARE(number.value(), 20.0);
        QCOMPARE(dialog.request().resolution, 20.0);
    }

    void aNameOfTheFileIsRefused() {
        Session session(clusterEngine());
        session.setDataset(smallDataset());
        ClusterDialog dialog(session);
        part<QLineEdit>(dialog, "name").setText("cell_type");
        QVERIFY(dialog.problem().contains("cell_type"));
        QVERIFY(!part<QPushButton>(dialog, "cluster").isEnabled());
        part<QLineEdit>(dialog, "name").setText(" clusters ");
        QVERIFY(part<QPushButton>(dialog, "cluster").isEnabled());
        QCOMPARE(dialog.request().column, std::string("clusters"));
        session.setModel(smallModel());
        QTRY_COMPARE(part<QComboBox>(dialog, "source").count(), 2);
        QTRY_VERIFY(session.jobs().idle());
        dialog.show();
        session.setDataset(smallDataset());
        QVERIFY(!dialog.isVisible());  // it was of other cells
        QTRY_VERIFY(session.jobs().idle());
    }

    void aSelectionIsNamed() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        {
            NameSelectionDialog none(session);
            part<QLineEdit>(none, "group").setText("a");
            QVERIFY(!none.problem().isEmpty());  // nothing is selected
        }
        const std::vector<std::uint32_t> rows{0, 3};
        session.cells().select(CellSet::of(6, rows));
        NameSelectionDialog dialog(session);
        dialog.show();
        QTest::keyClicks(&part<QLineEdit>(dialog, "group"), "odd ones");
        QVERIFY2(dialog.problem().isEmpty(), qPrintable(dialog.problem()));
        const OwnColumn column = dialog.column();
        QCOMPARE(column.name, std::string("groups"));
        QCOMPARE(column.values->codes, (std::vector<std::int32_t>{0, -1, -1, 0, -1, -1}));
        session.putColumn(column);
        part<QComboBox>(dialog, "column").setEditText("cell_type");
        QVERIFY(dialog.problem().contains("cell_type"));
        part<QComboBox>(dialog, "column").setEditText("edited");
        auto& base = part<QComboBox>(dialog, "base");
        QVERIFY(base.isVisible());
        base.setCurrentIndex(base.findData("cell_type"));
        QCOMPARE(dialog.column().values->categories, (std::vector<std::string>{"Mono", "B", "odd ones"}));
        QCOMPARE(dialog.column().values->codes, (std::vector<std::int32_t>{2, 0, 0, 2, 1, -1}));
        part<QComboBox>(dialog, "column").setEditText("groups");  // it is there: its other cells stay
        QVERIFY(!base.isVisible());
    }
};

QTEST_MAIN(TestColumnDialogs)
#include "tst_column_dialogs.moc"
