// What a person does with the window, by mouse and keys through an X server: open, look, search, select,
// name, compare, work on a part, take a figure away, save, close, open again. After each step what the views
// say is compared with the file.
//
// On PBMC 3k, and on 20,000 simulated cells or the file that REGULUS_JOURNEY_FILE names: `bench_data --keep`
// makes one of a million. REGULUS_SCREENSHOTS names a folder that keeps a picture of each step.
#include <poll.h>
#include <spawn.h>
#include <unistd.h>

#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>
#include <cmath>
#include <csignal>

#include "app/window/color_search.h"
#include "app/window/main_window.h"
#include "app/window/status_line.h"
#include "app/window/window.h"
#include "app/window/workspace_bar.h"
#include "core/workflow/learning_assay.h"
#include "tests/app/window/hand.h"
#include "tests/bench/large_file.h"
#include "tests/support/test_data.h"
#include "ui/dialogs/open_dialog.h"
#include "ui/export/figure_preview.h"
#include "ui/models/comparison_model.h"
#include "ui/render/palettes.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/result_view.h"
#include "ui/views/data_panel/data_panel.h"
#include "ui/views/data_panel/values_box.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/inspector/inspector_view.h"
#include "ui/views/inspector/subject_header.h"
#include "ui/views/parts/embedding_canvas.h"

extern char** environ;

using namespace regulus;
using regulus::test::Hand;

namespace {

// Of a step that works on all cells, on a busy machine.
int patience() {
    return qEnvironmentVariableIsSet("REGULUS_JOURNEY_FILE") ? 600'000 : 60'000;
}

}  // namespace

