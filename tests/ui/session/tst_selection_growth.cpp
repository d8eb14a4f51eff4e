// The selection grows to the cells that lie among it: undoable, and it says what it did.
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include "tests/ui/session/small_engine.h"
#include "ui/session/selection_growth.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

CellSet cells(std::vector<std::uint32_t> rows) {
    return CellSet::of(6, rows);
}

QString lastOf(const QSignalSpy& notices) {
    return notices.isEmpty() ? QString() : notices.last().first().toString();
}

}  // namespace

class TestSelectionGrowth : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Of six cells each has the five others as neighbours.
    void cellsJoin() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        SelectionGrowth growth(session);
        QSignalSpy notices(&session, &Session::noticed);
        growth.grow();  // nothing is selected
        QVERIFY(session.jobs().idle() && notices.isEmpty());
        session.cells().select(cells({0, 1}));
        growth.grow();
        QTRY_COMPARE(notices.count(), 1);
        QCOMPARE(session.cells().selection().count(), std::size_t{2});
        QVERIFY2(lastOf(notices).startsWith("No cell joined: none has half of its 5 nearest cells (by the "
                                            "file's principal components)"),
                 qPrintable(lastOf(notices)));
        session.cells().select(cells({0, 1, 2}));
        growth.grow();  // the neighbours are known by now
        QCOMPARE(session.cells().selection().count(), std::size_t{6});
        QVERIFY2(lastOf(notices).startsWith("3 cells joined"), qPrintable(lastOf(notices)));
        session.undoStack().undo();
        QCOMPARE(session.cells().selection(), cells({0, 1, 2}));
        QTRY_VERIFY(session.jobs().idle());
    }

    void withoutComponentsOfTheFileTheyAreMade() {
        Engine engine = smallEngine();
        const auto made = std::make_shared<int>(0);
        engine.components = [made](const MatrixSource& values, const ComponentOptions&, Job&) {
            ++*made;
            Matrix points(values.cells(), 2);
            for (std::size_t i = 0; i < points.rows; ++i) points(i, 0) = static_cast<float>(i * i);
            return points;
        };
        Session session(engine);
        session.setDataset(smallDataset(false));
        QTRY_VERIFY(session.jobs().idle());
        *made = 0;
        SelectionGrowth growth(session);
        QSignalSpy notices(&session, &Session::noticed);
        session.cells().select(cells({0, 1, 2}));
        growth.grow();
        QTRY_COMPARE(session.cells().selection().count(), std::size_t{6});
        QVERIFY(lastOf(notices).contains("nearest cells (by principal components)"));
        session.cells().select(cells({3, 4, 5}));
        growth.grow();
        QCOMPARE(*made, 1);
        // Of another dataset they are others.
        session.setDataset(smallDataset(false));
        QTRY_VERIFY(session.jobs().idle());
        *made = 0;
        session.cells().select(cells({3, 4, 5}));
        growth.grow();
        QTRY_COMPARE(session.cells().selection().count(), std::size_t{6});
        QCOMPARE(*made, 1);
    }

    // What a person selects meanwhile is theirs.
    void aSelectionThatChangedIsLeftAlone() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        QTRY_VERIFY(session.jobs().idle());
        SelectionGrowth growth(session);
        session.cells().select(cells({0, 1, 2}));
        growth.grow();
        session.cells().select(cells({0, 1, 2, 3}));
        QTRY_VERIFY(session.jobs().idle());
        QCoreApplication::processEvents();
        QCOMPARE(session.cells().selection(), cells({0, 1, 2, 3}));
    }
};

QTEST_GUILESS_MAIN(TestSelectionGrowth)
#include "tst_selection_growth.moc"
