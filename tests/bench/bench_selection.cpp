// What a person does to the map of a million cells in the whole window, of 1440 × 900, and how long it takes
// until every view shows it: pick, lasso, colours, filters. Limits: a pick 1 ms, a lasso to all views 100 ms,
// other colours 50 ms, the longest gap between two turns of the event loop 50 ms. Needs a display:
//
//   xvfb-run -a -s '-screen 0 1600x1200x24' bin/bench_selection --json
//   bench_selection [--json] [--cells N]... [--runs N]
//
// Of each step the median and the worst of its runs are told, and the plain pass over all cells, reading a
// code and a bit of each, that the same machine takes.
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "app/window/main_window.h"
#include "core/base/random.h"
#include "core/data/sparse_matrix.h"
#include "ui/session/session_settings.h"
#include "ui/views/embedding/embedding_view.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;

namespace {

constexpr int groups = 20;

// Twenty clumps with labels and donors; four genes of which each clump has one.
std::shared_ptr<Dataset> simulated(std::size_t cells) {
    auto data = std::make_shared<Dataset>();
    data->name = "bench";
    data->simulated = true;
    Random random(5);
    Categorical type, donor;
    for (int k = 0; k < groups; ++k) type.categories.push_back("type " + std::to_string(k));
    for (int k = 0; k < 12; ++k) donor.categories.push_back("donor " + std::to_string(k));
    Matrix umap(cells, 2);
    CsrMatrix counts;
    counts.cols = 4;
    for (std::size_t c = 0; c < cells; ++c) {
        const int k = static_cast<int>(random.below(groups));
        data->obs.index.push_back("CELL" + std::to_string(c) + "-1");
        type.codes.push_back(k);
        donor.codes.push_back(static_cast<int>(c % 12));
        umap(c, 0) = static_cast<float>(k % 5 * 6 + random.normal());
        umap(c, 1) = static_cast<float>(k / 5 * 6 + random.normal());
        const std::int32_t gene = k % 4;
        const float value = static_cast<float>(1 + random.below(9));
        counts.push_row(std::span(&gene, 1), std::span(&value, 1));
    }
    data->obs.columns.push_back({"cell_type", std::move(type)});
    data->obs.columns.push_back({"donor_id", std::move(donor)});
    auto var = std::make_shared<Table>();
    var->index = {"SPI1", "CD14", "PAX5", "MS4A1"};
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(std::move(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", std::move(umap)});
    return data;
}

struct Times {
    std::vector<double> seconds;  // until every view shows it, of each run
    double longest_gap = 0;

    double median() const {
        auto sorted = seconds;
        std::ranges::sort(sorted);
        return sorted[sorted.size() / 2];
    }
    double worst() const { return std::ranges::max(seconds); }
};

class Bench {
  public:
    Bench(SessionSettings& settings, std::size_t cells) : m_window(Engine{}, settings), m_random(3) {
        m_window.resize(1440, 900);
        m_window.show();
        session().setDataset(simulated(cells));
        settle([] {});
    }
    Session& session() { return m_window.session(); }

    // What is under the pointer, at places all over the map.
    Times pick(int runs) {
        Times times;
        EmbeddingCanvas& canvas = *m_window.map().canvas();
        for (int run = 0; run < runs; ++run) {
            const QPointF at(m_random.uniform() * canvas.width(), m_random.uniform() * canvas.height());
            QElapsedTimer timer;
            timer.start();
            (void)canvas.scene().pointAt(at, 8, canvas.sceneLayout());
            times.seconds.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-9);
        }
        return times;
    }
    // A loop of a hundred corners around some clumps, as it is at the end of a gesture.
    Times lasso(int runs) {
        return repeat(runs, [this](int run) {
            QPolygonF loop;
            for (int i = 0; i < 100; ++i)
                loop << QPointF(6.0 * (run % 4) + 8 * std::cos(0.0628 * i), 8 + 8 * std::sin(0.0628 * i));
            session().cells().select(m_window.map().canvas()->scene().cellsIn(loop));
        });
    }
    Times color(int runs, const std::vector<Coloring>& by) {
        return repeat(runs, [&, this](int run) {
            session().colors().colorBy(by[static_cast<std::size_t>(run) % by.size()]);
        });
    }
    Times hide(int runs) {
        return repeat(runs, [this](int run) {
            session().cells().setCategoryHidden("cell_type", run / 2 % groups, run % 2 == 0);
        });
    }
    Times zoom(int runs) {
        return repeat(runs, [this](int run) { m_window.map().canvas()->zoomBy(run % 2 == 0 ? 1.25 : 0.8); });
    }

  private:
    bool done() { return session().jobs().idle() && !m_window.map().canvas()->scene().wantsPicture(); }
    Times repeat(int runs, const std::function<void(int)>& act) {
        Times times;
        for (int run = 0; run < runs; ++run) {
            const Times once = settle([&] { act(run); });
            times.seconds.push_back(once.seconds[0]);
            times.longest_gap = std::max(times.longest_gap, once.longest_gap);
        }
        return times;
    }
    Times settle(const std::function<void()>& act) {
        QElapsedTimer all, gap;
        all.start();
        gap.start();
        act();
        m_window.map().canvas()->update();
        Times times;
        double end = 0;
        // Until nothing was going on for some turns; the time is that of the last turn in which something
        // was.
        for (int quiet = 0; quiet < 5;) {
            QApplication::processEvents(QEventLoop::AllEvents);
            times.longest_gap = std::max(times.longest_gap, static_cast<double>(gap.nsecsElapsed()) * 1e-9);
            gap.restart();
            if (done())
                ++quiet;
            else
                quiet = 0;
            if (quiet <= 1) end = static_cast<double>(all.nsecsElapsed()) * 1e-9;
        }
        times.seconds = {end};
        return times;
    }

    MainWindow m_window;
    Random m_random;
};

// Reading the code of each cell and whether it is selected.
double passSeconds(Session& session) {
    const auto codes = session.groups().categorical("cell_type");
    const CellSet& selected = session.cells().selection();
    QElapsedTimer timer;
    timer.start();
    std::size_t counted = 0;
    for (std::size_t cell = 0; cell < codes->codes.size(); ++cell)
        counted += codes->codes[cell] == 3 && selected.contains(cell) ? 1 : 0;
    volatile std::size_t kept = counted;
    (void)kept;
    return static_cast<double>(timer.nsecsElapsed()) * 1e-9;
}

void say(bool json, std::size_t cells, const char* step, const Times& times, double pass) {
    if (!json) {
        std::printf(
            "%8zu cells, %-28s median %8.2f ms, worst %8.2f ms, longest gap %6.1f ms (a pass %.2f ms)\n",
            cells, step, 1e3 * times.median(), 1e3 * times.worst(), 1e3 * times.longest_gap, 1e3 * pass);
        return;
    }
    const nlohmann::json line{{"cells", cells},
                              {"step", step},
                              {"median_s", times.median()},
                              {"worst_s", times.worst()},
                              {"longest_gap_s", times.longest_gap},
                              {"pass_s", pass}};
    std::printf("%s\n", line.dump().c_str());
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    bool json = false;
    int runs = 12;
    std::vector<std::size_t> sizes;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") json = true;
        if (word == "--cells" && i + 1 < argc) sizes.push_back(std::stoull(argv[++i]));
        if (word == "--runs" && i + 1 < argc) runs = std::max(1, std::stoi(argv[++i]));
    }
    if (sizes.empty()) sizes = {100'000, 1'000'000};
    QTemporaryDir folder;
    SessionSettings settings(folder.filePath(QStringLiteral("settings.ini")));
    settings.setTourDismissed(true);
    for (const std::size_t cells : sizes) {
        Bench bench(settings, cells);
        const double pass = passSeconds(bench.session());
        say(json, cells, "pick", bench.pick(100 * runs), pass);
        say(json, cells, "lasso to all views", bench.lasso(runs), pass);
        bench.session().cells().clearSelection();
        say(json, cells, "colour by another column",
            bench.color(runs, {Coloring::column("donor_id"), Coloring::column("cell_type")}), pass);
        say(json, cells, "colour by another gene",
            bench.color(runs, {Coloring::gene("SPI1"), Coloring::gene("CD14"), Coloring::gene("PAX5")}),
            pass);
        bench.color(1, {Coloring::column("cell_type")});
        say(json, cells, "hide and show a group", bench.hide(runs), pass);
        say(json, cells, "zoom", bench.zoom(runs), pass);
    }
    return 0;
}