class TestJourneys : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
    Hand m_hand;
    int m_pictures = 0;

    Session& session() { return m_window->session(); }
    EmbeddingCanvas& canvas() { return *m_window->map().canvas(); }
    bool idle() { return session().jobs().idle(); }

    void keep(const char* step) {
        const QString folder = qEnvironmentVariable("REGULUS_SCREENSHOTS");
        if (folder.isEmpty()) return;
        QTest::qWait(400);
        const QString name = QStringLiteral("%1-%2-%3.png")
                                 .arg(QString::fromLatin1(QTest::currentDataTag()))
                                 .arg(++m_pictures, 2, 10, QLatin1Char('0'))
                                 .arg(QString::fromLatin1(step));
        QDir().mkpath(folder);
        QVERIFY(QGuiApplication::primaryScreen()->grabWindow(0).save(QDir(folder).filePath(name)));
    }

    QPoint placeOf(std::uint32_t cell) {
        const Matrix& at = *session().view().embedding()->coordinates;
        const QPointF plane(static_cast<double>(at(cell, 0)), static_cast<double>(at(cell, 1)));
        return canvas().mapToGlobal(canvas().sceneLayout().toPixel(plane).toPoint());
    }

    QString typeOf(std::uint32_t cell) {
        const auto types = session().groups().categorical("cell_type");
        return QString::fromStdString(types->categories[static_cast<std::size_t>(types->codes[cell])]);
    }

    CellSet ofType(int code) { return session().groups().cellsOf("cell_type", code); }

    // A cell near the middle of the group of this code, on the map, and not below a name.
    std::uint32_t middleOf(int code) {
        const Matrix& at = *session().view().embedding()->coordinates;
        const std::vector<std::uint32_t> cells = ofType(code).rows();
        std::vector<float> x, y;
        for (const std::uint32_t cell : cells) x.push_back(at(cell, 0)), y.push_back(at(cell, 1));
        const auto half = static_cast<std::ptrdiff_t>(cells.size() / 2);
        std::ranges::nth_element(x, x.begin() + half);
        std::ranges::nth_element(y, y.begin() + half);
        const float mx = x[static_cast<std::size_t>(half)], my = y[static_cast<std::size_t>(half)];
        std::vector<std::uint32_t> near = cells;
        const auto far = [&](std::uint32_t c) { return std::hypot(at(c, 0) - mx, at(c, 1) - my); };
        std::ranges::sort(near, {}, far);
        return *std::ranges::find_if(near, [&](std::uint32_t c) {
            return !canvas().scene().categoryAt(canvas().mapFromGlobal(placeOf(c)));
        });
    }

    // Where no window manager runs, nobody gives the keyboard back when a dialog goes.
    void giveKeyboard() {
        if (QApplication::activeWindow()) return;
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void key(const char* name) {
        giveKeyboard();
        m_hand.key(QString::fromLatin1(name));
    }
    void keyThenFile(const char* name, const QString& path) {
        giveKeyboard();
        m_hand.keyThenFile(QString::fromLatin1(name), path);
    }

    void pressIn(QWidget* where, const char* button) {
        auto* const found = where->findChild<QPushButton*>(QString::fromLatin1(button));
        QVERIFY2(found, button);
        QTRY_VERIFY_WITH_TIMEOUT(found->isVisible() && found->isEnabled(), patience());
        m_hand.click(found->mapToGlobal(found->rect().center()));
    }

    // --- the steps ------------------------------------------------------------------------------------

    void open(const QString& path) {
        key("ctrl+o");
        auto* const dialog = m_window->findChild<OpenDialog*>();
        QVERIFY(dialog);
        auto* const field = dialog->findChild<QLineEdit*>();
        m_hand.click(field->mapToGlobal(field->rect().center()));
        key("ctrl+a");
        m_hand.type(path);
        key("Return");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->ready(), patience());
        keep("open");
        auto* const button = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
        m_hand.click(button->mapToGlobal(button->rect().center()));
        QTRY_VERIFY_WITH_TIMEOUT(session().opened().dataset, patience());
        QCOMPARE(m_window->statusLine().cellsText(),
                 QStringLiteral("%1 cells").arg(countText(session().opened().cells())));
        QTRY_VERIFY_WITH_TIMEOUT(canvas().scene().points(), patience());
        keep("opened");
    }

    // Hover says what the cell is, a click opens it.
    void lookAtACell() {
        const std::uint32_t cell = middleOf(1);
        m_hand.move(placeOf(cell) + QPoint(40, 40));
        m_hand.move(placeOf(cell));
        QTRY_COMPARE_WITH_TIMEOUT(session().cells().highlight().count(), std::size_t{1}, 20'000);
        QTRY_VERIFY(QToolTip::isVisible());
        const auto pointed = session().cells().highlight().rows();
        QVERIFY2(QToolTip::text().contains(typeOf(pointed.front()).toHtmlEscaped()),
                 qPrintable(QToolTip::text()));
        QVERIFY(QToolTip::text().contains(
            QString::fromStdString(session().opened().dataset->obs.index[pointed.front()])));
        keep("hover");
        m_hand.click(placeOf(cell));
        QTRY_VERIFY_WITH_TIMEOUT(session().focus().cell(), patience());
        const std::uint32_t opened = *session().focus().cell();
        QCOMPARE(m_window->inspector().header().title(), typeOf(opened));
        QVERIFY(m_window->inspector().header().line().contains(
            QString::fromStdString(session().opened().dataset->obs.index[opened])));
        keep("cell");
    }

    void searchAGene(const char* gene) {
        key("ctrl+k");
        m_hand.type(QString::fromLatin1(gene));
        key("Return");
        const Coloring asked = Coloring::gene(gene);
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->coloring == asked, patience());
        keep("gene-first");  // of a large file some cells, which say so
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->read == 0, patience());
        // As the file has it: a thousand cells from all over it.
        const auto& expression = *session().opened().expression;
        const auto column = static_cast<std::int32_t>(session().opened().geneColumn(gene));
        const std::size_t cells = expression.cells(), looks = std::min<std::size_t>(1000, cells);
        for (std::size_t i = 0; i < looks; ++i) {
            const std::size_t cell = i * cells / looks;
            const CsrMatrix row = expression.block(cell, cell + 1);
            const auto at = std::ranges::find(row.row_columns(0), column) - row.row_columns(0).begin();
            const bool stored = static_cast<std::size_t>(at) < row.stored();
            const float value = stored ? row.row_values(0)[static_cast<std::size_t>(at)] : 0.0F;
            QVERIFY(std::abs(session().colors().data()->values[cell] - value) < 1e-5F);
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_window->dataPanel().values()->foot().contains("are 0"), patience());
        keep("gene");
        key("ctrl+z");
        QTRY_VERIFY_WITH_TIMEOUT(session().colors().data()->categorical(), patience());
    }

    // Around the middle of a group; every view counts the same cells.
    void lassoAGroup(int code) {
        const QPoint middle = placeOf(middleOf(code));
        key("l");
        QPolygon loop;
        for (int i = 0; i <= 24; ++i)
            loop << middle + QPoint(static_cast<int>(34 * std::cos(i * M_PI / 12)),
                                    static_cast<int>(34 * std::sin(i * M_PI / 12)));
        m_hand.drag(loop);
        QTRY_VERIFY_WITH_TIMEOUT(!session().cells().selection().empty(), patience());
        const CellSet selected = session().cells().selection();
        // The cells whose place is inside the loop, but for those on its edge.
        const Matrix& places = *session().view().embedding()->coordinates;
        const auto layout = canvas().sceneLayout();
        const QPoint local = canvas().mapFromGlobal(middle);
        std::size_t inside = 0, missed = 0;
        for (std::uint32_t cell = 0; cell < places.rows; ++cell) {
            const QPointF away =
                layout.toPixel({static_cast<double>(places(cell, 0)), static_cast<double>(places(cell, 1))}) -
                local;
            const double distance = std::hypot(away.x(), away.y());
            if (distance < 31) ++inside, missed += selected.contains(cell) ? 0 : 1;
            if (distance > 37) QVERIFY(!selected.contains(cell));
        }
        QVERIFY(inside > 0);
        QCOMPARE(missed, std::size_t{0});
        QCOMPARE(m_window->statusLine().selectedText(),
                 QStringLiteral("%1 selected").arg(countText(selected.count())));
        keep("lasso");
    }

    void nameIt() {
        const std::size_t selected = session().cells().selection().count();
        key("ctrl+g");
        m_hand.type("my cells");
        keep("name");
        key("Return");
        QTRY_VERIFY_WITH_TIMEOUT(!session().opened().own.empty(), patience());
        const std::string column = session().opened().own.front().name;
        const auto groups = session().groups().categorical(column);
        const auto at = std::ranges::find(groups->categories, "my cells") - groups->categories.begin();
        QCOMPARE(session().groups().sizes(column).at(static_cast<std::size_t>(at)), selected);
    }

    // The cells of the loop against all others; the first gene that is listed is higher in them.
    void compareIt() {
        const CellSet selected = session().cells().selection();
        key("ctrl+shift+c");
        QTabBar* const tabs = m_window->compareView().tabs();
        QTRY_VERIFY_WITH_TIMEOUT(tabs->isVisible(), patience());
        m_hand.click(tabs->mapToGlobal(tabs->tabRect(1).center()));  // genes
        const auto& model = m_window->compareView().result()->model();
        QTRY_VERIFY_WITH_TIMEOUT(model.rowCount() > 0, patience());
        keep("compare-first");
        QTRY_VERIFY_WITH_TIMEOUT(idle(), patience());
        QVERIFY(model.rowCount() > 0);
        const auto values = session().opened().expression;
        Job job;
        const std::vector<float> first = values->gene(model.geneAt(0), job);
        double in = 0, out = 0;
        for (std::size_t cell = 0; cell < first.size(); ++cell)
            (selected.contains(cell) ? in : out) += static_cast<double>(first[cell]);
        const auto n = static_cast<double>(selected.count());
        QVERIFY(in / n > out / (static_cast<double>(first.size()) - n));
        keep("compare");
    }

    void workOnThem() {
        const CellSet selected = session().cells().selection();
        const auto before = session().view().embedding();
        key("ctrl+alt+w");
        keep("workspace-dialog");
        key("Return");
        auto* const bar = m_window->findChild<WorkspaceBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patience());
        QVERIFY2(bar->text().contains(countText(selected.count())), qPrintable(bar->text()));
        QCOMPARE(session().cells().visible(), selected);
        QTRY_VERIFY_WITH_TIMEOUT(idle() && session().view().embedding() != before, patience());
        const Matrix& places = *session().view().embedding()->coordinates;
        for (std::uint32_t cell = 0; cell < places.rows; ++cell)
            if (std::isnan(places(cell, 0)) == selected.contains(cell))
                QFAIL("a cell is not where it belongs");
        QVERIFY(session().colors().data()->categorical());  // by its clusters
        keep("workspace");
        pressIn(bar, "backToAll");
        QTRY_VERIFY_WITH_TIMEOUT(bar->isHidden(), patience());
        QCOMPARE(session().cells().visible().count(), session().opened().cells());
        QVERIFY(session().view().embedding() == before);
        keep("back");
    }

    void takeAFigure() {
        const QString path = m_folder.filePath("map.svg");
        key("ctrl+e");
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<FigurePreview*>(), patience());
        keep("figure");
        keyThenFile("Return", path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path) && idle(), patience());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains("<text"));
        QVERIFY(svg.contains(QByteArray::fromStdString(session().opened().dataset->name)));
        QVERIFY(QFile::remove(path));
    }

    // Closed and opened again, nothing is missing.
    void saveAndReopen() {
        const QString path = m_folder.filePath("journey.regulus");
        QFile::remove(path);
        const CellSet selected = session().cells().selection();
        const auto own = session().opened().own.size();
        const auto maps = session().view().embeddings().size();
        keyThenFile("ctrl+shift+s", path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path) && idle(), patience());
        key("ctrl+w");
        QTRY_VERIFY_WITH_TIMEOUT(m_window->showsStartPage(), patience());
        keep("start");
        m_window->openFile(path);
        QTRY_VERIFY_WITH_TIMEOUT(session().opened().dataset && idle(), patience());
        QCOMPARE(session().cells().selection(), selected);
        QCOMPARE(session().opened().own.size(), own);
        QCOMPARE(session().view().embeddings().size(), maps);
        QCOMPARE(session().workspaces().workspaces().all.size(), std::size_t{1});
        keep("reopened");
        key("ctrl+w");
        keep("closed");
        QTRY_VERIFY_WITH_TIMEOUT(m_window->showsStartPage(), patience());
    }

  private Q_SLOTS:
    void initTestCase() {
        if (!Hand::isThere()) {
            if (test::data_required()) QFAIL("Xvfb and xdotool are required and missing");
            QSKIP("no Xvfb or no xdotool on this machine");
        }
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTheme(ThemeChoice::Light);
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(Engine::standard(), *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->move(0, 0);
    }

    void cleanupTestCase() { m_window.reset(); }

    void walked_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("gene");
        QTest::addColumn<int>("group");
        QTest::newRow("pbmc3k") << test::data_file("pbmc3k/pbmc3k_seurat.h5ad") << "LYZ" << 2;
        const QString given = qEnvironmentVariable("REGULUS_JOURNEY_FILE");
        QTest::newRow("simulated") << (given.isEmpty() ? m_folder.filePath("simulated.h5ad") : given)
                                   << "SPI1" << 3;
    }

    void walked() {
        QFETCH(QString, path);
        QFETCH(QString, gene);
        QFETCH(int, group);
        REGULUS_NEED_DATA(path);
        if (!QFile::exists(path)) bench::write_large_file(path.toStdString(), 20'000, 2'000, 5'000);
        m_pictures = 0;
        const auto step = [&](auto&& done) {
            if (!QTest::currentTestFailed()) done();
        };
        step([&] { open(path); });
        step([&] { lookAtACell(); });
        step([&] { searchAGene(qPrintable(gene)); });
        step([&] { lassoAGroup(group); });
        step([&] { nameIt(); });
        step([&] { compareIt(); });
        step([&] { workOnThem(); });
        step([&] { takeAFigure(); });
        step([&] { saveAndReopen(); });
    }
};

