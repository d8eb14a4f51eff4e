#include "ui/figures/network/network_figure.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/base/plain_number.h"
#include "ui/figures/network/network_drawing.h"

namespace regulus {
namespace {

constexpr double margin = 1, gap = 2, note_gap = 0.6;                   // mm
constexpr double usual_share = 0.72, lowest = 25, highest_usual = 130;  // of the width; mm

QString tr(const char* text) {
    return QCoreApplication::translate("NetworkPicture", text);
}

QStringList notesOf(const NetworkPicture& picture) {
    QStringList notes;
    QString cells = picture.cells;
    if (!cells.isEmpty()) notes << cells + QLatin1Char('.');
    for (const QString& note : {picture.summary.trimmed(), shownText(picture)})
        if (!note.isEmpty()) notes << note;
    return notes;
}

const char* signName(int sign) {
    return sign > 0 ? "activation" : sign < 0 ? "repression" : "unknown";
}

}  // namespace

QString NetworkFigure::title() const {
    return tr("%1 targets").arg(m_picture.tf);
}

FigureDrawing NetworkFigure::layOut(const FigurePage& page, Job& job) const {
    job.checkpoint();
    FigureDrawing out;
    const double width = page.widthMm - 2 * margin, points = page.textPoints;
    const FigureDrawing key = networkKey(m_picture, width, points);
    QStringList notes;
    if (const QString text = notesOf(m_picture).join(QLatin1Char(' ')); !text.isEmpty())
        notes = wrapped(text, width, {points});
    double top = margin;
    if (m_picture.simulated) top = out.mark(margin, points);
    const double below =
        gap + key.page.height() + note_gap + static_cast<double>(notes.size()) * lineHeight(points) + margin;
    double height = std::clamp(usual_share * width, lowest, highest_usual);
    if (page.heightMm > 0) {
        height = page.heightMm - top - below;
        if (height < lowest) {
            out.problems << heightProblem(top + lowest + below);
            height = std::max(height, 1.0);
        }
    }
    const auto drawn = [&] {
        return drawNetwork(m_picture, {margin, top, width, height}, points, Theme::figure());
    };
    FigureDrawing network = drawn();
    // Names that have no room beside each other may have it below each other.
    while (page.heightMm <= 0 && !network.problems.isEmpty() && height < tall_page_mm) {
        job.checkpoint();
        height *= 1.15;
        network = drawn();
    }
    const QRectF area(margin, top, width, height);
    out.problems += network.problems;
    out.add(network, {});
    out.plots.push_back(area);
    top += height + gap;
    out.legend = QRectF(QPointF(margin, top), key.page);
    out.add(key, out.legend.topLeft());
    top =
        out.write(notes, {margin, top + key.page.height() + note_gap}, {points}, Theme::figure().mutedText) +
        margin;
    out.page = QSizeF(page.widthMm, page.heightMm > 0 ? page.heightMm : top);
    return out;
}

FigureNumbers networkNumbers(const NetworkPicture& picture) {
    FigureNumbers numbers;
    numbers.columns = {"tf", "target", "drawn"};
    const std::string first = picture.first.toStdString(), second = picture.second.toStdString();
    const auto add = [&](const std::string& name) {
        if (!picture.pairs) return numbers.columns.push_back(name);
        numbers.columns.push_back(name + ", " + first);
        numbers.columns.push_back(name + ", " + second);
    };
    if (picture.reader) {
        add("adds");
        add("z");
    } else {
        add("attention");
        add("times_uniform");
        add("mrna");
    }
    if (picture.pairs) numbers.columns.emplace_back(picture.reader ? "difference" : "log2_ratio");
    for (const char* const name : {"sign", "regulators"}) numbers.columns.emplace_back(name);
    if (picture.given.confidence) numbers.columns.emplace_back("confidence");
    if (picture.given.weight) numbers.columns.emplace_back("weight");
    if (picture.given.sources) numbers.columns.emplace_back("sources");
    for (std::size_t i = 0; i < picture.targets.size(); ++i) {
        const TargetPair& pair = picture.targets[i];
        std::vector<std::string> row{picture.tf.toStdString(), pair.first.gene.toStdString(),
                                     i < picture.shown() ? "yes" : "no"};
        const auto put = [&](auto of) {
            row.push_back(plain_number(of(pair.first)));
            if (picture.pairs) row.push_back(plain_number(of(pair.second)));
        };
        if (picture.reader) {
            put([](const TargetRow& target) { return target.evidence; });
        } else {
            put([](const TargetRow& target) { return target.attention; });
            put(beyondUniform);
        }
        put([](const TargetRow& target) { return target.expression; });
        if (picture.pairs) row.push_back(plain_number(differenceOf(pair)));
        row.emplace_back(signName(pair.first.sign));
        row.push_back(std::to_string(pair.first.regulators));
        const auto& prior = pair.first.prior;
        if (picture.given.confidence)
            row.push_back(prior && prior->confidence != 0 ? std::string(1, prior->confidence)
                                                          : std::string());
        if (picture.given.weight) row.push_back(prior ? plain_number(prior->weight) : std::string());
        if (picture.given.sources) {
            std::string sources;
            for (std::size_t s = 0; prior && s < prior->sources.size(); ++s)
                sources += (s > 0 ? ";" : "") + prior->sources[s];
            row.push_back(std::move(sources));
        }
        numbers.rows.push_back(std::move(row));
    }
    return numbers;
}

}  // namespace regulus
