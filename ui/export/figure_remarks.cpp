#include "ui/export/figure_remarks.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace regulus {

FigureRemarks::FigureRemarks(QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
}

void FigureRemarks::clear() {
    QLayoutItem* item = nullptr;
    while ((item = layout()->takeAt(0)) != nullptr) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void FigureRemarks::show(const std::vector<FigureRemark>& remarks) {
    clear();
    auto* const grid = static_cast<QGridLayout*>(layout());
    int row = 0;
    const auto line = [&](const QString& text) {
        auto* label = new QLabel(text);
        label->setWordWrap(true);
        grid->addWidget(label, row, 0);
    };
    if (remarks.empty()) line(tr("Check: nothing that a journal would refuse."));
    for (const FigureRemark& remark : remarks) {
        line(remark.text);
        if (remark.mended) {
            auto* mend = new QPushButton(remark.mend);
            mend->setAutoDefault(false);
            mend->setToolTip(tr("Mend it: %1").arg(remark.mend));
            connect(mend, &QPushButton::clicked, this,
                    [this, options = *remark.mended] { Q_EMIT mended(options); });
            grid->addWidget(mend, row, 1, Qt::AlignTop);
        }
        ++row;
    }
}

}  // namespace regulus
