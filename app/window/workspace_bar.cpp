#include "app/window/workspace_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "ui/render/palettes.h"
#include "ui/render/theme.h"

namespace regulus {

WorkspaceBar::WorkspaceBar(Session& session, QWidget* parent)
    : QFrame(parent), m_session(session), m_text(new QLabel) {
    auto* back = new QPushButton(tr("Back to all cells"));
    back->setObjectName(QStringLiteral("backToAll"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->addWidget(m_text, 1);
    row->addWidget(back);
    m_text->setTextFormat(Qt::RichText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // a long name widens nothing
    connect(back, &QPushButton::clicked, this, [this] { m_session.workspaces().leave(); });
    connect(&session, &Session::changed, this, [this](Changes what) {
        if (what & (Change::Dataset | Change::Filters | Change::Model)) refresh();
    });
    refresh();
}

QString WorkspaceBar::text() const {
    return isHidden() ? QString() : m_text->toolTip();
}

void WorkspaceBar::refresh() {
    const Workspace* const workspace = m_session.workspaces().current();
    setVisible(workspace != nullptr);
    if (!workspace) return;
    const QString size = tr("workspace of %1 of %2 cells")
                             .arg(countText(workspace->cells.count()), countText(m_session.opened().cells()));
    const bool model = m_session.model().file != nullptr;
    m_text->setText(QStringLiteral("<b>%1</b> · %2").arg(workspace->name.toHtmlEscaped(), size) +
                    (model ? tr("; predictions are of all cells") : QString()));
    m_text->setToolTip(QStringLiteral("%1 · %2").arg(workspace->name, size));
}

void WorkspaceBar::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.fillRect(event->rect(), Theme::current().accentSoft);
}

}  // namespace regulus
