// How long the heatmap takes: clustering with optimal leaf order of 700 TFs × 200 groups, a frame of it, and
// a frame, a move of the pointer and a drag over a million cells × 40 TFs. No display is needed:
//
//   QT_QPA_PLATFORM=offscreen bin/bench_heatmap [--json]
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "ui/render/heatmap_order.h"
#include "ui/render/heatmap_scene.h"

using namespace regulus;

namespace {

constexpr QSize window(1400, 500);

double medianMs(int times, const std::function<void(int)>& work) {
    std::vector<double> ms;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer timer;
        timer.start();
        work(i);
        ms.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(ms);
    return ms[ms.size() / 2];
}

HeatmapData table(std::size_t groups, std::size_t genes) {
    HeatmapData data;
    Random random(7);
    data.values = Matrix(groups, genes);
    for (std::size_t t = 0; t < genes; ++t)
        for (std::size_t g = 0; g < groups; ++g)
            data.values(g, t) = float(random.normal() + (t % 12 == g % 12 ? 2 : 0));
    for (std::size_t g = 0; g < groups; ++g) {
        data.groups << QString("Group %1").arg(g);
        data.counts.push_back(1000);
    }
    for (std::size_t t = 0; t < genes; ++t) data.genes << QString("TF%1").arg(t);
    data.groupColors = categoricalColors(groups);
    data.valueName = "activity";
    return data;
}

std::shared_ptr<HeatmapCells> cellsOf(std::size_t cells, std::size_t groups, std::size_t genes) {
    auto out = std::make_shared<HeatmapCells>();
    Random random(8);
    for (std::size_t i = 0; i < cells; ++i) out->cells.push_back(std::uint32_t(i));
    for (std::size_t g = 0; g <= groups; ++g) out->starts.push_back(cells * g * g / (groups * groups));
    for (std::size_t t = 0; t < genes; ++t) {
        std::vector<float> values(cells);
        for (float& v : values) v = float(random.normal());
        out->genes.emplace_back(std::move(values));
    }
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    QGuiApplication app(argc, argv);
    const bool json = app.arguments().contains("--json");
    const auto say = [&](const char* what, double ms) {
        if (json)
            std::printf("%s\n", nlohmann::json{{"what", what}, {"ms", ms}}.dump().c_str());
        else
            std::printf("%-60s %9.2f ms\n", what, ms);
        std::fflush(stdout);
    };
    QImage image(window, QImage::Format_ARGB32_Premultiplied);
    const auto frame = [&](const HeatmapScene& scene) {
        QPainter painter(&image);
        scene.paint(painter, QRectF(QPointF(), window), PaintStyle::screen());
    };
    HeatmapData large = table(200, 700);
    const HeatmapLook all{.most = 0, .groupBlocks = 8, .geneBlocks = 12};
    HeatmapArrangement arrangement;
    say("clustering and optimal order, 700 TFs x 200 groups",
        medianMs(3, [&](int) { arrangement = arranged(large, all); }));
    HeatmapScene scene;
    scene.show(large, all, arrangement);
    frame(scene);
    say("frame, 700 TFs x 200 groups, scrolled", medianMs(30, [&](int i) {
            scene.setScroll({double(40 * i), double(20 * i)});
            frame(scene);
        }));
    say("branch under the pointer", medianMs(100, [&](int i) {
            (void)scene.branchAt({200.0 + 9 * i, 480});
            (void)scene.cellAt({200.0 + 9 * i, 300});
        }));
    HeatmapData few = table(30, 40);
    HeatmapArrangement fewArranged = arranged(few, {});
    const auto cells = cellsOf(1'000'000, 30, 40);
    scene.setTransposed(true);
    say("a million cells x 40 TFs taken over",
        medianMs(3, [&](int) { scene.show(few, {}, fewArranged, cells); }));
    say("frame, a million cells x 40 TFs", medianMs(30, [&](int) { frame(scene); }));
    scene.setColumnWidth(900);
    say("frame, zoomed in and scrolled", medianMs(30, [&](int i) {
            scene.setScroll({double(150 * i), 0});
            frame(scene);
        }));
    scene.setColumnWidth(std::nullopt);
    frame(scene);
    say("number under the pointer", medianMs(100, [&](int i) {
            const QPointF at(200 + 9 * i, 300);
            if (const auto cell = scene.cellAt(at)) (void)scene.tooltip(*cell, at);
        }));
    say("cells of a drag over all groups", medianMs(10, [&](int) {
            (void)scene.cellsBetween({0, 300}, {double(window.width()), 300});
        }));
    return 0;
}
