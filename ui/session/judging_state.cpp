#include "ui/session/judging_state.h"

namespace regulus {

void JudgingState::set(const JudgingSettings& settings) {
    const bool moved = settings.threshold != m_settings.threshold;
    m_services.history().push<JudgingSettings>(
        moved ? tr("Move threshold") : tr("Judge the model on other cells"), m_settings, settings,
        [this](const JudgingSettings& now) {
            m_settings = now;
            m_services.notify(Change::Evidence);
        },
        moved ? MergeThreshold : NoMerge);
}

}  // namespace regulus
