#include <QTest>

#include "ui/views/parts/select_mode.h"

using namespace regulus;

class SelectModeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void keys_say_what_becomes_of_the_selection() {
        QCOMPARE(selectModeOf(Qt::NoModifier), SelectMode::Replace);
        QCOMPARE(selectModeOf(Qt::AltModifier), SelectMode::Replace);
        QCOMPARE(selectModeOf(Qt::ShiftModifier), SelectMode::Add);
        QCOMPARE(selectModeOf(Qt::ControlModifier), SelectMode::Subtract);
        QCOMPARE(selectModeOf(Qt::ShiftModifier | Qt::ControlModifier), SelectMode::Intersect);
    }
};

QTEST_GUILESS_MAIN(SelectModeTest)
#include "tst_select_mode.moc"
