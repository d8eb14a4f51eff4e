// The two numbers that say what of the expression makes cells neighbours.
#pragma once

class QSpinBox;

namespace regulus {

// Ranges, usual values, names and tooltips: of variable genes, and of principal components.
void setUpComponents(QSpinBox& genes, QSpinBox& components);

}  // namespace regulus
