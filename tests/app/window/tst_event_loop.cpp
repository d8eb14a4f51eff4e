// A million cells in the real window: nothing that a person does waits for long passes over them. Prints the
// longest gap between two turns of the event loop, step by step. Asserts where the heavy work was done, and
// that no step computes longer on the GUI thread than a number of plain passes over a million cells, which
// are timed on the same thread between the steps: a slow or a busy machine slows both.
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <QUndoStack>
#include <algorithm>
#include <array>
#include <ctime>
#include <mutex>
#include <numeric>
#include <set>

#include "app/window/main_window.h"
#include "core/base/heavy_work.h"
#include "core/base/random.h"
#include "tests/ui/session/small_engine.h"
#include "ui/dialogs/prior_dialog.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/session/session_settings.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;
using namespace regulus::test;

namespace {

constexpr std::size_t cells = 1'000'000;
constexpr int groups = 20, patience_ms = 120'000;
// A step that sums up, copies or draws all cells here took 35 to 60; the goal of 50 ms is about 30 where
// this was written.
constexpr double most_passes = 30;

// Twenty blobs, labels with some missing, donors as text, a number; four genes that the small model knows.
std::shared_ptr<const Dataset> million() {
    auto data = std::make_shared<Dataset>();
    data->name = "million.h5ad";
    Random random(5);
    Categorical type;
    for (int k = 0; k < groups; ++k) type.categories.push_back("type " + std::to_string(k));
    type.categories[7] = "unknown";
    Text batch;
    Numeric depth{{}, false};
    Matrix umap(cells, 2), pca(cells, 3);
    CsrMatrix counts;
    counts.cols = 4;
    for (std::size_t c = 0; c < cells; ++c) {
        const int k = static_cast<int>(random.below(groups));
        data->obs.index.push_back("CELL" + std::to_string(c) + "-1");
        type.codes.push_back(c % 97 == 0 ? -1 : k);
        batch.values.push_back("batch " + std::to_string(c % 12));
        depth.values.push_back(random.normal());
        umap(c, 0) = static_cast<float>(k % 5 * 6 + random.normal());
        umap(c, 1) = static_cast<float>(k / 5 * 6 + random.normal());
        pca(c, 0) = umap(c, 1);
        pca(c, 1) = umap(c, 0);
        const std::int32_t gene = k % 4;
        const float value = static_cast<float>(1 + random.below(9));
        counts.push_row(std::span(&gene, 1), std::span(&value, 1));
    }
    data->obs.columns.push_back({"cell_type", std::move(type)});
    data->obs.columns.push_back({"batch", std::move(batch)});
    data->obs.columns.push_back({"depth", std::move(depth)});
    auto var = std::make_shared<Table>();
    var->index = {"SPI1", "CD14", "PAX5", "MS4A1"};
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(std::move(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", std::move(umap)});
    data->embeddings.push_back({"X_pca", std::move(pca)});
    return data;
}

double processorMs() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

// The processor time of one plain pass: who is in which group, and is it in the set.
double passMs(const std::vector<std::int32_t>& codes, const CellSet& set) {
    const double began = processorMs();
    std::array<std::size_t, 2 * groups + 1> counts{};
    for (std::size_t cell = 0; cell < codes.size(); ++cell)
        ++counts[static_cast<std::size_t>(2 * codes[cell]) + (set.contains(cell) ? 1 : 0)];
    volatile std::size_t kept = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    (void)kept;
    return processorMs() - began;
}

// The heart beats once a turn of the event loop; how long it was still, and how much of that this thread was
// computing rather than waiting for a busy machine.
class Heart : public QObject {
  public:
    Heart() {
        m_clock.start();
        m_beat.setTimerType(Qt::PreciseTimer);
        connect(&m_beat, &QTimer::timeout, this, [this] { beat(); });
        m_beat.start(1);
    }
    void beat() {
        const double now = static_cast<double>(m_clock.nsecsElapsed()) / 1e6, computed = processorMs();
        if (now - m_at > m_gap) m_gap = now - m_at;
        if (computed - m_computed > m_busy) m_busy = computed - m_computed;
        m_at = now;
        m_computed = computed;
    }
    void reset() {
        beat();
        m_gap = m_busy = 0;
    }
    double gap() const { return m_gap; }
    double busy() const { return m_busy; }

  private:
    QTimer m_beat;
    QElapsedTimer m_clock;
    double m_at = 0, m_computed = 0, m_gap = 0, m_busy = 0;
};

}  // namespace

class TestEventLoop : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
    std::mutex m_guard;
    QStringList m_here;                 // heavy work that began on this thread
    std::set<std::string> m_elsewhere;  // and on others
    QString m_step;

    Session& session() { return m_window->session(); }

    void listen() {
        listen_to_heavy_work([this](std::string_view what) {
            const std::lock_guard lock(m_guard);
            if (QThread::currentThread() == qApp->thread())
                m_here << m_step + QStringLiteral(": ") + QString::fromStdString(std::string(what));
            else
                m_elsewhere.emplace(what);
        });
    }

  private Q_SLOTS:
    void init() {
        m_settings = std::make_unique<SessionSettings>(m_folder.filePath("settings.ini"));
        m_settings->setTheme(ThemeChoice::Light);
        m_settings->setTourDismissed(true);
        m_window = std::make_unique<MainWindow>(smallEngine(), *m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup() {
        m_window.reset();
        listen_to_heavy_work({});
    }

    void nothingWaitsForAMillionCells() {
        auto data = million();
        listen();
        Heart heart;
        struct Took {
            QString name;
            double gap, busy;
        };
        std::vector<Took> took;
        std::vector<double> passes;
        std::vector<std::int32_t> codes(cells);
        CellSet some(cells);
        Random random(1);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            codes[cell] = static_cast<std::int32_t>(random.below(groups));
            if (random.below(2) == 0) some.insert(cell);
        }
        const auto step = [&](const char* name, auto&& act) {
            m_step = QString::fromUtf8(name);
            heart.reset();
            QTimer::singleShot(0, this, act);
            QTest::qWait(20);
            QVERIFY2(QTest::qWaitFor([&] { return session().jobs().idle(); }, patience_ms), name);
            QTest::qWait(50);  // and what it changed has been drawn
            qInfo("%-34s %6.0f ms, %6.0f ms of it computing", name, heart.gap(), heart.busy());
            took.push_back({m_step, heart.gap(), heart.busy()});
            passes.push_back(passMs(codes, some));
        };
        auto* map = m_window->findChild<EmbeddingView*>();
        QVERIFY(map);
        QWidget* canvas = map->canvas();
        const auto drag = [&](const QList<QPoint>& path) {
            QTest::mousePress(canvas, Qt::LeftButton, {}, path.first());
            for (const QPoint& to : path) {
                QMouseEvent move(QEvent::MouseMove, to, canvas->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                                 {});
                QApplication::sendEvent(canvas, &move);
            }
            QTest::mouseRelease(canvas, Qt::LeftButton, {}, path.last());
        };
        const auto viewed = [&](auto change) {
            ViewSettings settings = session().view().settings();
            change(settings);
            session().view().setSettings(settings);
        };
        // The parts of the window are laid out when they are shown for the first time, however few cells
        // there are: that is printed, and not judged by what a pass over a million takes.
        step("show the parts, for six cells", [&] { session().openDataset(smallDataset(), {}); });
        took.pop_back();
        step("close them", [&] { session().close(); });
        step("open", [&] { session().openDataset(std::exchange(data, nullptr), {}); });
        QCOMPARE(session().opened().cells(), cells);
        step("take a prior", [&] { session().setPrior(smallPrior()); });
        step("colour by text", [&] { session().colors().colorBy(Coloring::column("batch")); });
        step("colour by a number", [&] { session().colors().colorBy(Coloring::column("depth")); });
        step("another colour map", [&] { viewed([](ViewSettings& v) { v.continuousMap = "magma"; }); });
        step("colour by a gene", [&] { session().colors().colorBy(Coloring::gene("CD14")); });
        step("colour by activity",
             [&] { session().colors().colorBy(Coloring::regulon("PAX5", RegulonMeasure::Activity)); });
        step("colour by the labels", [&] { session().colors().colorBy(Coloring::column("cell_type")); });
        step("larger points", [&] { viewed([](ViewSettings& v) { v.pointSize = 3; }); });
        step("select a group", [&] { session().cells().select(session().groups().cellsOf("cell_type", 3)); });
        step("select everything", [&] { session().cells().selectAll(); });
        step("invert", [&] { session().cells().invertSelection(); });
        step("lasso half of the map", [&] {
            const QRect all = canvas->rect().adjusted(2, 2, -2, -2);
            drag({all.topLeft(),
                  {all.center().x(), all.top()},
                  {all.center().x(), all.bottom()},
                  all.bottomLeft()});
        });
        QVERIFY(session().cells().selection().count() > cells / 10);
        step("zoom to the selection", [&] { map->zoomToSelection(); });
        step("zoom in", [&] { map->zoomIn(); });
        step("see all", [&] { map->fit(); });
        step("hover a cell", [&] { QTest::mouseMove(canvas, canvas->rect().center()); });
        step("hover a group",
             [&] { session().cells().setHighlight(session().groups().cellsOf("cell_type", 4)); });
        step("hover nothing", [&] { session().cells().clearHighlight(); });
        step("hide a group", [&] { session().cells().setCategoryHidden("cell_type", 2, true); });
        step("isolate a group", [&] { session().cells().isolateCategory("cell_type", 5); });
        step("show all", [&] { session().cells().clearFilters(); });
        step("open a cell", [&] { session().focus().setCell(12345); });
        step("another map", [&] { session().view().showEmbedding("X_pca"); });
        step("label by another column", [&] { session().setLabelColumn("batch"); });
        step("apply a model", [&] { session().setModel(smallModel()); });
        QVERIFY(session().model().results && session().model().regulons);
        step("colour by predictions", [&] { session().colors().colorBy(Coloring::prediction()); });
        step("colour by confidence", [&] { session().colors().colorBy(Coloring::confidence()); });
        step("colour by a regulon", [&] { session().colors().colorBy(Coloring::regulon("SPI1")); });
        step("hide a predicted class",
             [&] { session().cells().setCategoryHidden(predicted_column, 0, true); });
        step("select a group, with a model",
             [&] { session().cells().select(session().groups().cellsOf("batch", 3)); });
        step("lay the model out",
             [&] { session().view().computeEmbedding({.from = EmbeddingRequest::From::Model}); });
        step("look at compare", [&] { m_window->raiseDock("compare"); });
        step("compare a group", [&] { session().comparison().putGroups(ComparedSide::A, "cell_type", {1}); });
        step("compare genes", [&] { m_window->compareView().setTab(CompareView::Genes); });
        step("compare with another",
             [&] { session().comparison().putGroups(ComparedSide::B, "cell_type", {2}); });
        step("compare visible cells", [&] { session().comparison().setVisibleOnly(true); });
        step("compare all groups", [&] { session().comparison().compareAllGroups("cell_type"); });
        step("compare donors", [&] { session().comparison().setDonors("batch"); });
        step("move the threshold", [&] {
            JudgingSettings judging;
            judging.threshold = 0.6;
            session().judging().set(judging);
        });
        step("ask for similar genes", [&] { m_window->showSimilar(QStringLiteral("CD14")); });
        for (const char* dock : {"predictions", "confusion", "calibration", "heatmap"}) {
            step(qPrintable(QStringLiteral("look at %1").arg(dock)),
                 [&] { m_window->findChild<QWidget*>(QLatin1String(dock))->raise(); });
        }
        step("ask for a training", [&] { m_window->askTrain(); });
        auto* train = m_window->findChild<TrainDialog*>();
        QVERIFY(train);
        step("choose other labels", [&] {
            auto* labels = train->findChild<QComboBox*>("labels");
            labels->setCurrentIndex(1);
        });
        step("move the slider", [&] {
            auto* slider = train->findChild<QSlider*>("fraction");
            slider->setValue(slider->value() - 1);
        });
        step("close the dialog", [&] { train->reject(); });
        step("choose a prior", [&] { m_window->askPrior(QStringLiteral("starter")); });
        step("close the dialog", [&] { m_window->findChild<PriorDialog*>()->reject(); });
        step("close the model", [&] { session().setModel(nullptr); });
        step("undo everything", [&] {
            if (session().undoStack().canUndo()) session().undoStack().undo();
        });
        while (session().undoStack().canUndo()) step("undo", [&] { session().undoStack().undo(); });
        step("close", [&] { session().close(); });
        const auto longest = *std::ranges::max_element(took, {}, &Took::gap);
        const auto busiest = *std::ranges::max_element(took, {}, &Took::busy);
        std::ranges::sort(passes);
        const double pass = passes[passes.size() / 2];
        qInfo("longest gap: %.0f ms in: %s (goal: 50 ms)", longest.gap, qPrintable(longest.name));
        qInfo("longest computing: %.0f ms in: %s, %.1f passes of %.2f ms (at most %.0f)", busiest.busy,
              qPrintable(busiest.name), busiest.busy / pass, pass, most_passes);
        QStringList slow;
        for (const Took& t : took)
            if (t.busy > most_passes * pass) slow << t.name;
        QCOMPARE(slow, QStringList());
        QCOMPARE(m_here, QStringList());
        for (const char* work :
             {"map", "colours", "grid", "names of genes", "labels", "columns that could be labels", "preview",
              "match of the prior", "kept priors", "confusion", "judging", "similar genes", "comparison"})
            QVERIFY2(m_elsewhere.contains(work), work);
    }
};

QTEST_MAIN(TestEventLoop)
#include "tst_event_loop.moc"
