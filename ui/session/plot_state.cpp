#include "ui/session/plot_state.h"

namespace regulus {

void PlotState::set(const PlotSettings& settings) {
    m_services.history().push<PlotSettings>(tr("Change plot"), m_settings, settings,
                                            [this](const PlotSettings& shown) {
                                                m_settings = shown;
                                                m_services.notify(Change::Plots);
                                            });
}

void PlotState::reset() {
    PlotSettings fresh;
    fresh.look = m_settings.look;
    restore(std::move(fresh));
}

}  // namespace regulus
