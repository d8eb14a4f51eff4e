// A small picture of a data set's own map, coloured by its labels: a first look before anything is opened.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/data/dataset.h"

namespace regulus {

class MapThumbnail final : public QWidget {
    Q_OBJECT
  public:
    explicit MapThumbnail(QWidget* parent = nullptr);

    // The first map of the data set (UMAP before t-SNE before others) and the column's categories; empty when
    // it has no map, and then the widget hides. At most 20,000 cells are drawn, evenly taken.
    void setData(const Dataset& dataset, const std::string& labels);

    QSize sizeHint() const override { return {208, 168}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Dot {
        float x, y;  // 0..1
        QRgb color;
    };
    std::vector<Dot> m_dots;
};

}  // namespace regulus
