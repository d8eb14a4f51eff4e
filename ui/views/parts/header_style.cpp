#include "ui/views/parts/header_style.h"

#include <QHeaderView>

#include "ui/render/theme.h"

namespace regulus {

void dressHeader(QHeaderView& header, int margin) {
    const Theme& theme = Theme::current();
    header.setFont(theme.font(11));
    header.setStyleSheet(
        QStringLiteral("QHeaderView { background: transparent; border: none; }"
                       "QHeaderView::section { background: transparent; border: none; padding: 5px %3px 2px "
                       "%3px; color: %1; }"
                       "QHeaderView::section:hover { color: %2; }"
                       // Above the name: beside it there is no room in a narrow column.
                       "QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: border;"
                       " subcontrol-position: top center; width: 9px; height: 5px; }")
            .arg(theme.mutedText.name(), theme.text.name())
            .arg(margin));
}

}  // namespace regulus
