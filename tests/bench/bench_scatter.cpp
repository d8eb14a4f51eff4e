// How many frames a second the map of cells draws: panning and zooming 100 thousand, 1 million and 5 million
// points at 1000 × 800, (a) the rasteriser alone, (b) the map inside the real main window, painted and
// shown by the display before the next frame begins. (b) needs a display; without one it is left out:
//
//   xvfb-run -a -s '-screen 0 1920x1280x24' bin/bench_scatter --json
//   bench_scatter [--json] [--points N]... [--threads N] [--frames N]
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/window/main_window.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "ui/render/scatter_raster.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;

namespace {

constexpr QSize plot_size(1000, 800);

// Thirty clumps of unequal size and shape, as embeddings have.
struct Cells {
    std::vector<float> x, y;
    Categorical type;
};

Cells simulatedCells(std::size_t n) {
    Random random(20);
    Cells cells;
    constexpr int types = 30;
    for (int k = 0; k < types; ++k) cells.type.categories.push_back("type " + std::to_string(k + 1));
    for (std::size_t i = 0; i < n; ++i) {
        const int k = static_cast<int>(types * random.uniform() * random.uniform());
        const double angle = 2.4 * k, reach = 2.6 * std::sqrt(k + 1.0), turn = 0.7 * k;
        const double a = random.normal() * (0.6 + 0.05 * (k % 7)),
                     b = random.normal() * (0.9 + 0.1 * (k % 5));
        cells.x.push_back(float(reach * std::cos(angle) + a * std::cos(turn) - b * std::sin(turn)));
        cells.y.push_back(float(reach * std::sin(angle) + a * std::sin(turn) + b * std::cos(turn)));
        cells.type.codes.push_back(k);
    }
    return cells;
}

struct Frames {
    double median_fps, slowest_fps;
};

Frames timed(int frames, const std::function<void(int)>& draw) {
    std::vector<double> seconds;
    QElapsedTimer timer;
    for (int f = 0; f < frames; ++f) {
        timer.start();
        draw(f);
        seconds.push_back(double(timer.nsecsElapsed()) * 1e-9);
    }
    std::sort(seconds.begin(), seconds.end());
    // The slowest one in twenty, so that one hiccup of the machine is not the figure.
    return {1 / seconds[seconds.size() / 2], 1 / seconds[seconds.size() * 19 / 20]};
}

void print(const nlohmann::json& line, bool json) {
    if (json) {
        std::printf("%s\n", line.dump().c_str());
    } else {
        std::printf("%9ld points  %-10s %-4s  median %6.1f  slowest of 20 %6.1f frames/s\n",
                    line["points"].get<long>(), line["what"].get<std::string>().c_str(),
                    line["gesture"].get<std::string>().c_str(), line["fps"].get<double>(),
                    line["fps_slowest"].get<double>());
    }
    std::fflush(stdout);
}

struct Run {
    std::size_t points;
    int frames;
    bool json;
    void report(const char* what, const char* gesture, const Frames& f) const {
        print({{"bench", "scatter"},
               {"points", points},
               {"what", what},
               {"gesture", gesture},
               {"fps", f.median_fps},
               {"fps_slowest", f.slowest_fps},
               {"threads", thread_count()},
               {"width", plot_size.width()},
               {"height", plot_size.height()}},
              json);
    }
};

void benchRaster(const Run& run, const SpatialGrid& grid, const PointColors& colors) {
    const PointKeys keys = makeKeys(grid, colors, nullptr, nullptr, {});
    QImage image(plot_size, QImage::Format_RGB32);
    RasterStyle style;
    style.table = colors.table;
    style.moving = true;
    const QRectF b = grid.coreBounds();
    const double scale = std::min(plot_size.width() / b.width(), plot_size.height() / b.height()) * 0.9;
    const auto draw = [&](double s, double dx) {
        const double left = b.center().x() - plot_size.width() / 2.0 / s,
                     top = b.center().y() + plot_size.height() / 2.0 / s;
        drawPoints(image, grid, keys, {left + dx / s, top, s}, style);
    };
    run.report("rasteriser", "pan", timed(run.frames, [&](int f) { draw(scale, f * 3.0); }));
    run.report("rasteriser", "zoom",
               timed(run.frames, [&](int f) { draw(scale * std::pow(1.03, f % 60), 0); }));
}

// Each frame: one gesture, then the window painted and handed to the display before the next.
void benchCanvas(const Run& run, const char* what, EmbeddingCanvas* canvas) {
    const auto frame = [canvas](const std::function<void()>& gesture) {
        gesture();
        canvas->repaint();
        QGuiApplication::sync();  // the display has answered
    };
    canvas->fit();
    run.report(what, "pan", timed(run.frames, [&](int f) {
                   frame([&] { canvas->panBy({f / 20 % 2 == 0 ? 3.0 : -3.0, 1.0}); });
               }));
    canvas->fit();
    run.report(what, "zoom", timed(run.frames, [&](int f) {
                   frame([&] { canvas->zoomAt({400, 300}, f / 30 % 2 == 0 ? 1.03 : 1 / 1.03); });
               }));
}

std::shared_ptr<const Dataset> asDataset(Cells cells) {
    auto data = std::make_shared<Dataset>();
    data->name = "simulated.h5ad";
    data->simulated = true;
    const std::size_t n = cells.x.size();
    data->obs.index.reserve(n);
    Matrix umap(n, 2);
    CsrMatrix counts;
    counts.rows = n;
    counts.cols = 1;
    counts.offsets.assign(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) {
        data->obs.index.push_back("cell" + std::to_string(i));
        umap(i, 0) = cells.x[i];
        umap(i, 1) = cells.y[i];
    }
    data->obs.columns.push_back({"cell_type", std::move(cells.type)});
    data->embeddings.push_back({"X_umap", std::move(umap)});
    auto var = std::make_shared<Table>();
    var->index = {"SPI1"};
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(std::move(counts)), var, ValueKind::Counts});
    return data;
}