// A display that nobody else moves the pointer of. 0: there is no Xvfb.
static pid_t startDisplay() {
    int ends[2];
    if (pipe(ends) != 0) return 0;
    const std::string number = std::to_string(ends[1]);
    const char* const words[] = {"Xvfb", "-displayfd",  number.c_str(), "-screen",
                                 "0",    "1440x900x24", nullptr};
    pid_t server = 0;
    const int failed =
        posix_spawnp(&server, "Xvfb", nullptr, nullptr, const_cast<char* const*>(words), environ);
    close(ends[1]);
    char name[16] = {};
    pollfd answer{ends[0], POLLIN, 0};
    const bool told =
        failed == 0 && poll(&answer, 1, 20'000) == 1 && read(ends[0], name, sizeof name - 1) > 0;
    close(ends[0]);
    if (!told) return 0;
    qputenv("DISPLAY", QByteArray(":") + QByteArray(name).trimmed());
    qputenv("QT_QPA_PLATFORM", "xcb");
    return server;
}

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsSet("REGULUS_JOURNEY_FILE"))
        qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(10 * patience()));
    const pid_t server = startDisplay();
    if (server == 0) qunsetenv("DISPLAY");
    if (server == 0) qputenv("QT_QPA_PLATFORM", "offscreen");
    int failed = 0;
    {
        const QApplication app(argc, argv);
        dressProgram();
        TestJourneys test;
        failed = QTest::qExec(&test, argc, argv);
    }
    if (server != 0) kill(server, SIGTERM);
    return failed;
}

#include "tst_journeys.moc"
