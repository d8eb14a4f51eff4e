// What the comparison of golden pictures lets pass, and what it finds.
#include <QBoxLayout>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "core/base/random.h"
#include "tests/golden/golden_picture.h"
#include "tests/golden/palette_picture.h"
#include "tests/golden/picture_difference.h"

using namespace regulus;
using namespace regulus::test;

namespace {

// What a small form shows.
struct Form {
    QPoint at{20, 40};
    QString text = QStringLiteral("Cell type");
    QColor button{0x28, 0x50, 0xc8}, behind{0xf7, 0xf9, 0xfc};
    bool line = true, label = true;
    double aside = 0;  // pixels
};

QImage drawn(const Form& form) {
    QImage image(240, 160, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(0, 80, 240, 80), form.behind);
    if (form.line) painter.fillRect(QRect(0, 20, 240, 1), QColor(0xd9, 0xde, 0xe7));
    painter.setFont(Theme::current().font(12));
    painter.setPen(QColor(0x5c, 0x67, 0x7a));
    if (form.label) painter.drawText(QPointF(form.at) + QPointF(form.aside, 0), form.text);
    painter.setPen(Qt::NoPen);
    painter.setBrush(form.button);
    painter.drawRoundedRect(QRectF(150 + form.aside, 100, 60, 26), 5, 5);
    return image;
}

QImage noisy(QImage image, int most) {
    Random random(5);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const int by = static_cast<int>(random.below(2 * static_cast<unsigned>(most) + 1)) - most;
            const QColor c(image.pixel(x, y));
            const auto moved = [by](int v) { return std::clamp(v + by, 0, 255); };
            image.setPixelColor(x, y, QColor(moved(c.red()), moved(c.green()), moved(c.blue())));
        }
    return image;
}

QString difference(const Form& form) {
    return pictureDifference(drawn({}), drawn(form)).text;
}

}  // namespace

class GoldenDifferenceTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // Whether it is told is seen here, also while the pictures of others are renewed.
    void initTestCase() { qunsetenv("REGULUS_GOLDEN"); }

    void what_looks_the_same_passes() {
        QCOMPARE(difference({}), QString());
        // Letters and corners smoothed another way, as another version of a font library does.
        for (const double aside : {0.25, 1.0}) {
            QVERIFY(drawn({}) != drawn({.aside = aside}));
            const QString found = difference({.aside = aside});
            QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1: %2").arg(aside).arg(found)));
        }
        QCOMPARE(pictureDifference(drawn({}), noisy(drawn({}), 6)).text, QString());
    }

    void what_a_person_would_see_is_found_data() {
        QTest::addColumn<QImage>("shown");
        const QImage usual = drawn({});
        QTest::newRow("moved by 4 pixels")
            << usual.copy(QRect(4, 0, 240, 160)).convertToFormat(usual.format());
        QTest::newRow("a label moved by 4 pixels") << drawn({.at = {24, 40}});
        QTest::newRow("a label moved down by 3 pixels") << drawn({.at = {20, 43}});
        QTest::newRow("a label is missing") << drawn({.label = false});
        QTest::newRow("a letter is missing") << drawn({.text = QStringLiteral("Cell typ")});
        QTest::newRow("a label is cut off") << drawn({.text = QStringLiteral("Cell t\u2026")});
        QTest::newRow("another word as long") << drawn({.text = QStringLiteral("Cell size")});
        QTest::newRow("a hairline is missing") << drawn({.line = false});
        QTest::newRow("a button of another colour") << drawn({.button = QColor(0x28, 0x70, 0xc8)});
        QTest::newRow("a light grey on white") << drawn({.behind = Qt::white});
        QImage empty(usual.size(), usual.format());
        empty.fill(Qt::white);
        QTest::newRow("nothing is shown") << empty;
        QTest::newRow("another size") << usual.copy(QRect(0, 0, 240, 150));
        QTest::newRow("no picture") << QImage();
    }
    void what_a_person_would_see_is_found() {
        QFETCH(QImage, shown);
        const PictureDifference found = pictureDifference(drawn({}), shown);
        QVERIFY(!found.none());
        QCOMPARE(found.marked.isNull(), shown.size() != drawn({}).size());
        QVERIFY(!pictureDifference(shown, drawn({})).none());  // either way round
    }

    void the_places_are_named_and_framed() {
        const QImage shown = drawn({.button = Qt::red});
        const PictureDifference found = pictureDifference(drawn({}), shown);
        QVERIFY2(found.text.contains(QStringLiteral("within x 144 to 223, y 96 to 127")),
                 qPrintable(found.text));
        QCOMPARE(found.marked.pixelColor(180, 113), QColor(Qt::red));            // as it is
        QVERIFY(found.marked.pixelColor(20, 150) != shown.pixelColor(20, 150));  // faded
    }

    void a_palette_keeps_what_is_seen() {
        QImage many(256, 256, QImage::Format_RGB32);
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 256; ++x) many.setPixel(x, y, qRgb(x, y, y < 128 ? 90 : 200));
        for (const QImage& picture : {drawn({}), many}) {
            const QImage stored = withPalette(picture, 256);
            QCOMPARE(stored.format(), QImage::Format_Indexed8);
            QVERIFY(stored.colorCount() <= 256);
            QCOMPARE(withPalette(picture, 256), stored);
        }
        QCOMPARE(pictureDifference(drawn({}), withPalette(drawn({}), 32)).text, QString());
        QCOMPARE(QColor(withPalette(drawn({}), 32).pixel(5, 5)), QColor(Qt::white));  // exact
        QVERIFY(!pictureDifference(many, withPalette(many, 256)).none());  // such a one is stored whole
    }

    // A view that no file shows: the test fails, and says where the new picture is.
    void what_differs_is_kept() {
        QLabel label(QStringLiteral("Not stored"));
        const QString said = goldenDifference(label, {"no_such_picture", {120, 40}, {}});
        for (const char* look : {"light", "dark"}) {
            const QString name = QStringLiteral("no_such_picture_%1").arg(QLatin1String(look));
            QVERIFY2(said.contains(name + ": there is no golden picture"), qPrintable(said));
            const auto path = said.split('\n').filter(name + ".png").filter("now: ");
            QCOMPARE(path.size(), 1);
            QFile file(path.front().section("now: ", 1));
            QVERIFY2(file.exists(), qPrintable(path.front()));
            QCOMPARE(QImage(file.fileName()).size(), QSize(120, 40));
            QVERIFY(file.remove());
        }
    }

    void the_files_are_small_and_come_in_pairs() {
        qint64 bytes = 0;
        QStringList light, dark;
        for (const QFileInfo& file : QDir(goldenFolder()).entryInfoList({"*.png"}, QDir::Files)) {
            bytes += file.size();
            const QString name = file.completeBaseName();
            if (name.endsWith("_light")) light << name.chopped(6);
            if (name.endsWith("_dark")) dark << name.chopped(5);
        }
        QVERIFY(light.size() > 100);
        light.sort();
        dark.sort();
        QCOMPARE(light, dark);
        QVERIFY2(bytes < 5 << 20, qPrintable(QString::number(bytes)));
    }

    void fonts_are_ours() {
        QCOMPARE(QFontInfo(Theme::current().font()).family(), QStringLiteral("Inter"));
        QCOMPARE(QFontInfo(Theme::figure().font()).family(), QStringLiteral("Liberation Sans"));
    }
};

GOLDEN_MAIN(GoldenDifferenceTest)
#include "tst_difference.moc"
