// Every sign that the window, its help and its figures are written with is in the fonts that the program's
// packages bring: on a desktop without other fonts a missing one is a box.
#include <QDirIterator>
#include <QFile>
#include <QRawFont>
#include <QRegularExpression>

#include "tests/golden/golden_picture.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// What is written in a file, with \u escapes as the signs that they stand for.
QString written(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression escape(QStringLiteral(R"(\\u([0-9a-fA-F]{4}))"));
    for (auto match = escape.match(text); match.hasMatch(); match = escape.match(text, match.capturedStart()))
        text.replace(match.capturedStart(), match.capturedLength(),
                     QChar(match.captured(1).toUShort(nullptr, 16)));
    return text;
}

}  // namespace

class GoldenSignsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void are_in_the_font_data() {
        QTest::addColumn<QString>("folder");
        for (const char* folder : {"ui", "app", "resources/help"})
            QTest::newRow(folder) << QStringLiteral(REGULUS_SOURCE_DIR "/%1").arg(QLatin1String(folder));
    }
    void are_in_the_font() {
        QFETCH(QString, folder);
        const QRawFont plain = QRawFont::fromFont(Theme::light().font());
        const QRawFont italic = QRawFont::fromFont(Theme::light().font(13, QFont::Normal, true));
        QVERIFY(plain.familyName().startsWith("Inter") && italic.familyName().startsWith("Inter"));
        QDirIterator files(folder, {"*.cpp", "*.h", "*.md"}, QDir::Files, QDirIterator::Subdirectories);
        int read = 0;
        QStringList missing;
        while (files.hasNext()) {
            const QString path = files.next(), text = written(path);
            read += !text.isEmpty();
            for (const QChar sign : text)
                if (sign.unicode() > 126 &&
                    !(plain.supportsCharacter(sign) && italic.supportsCharacter(sign)))
                    missing
                        << QStringLiteral("%1 (U+%2) in %3").arg(sign).arg(sign.unicode(), 4, 16).arg(path);
        }
        missing.removeDuplicates();
        QVERIFY(read > 10);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join('\n')));
        QVERIFY(!plain.supportsCharacter(QChar(0x22ef)));  // else nothing is tested here
    }
};

GOLDEN_MAIN(GoldenSignsTest)
#include "tst_signs.moc"
