// What makes the window look like one thing: every widget is written in the theme's font, also after the
// theme was changed and in parts that float.
#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QFontInfo>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "app/window/main_window.h"
#include "ui/render/theme.h"
#include "ui/session/session_settings.h"

using namespace regulus;

class TestWindowLook : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    // Widgets below `root` whose letters are of another family than the theme's, as readable text.
    static QStringList strangers(const QWidget* root) {
        const QString family = QFontInfo(Theme::current().font()).family();
        QStringList found;
        for (const QWidget* widget : root->findChildren<QWidget*>()) {
            const bool writes = qobject_cast<const QAbstractButton*>(widget) ||
                                qobject_cast<const QComboBox*>(widget) ||
                                qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QLabel*>(widget);
            if (writes && QFontInfo(widget->font()).family() != family)
                found << QStringLiteral("%1 '%2': %3")
                             .arg(QString::fromLatin1(widget->metaObject()->className()),
                                  widget->objectName(), QFontInfo(widget->font()).family());
        }
        return found;
    }

    // As WCAG 2 defines it.
    static double contrast(const QColor& a, const QColor& b) {
        const auto light = [](const QColor& color) {
            const auto linear = [](double v) {
                return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
                   0.0722 * linear(color.blueF());
        };
        const double first = light(a) + 0.05, second = light(b) + 0.05;
        return std::max(first, second) / std::min(first, second);
    }

    void everyPartIsWrittenInTheThemesFont() {
        for (const QDockWidget* dock : m_window->findChildren<QDockWidget*>()) {
            QVERIFY(!dock->findChildren<QLabel*>().isEmpty() ||
                    !dock->findChildren<QAbstractButton*>().isEmpty());
            const QStringList wrong = strangers(dock);
            QVERIFY2(wrong.isEmpty(), qPrintable(dock->objectName() + ": " + wrong.join("; ")));
        }
        const QStringList wrong = strangers(m_window.get());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("; ")));
    }

  private Q_SLOTS:
    void initTestCase() {
        if (QFontInfo(QFont("Inter")).family() != QLatin1String("Inter")) QSKIP("Inter is not installed");
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTheme(ThemeChoice::Light);
        m_window = std::make_unique<MainWindow>(Engine{}, *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanupTestCase() { m_window.reset(); }

    void fontAtTheStart() { everyPartIsWrittenInTheThemesFont(); }

    void fontOfShownParts() {
        for (QDockWidget* dock : m_window->findChildren<QDockWidget*>()) dock->show();
        QTest::qWait(50);
        everyPartIsWrittenInTheThemesFont();
    }

    void fontOfAFloatingPart() {
        auto* dock = m_window->findChild<QDockWidget*>("heatmap");
        QVERIFY(dock);
        dock->setFloating(true);
        QTest::qWait(50);
        everyPartIsWrittenInTheThemesFont();
        dock->setFloating(false);
    }

    void fontAfterAnotherTheme() {
        m_settings->setTheme(ThemeChoice::Dark);
        m_window->applyTheme();
        QVERIFY(Theme::current().dark);
        everyPartIsWrittenInTheThemesFont();
        m_settings->setTheme(ThemeChoice::Light);
        m_window->applyTheme();
    }

    // Every word can be read in the window, in a second one and in a dialog that is open meanwhile.
    void wordsAfterAnotherTheme_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(ThemeChoice::Dark);
        QTest::newRow("light again") << int(ThemeChoice::Light);
    }
    void wordsAfterAnotherTheme() {
        QFETCH(int, theme);
        for (QDockWidget* dock : m_window->findChildren<QDockWidget*>()) dock->show();
        MainWindow second(Engine{}, *m_settings);
        second.show();
        m_window->action("preferences")->trigger();
        auto* dialog = m_window->findChild<QDialog*>();
        QVERIFY(dialog);
        m_settings->setTheme(ThemeChoice(theme));
        m_window->applyTheme();
        for (const QWidget* root : std::initializer_list<QWidget*>{m_window.get(), &second, dialog}) {
            QStringList faint;
            for (const QLabel* label : root->findChildren<QLabel*>()) {
                const QColor ink = label->palette().color(QPalette::Active, label->foregroundRole());
                if (contrast(ink, Theme::current().panel) < 4.5)
                    faint << QStringLiteral("'%1' is %2").arg(label->text(), ink.name());
            }
            QVERIFY2(faint.isEmpty(), qPrintable(faint.join("; ")));
        }
        QCOMPARE(second.styleSheet(), m_window->styleSheet());
        delete dialog;
    }

    void fontOfDialogs() {
        for (const char* name : {"open", "preferences", "about"}) {
            m_window->action(name)->trigger();
            auto* dialog = m_window->findChild<QDialog*>();
            QVERIFY2(dialog, name);
            const QStringList wrong = strangers(dialog);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join("; ")));
            delete dialog;
        }
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) return 77;  // counted as skipped
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication application(argc, argv);
    TestWindowLook test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window_look.moc"
