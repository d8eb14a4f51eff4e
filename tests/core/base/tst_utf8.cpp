// What is UTF-8, and what is made of text that is not.
#include <QTest>

#include "core/base/utf8.h"

using namespace regulus;

class Utf8Test : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // Qt's decoder says the same of every sequence of up to three bytes that begins beyond ASCII.
    void as_qt_has_it() {
        std::string text(4, 'a');
        for (int first = 0x80; first < 0x100; ++first) {
            for (int second = 0; second < 0x100; second += second < 0x7e ? 21 : 1) {
                for (const int third : {0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff}) {
                    for (const int fourth : {0x41, 0x80, 0xbf, 0xc0}) {
                        text[0] = static_cast<char>(first);
                        text[1] = static_cast<char>(second);
                        text[2] = static_cast<char>(third);
                        text[3] = static_cast<char>(fourth);
                        const QByteArray bytes = QByteArray::fromStdString(text);
                        if (bytes.startsWith("\xef\xbb\xbf")) continue;  // a mark, which Qt leaves out
                        const bool valid = QString::fromUtf8(bytes).toUtf8() == bytes;
                        QVERIFY2(is_utf8(text) == valid, bytes.toHex().constData());
                    }
                }
            }
        }
    }
    void prefix() {
        QCOMPARE(utf8_prefix("plain and long enough for words"), 31U);
        QCOMPARE(utf8_prefix("M\xc3\xbcller"), 7U);
        QCOMPARE(utf8_prefix("12345678M\xfcller"), 9U);
        QCOMPARE(utf8_prefix(""), 0U);
        QCOMPARE(utf8_prefix("cut \xe2\x82"), 4U);
    }
    void others_are_windows_1252() {
        QCOMPARE(as_utf8("M\xfcller glia"), std::string("Müller glia"));
        QCOMPARE(as_utf8("TNF\xb5+ \x80 \x93x\x94"), std::string("TNFµ+ € “x”"));
        QCOMPARE(as_utf8("Müller"), std::string("Müller"));
        // No two texts become one: the open places of the code page stay apart.
        QVERIFY(as_utf8("a\x81") != as_utf8("a\x8d"));
        for (int c = 0x80; c < 0x100; ++c) {
            const std::string text = as_utf8(std::string("x") + static_cast<char>(c) + " y");
            QVERIFY2(is_utf8(text), qPrintable(QString::number(c)));
        }
    }
    // Fields of fixed width end where they end.
    void cut_characters_are_left_out() {
        QCOMPARE(as_utf8("M\xc3\xbcller gl\xc3"), std::string("Müller gl"));
        QCOMPARE(as_utf8("caf\xe9"), std::string("café"));  // and no cut one
    }
};

QTEST_APPLESS_MAIN(Utf8Test)
#include "tst_utf8.moc"
