#include "ui/session/coloring.h"

namespace regulus {

QString toString(RegulonMeasure measure) {
    switch (measure) {
        case RegulonMeasure::Choice:
            return QStringLiteral("choice");
        case RegulonMeasure::Attention:
            return QStringLiteral("attention");
        case RegulonMeasure::Pooling:
            return QStringLiteral("pooling");
        case RegulonMeasure::Activity:
            break;
    }
    return QStringLiteral("activity");
}

QString title(const Coloring& coloring) {
    const QString name = QString::fromStdString(coloring.name);
    switch (coloring.source) {
        case ColorSource::Column:
            return name;
        case ColorSource::Gene:
            if (coloring.assay.empty()) return name;
            return QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(coloring.assay));
        case ColorSource::Regulon:
            return QStringLiteral("%1 regulon (%2)").arg(name, toString(coloring.measure));
        case ColorSource::Prediction:
            return QStringLiteral("prediction");
        case ColorSource::Confidence:
            return QStringLiteral("confidence");
        case ColorSource::None:
            break;
    }
    return {};
}

}  // namespace regulus
