// The map in space in the window: its figure is what is shown, and showing it first leaves the window as
// large as it was.
#include "app/window/map_3d.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>
#include <algorithm>

#include "app/window/main_window.h"
#include "app/window/shared_files.h"
#include "app/window/space_pointing.h"
#include "ui/export/figure_preview.h"
#include "ui/figures/space_figure.h"
#include "ui/render/theme.h"
#include "ui/render3d/scatter_widget_3d.h"
#include "ui/render3d/space_overlay.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

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
        QTRY_VERIFY_WITH_TIMEOUT(session().model().results && session().jobs().idle(), patience_ms);
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

    // With a real pointer: a cell under it is named and opened, a name selects its group.
    void cells_and_names_answer_the_pointer() {
        auto* map = m_window->findChild<Map3d*>();
        SpaceOverlay* overlay = map->scatter()->overlay();
        QWidget* canvas = map->scatter()->focusProxy();
        QTRY_VERIFY_WITH_TIMEOUT(map->pointing().ready() && overlay->namesShown() > 2, patience_ms);
        std::optional<QPoint> at;
        for (int y = 10; y < canvas->height() && !at; y += 7)
            for (int x = 10; x < canvas->width() && !at; x += 7)
                if (map->pointing().cellAt(QPointF(x, y)) && !overlay->nameAt(QPointF(x, y)))
                    at = QPoint(x, y);
        QVERIFY(at);
        const std::uint32_t cell = *map->pointing().cellAt(*at);
        QTest::mouseMove(canvas, *at);
        QTRY_COMPARE(session().cells().highlight().count(), 1U);
        QVERIFY(session().cells().highlight().contains(cell));
        QTest::mouseClick(canvas, Qt::LeftButton, {}, *at);
        QCOMPARE(session().focus().cell(), std::optional(cell));
        QTest::mouseClick(canvas, Qt::LeftButton, Qt::ShiftModifier, *at);
        QCOMPARE(session().cells().selection().rows(), std::vector<std::uint32_t>{cell});

        std::optional<QPoint> name;
        for (int y = 2; y < canvas->height() && !name; y += 4)
            for (int x = 2; x < canvas->width() && !name; x += 4)
                if (overlay->nameAt(QPointF(x, y))) name = QPoint(x, y);
        QVERIFY(name);
        const int group = *overlay->nameAt(*name);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, *name);
        QCOMPARE(session().cells().selection(),
                 session().groups().cellsOf(session().opened().labelColumn(), group));
        session().cells().clearSelection();

        // A drag turns the picture and clicks nothing; what is under the pointer is known again afterwards.
        session().focus().setCell(std::nullopt);
        const Camera3d before = map->scatter()->camera();
        QTest::mousePress(canvas, Qt::LeftButton, {}, *at);
        for (int step = 1; step <= 5; ++step) {
            const QPointF to = *at + QPointF(12 * step, 4 * step);
            QMouseEvent move(QEvent::MouseMove, to, canvas->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(canvas, &move);
        }
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, *at + QPoint(60, 20));
        QVERIFY(!(map->scatter()->camera() == before));
        QVERIFY(!session().focus().cell());
        QTRY_VERIFY(map->pointing().ready());
    }

    void its_ground_follows_the_theme() {
        QWidget* canvas = m_window->findChild<Map3d*>()->scatter()->focusProxy();
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_settings->setTheme(choice);
            m_window->applyTheme();
            QTRY_COMPARE(canvas->grab().toImage().pixelColor(2, 2).rgb(), Theme::current().surface.rgb());
        }
    }

    // They enclose regions of the plane; that they are missing is said.
    void outlines_are_of_the_plane() {
        auto* map = m_window->findChild<Map3d*>();
        const auto said = [map] {
            const auto labels = map->findChildren<ToneLabel*>();
            return std::ranges::any_of(labels, [](const ToneLabel* label) {
                return label->text().contains("outlines are drawn in 2-D only");
            });
        };
        QVERIFY(!said());
        ViewSettings view = session().view().settings();
        view.contours = session().opened().labelColumn();
        session().view().setSettings(view);
        QVERIFY(said());
        view.contours.clear();
        session().view().setSettings(view);
        QVERIFY(!said());
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