// The program's own window with all its docks; the map in it is at least 1000 × 800.
void benchWindow(const Run& run, Cells cells) {
    const QTemporaryDir folder;
    SessionSettings settings(folder.filePath("settings.ini"));
    settings.setTourDismissed(true);
    MainWindow window(Engine{}, settings);
    window.map().canvas()->setMinimumSize(plot_size);
    window.resize(1700, 1200);
    window.show();
    window.session().setDataset(asDataset(std::move(cells)));
    QElapsedTimer timer;
    timer.start();
    // The colours come from a job.
    while (!window.session().jobs().idle() || timer.elapsed() < 500)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    benchCanvas(run, "window", window.map().canvas());
}

std::vector<std::size_t> wantedPoints(const QStringList& arguments) {
    std::vector<std::size_t> points;
    for (qsizetype i = 1; i + 1 < arguments.size(); ++i)
        if (arguments[i] == QLatin1String("--points")) points.push_back(arguments[i + 1].toULongLong());
    return points.empty() ? std::vector<std::size_t>{100'000, 1'000'000, 5'000'000} : points;
}

int valueOf(const QStringList& arguments, const QString& name, int otherwise) {
    const qsizetype at = arguments.indexOf(name);
    return at > 0 && at + 1 < arguments.size() ? arguments[at + 1].toInt() : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    const bool display = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (!display && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    applyTheme(application, Appearance::Light);
    const QStringList arguments = QCoreApplication::arguments();
    set_thread_count(valueOf(arguments, QStringLiteral("--threads"), 0));
    for (const std::size_t n : wantedPoints(arguments)) {
        const Run run{n, valueOf(arguments, QStringLiteral("--frames"), 120),
                      arguments.contains(QStringLiteral("--json"))};
        const Cells cells = simulatedCells(n);
        const auto grid = std::make_shared<const SpatialGrid>(cells.x, cells.y);
        const PointColors colors = colorsByCategory(cells.type, QStringLiteral("type"));
        benchRaster(run, *grid, colors);
        if (display) benchWindow(run, cells);
    }
    return 0;
}
