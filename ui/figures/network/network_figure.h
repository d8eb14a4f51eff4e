// A TF and its targets on paper, and the numbers behind it.
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/network/network_picture.h"
#include "ui/render/figure_numbers.h"

namespace regulus {

class NetworkFigure final : public Figure {
  public:
    explicit NetworkFigure(NetworkPicture picture) : m_picture(std::move(picture)) {}

    QString title() const override;
    FigureDrawing layOut(const FigurePage& page, Job& job) const override;

  private:
    NetworkPicture m_picture;
};

// One row a target, all of them, the strongest first; `drawn` says which are in the picture. What the prior
// gives of its edges has columns.
FigureNumbers networkNumbers(const NetworkPicture& picture);

}  // namespace regulus
