// Draws a confusion matrix: shade by the share of the row's or the column's cells, counts or shares as text
// where there is room. Agreement is blue, confusion orange, so that a mistake is never mistaken for a
// success; what cannot be compared is neither. Knows no widget.
#pragma once

#include <QRgb>
#include <optional>
#include <utility>
#include <vector>

#include "ui/render/figure_scene.h"
#include "ui/views/confusion/confusion_table.h"

namespace regulus {

class ConfusionScene final : public FigureScene {
  public:
    using Field = std::pair<std::size_t, std::size_t>;  // row, column
    // What the fields say: cells, or per cent of the cells with that label (the diagonal: recall) or with
    // that prediction (precision).
    enum class Says { Counts, OfLabel, OfPrediction };

    void setTable(ConfusionTable table, std::vector<QRgb> labelColors);  // one colour a row, or none
    void setHover(std::optional<Field> field) { m_hover = field; }
    void setChosen(std::optional<Field> field) { m_chosen = field; }
    void setSays(Says says) { m_says = says; }
    Says says() const { return m_says; }
    const ConfusionTable& table() const { return m_table; }
    const std::vector<QRgb>& labelColors() const { return m_colors; }
    double share(std::size_t row, std::size_t column) const;       // of the row's or the column's cells
    QString fieldText(std::size_t row, std::size_t column) const;  // empty where there are no cells
    QColor fieldColor(std::size_t row, std::size_t column, const Theme& theme) const;
    // Of a field with this share of the cells.
    static QColor shareColor(double share, ConfusionTable::Meaning meaning, const Theme& theme);

    std::optional<Field> fieldAt(QPointF position) const;         // as last painted
    std::optional<std::size_t> rowAt(QPointF position) const;     // the row's name was hit
    std::optional<std::size_t> columnAt(QPointF position) const;  // likewise
    QRectF fieldBox(Field field) const;
    bool columnNamesAreWhole() const { return m_whole; }  // as last painted: none is cut

    void paint(QPainter& painter, const QRectF& area, const PaintStyle& style) const override;
    QString title() const override { return QStringLiteral("confusion"); }

  private:
    void paintFields(QPainter& painter, const PaintStyle& style) const;
    void paintNames(QPainter& painter, const QRectF& area, const PaintStyle& style) const;
    void paintUprightNames(QPainter& painter) const;
    void paintSlantedNames(QPainter& painter, const QRectF& area) const;

    ConfusionTable m_table;
    Says m_says = Says::Counts;
    std::vector<QRgb> m_colors;
    std::optional<Field> m_hover, m_chosen;
    mutable QRectF m_grid, m_names, m_columnNames;
    mutable bool m_upright = false, m_whole = false;  // names of the columns, as last painted
};

}  // namespace regulus
