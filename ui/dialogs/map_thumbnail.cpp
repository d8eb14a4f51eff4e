#include "ui/dialogs/map_thumbnail.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/base/heavy_work.h"
#include "ui/figures/opened_dataset.h"
#include "ui/jobs/job_runner.h"
#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {
namespace {

constexpr std::size_t most_dots = 20'000;
constexpr int margin = 8;
constexpr auto dots_key = "preview.thumbnail";

int rankOf(const Embedding& embedding) {
    const QString title = embeddingTitle(embedding.name);
    if (title == QLatin1String("UMAP")) return 0;
    if (title == QLatin1String("t-SNE")) return 1;
    return title == QLatin1String("PCA") ? 3 : 2;
}

const Embedding* firstMap(const Dataset& dataset) {
    const Embedding* best = nullptr;
    for (const Embedding& embedding : dataset.embeddings) {
        if (embedding.coordinates.cols < 2) continue;
        if (best == nullptr || rankOf(embedding) < rankOf(*best)) best = &embedding;
    }
    return best;
}

}  // namespace

MapThumbnail::MapThumbnail(JobRunner& jobs, QWidget* parent) : QWidget(parent), m_jobs(jobs) {
    setObjectName(QStringLiteral("thumbnail"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("The file's own map"));
    hide();
}

MapThumbnail::~MapThumbnail() {
    m_jobs.abandonKey(QLatin1String(dots_key));
}

void MapThumbnail::setData(std::shared_ptr<const Dataset> dataset, const std::string& labels) {
    m_dots.clear();
    m_jobs.abandonKey(QLatin1String(dots_key));
    const bool any = firstMap(*dataset) != nullptr && dataset->cells() > 0;
    setVisible(any);
    if (!any) return;
    JobRequest job{.title = tr("Drawing the map"), .key = QLatin1String(dots_key)};
    job.quiet = true;
    job.receiver = this;
    m_jobs.start(
        std::move(job), [dataset, labels](Job&) { return dotsOf(*dataset, labels); },
        [this](std::vector<Dot> dots) {
            m_dots = std::move(dots);
            update();
        });
}

std::vector<MapThumbnail::Dot> MapThumbnail::dotsOf(const Dataset& dataset, const std::string& labels) {
    begin_heavy_work("thumbnail");
    const Column* column = labels.empty() ? nullptr : dataset.obs.find(labels);
    const auto groups = column != nullptr ? as_categorical(*column) : std::nullopt;
    const std::vector<QRgb> colors = groups ? categoricalColors(*groups) : std::vector<QRgb>();
    const Matrix& at = firstMap(dataset)->coordinates;
    const std::size_t step = std::max<std::size_t>(1, dataset.cells() / most_dots);
    float low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (std::size_t cell = 0; cell < dataset.cells(); cell += step) {
        if (!std::isfinite(at(cell, 0)) || !std::isfinite(at(cell, 1))) continue;
        for (const std::size_t d : {0U, 1U}) {
            low[d] = std::min(low[d], at(cell, d));
            high[d] = std::max(high[d], at(cell, d));
        }
    }
    const float extent = std::max({high[0] - low[0], high[1] - low[1], 1e-6F});
    std::vector<Dot> dots;
    for (std::size_t cell = 0; cell < dataset.cells(); cell += step) {
        if (!std::isfinite(at(cell, 0)) || !std::isfinite(at(cell, 1))) continue;
        const std::int32_t group = groups ? groups->codes[cell] : -1;
        // Centred, with one scale for both axes.
        const float x = 0.5F + (at(cell, 0) - (low[0] + high[0]) / 2) / extent;
        const float y = 0.5F - (at(cell, 1) - (low[1] + high[1]) / 2) / extent;
        dots.push_back({x, y, group < 0 ? missing_color : colors[static_cast<std::size_t>(group)]});
    }
    return dots;
}

void MapThumbnail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal side = std::min(width(), height()) - 2 * margin;
    const QPointF corner((width() - side) / 2, (height() - side) / 2);
    const qreal dot = m_dots.size() > 4000 ? 1.4 : m_dots.size() > 800 ? 2 : 3;
    painter.setPen(Qt::NoPen);
    for (const Dot& point : m_dots) {
        painter.setBrush(shownColor(point.color, Theme::current().mutedText));
        painter.drawEllipse(corner + QPointF(point.x, point.y) * side, dot / 2, dot / 2);
    }
}

}  // namespace regulus
