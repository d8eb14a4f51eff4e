// The confusion matrix on paper, in the colours of the view.
#pragma once

#include "ui/figures/matrix_figure.h"
#include "ui/views/confusion/confusion_scene.h"

namespace regulus {

MatrixPicture pictureOf(const ConfusionScene& scene);

}  // namespace regulus
