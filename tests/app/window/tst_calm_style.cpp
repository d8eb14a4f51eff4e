// The style's own drawings in both themes, also of widgets that were made before the theme was changed.
#include "app/window/calm_style.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QScrollArea>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

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
    // Who scrolls a panel passes over its controls and changes none of them.
    void theWheelIsThePanels() {
        QScrollArea area;
        auto* const inside = new QWidget;
        auto* const column = new QVBoxLayout(inside);
        auto* const combo = new QComboBox;
        combo->addItems({"a", "b", "c"});
        combo->setCurrentIndex(1);
        auto* const spin = new QSpinBox;
        spin->setValue(5);
        auto* const slider = new QSlider(Qt::Horizontal);
        slider->setValue(50);
        auto* const filler = new QWidget;
        filler->setMinimumHeight(2000);
        for (QWidget* const one : std::initializer_list<QWidget*>{combo, spin, slider, filler})
            column->addWidget(one);
        area.setWidget(inside);
        area.setWidgetResizable(true);
        area.resize(300, 300);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        QApplication::setActiveWindow(&area);
        filler->setFocusPolicy(Qt::StrongFocus);
        filler->setFocus();
        // Whether the control took it.
        const auto wheel = [](QWidget* widget) {
            const QPointF at = widget->rect().center();
            QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, {}, Qt::NoScrollPhase,
                              false);
            QApplication::sendEvent(widget, &event);
            return event.isAccepted();
        };
        for (QWidget* const one : std::initializer_list<QWidget*>{combo, spin, slider}) {
            QVERIFY2(!wheel(one), one->metaObject()->className());
        }
        QCOMPARE(combo->currentIndex(), 1);
        QCOMPARE(spin->value(), 5);
        QCOMPARE(slider->value(), 50);
        spin->setFocus();
        QTRY_VERIFY(spin->hasFocus());
        QVERIFY(wheel(spin));
        QCOMPARE(spin->value(), 4);
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
