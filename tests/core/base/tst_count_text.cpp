#include "core/base/count_text.h"

#include <QTest>

using regulus::count_text;

class TestCountText : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void thousands_are_separated() {
        QCOMPARE(count_text(0), std::string("0"));
        QCOMPARE(count_text(999), std::string("999"));
        QCOMPARE(count_text(1000), std::string("1,000"));
        QCOMPARE(count_text(123456), std::string("123,456"));
        QCOMPARE(count_text(1234567), std::string("1,234,567"));
    }
    void one_is_singular() {
        QCOMPARE(count_text(0, "TF", "TFs"), std::string("0 TFs"));
        QCOMPARE(count_text(1, "TF", "TFs"), std::string("1 TF"));
        QCOMPARE(count_text(2638, "TF", "TFs"), std::string("2,638 TFs"));
    }
};

QTEST_APPLESS_MAIN(TestCountText)
#include "tst_count_text.moc"
