// The map in space in the window: its figure is what is shown, and showing it first leaves the window as
// large as it was.
#include "app/map_3d.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

#include "app/main_window.h"
#include "app/shared_files.h"
#include "ui/export/figure_preview.h"
#include "ui/figures/space_figure.h"
#include "ui/session/session_settings.h"

using namespace regulus;

namespace {
constexpr int patience_ms = 280000;
}

class TestMap3d : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    Session& session() { return m_window->session(); }

  private Q_SLOTS:
    void initTestCase() {
        if (QGuiApplication::platformName() != QStringLiteral("xcb")) QSKIP("needs a display with OpenGL");
        if (demoFolder().isEmpty()) QSKIP("this build made no demo");
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(Engine::standard(), *m_settings);
        m_window->showMaximized();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(session().results() && session().jobs().idle(), patience_ms);
    }
    void cleanupTestCase() { m_window.reset(); }

    void the_window_stays_maximised() {
        const auto maximised = [this] {
            return m_window->windowState().testFlag(Qt::WindowMaximized) &&
                   m_window->windowHandle()->windowStates().testFlag(Qt::WindowMaximized);
        };
        const QRect before = m_window->geometry();
        QVERIFY(maximised());
        m_window->action("3d")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<Map3d*>() && m_window->findChild<Map3d*>()->embedding(),
                                 patience_ms);
        QTest::qWait(500);
        QVERIFY(m_window->isVisible());
        QVERIFY(maximised());
        QCOMPARE(m_window->geometry(), before);
    }

    void its_figure_is_the_map_in_space() {
        m_window->action("export")->trigger();
        auto* dialog = m_window->findChild<FigurePreview*>();
        QVERIFY(dialog);
        QVERIFY(dynamic_cast<const SpaceFigure*>(&dialog->figure()));
        QVERIFY(dialog->options().provenance.at("Embedding").contains("3"));
        const QString path = m_folder.filePath("space.png");
        FigureOptions options = dialog->options();
        options.format = FigureFormat::Png;
        dialog->setOptions(options);
        dialog->saveTo(path);
        QTRY_VERIFY(QFile::exists(path));
        m_window->action("2d")->trigger();
        m_window->action("export")->trigger();
        for (auto* other : m_window->findChildren<FigurePreview*>())
            if (other->isVisible()) QVERIFY(!dynamic_cast<const SpaceFigure*>(&other->figure()));
    }
};

QTEST_MAIN(TestMap3d)
#include "tst_map_3d.moc"
