#include "ui/figures/map_look.h"

#include <QCoreApplication>

namespace regulus {
namespace {

LegendPlace legendPlace(const ViewSettings& view, bool numbers) {
    if (view.legend) return view.labels ? LegendPlace::Both : LegendPlace::Beside;
    // Numbers without their scale say nothing.
    return view.labels || numbers ? LegendPlace::OnPlot : LegendPlace::None;
}

// Of a map of the file; one of a part of the cells says by itself of which.
QString absentText(const ShownEmbedding& map) {
    if (!map.fromFile || !map.grid || map.grid->placed() == map.grid->size()) return {};
    const std::size_t absent = map.grid->size() - map.grid->placed();
    return QCoreApplication::translate("EmbeddingView", "%1 of %2 cells have no place on it")
        .arg(countText(absent), countText(map.grid->size()));
}

}  // namespace

QString directionName(const std::string& embeddingKey) {
    const QString name = QString::fromStdString(embeddingKey).toLower();
    if (name.contains(QLatin1String("umap"))) return QStringLiteral("UMAP");
    if (name.contains(QLatin1String("tsne")) || name.contains(QLatin1String("t-sne")))
        return QStringLiteral("t-SNE");
    if (name.contains(QLatin1String("pca"))) return QStringLiteral("PC");
    return QStringLiteral("Axis");
}

void dress(EmbeddingScene& scene, const MapLook& look) {
    scene.setPointSize(look.view.pointSize);
    scene.setOpacity(look.view.opacity);
    scene.setMixedOrder(look.view.mixedOrder);
    scene.setContoursNamed(look.view.labels);
    const PointColors& colors = scene.colors();
    scene.setLegendPlace(legendPlace(look.view, colors.continuous() || colors.blended()));
    scene.setSimulated(look.simulated);
    if (look.embedding == nullptr) return;
    const QString direction = directionName(look.embedding->key);
    scene.setAxisNames(direction + QStringLiteral(" 1"), direction + QStringLiteral(" 2"));
    QStringList caption{look.embedding->title};
    QString title = look.embedding->title;
    if (!look.coloredBy.isEmpty()) {
        caption << QCoreApplication::translate("EmbeddingView", "coloured by %1").arg(look.coloredBy);
        title += QStringLiteral(", ") + caption.back();
    }
    if (!look.embedding->provenance.isEmpty()) caption << look.embedding->provenance;
    QString note;
    if (const QString absent = absentText(*look.embedding); !absent.isEmpty()) {
        caption << absent;
        note = absent + QLatin1Char('.');
    }
    if (const auto& ground = look.embedding->ground) {
        const QString grey = QCoreApplication::translate("EmbeddingView", "grey: %1 cells of %2")
                                 .arg(countText(ground->placed()), look.embedding->referenceName);
        caption << grey;
        if (!note.isEmpty()) note += QLatin1Char(' ');
        note += grey.left(1).toUpper() + grey.mid(1) + QLatin1Char('.');
    }
    scene.setNote(note);
    scene.setCaption(caption.join(QStringLiteral(" · ")));
    scene.setTitle(title);
}

}  // namespace regulus
