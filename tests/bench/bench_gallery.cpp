// A gallery of twelve genes of 100,000 cells and of a million, in a panel of 1280 × 600: how long until all
// maps are there, until they are drawn anew after a zoom and after a selection, and how long the window does
// not answer meanwhile. Needs a display:
//
//   xvfb-run -a bin/bench_gallery --json
//   bench_gallery [--json] [--cells N]...
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/data/sparse_matrix.h"
#include "ui/session/session.h"
#include "ui/views/gallery/gallery_bar.h"
#include "ui/views/gallery/gallery_view.h"
#include "ui/views/gallery/map_pane.h"
#include "ui/views/gallery/pane_grid.h"
#include "ui/views/parts/embedding_canvas.h"

using namespace regulus;

namespace {

constexpr std::size_t genes = 12;

// Thirty clumps; a gene is high in every twelfth of them.
std::shared_ptr<Dataset> simulated(std::size_t cells) {
    auto data = std::make_shared<Dataset>();
    data->name = "bench";
    data->simulated = true;
    Random random(20);
    auto var = std::make_shared<Table>();
    for (std::size_t g = 0; g < genes; ++g) var->index.push_back("GENE" + std::to_string(g + 1));
    Matrix counts(cells, genes), umap(cells, 2);
    for (std::size_t c = 0; c < cells; ++c) {
        const int k = static_cast<int>(30 * random.uniform() * random.uniform());
        for (std::size_t g = 0; g < genes; ++g)
            counts(c, g) = float(random.poisson(static_cast<std::size_t>(k) % genes == g ? 6 : 0.7));
        umap(c, 0) = float(2.6 * std::sqrt(k + 1.0) * std::cos(2.4 * k) + 0.8 * random.normal());
        umap(c, 1) = float(2.6 * std::sqrt(k + 1.0) * std::sin(2.4 * k) + 0.8 * random.normal());
        data->obs.index.push_back(std::to_string(c));
    }
    data->assays.push_back(
        {"X", std::make_shared<InMemoryMatrix>(to_sparse(counts)), var, ValueKind::Counts});
    data->embeddings.push_back({"X_umap", umap});
    return data;
}

struct Times {
    double seconds, longest_gap;  // until all is there; between two looks at the events
};

class Bench {
  public:
    explicit Bench(std::size_t cells) : m_session(Engine{}), m_view(m_session) {
        m_view.resize(1280, 600);
        m_view.show();
        m_session.setDataset(simulated(cells));
        settle([] {});
    }

    Times fill() {
        std::vector<std::string> names;
        for (std::size_t g = 0; g < genes; ++g) names.push_back("GENE" + std::to_string(g + 1));
        return settle([&] { m_view.showNames(names); });
    }
    Times zoom(int steps) {
        Times worst{0, 0};
        for (int i = 0; i < steps; ++i) {
            const Times one =
                settle([&] { m_view.grid()->panes().front()->canvas()->zoomBy(i % 2 ? 0.8 : 1.25); });
            worst = {std::max(worst.seconds, one.seconds), std::max(worst.longest_gap, one.longest_gap)};
        }
        return worst;
    }
    Times select() {
        CellSet half(m_session.opened().cells());
        for (std::size_t c = 0; c < half.universe(); c += 2) half.insert(c);
        return settle([&] { m_session.cells().select(half); });
    }

  private:
    bool done() const {
        if (m_view.drawing() || !m_session.jobs().idle()) return false;
        return std::ranges::none_of(m_view.grid()->panes(), [](const MapPane* pane) {
            return pane->canvas()->scene().wantsPicture();
        });
    }
    template <class Act>
    Times settle(Act act) {
        QElapsedTimer all, gap;
        all.start();
        gap.start();
        act();
        Times times{0, 0};
        for (int quiet = 0; quiet < 3; quiet = done() ? quiet + 1 : 0) {
            QApplication::processEvents(QEventLoop::AllEvents);
            times.longest_gap = std::max(times.longest_gap, static_cast<double>(gap.nsecsElapsed()) * 1e-9);
            gap.restart();
        }
        times.seconds = static_cast<double>(all.nsecsElapsed()) * 1e-9;
        return times;
    }

    Session m_session;
    GalleryView m_view;
};

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
        const std::pair<const char*, Times> steps[] = {
            {"fill", bench.fill()}, {"zoom", bench.zoom(10)}, {"select", bench.select()}};
        for (const auto& [step, times] : steps) {
            if (json)
                std::printf("%s\n", nlohmann::json{{"cells", cells},
                                                   {"maps", genes},
                                                   {"step", step},
                                                   {"seconds", times.seconds},
                                                   {"longest_gap", times.longest_gap}}
                                        .dump()
                                        .c_str());
            else
                std::printf("%8zu cells, %s: %.3f s, longest gap %.3f s\n", cells, step, times.seconds,
                            times.longest_gap);
        }
    }
    return 0;
}
