#include "ui/views/confusion/confusion_figure.h"

#include <QCoreApplication>

#include "ui/render/palettes.h"

namespace regulus {
namespace {

ScaleKey scaleOf(const ConfusionScene& scene, ConfusionTable::Meaning meaning, const QString& unit) {
    constexpr int steps = 256;
    ScaleKey scale;
    scale.title = scene.says() == ConfusionScene::Says::OfPrediction
                      ? QCoreApplication::translate("ConfusionView", "Share of the cells predicted so")
                      : QCoreApplication::translate("ConfusionView", "Share of the label's cells");
    scale.unit = unit;
    for (int i = 0; i < steps; ++i)
        scale.colors.push_back(ConfusionScene::shareColor(i / (steps - 1.0), meaning, Theme::figure()).rgb());
    return scale;
}

}  // namespace

MatrixPicture pictureOf(const ConfusionScene& scene) {
    const ConfusionTable& table = scene.table();
    MatrixPicture out;
    out.rows.title = QCoreApplication::translate("ConfusionView", "Label");
    out.columns.title = QCoreApplication::translate("ConfusionView", "Prediction");
    out.rows.marks = scene.labelColors();
    for (const std::string& name : table.labels) out.rows.names << QString::fromStdString(name);
    for (const std::string& name : table.classes) out.columns.names << QString::fromStdString(name);
    for (std::size_t r = 0; r < table.labels.size(); ++r) {
        for (std::size_t c = 0; c < table.classes.size(); ++c) {
            out.fields.push_back(scene.fieldColor(r, c, Theme::figure()));
            out.texts << scene.fieldText(r, c);
        }
    }
    using Meaning = ConfusionTable::Meaning;
    if (table.comparable)
        out.scales = {scaleOf(scene, Meaning::Correct,
                              QCoreApplication::translate("ConfusionView", "predicted as labelled")),
                      scaleOf(scene, Meaning::Wrong,
                              QCoreApplication::translate("ConfusionView", "predicted as another"))};
    else
        out.scales = {scaleOf(scene, Meaning::Unknown, {})};
    out.title = scene.title();
    return out;
}

}  // namespace regulus
