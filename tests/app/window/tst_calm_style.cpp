// The style's own drawings in both themes, also of widgets that were made before the theme was changed.
#include "app/window/calm_style.h"

#include <QApplication>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

#include "ui/render/theme.h"

using namespace regulus;

class TestCalmStyle : public QObject {
    Q_OBJECT

    // How far the ink of a picture is from its ground, 0 to 255.
    static int ink(const QImage& image) {
        int low = 255, high = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                low = std::min(low, qGray(image.pixel(x, y)));
                high = std::max(high, qGray(image.pixel(x, y)));
            }
        }
        return high - low;
    }

  private Q_SLOTS:
    void whatEmptiesAFieldIsSeen() {
        applyTheme(*qApp, Appearance::Light);
        QLineEdit edit("CD14");
        edit.setClearButtonEnabled(true);
        edit.resize(200, 30);
        edit.show();
        QVERIFY(QTest::qWaitForWindowExposed(&edit));
        auto* button = edit.findChild<QToolButton*>();
        QVERIFY(button);
        QTRY_VERIFY(button->isVisible());
        QTest::qWait(300);  // it fades in
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark, Appearance::Light}) {
            const Theme& theme = applyTheme(*qApp, appearance);
            QApplication::setPalette(theme.palette());
            QTest::qWait(20);
            const QImage picture = edit.grab(button->geometry().adjusted(4, 6, -4, -6)).toImage();
            QVERIFY2(ink(picture) > 70,
                     qPrintable(QStringLiteral("dark %1: %2").arg(theme.dark).arg(ink(picture))));
        }
    }
    void aDisabledToolIsFainter() {
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
            const Theme& theme = applyTheme(*qApp, appearance);
            QApplication::setPalette(theme.palette());
            QIcon::setThemeName(theme.dark ? QStringLiteral("breeze-dark") : QStringLiteral("breeze"));
            QToolButton button;
            button.setAutoRaise(true);
            button.setIcon(QIcon::fromTheme(QStringLiteral("edit-undo")));
            QVERIFY(!button.icon().isNull());
            button.resize(32, 32);
            const int enabled = ink(button.grab().toImage());
            button.setEnabled(false);
            const int disabled = ink(button.grab().toImage());
            QVERIFY2(
                disabled > 20 && disabled < 0.6 * enabled,
                qPrintable(QStringLiteral("dark %1: %2 of %3").arg(theme.dark).arg(disabled).arg(enabled)));
        }
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication application(argc, argv);
    QApplication::setStyle(new CalmStyle);
    TestCalmStyle test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_calm_style.moc"
