// A matrix of coloured fields with named rows and columns on paper: heatmap, confusion matrix. Every name is
// written whole at the size of the text; what does not fit side by side is turned round or divided into
// bands.
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/figure_key.h"

namespace regulus {

class HeatmapScene;

struct MatrixPicture {
    struct Axis {
        QString title;  // may be empty
        QStringList names;
        bool italic = false;
        std::vector<QRgb> marks;  // a colour beside each name, or empty
    };
    Axis rows, columns;
    std::vector<QColor> fields;       // rows × columns; an invalid one does not apply and is hatched
    std::vector<std::uint8_t> small;  // rows × columns: 1 where a field is drawn small; or empty
    QStringList texts;  // in the fields, rows × columns; or empty. Left out where they do not fit
    std::vector<ScaleKey> scales;
    QString title, note;
    bool simulated = false;
    bool mayTurn = false;  // rows may become columns where that makes it fit

    std::size_t at(qsizetype row, qsizetype column) const {
        return static_cast<std::size_t>(row * columns.names.size() + column);
    }
};
// As the scene shows it.
MatrixPicture pictureOf(const HeatmapScene& scene);
MatrixPicture turned(const MatrixPicture& picture);

class MatrixFigure final : public Figure {
  public:
    explicit MatrixFigure(MatrixPicture picture) : m_picture(std::move(picture)) {}

    QString title() const override { return m_picture.title; }
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    MatrixPicture m_picture;
};

}  // namespace regulus
