// The dialog of the map's look: what it shows is what the map has, whoever changed it.
#include <QCheckBox>
#include <QComboBox>
#include <QSlider>
#include <QTest>
#include <QUndoStack>

#include "tests/ui/session/small_engine.h"
#include "ui/dialogs/map_look_dialog.h"
#include "ui/session/session.h"

using namespace regulus;
using namespace regulus::test;

namespace {

template <class Widget>
Widget& part(QWidget& dialog, const char* name) {
    return *dialog.findChild<Widget*>(QString::fromLatin1(name));
}

void choose(QComboBox& box, int item) {
    box.setCurrentIndex(item);
    Q_EMIT box.activated(item);
}

constexpr double drawn = 3.2;

}  // namespace

class TestMapLookDialog : public QObject {
    Q_OBJECT

    static void colorBy(Session& session, const Coloring& coloring) {
        session.colors().colorBy(coloring);
        QTRY_VERIFY(session.colors().data()->coloring == coloring && session.jobs().idle());
    }

  private Q_SLOTS:
    void withoutCellsNothingCanBeSet() {
        Session session(smallEngine());
        MapLookDialog dialog(session, [] { return 0.0; });
        for (const QWidget* const one : {static_cast<QWidget*>(&part<QCheckBox>(dialog, "automatic")),
                                         static_cast<QWidget*>(&part<QSlider>(dialog, "opacity")),
                                         static_cast<QWidget*>(&part<QComboBox>(dialog, "contours"))})
            QVERIFY(!one->isEnabled());
        session.setDataset(smallDataset());
        QVERIFY(part<QSlider>(dialog, "opacity").isEnabled());
        session.close();
        QVERIFY(!part<QSlider>(dialog, "opacity").isEnabled());
    }

    // Points stay as large as they are when their size is no longer chosen for them.
    void theSizeBeginsWithWhatIsDrawn() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        MapLookDialog dialog(session, [] { return drawn; });
        auto& automatic = part<QCheckBox>(dialog, "automatic");
        auto& size = part<QSlider>(dialog, "size");
        QVERIFY(automatic.isChecked() && !size.isEnabled());
        automatic.click();
        QCOMPARE(session.view().settings().pointSize, 3.0);
        QVERIFY(size.isEnabled());
        QCOMPARE(size.value(), 6);
        size.setValue(9);
        QCOMPARE(session.view().settings().pointSize, 4.5);
        session.undoStack().undo();  // sizes that follow each other are one step
        QCOMPARE(session.view().settings().pointSize, 0.0);
        QVERIFY(automatic.isChecked() && !size.isEnabled());
    }

    void opacityNamesAndOutlines() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        MapLookDialog dialog(session, [] { return drawn; });
        part<QSlider>(dialog, "opacity").setValue(40);
        QCOMPARE(session.view().settings().opacity, 0.4);
        part<QCheckBox>(dialog, "labels").click();
        QVERIFY(!session.view().settings().labels);
        part<QCheckBox>(dialog, "legend").click();
        QVERIFY(session.view().settings().legend);
        auto& contours = part<QComboBox>(dialog, "contours");
        const int donors = contours.findData(QStringLiteral("donor_id"));
        QVERIFY(donors > 0);
        choose(contours, donors);
        QCOMPARE(session.view().settings().contours, std::string("donor_id"));
        QVERIFY(session.undoStack().undoText().contains(QStringLiteral("donor_id")));
        session.undoStack().undo();
        QCOMPARE(contours.currentIndex(), 0);
        QVERIFY(session.view().settings().legend);
    }

    // Outlines are of the plane, orientation is of space.
    void whatIsOfferedIsOfTheMapThatIsShown() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        MapLookDialog dialog(session, [] { return drawn; });
        auto& orientation = part<QCheckBox>(dialog, "orientation");
        auto& contours = part<QComboBox>(dialog, "contours");
        QVERIFY(orientation.isHidden() && !contours.isHidden() && contours.isEnabled());
        QVERIFY(!contours.toolTip().contains(QStringLiteral("2-D only")));
        session.view().showInSpace("X_pca");
        // In space there are none, and the dialog says why.
        QVERIFY(!orientation.isHidden() && !contours.isHidden() && !contours.isEnabled());
        QVERIFY(contours.toolTip().contains(QStringLiteral("2-D only")));
        QVERIFY(orientation.isChecked());
        orientation.click();
        QVERIFY(!session.view().settings().orientation);
        session.undoStack().undo();
        QVERIFY(orientation.isChecked());
        colorBy(session, Coloring::gene("CD14"));
        QCOMPARE(part<QComboBox>(dialog, "order").itemText(1), QStringLiteral("Nearer cells"));
    }

    void anOrderIsOfNumbers() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        MapLookDialog dialog(session, [] { return drawn; });
        auto& order = part<QComboBox>(dialog, "order");
        colorBy(session, Coloring::column("cell_type"));
        QVERIFY(!order.isEnabled());
        QCOMPARE(order.currentText(), QStringLiteral("Mixed"));
        colorBy(session, Coloring::gene("CD14"));
        QVERIFY(order.isEnabled());
        QCOMPARE(order.currentText(), QStringLiteral("High values"));
        choose(order, 1);
        QVERIFY(session.view().settings().mixedOrder);
        session.undoStack().undo();
        QCOMPARE(order.currentText(), QStringLiteral("High values"));
    }
};

QTEST_MAIN(TestMapLookDialog)
#include "tst_map_look_dialog.moc"
