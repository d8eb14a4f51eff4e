#include "ui/models/predictions_model.h"

#include "core/workflow/calibration_words.h"
#include "ui/models/number_text.h"

namespace regulus {
namespace {

QString nameOf(std::int32_t code, const std::vector<std::string>& names) {
    return code < 0 ? QStringLiteral("\u2013")
                    : QString::fromStdString(names[static_cast<std::size_t>(code)]);
}

QString useText(const PredictionTable& table, std::uint32_t cell) {
    const QString name = QString::fromLatin1(split_name(table.uses, cell));
    if (name.isEmpty()) return QStringLiteral("\u2013");
    return table.outOfFold.contains(cell) ? QObject::tr("%1, out of fold").arg(name) : name;
}

}  // namespace

void PredictionsModel::show(std::shared_ptr<const PredictionTable> table, std::vector<std::uint32_t> cells) {
    beginResetModel();
    m_table = std::move(table);
    chooseColumns();
    m_cells = m_table ? std::move(cells) : std::vector<std::uint32_t>();
    endResetModel();
}

void PredictionsModel::chooseColumns() {
    const std::vector<PredictionColumn> kinds = shownColumns(m_table ? *m_table : PredictionTable());
    const std::vector<TableColumn> columns = columnsOf(m_table.get());
    m_kinds.clear();
    m_columns.clear();
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (m_hidden.contains(kinds[i])) continue;
        m_kinds.push_back(kinds[i]);
        m_columns.push_back(columns[i]);
    }
}

void PredictionsModel::setHidden(std::set<PredictionColumn> hidden) {
    hidden.erase(PredictionColumn::Cell);
    if (hidden == m_hidden) return;
    beginResetModel();
    m_hidden = std::move(hidden);
    chooseColumns();
    endResetModel();
}

std::vector<std::pair<PredictionColumn, QString>> PredictionsModel::offered() const {
    const std::vector<PredictionColumn> kinds = shownColumns(m_table ? *m_table : PredictionTable());
    const std::vector<TableColumn> columns = columnsOf(m_table.get());
    std::vector<std::pair<PredictionColumn, QString>> all;
    for (std::size_t i = 0; i < kinds.size(); ++i) all.emplace_back(kinds[i], columns[i].name);
    return all;
}

void PredictionsModel::setCells(std::vector<std::uint32_t> cells) {
    show(m_table, std::move(cells));
}

void PredictionsModel::setSelection(CellSet selected) {
    m_selected = std::move(selected);
    if (rows() > 0) Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1), {MarkedRole});
}

void PredictionsModel::setColors(std::vector<QColor> labels, std::vector<QColor> classes) {
    m_labelColors = std::move(labels);
    m_classColors = std::move(classes);
    if (rows() > 0) Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1), {ColorRole});
}

int PredictionsModel::rowOf(std::uint32_t cell) const {
    const auto found = std::find(m_cells.begin(), m_cells.end(), cell);
    return found == m_cells.end() ? -1 : static_cast<int>(found - m_cells.begin());
}

std::vector<TableColumn> PredictionsModel::columnsOf(const PredictionTable* table) {
    const Calibration* const calibration =
        table != nullptr && table->calibrated() ? table->results->calibration.get() : nullptr;
    const bool calibrated = calibration != nullptr;
    std::vector<TableColumn> columns{
        {tr("Cell"), tr("Name of the cell (obs index)"), false},
        {tr("Label"), tr("Label in the dataset"), false},
        {tr("Prediction"), tr("Class predicted by the model"), false},
        {calibrated ? tr("Probability") : tr("Score"),
         calibrated ? tr("Probability of the predicted class")
                    : tr("Score of the predicted class, not calibrated: no probability"),
         true},
        {tr("2nd prediction"), tr("Second most probable class"), false},
        {calibrated ? tr("2nd probability") : tr("2nd score"),
         calibrated ? tr("Probability of the second class")
                    : tr("Score of the second class, not calibrated: no probability"),
         true},
        {tr("Agreement"),
         tr("Whether prediction and label agree; not comparable when no label has the name of a class of the "
            "model"),
         false}};
    if (calibrated)
        columns.push_back({tr("Not excluded"),
                           tr("Classes that cannot be excluded at %1; sorted by their number")
                               .arg(QString::fromStdString(level_text(*calibration))),
                           false});
    if (table != nullptr && table->uses.known())
        columns.push_back(
            {tr("Split"),
             tr("What the model was trained on. Out of fold: predicted by a fit on other cells, as "
                "a cell that is new to it"),
             false});
    return columns;
}

