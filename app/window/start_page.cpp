#include "app/window/start_page.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/window/icons.h"
#include "app/window/shared_files.h"
#include "core/io/files/real_demo.h"
#include "ui/render/theme.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

namespace {

constexpr int column_width = 460;
constexpr int shown_recent_files = 6;

}  // namespace

StartCard::StartCard(const char* iconName, const QString& title, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_icon(iconName), m_title(title), m_text(text) {
    setText(title);
    setAccessibleDescription(text);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StartCard::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.line, 1));
    painter.setBrush(isDown() || underMouse() ? theme.raised : theme.surface);
    painter.drawRoundedRect(box, 8, 8);
    regulus::icon(m_icon).paint(&painter, QRect(20, (height() - 24) / 2, 24, 24), Qt::AlignCenter,
                                isEnabled() ? QIcon::Normal : QIcon::Disabled);
    const QRect words = rect().adjusted(60, 12, -16, -12);
    painter.setPen(isEnabled() ? theme.text : theme.mutedText);
    painter.setFont(theme.font(14, QFont::DemiBold));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, m_title);
    painter.setPen(theme.mutedText);
    painter.setFont(theme.font(12));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom, m_text);
}

StartPage::StartPage(SessionSettings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_recent(new QWidget) {
    auto* middle = new QWidget;
    middle->setFixedWidth(column_width);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* name = new ToneLabel(Tone::Title, tr("Regulus"));
    auto* what = new ToneLabel(
        Tone::Muted, tr("Which regulators distinguish your cells, and how confident is the model?"));
    column->addWidget(name);
    column->addWidget(what);
    column->addSpacing(12);

    auto* demo = new StartCard("media-playback-start", tr("Explore the demo"),
                               tr("Simulated immune cells with a trained model"));
    demo->setObjectName(QStringLiteral("demo"));
    demo->setEnabled(!demoFolder().isEmpty());
    auto* real = new StartCard("media-playback-start", tr("Explore real cells"),
                               tr("700 labelled blood cells (1.9 MB, fetched once, %1)")
                                   .arg(QString::fromLatin1(real_demo().licence)));
    real->setObjectName(QStringLiteral("realDemo"));
    auto* open = new StartCard("document-open", tr("Open a dataset…"),
                               tr("h5ad, h5mu, loom, 10x or a text table, or drop a file anywhere"));
    open->setObjectName(QStringLiteral("open"));
    auto* model =
        new StartCard("document-open-data", tr("Open a model…"), tr("Predict cell types with a saved model"));
    model->setObjectName(QStringLiteral("model"));
    auto* session = new StartCard("document-open-recent", tr("Open a session…"),
                                  tr("Go on where you left off, with data, model, groups and views"));
    session->setObjectName(QStringLiteral("session"));
    for (StartCard* card : {demo, real, open, session, model}) column->addWidget(card);
    connect(demo, &QAbstractButton::clicked, this, &StartPage::demoWanted);
    connect(real, &QAbstractButton::clicked, this, &StartPage::realDemoWanted);
    connect(open, &QAbstractButton::clicked, this, &StartPage::openWanted);
    connect(model, &QAbstractButton::clicked, this, &StartPage::modelWanted);
    connect(session, &QAbstractButton::clicked, this, &StartPage::sessionWanted);

    m_recentColumn = new QVBoxLayout(m_recent);
    m_recentColumn->setContentsMargins(0, 16, 0, 0);
    m_recentColumn->setSpacing(0);
    column->addWidget(m_recent);

    auto* rows = new QVBoxLayout(this);
    rows->addStretch(2);
    rows->addWidget(middle, 0, Qt::AlignHCenter);
    rows->addStretch(3);
    refresh();
}

// Not by a background role: labels would take their text colour from it.
void StartPage::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), Theme::current().surface);
}

void StartPage::refresh() {
    while (QLayoutItem* item = m_recentColumn->takeAt(0)) {
        // Not at once: it may be the click on one of them that led here.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const QStringList files = m_settings.recentFiles();
    m_recent->setVisible(!files.isEmpty());
    if (files.isEmpty()) return;
    m_recentColumn->addWidget(new SectionTitle(tr("RECENT")));
    for (const QString& file : files.mid(0, shown_recent_files)) {
        const QFileInfo info(file);
        QString folder = info.absolutePath();
        if (folder.startsWith(QDir::homePath()))
            folder.replace(0, QDir::homePath().size(), QStringLiteral("~"));
        auto* button = new QPushButton(info.fileName());
        button->setFlat(true);
        button->setToolTip(file);
        button->setCursor(Qt::PointingHandCursor);
        button->setStyleSheet(
            QStringLiteral("QPushButton { text-align: left; padding: 5px 8px; border: none; }"
                           "QPushButton:hover, QPushButton:focus { background: palette(midlight); }"));
        auto* row = new QHBoxLayout;
        auto* holder = new QWidget;
        holder->setLayout(row);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(button, 1);
        auto* where = new ToneLabel(Tone::Muted);
        where->setText(where->fontMetrics().elidedText(folder, Qt::ElideMiddle, 200));
        row->addWidget(where);
        m_recentColumn->addWidget(holder);
        connect(button, &QPushButton::clicked, this, [this, file] { Q_EMIT fileWanted(file); });
    }
}

}  // namespace regulus
