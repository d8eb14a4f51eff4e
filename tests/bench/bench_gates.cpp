// A scatter plot of two genes of 100,000 cells and of a million, in a panel of 1280 × 600, with a tree of ten
// gates: how long each gesture takes until all is there, and how long the window does not answer meanwhile.
// Needs a display:
//
//   xvfb-run -a bin/bench_gates --json
//   bench_gates [--json] [--cells N]...
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/data/sparse_matrix.h"
#include "ui/session/session.h"
#include "ui/views/gates/gates_view.h"
#include "ui/views/parts/embedding_canvas.h"
#include "ui/views/parts/gate_marks.h"
#include "ui/views/scatter/scatter_view.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 4;

// Six clumps; a gene is high in some of them and often 0 in the others.
std::shared_ptr<Dataset> simulated(std::size_t cells) {
    auto data = std::make_shared<Dataset>();
    data->name = "bench";
    data->simulated = true;
    Random random(21);
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < genes; ++g) var->index.push_back("GENE" + std::to_string(g + 1));
    Matrix counts(cells, genes), umap(cells, 2);
    for (std::size_t c = 0; c < cells; ++c) {
        const std::size_t k = c % 6;
        for (std::size_t g = 0; g < genes; ++g)
            counts(c, g) = static_cast<float>(random.poisson((k >> g & 1U) != 0 ? 9 : 0.8));
        const double angle = 1.047 * static_cast<double>(k);
        umap(c, 0) = static_cast<float>(5 * std::cos(angle) + random.normal());
        umap(c, 1) = static_cast<float>(5 * std::sin(angle) + random.normal());
        data->obs.index.push_back(std::to_string(c));
    }
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", umap});
    return data;
}

struct Times {
    double seconds = 0, longest_gap = 0;  // until all is there; between two looks at the events
};

class Bench {
  public:
    explicit Bench(std::size_t cells) : m_session(Engine{}), m_view(m_session), m_gates(m_session) {
        m_view.resize(1280, 600);
        m_view.show();
        m_session.setDataset(simulated(cells));
        settle([] {});
    }

    Times plot() {
        return settle([&] { m_view.plot("GENE1", "GENE2"); });
    }
    Times density(bool on) {
        return settle([&] {
            ScatterSettings settings = m_session.scatter().settings();
            settings.density = on;
            m_session.scatter().set(settings);
        });
    }
    Times zoom() {
        return settle([&] { m_view.canvas()->zoomBy(1.25); });
    }
    Times quadrants(double at) {
        return settle([&] {
            ScatterSettings settings = m_session.scatter().settings();
            settings.cross = QPointF(at, at);
            m_session.scatter().set(settings);
        });
    }
    Times select() {
        CellSet half(m_session.opened().cells());
        for (std::size_t c = 0; c < half.universe(); c += 2) half.insert(c);
        return settle([&] { m_session.cells().select(half); });
    }
    // A polygon of forty corners, eight boxes within each other, and one on the map.
    Times gates() {
        return settle([&] {
            Gate round{0, 0, "round", "GENE1", "GENE2", false, {}};
            for (int i = 0; i < 40; ++i)
                round.corners.push_back({4 + 3 * std::cos(0.157 * i), 4 + 3 * std::sin(0.157 * i)});
            m_session.gates().add(round);
            for (int i = 0; i < 8; ++i)
                m_session.gates().add({0,
                                       i + 1,
                                       "box " + std::to_string(i),
                                       "GENE3",
                                       "GENE4",
                                       true,
                                       {{0.1 * i, 0}, {9, 9 - 0.1 * i}}});
            m_session.gates().add({0, 0, "map", "X_umap:1", "X_umap:2", true, {{0, 0}, {9, 9}}});
        });
    }
    Times drag() {
        return settle([&] {
            auto corners = m_session.gates().gates().front().corners;
            corners[7].x += 0.2;
            m_session.gates().reshape(1, corners);
        });
    }

  private:
    bool done() const {
        return !m_view.busy() && !m_gates.counting() && m_session.jobs().idle() &&
               !m_view.canvas()->scene().wantsPicture();
    }
    Times settle(const std::function<void()>& act) {
        QElapsedTimer all, gap;
        all.start();
        gap.start();
        act();
        m_view.canvas()->repaint();  // which asks for the picture
        Times times;
        for (int quiet = 0; quiet < 3; quiet = done() ? quiet + 1 : 0) {
            QApplication::processEvents(QEventLoop::AllEvents);
            times.longest_gap = std::max(times.longest_gap, static_cast<double>(gap.nsecsElapsed()) * 1e-9);
            gap.restart();
        }
        times.seconds = static_cast<double>(all.nsecsElapsed()) * 1e-9;
        return times;
    }

    Session m_session;
    ScatterView m_view;
    GatesView m_gates;
};

void say(bool json, std::size_t cells, const char* step, const Times& times) {
    if (!json) {
        std::printf("%8zu cells, %s: %.3f s, longest gap %.3f s\n", cells, step, times.seconds,
                    times.longest_gap);
        return;
    }
    const nlohmann::json line{
        {"cells", cells}, {"step", step}, {"seconds", times.seconds}, {"longest_gap", times.longest_gap}};
    std::printf("%s\n", line.dump().c_str());
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    std::vector<std::size_t> sizes;
    bool json = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--json") json = true;
        if (word == "--cells" && i + 1 < argc) sizes.push_back(std::stoul(argv[++i]));
    }
    if (sizes.empty()) sizes = {100'000, 1'000'000};
    for (const std::size_t cells : sizes) {
        Bench bench(cells);
        say(json, cells, "plot", bench.plot());
        say(json, cells, "density", bench.density(true));
        say(json, cells, "colours of the map", bench.density(false));
        say(json, cells, "zoom", bench.zoom());
        say(json, cells, "quadrants", bench.quadrants(2));
        say(json, cells, "quadrants moved", bench.quadrants(2.5));
        say(json, cells, "select", bench.select());
        say(json, cells, "ten gates", bench.gates());
        say(json, cells, "corner of a gate moved", bench.drag());
    }
    return 0;
}
