#include "ui/views/gallery/gallery_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStandardItemModel>

#include "ui/views/parts/name_field.h"

namespace regulus {
namespace {

constexpr int beside_row = 1, first_column = 2;  // of the list; names stand above them

}  // namespace

GalleryBar::GalleryBar(QWidget* parent)
    : QWidget(parent),
      m_split(new QComboBox),
      m_field(new NameField),
      m_shared(new QCheckBox(tr("One scale"))),
      m_fill(new QPushButton(tr("Fill"))),
      m_export(new QPushButton(tr("Export"))),
      m_fillMenu(new QMenu(m_fill)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_split->setAccessibleName(tr("What the maps show"));
    m_split->setToolTip(
        tr("A map for each name; one for each embedding, or for each group of a column, coloured as the "
           "main map is"));
    m_split->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_split->addItem(tr("Genes, regulons, columns"), QString());
    m_split->addItem(tr("Embeddings side by side"));
    offerBeside(false);
    m_field->setBlends();
    m_field->setPlaceholderText(tr("Names, such as MS4A1, activity:SPI1"));
    m_field->setAccessibleName(tr("Names shown"));
    m_shared->setToolTip(tr("Genes on one scale, and each measure of regulons on another"));
    m_fill->setToolTip(tr("Markers of the groups, or the targets of a TF"));
    m_fill->setMenu(m_fillMenu);
    m_export->setToolTip(tr("The maps for paper, or the numbers behind them"));
    auto* exports = new QMenu(m_export);
    exports->addAction(tr("Figure…"), this, &GalleryBar::figureRequested);
    exports->addAction(tr("Table of numbers…"), this, &GalleryBar::numbersRequested);
    m_export->setMenu(exports);
    row->addWidget(m_split);
    row->addWidget(m_field, 1);
    row->addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding));  // where there is no field
    row->addWidget(m_shared);
    row->addWidget(m_fill);
    row->addWidget(m_export);
    connect(m_split, &QComboBox::currentIndexChanged, this, [this] {
        fit();
        beside() ? Q_EMIT besideChosen() : Q_EMIT splitChosen(split());
    });
    connect(m_field, &NameField::chosen, this, &GalleryBar::namesChosen);
    connect(m_shared, &QCheckBox::toggled, this, &GalleryBar::scaleChosen);
    setExportable(false);
}

void GalleryBar::offerColumns(const std::vector<std::string>& columns) {
    const QSignalBlocker quiet(m_split);
    const std::string chosen = split();
    const bool besides = beside();
    while (m_split->count() > first_column) m_split->removeItem(first_column);
    for (const std::string& column : columns) {
        const QString name = QString::fromStdString(column);
        m_split->addItem(tr("split by %1").arg(name), name);
    }
    besides ? setBeside(true) : setSplit(chosen);
}

void GalleryBar::setSplit(const std::string& column) {
    const QSignalBlocker quiet(m_split);
    const auto at = column.empty() ? 0 : m_split->findData(QString::fromStdString(column));
    m_split->setCurrentIndex(std::max(0, at));
    fit();
}

void GalleryBar::setBeside(bool on) {
    const QSignalBlocker quiet(m_split);
    if (on)
        m_split->setCurrentIndex(beside_row);
    else if (beside())
        m_split->setCurrentIndex(0);
    fit();
}

bool GalleryBar::beside() const {
    return m_split->currentIndex() == beside_row;
}

void GalleryBar::offerBeside(bool any) {
    auto* const items = qobject_cast<QStandardItemModel*>(m_split->model());
    QStandardItem* const item = items->item(beside_row);
    item->setEnabled(any);
    item->setToolTip(any ? QString() : tr("There is one embedding alone."));
}

std::string GalleryBar::split() const {
    return m_split->currentData().toString().toStdString();
}

bool GalleryBar::sharedScale() const {
    return m_shared->isChecked();
}

void GalleryBar::setSharedScale(bool on) {
    const QSignalBlocker quiet(m_shared);
    m_shared->setChecked(on);
}

void GalleryBar::setExportable(bool any) {
    m_export->setEnabled(any);
}

void GalleryBar::fit() {
    const bool names = split().empty() && !beside();
    for (QWidget* const part : std::initializer_list<QWidget*>{m_field, m_shared, m_fill})
        part->setVisible(names);
}

}  // namespace regulus
