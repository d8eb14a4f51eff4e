#include "ui/views/parts/tone_label.h"

#include <QTest>

using namespace regulus;

class TestToneLabel : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Cut off in the middle of a word, a name or number reads as another.
    void aLineThatDoesNotFitEndsInAnEllipsis() {
        const QString text = QStringLiteral("choice (log ratio), from 50 of the cells");
        ToneLabel narrow(Tone::Muted, text), elided(Tone::Muted), wide(Tone::Muted, text);
        elided.setText(narrow.fontMetrics().elidedText(text, Qt::ElideRight, 120));
        QVERIFY(elided.text() != text);
        for (ToneLabel* label : {&narrow, &elided}) label->resize(120, 20);
        wide.resize(600, 20);
        QCOMPARE(narrow.grab().toImage(), elided.grab().toImage());
        QCOMPARE(narrow.text(), text);
        QVERIFY(wide.grab(QRect(0, 0, 120, 20)).toImage() != narrow.grab().toImage());
    }
};

QTEST_MAIN(TestToneLabel)
#include "tst_tone_label.moc"
