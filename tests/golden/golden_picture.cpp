#include "tests/golden/golden_picture.h"

#include <QDir>
#include <QElapsedTimer>
#include <QPainter>
#include <QProgressBar>
#include <QTemporaryDir>

#include "app/window/window.h"
#include "app/window/window_style.h"
#include "tests/golden/palette_picture.h"
#include "tests/golden/picture_difference.h"

namespace regulus::test {

namespace {

constexpr int patience_ms = 10000, still_ms = 400, pause_ms = 10;

// A bar that moves, at one place: it says how far it is as long as this lives.
class StillBars {
  public:
    explicit StillBars(const QWidget& widget) {
        for (QProgressBar* bar : widget.findChildren<QProgressBar*>()) {
            if (bar->minimum() != 0 || bar->maximum() != 0) continue;
            m_bars << bar;
            bar->setMaximum(3);
            bar->setValue(1);
        }
    }
    ~StillBars() {
        for (QProgressBar* bar : m_bars) bar->setMaximum(0);
    }
    StillBars(const StillBars&) = delete;
    StillBars& operator=(const StillBars&) = delete;

  private:
    QList<QProgressBar*> m_bars;
};

// At one pixel a point, whatever the screen has. What it shows may need more room than it was given, and less
// a moment later.
QImage painted(QWidget& widget, QSize size) {
    if (!size.isEmpty()) widget.resize(size);
    if (QWidget* const focused = QApplication::focusWidget()) focused->clearFocus();  // it comes late, or not
    const StillBars still(widget);
    QImage image(widget.size(), QImage::Format_RGB32);
    image.fill(Theme::current().panel);
    widget.render(&image);
    return image;
}

void show(QWidget& widget, const GoldenPicture& picture, Appearance look) {
    if (picture.dress) {
        picture.dress(look);
    } else {
        applyTheme(*qApp, look);
        widget.setStyleSheet(windowStyle(Theme::current()));
    }
    widget.setAutoFillBackground(true);
    if (!picture.size.isEmpty()) widget.resize(picture.size);
    widget.show();
}

QString fileName(const GoldenPicture& picture, Appearance look) {
    return picture.name + (look == Appearance::Dark ? QStringLiteral("_dark") : QStringLiteral("_light"));
}

// Waits until the widget looks like this; what it looks like then, or when patience ends.
QImage awaited(QWidget& widget, QSize size, const QImage& expected) {
    QElapsedTimer clock;
    clock.start();
    while (true) {
        QImage shown = painted(widget, size);
        if (clock.elapsed() > patience_ms || pictureDifference(expected, shown).none()) return shown;
        QTest::qWait(pause_ms);
    }
}

// Waits until the widget looks the same for a while.
QImage settled(QWidget& widget, QSize size) {
    QElapsedTimer clock, still;
    clock.start();
    still.start();
    QImage shown = painted(widget, size);
    while (still.elapsed() < still_ms && clock.elapsed() < patience_ms) {
        QTest::qWait(pause_ms);
        const QImage next = painted(widget, size);
        if (next == shown) continue;
        shown = next;
        still.restart();
    }
    return shown;
}

// With as few colours as leave it as it is seen.
QString store(const QImage& shown, const QString& path) {
    QImage stored = shown;
    for (const int colors : {32, 64, 128, 256}) {
        const QImage fewer = withPalette(shown, colors);
        if (!pictureDifference(shown, fewer, {.color = 18, .pixels = 8, .plane = 2, .planes = 16}).none())
            continue;
        stored = fewer;
        break;
    }
    return stored.save(path, "PNG", 0) ? QString() : QStringLiteral("%1 cannot be written").arg(path);
}

QString kept(const QImage& shown, const PictureDifference& difference, const QString& name) {
    const QDir folder(QStringLiteral(REGULUS_GOLDEN_OUTPUT));
    folder.mkpath(QStringLiteral("."));
    const QString now = folder.filePath(name + ".png"), where = folder.filePath(name + "_differs.png");
    if (!shown.save(now) || (!difference.marked.isNull() && !difference.marked.save(where)))
        return QStringLiteral(" (the new picture could not be kept in %1)").arg(folder.path());
    return QStringLiteral("\n  now: %1%2")
        .arg(now, difference.marked.isNull() ? QString() : QStringLiteral("\n  where: %1").arg(where));
}

QString compared(QWidget& widget, QSize size, const QString& name, bool write) {
    const QString path = QDir(goldenFolder()).filePath(name + ".png");
    const QImage expected(path);
    const QImage shown = write || expected.isNull() ? settled(widget, size) : awaited(widget, size, expected);
    const PictureDifference difference = pictureDifference(expected, shown);
    if (difference.none()) return {};
    if (write) return store(shown, path);
    return QStringLiteral("%1: %2%3")
        .arg(name,
             expected.isNull() ? QStringLiteral("there is no golden picture %1").arg(path) : difference.text,
             kept(shown, difference, name));
}

}  // namespace

void prepareGolden() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("FONTCONFIG_FILE", REGULUS_GOLDEN_FONTS);
    static const QTemporaryDir cache;  // how full it is, is said in Preferences
    qputenv("XDG_CACHE_HOME", QFile::encodeName(cache.path()));
    for (const char* name : {"QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_FONT_DPI", "QT_STYLE_OVERRIDE",
                             "QT_QPA_PLATFORMTHEME", "QT_ENABLE_HIGHDPI_SCALING", "XDG_CURRENT_DESKTOP"})
        qunsetenv(name);
}

void dressGolden() {
    dressProgram();
    QApplication::setCursorFlashTime(0);
    QApplication::setEffectEnabled(Qt::UI_AnimateMenu, false);
    applyTheme(*qApp, Appearance::Light);
}

QString goldenFolder() {
    return QStringLiteral(REGULUS_GOLDEN_PICTURES);
}

QString goldenDifference(QWidget& widget, const GoldenPicture& picture) {
    const bool write = qEnvironmentVariable("REGULUS_GOLDEN") == QLatin1String("write");
    QStringList different;
    for (const Appearance look : {Appearance::Dark, Appearance::Light}) {  // light is what comes next, too
        show(widget, picture, look);
        const QString found = compared(widget, picture.size, fileName(picture, look), write);
        if (!found.isEmpty()) different << found;
    }
    return different.join('\n');
}

}  // namespace regulus::test
