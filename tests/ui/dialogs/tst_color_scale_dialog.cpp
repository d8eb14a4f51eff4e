// The dialog of the colour scale: what it shows is what the map has, whoever changed it.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QTest>
#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "tests/ui/session/small_engine.h"
#include "ui/dialogs/color_scale_dialog.h"
#include "ui/dialogs/color_scale_strip.h"
#include "ui/session/session.h"
#include "ui/views/parts/tone_label.h"

using namespace regulus;
using namespace regulus::test;

namespace {

template <class Widget>
Widget& part(QWidget& dialog, const char* name) {
    return *dialog.findChild<Widget*>(QString::fromLatin1(name));
}

}  // namespace

class TestColorScaleDialog : public QObject {
    Q_OBJECT
  private:
    static void colorBy(Session& session, const Coloring& coloring) {
        session.colors().colorBy(coloring);
        QTRY_VERIFY(session.colors().data()->coloring == coloring && session.jobs().idle());
    }
    static double high(const Session& session) { return session.colors().data()->points->legend.high; }

  private Q_SLOTS:
    void withoutNumbersItSaysSo() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ColorScaleDialog dialog(session);
        QVERIFY(!part<QDoubleSpinBox>(dialog, "low").isEnabled());
        QVERIFY(!part<QComboBox>(dialog, "map").isEnabled());
        QVERIFY(part<ToneLabel>(dialog, "note").text().contains("coloured by a gene"));
        colorBy(session, Coloring::column("depth"));
        QVERIFY(part<QDoubleSpinBox>(dialog, "low").isEnabled());
        session.close();
        QVERIFY(!part<QDoubleSpinBox>(dialog, "low").isEnabled());
    }

    void endsAreTypedAndDragged() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        colorBy(session, Coloring::gene("CD14"));
        ColorScaleDialog dialog(session);
        dialog.show();
        auto& low = part<QDoubleSpinBox>(dialog, "low");
        auto& end = part<QDoubleSpinBox>(dialog, "high");
        auto& ends = part<QComboBox>(dialog, "ends");
        auto& strip = part<ColorScaleStrip>(dialog, "strip");
        const double automatic = high(session);
        QVERIFY(std::abs(end.value() - automatic) < 0.01);
        QCOMPARE(ends.currentIndex(), 0);
        QTRY_VERIFY(part<ToneLabel>(dialog, "note").text().contains("Values from 0 to"));
        end.setValue(4);
        QTRY_COMPARE(high(session), 4.0);
        QCOMPARE(ends.currentText(), QString("As set here"));

        const int y = strip.height() / 2;
        const auto at = [&](double value) { return QPoint(qRound(strip.xOf(value)), y); };
        const QPoint from = at(4), to = at(6);
        QTest::mousePress(&strip, Qt::LeftButton, {}, from);
        QTest::mouseMove(&strip, to);
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, to);
        QTRY_VERIFY2(std::abs(high(session) - 6) < 0.1, qPrintable(QString::number(high(session))));
        QTRY_VERIFY(std::abs(end.value() - high(session)) < 0.01);

        low.setValue(50);  // does not pass the other end
        QTRY_VERIFY(session.colors().data()->points->legend.low > 5);
        QVERIFY(session.colors().data()->points->legend.low < high(session));

        ends.setCurrentIndex(2);
        Q_EMIT ends.activated(2);
        const float most = std::ranges::max(session.colors().data()->values);
        QTRY_COMPARE(high(session), double(most));
        QCOMPARE(ends.currentIndex(), 2);
        ends.setCurrentIndex(0);
        Q_EMIT ends.activated(0);
        QTRY_COMPARE(high(session), automatic);

        session.undoStack().undo();
        QTRY_COMPARE(high(session), double(most));
        QTRY_VERIFY(ends.currentIndex() != 0);
        QTRY_VERIFY(session.jobs().idle());
    }

    void aBlendHasTwoScales() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        ColorScaleDialog dialog(session);
        dialog.show();
        auto& which = part<QComboBox>(dialog, "part");
        QVERIFY(!which.isVisible());
        colorBy(session, Coloring::blend(Coloring::gene("CD14"), Coloring::gene("MS4A1")));
        QVERIFY(which.isVisible());
        QCOMPARE(which.count(), 2);
        QVERIFY(!part<QComboBox>(dialog, "map").isEnabled());
        QTRY_VERIFY(part<ToneLabel>(dialog, "note").text().contains("colours of its own"));
        const auto axis = [&](std::size_t i) { return session.colors().data()->points->legend.axes[i]; };
        const double first = axis(0).high;
        QTest::keyClick(&which, Qt::Key_Down);
        QCOMPARE(which.currentText(), QString("MS4A1"));
        auto& end = part<QDoubleSpinBox>(dialog, "high");
        QVERIFY(std::abs(end.value() - axis(1).high) < 0.01);
        end.setValue(2.5);
        QTRY_COMPARE(axis(1).high, 2.5);
        QCOMPARE(axis(0).high, first);
        QCOMPARE(which.currentText(), QString("MS4A1"));
        colorBy(session, Coloring::gene("CD14"));
        QVERIFY(!which.isVisible());
        QVERIFY(std::abs(end.value() - session.colors().data()->points->legend.high) < 0.01);
        QTRY_VERIFY(session.jobs().idle());
    }

    void theColourMapIsChosenHere() {
        Session session(smallEngine());
        session.setDataset(smallDataset());
        colorBy(session, Coloring::column("depth"));
        ColorScaleDialog dialog(session);
        auto& map = part<QComboBox>(dialog, "map");
        QCOMPARE(map.currentText(), QString("viridis"));
        map.setCurrentIndex(2);
        Q_EMIT map.activated(2);
        QTRY_COMPARE(session.colors().data()->points->legend.map, ColorMap::Cividis);
        session.undoStack().undo();
        QCOMPARE(map.currentText(), QString("viridis"));
        session.setPrior(smallPrior());
        colorBy(session, Coloring::regulon("PAX5", RegulonMeasure::Activity));
        QVERIFY(!map.isEnabled());  // 0 is the middle: one map fits
        QVERIFY(!part<QDoubleSpinBox>(dialog, "low").isEnabled());
        part<QDoubleSpinBox>(dialog, "high").setValue(5);
        QTRY_COMPARE(session.colors().data()->points->legend.low, -5.0);
        QTRY_VERIFY(session.jobs().idle());
    }
};

QTEST_MAIN(TestColorScaleDialog)
#include "tst_color_scale_dialog.moc"
