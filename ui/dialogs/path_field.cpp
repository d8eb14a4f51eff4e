#include "ui/dialogs/path_field.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>

#include "ui/session/session_settings.h"
#include "ui/views/parts/file_questions.h"

namespace regulus {

PathField::PathField(const QString& caption, const QString& filter, const QString& purpose,
                     SessionSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_edit(new QLineEdit),
      m_caption(caption),
      m_filter(filter),
      m_purpose(purpose),
      m_settings(settings) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* button = new QPushButton(tr("Browse…"));
    button->setAutoDefault(false);
    m_edit->setPlaceholderText(tr("Type a path, browse, or drop a file here"));
    m_edit->setAccessibleName(caption);
    row->addWidget(m_edit, 1);
    row->addWidget(button);
    setFocusProxy(m_edit);
    setAcceptDrops(true);
    m_edit->setAcceptDrops(false);  // a dropped file replaces the text, it is not inserted into it
    connect(button, &QPushButton::clicked, this, &PathField::browse);
    connect(m_edit, &QLineEdit::editingFinished, this, &PathField::typed);
}

// The keyboard leaves the line while this is half destroyed, which ends what was being typed there.
PathField::~PathField() {
    m_edit->disconnect(this);
}

void PathField::setPath(const QString& path) {
    m_edit->setText(path);
    typed();
}

void PathField::typed() {
    const QString path = m_edit->text().trimmed();
    if (path == m_path) return;
    m_path = path;
    Q_EMIT chosen(m_path);
}

void PathField::browse() {
    const QString file = askForFile(this, m_settings, {m_purpose, m_caption, m_filter});
    if (!file.isEmpty()) setPath(file);
}

void PathField::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void PathField::dropEvent(QDropEvent* event) {
    setPath(event->mimeData()->urls().first().toLocalFile());
}

}  // namespace regulus
