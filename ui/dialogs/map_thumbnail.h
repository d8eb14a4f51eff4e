// A small picture of a dataset's own map, coloured by its labels: a first look before anything is opened.
#pragma once

#include <QRgb>
#include <QWidget>
#include <memory>
#include <vector>

#include "core/data/dataset.h"

namespace regulus {

class JobRunner;

class MapThumbnail final : public QWidget {
    Q_OBJECT
  public:
    explicit MapThumbnail(JobRunner& jobs, QWidget* parent = nullptr);
    ~MapThumbnail() override;

    // The first map of the dataset (UMAP before t-SNE before others) and the column's categories; empty when
    // it has no map, and then the widget hides. At most 20,000 cells are drawn, evenly taken.
    void setData(std::shared_ptr<const Dataset> dataset, const std::string& labels);

    QSize sizeHint() const override { return {208, 168}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Dot {
        float x, y;  // 0..1
        QRgb color;
    };
    static std::vector<Dot> dotsOf(const Dataset& dataset, const std::string& labels);

    JobRunner& m_jobs;
    std::vector<Dot> m_dots;
};

}  // namespace regulus