const std::vector<TableColumn>& PredictionsModel::columns() const {
    return m_columns;
}

QVariant PredictionsModel::textOf(std::uint32_t cell, PredictionColumn column) const {
    const PredictionTable& t = *m_table;
    switch (column) {
        case PredictionColumn::Cell:
            return QString::fromStdString(t.name(cell));
        case PredictionColumn::Label:
            return nameOf(t.label.empty() ? -1 : t.label[cell], t.labelNames);
        case PredictionColumn::Prediction:
            return t.unassigned(cell) ? tr("%1 (unassigned)").arg(nameOf(t.predicted[cell], t.classNames))
                                      : nameOf(t.predicted[cell], t.classNames);
        case PredictionColumn::Set:
            return t.setOf(cell);
        case PredictionColumn::Use:
            return useText(t, cell);
        case PredictionColumn::Score:
            return decimalText(t.score[cell], 3);
        case PredictionColumn::Second:
            return nameOf(t.second[cell], t.classNames);
        case PredictionColumn::SecondScore:
            return t.second[cell] < 0 ? QStringLiteral("\u2013") : decimalText(t.secondScore[cell], 3);
        case PredictionColumn::Agrees:
            break;
    }
    if (t.agrees[cell] >= 0) return t.agrees[cell] > 0 ? tr("agrees") : tr("differs");
    return t.label.empty() || t.label[cell] < 0 ? tr("no label") : tr("not comparable");
}

QVariant PredictionsModel::bareOf(std::uint32_t cell, PredictionColumn column) const {
    if (column == PredictionColumn::Score) return m_table->score[cell];
    if (column == PredictionColumn::SecondScore) return m_table->secondScore[cell];
    if (column == PredictionColumn::Label && (m_table->label.empty() || m_table->label[cell] < 0))
        return QString();
    return textOf(cell, column);
}

QVariant PredictionsModel::colorOf(std::uint32_t cell, PredictionColumn column) const {
    const auto color = [](std::int32_t code, const std::vector<QColor>& colors) {
        return code >= 0 && static_cast<std::size_t>(code) < colors.size()
                   ? QVariant(colors[static_cast<std::size_t>(code)])
                   : QVariant();
    };
    if (column == PredictionColumn::Label) {
        return color(m_table->label.empty() ? -1 : m_table->label[cell], m_labelColors);
    }
    if (column == PredictionColumn::Prediction) return color(m_table->predicted[cell], m_classColors);
    return column == PredictionColumn::Second ? color(m_table->second[cell], m_classColors) : QVariant();
}

QVariant PredictionsModel::cell(int row, int column, int role) const {
    const std::uint32_t cell = cellAt(row);
    const auto what = kindOf(column);
    switch (role) {
        case Qt::DisplayRole:
            return textOf(cell, what);
        case ValueRole:
            return bareOf(cell, what);
        case ColorRole:
            return colorOf(cell, what);
        case MarkedRole:
            return m_selected.contains(cell);
        case MutedRole:
            if (what == PredictionColumn::Label) return m_table->label.empty() || m_table->label[cell] < 0;
            if (what == PredictionColumn::Prediction) return m_table->unassigned(cell);
            return what == PredictionColumn::Second || what == PredictionColumn::SecondScore ||
                   (what == PredictionColumn::Agrees && m_table->agrees[cell] != 0);
        default:
            return {};
    }
}

}  // namespace regulus
