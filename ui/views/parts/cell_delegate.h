// Draws the cells of our tables from the roles a TableModel answers: a dot, a name in italics, a bar with its
// spread, figures that line up, grey for what says little.
#pragma once

#include <QStyledItemDelegate>

namespace regulus {

class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // The value that fills a bar; bars of models with negative values grow from the middle. Taken from all
    // rows, so that scrolling does not change a length.
    void setBarScale(double most, bool bothWays);
    // Looks through a column's BarRole and takes the largest; 0 or no bars: 1. Never less than `least`, so
    // that differences that mean nothing do not fill their bars.
    void fitBars(const QAbstractItemModel& model, int column, double least = 0);
    double barScale() const { return m_most; }
    void setRowHeight(int height) { m_height = height; }
    void setMargin(int pixels) { m_margin = pixels; }  // left and right of what a cell holds

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    void paintBar(QPainter& painter, const QRectF& box, const QModelIndex& index) const;
    void paintText(QPainter& painter, QRectF box, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;

    double m_most = 1;
    bool m_bothWays = false;
    int m_height = 24, m_margin = 6;
};

}  // namespace regulus
