// The tour stays on top and whole, whatever becomes of the window below it.
#include "app/window/tour.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "ui/session/session_settings.h"

using namespace regulus;
using namespace regulus::test;

class TestTour : public QObject {
    Q_OBJECT

    static QStringList coveredTools(const MainWindow& window, const Tour& tour) {
        QStringList covered;
        for (const auto* bar : window.findChildren<QToolBar*>())
            for (const auto* tool : bar->findChildren<QToolButton*>())
                if (tool->isVisible() &&
                    tour.geometry().intersects({tool->mapTo(&window, QPoint()), tool->size()}))
                    covered << tool->text();
        return covered;
    }

  private Q_SLOTS:
    void canBeReadAndPressedAfterAnotherTheme() {
        QTemporaryDir folder;
        SessionSettings settings(folder.filePath("settings.ini"));
        settings.setTourDismissed(true);
        settings.setTheme(ThemeChoice::Light);
        MainWindow window(anyEngine(std::make_shared<TrainingGate>()), settings);
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.session().setDataset(immuneDataset());
        QVERIFY(settle(window.session()));
        window.showTour();
        Tour* tour = window.tour();
        QVERIFY(tour);
        for (int stop = 0; stop < 5; ++stop) {
            QPushButton* next = nullptr;
            for (auto* button : tour->findChildren<QPushButton*>())
                if (button->text() == "Next" || button->text() == "Done") next = button;
            QVERIFY(next);
            for (const ThemeChoice theme : {ThemeChoice::Dark, ThemeChoice::Light}) {
                settings.setTheme(theme);
                window.applyTheme();
                QTest::qWait(50);
                QCOMPARE(window.children().last(), tour);
                QVERIFY(QRect(QPoint(), window.size()).contains(tour->geometry()));
                QCOMPARE(coveredTools(window, *tour), QStringList());
                QCOMPARE(window.childAt(next->mapTo(&window, next->rect().center())), next);
            }
            QTest::mouseClick(next, Qt::LeftButton);
            if (stop < 4) QVERIFY(window.tour() && window.tour()->position() > stop);
        }
        QVERIFY(!window.tour());
    }
};

QTEST_MAIN(TestTour)
#include "tst_tour.moc"
