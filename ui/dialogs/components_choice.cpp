#include "ui/dialogs/components_choice.h"

#include <QCoreApplication>
#include <QSpinBox>

#include "core/workflow/cell_components.h"

namespace regulus {

void setUpComponents(QSpinBox& genes, QSpinBox& components) {
    const auto text = [](const char* words) {
        return QCoreApplication::translate("ComponentsChoice", words);
    };
    const ComponentOptions usual;
    genes.setObjectName(QStringLiteral("variableGenes"));
    genes.setRange(2, 100'000);
    genes.setSingleStep(500);
    genes.setGroupSeparatorShown(true);
    genes.setValue(static_cast<int>(usual.genes));
    genes.setToolTip(text("The principal components are of the genes that vary most among these cells"));
    components.setObjectName(QStringLiteral("components"));
    components.setRange(1, 200);
    components.setValue(static_cast<int>(usual.components));
    components.setToolTip(text("More components keep finer differences, and more noise"));
}

}  // namespace regulus
