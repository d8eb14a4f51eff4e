#include "ui/session/scatter_state.h"

namespace regulus {

void ScatterState::set(const ScatterSettings& settings) {
    QString text = tr("Change scatter plot");
    if (settings.x != m_settings.x || settings.y != m_settings.y)
        text = tr("Plot %1 against %2")
                   .arg(QString::fromStdString(settings.y), QString::fromStdString(settings.x));
    else if (settings.cross && m_settings.cross)
        text = tr("Move quadrants");
    else if (settings.cross.has_value() != m_settings.cross.has_value())
        text = settings.cross ? tr("Show quadrants") : tr("Hide quadrants");
    m_services.history().push<ScatterSettings>(text, m_settings, settings,
                                               [this](const ScatterSettings& shown) {
                                                   m_settings = shown;
                                                   m_services.notify(Change::Gating);
                                               });
}

}  // namespace regulus
