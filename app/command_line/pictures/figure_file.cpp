#include "app/command_line/pictures/figure_file.h"

#include <QGuiApplication>
#include <memory>

#include "core/base/version.h"

namespace regulus {

std::map<QString, QString> figure_provenance(const std::string& data, const std::string& model,
                                             bool simulated) {
    std::map<QString, QString> provenance{
        {QStringLiteral("Software"), QStringLiteral("Regulus %1").arg(QLatin1String(version()))},
        {QStringLiteral("Data"), QString::fromStdString(data)}};
    if (!model.empty()) provenance[QStringLiteral("Model")] = QString::fromStdString(model);
    if (simulated) provenance[QStringLiteral("Simulated")] = QStringLiteral("yes");
    return provenance;
}

void need_graphics() {
    if (QCoreApplication::instance() != nullptr) return;
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    static int count = 1;
    static char name[] = "regulus";
    static char* arguments[] = {name, nullptr};
    static const auto application = std::make_unique<QGuiApplication>(count, arguments);
}

}  // namespace regulus
