#include "ui/views/training/verdict_box.h"

#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/number_text.h"
#include "ui/render/figure_scene.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {
namespace {

constexpr int row_height = 40, head_height = 18;

}  // namespace

// Two bars a metric, model above baseline, each with its number.
class VerdictBox::Numbers final : public QWidget {
  public:
    Numbers() { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

    void show(std::vector<MetricRow> rows) {
        m_rows = std::move(rows);
        setFixedHeight(m_rows.empty() ? 0 : head_height + row_height * int(m_rows.size()));
        QStringList help;
        for (const MetricRow& row : m_rows) help << row.name + QStringLiteral(": ") + row.help;
        setToolTip(help.join(QLatin1Char('\n')));
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& theme = Theme::current();
        painter.setFont(theme.font(11));
        painter.setPen(theme.mutedText);
        painter.drawText(QRectF(0, 0, width(), head_height), Qt::AlignLeft | Qt::AlignVCenter,
                         VerdictBox::tr("test cells: model above, baseline below"));
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            paintRow(painter, m_rows[i], head_height + row_height * int(i));
    }

  private:
    void paintRow(QPainter& painter, const MetricRow& row, int top) const {
        const Theme& theme = Theme::current();
        painter.setFont(theme.font(13));
        painter.setPen(theme.text);
        painter.drawText(QRectF(0, top, 84, row_height), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        paintBar(painter, row.model, theme.accent, QRectF(92, top + 4, width() - 92, 15), true);
        paintBar(painter, row.baseline, theme.mutedText, QRectF(92, top + 21, width() - 92, 15), false);
    }

    void paintBar(QPainter& painter, double value, const QColor& color, const QRectF& box,
                  bool strong) const {
        const Theme& theme = Theme::current();
        painter.setFont(theme.font(12, strong ? QFont::DemiBold : QFont::Normal));
        painter.setPen(strong ? theme.text : theme.mutedText);
        drawTabular(painter, box, decimalText(value, 3));
        const QRectF track(box.left(), box.center().y() - 4, std::max(box.width() - 52, 10.0), 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.track);
        painter.drawRoundedRect(track, 4, 4);
        if (!std::isfinite(value)) return;
        QRectF bar = track;
        bar.setWidth(std::max(track.width() * std::clamp(value, 0.0, 1.0), 3.0));
        painter.setBrush(color);
        painter.drawRoundedRect(bar, 4, 4);
    }

    std::vector<MetricRow> m_rows;
};

VerdictBox::VerdictBox(QWidget* parent)
    : QWidget(parent), m_numbers(new Numbers), m_words(new ToneLabel(Tone::Text)) {
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    // The words first: in a low panel they must not be what has to be scrolled to.
    column->addWidget(m_words);
    column->addWidget(m_numbers);
}

void VerdictBox::show(std::vector<MetricRow> rows, const QString& words) {
    m_numbers->show(std::move(rows));
    m_words->setText(words);
}

QString VerdictBox::words() const {
    return m_words->text();
}

}  // namespace regulus
