#include "ui/views/predictions/kinds_bar.h"

#include <QPushButton>
#include <QSignalBlocker>

#include "ui/models/number_text.h"
#include "ui/views/parts/flow_layout.h"

namespace regulus {
namespace {

QString nameOf(PredictionKind kind) {
    return kind == PredictionKind::WrongAndSure     ? KindsBar::tr("Wrong and sure")
           : kind == PredictionKind::RightAndUnsure ? KindsBar::tr("Right and unsure")
                                                    : KindsBar::tr("Unassigned");
}

QString meaningOf(PredictionKind kind, bool calibrated, double threshold) {
    const QString word = calibrated ? KindsBar::tr("probability") : KindsBar::tr("score");
    const QString from = decimalText(threshold, 3);
    switch (kind) {
        case PredictionKind::WrongAndSure:
            return KindsBar::tr(
                       "Predictions other than the label with a %1 of at least %2, the threshold of "
                       "Calibration")
                .arg(word, from);
        case PredictionKind::RightAndUnsure:
            return KindsBar::tr(
                       "Predictions that agree with the label with a %1 below %2, the threshold of "
                       "Calibration")
                .arg(word, from);
        default:
            return calibrated ? KindsBar::tr(
                                    "Cells the model would rather not name: no class is probable "
                                    "enough, or they are unlike the cells of theirs")
                              : KindsBar::tr("Only a calibrated model leaves cells unassigned");
    }
}

}  // namespace

KindsBar::KindsBar(QWidget* parent) : QWidget(parent) {
    auto* row = new FlowLayout(this);
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const auto kind = static_cast<PredictionKind>(i + 1);
        m_buttons[i] = new QPushButton(nameOf(kind));
        m_buttons[i]->setCheckable(true);
        row->addWidget(m_buttons[i]);
        connect(m_buttons[i], &QPushButton::toggled, this, [this, kind](bool on) {
            setKind(on ? kind : PredictionKind::All);
            Q_EMIT chosen(on ? kind : PredictionKind::All);
        });
    }
}

QPushButton* KindsBar::button(PredictionKind kind) const {
    return m_buttons.at(static_cast<std::size_t>(kind) - 1);
}

void KindsBar::setKind(PredictionKind kind) {
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const QSignalBlocker quiet(m_buttons[i]);
        m_buttons[i]->setChecked(static_cast<std::size_t>(kind) == i + 1);
    }
}

void KindsBar::show(const std::array<std::size_t, 4>& counts, const PredictionTable& table,
                    double threshold) {
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        const auto kind = static_cast<PredictionKind>(i + 1);
        m_buttons[i]->setText(tr("%1: %2").arg(nameOf(kind), countText(counts[i + 1])));
        m_buttons[i]->setToolTip(meaningOf(kind, table.calibrated(), threshold));
        m_buttons[i]->setEnabled(counts[i + 1] > 0 || m_buttons[i]->isChecked());
    }
}

}  // namespace regulus
