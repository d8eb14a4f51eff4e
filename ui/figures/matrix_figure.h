// A matrix of coloured fields or discs with named rows and columns: heatmap, confusion matrix, dot plot.
// Every name is written whole at the size of the text; what does not fit side by side is turned round or
// divided into bands.
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/figure_key.h"
#include "ui/render/dendrogram.h"
#include "ui/render/heatmap_bar.h"

namespace regulus {

class HeatmapScene;

struct MatrixPicture {
    struct Axis {
        QString title;  // may be empty
        QStringList names;
        QString kind;  // "groups": what they are, where there is a bar
        bool italic = false;
        std::vector<QRgb> marks;  // a colour beside each name, or empty
        // How alike they are, drawn on the other side; without merges: not. names[i] is the leaf order[i], or
        // none where that is -1.
        Dendrogram tree;
        // One a name: the block that it is in, with a gap before the next (-1: in none); empty: no blocks.
        std::vector<int> blocks;
        QStringList blockNames;
        HeatmapBar bar;  // beside the fields, one item a name; or empty
        bool breaks(qsizetype name) const {
            const auto n = static_cast<std::size_t>(name);
            return n > 0 && n < blocks.size() && blocks[n] != blocks[n - 1];
        }
    };
    Axis rows, columns;
    // rows × columns; an invalid one does not apply and is hatched. Empty: names alone are written.
    std::vector<QColor> fields;
    std::vector<std::uint8_t> small;  // rows × columns: 1 where a field is drawn small; or empty
    // rows × columns: discs in place of fields, of an area that stands for 0..sizes.largest; or empty.
    std::vector<float> discs;
    SizeKey sizes;           // of discs
    QStringList texts;       // in the fields, rows × columns; or empty
    bool keepTexts = false;  // divide what does not fit into bands, rather than leave the texts out
    std::vector<ScaleKey> scales;
    QString title, note;
    bool simulated = false;
    bool mayTurn = false;  // rows may become columns where that makes it fit

    std::size_t at(qsizetype row, qsizetype column) const {
        return static_cast<std::size_t>(row * columns.names.size() + column);
    }
};
// Names, marks, trees, blocks and bars of its groups (rows) and TFs; scale and note. No fields.
MatrixPicture axesOf(const HeatmapScene& scene);
// Scales, what bars are of, and the note below a matrix.
FigureDrawing matrixKeys(const MatrixPicture& picture, double width, double points);
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
