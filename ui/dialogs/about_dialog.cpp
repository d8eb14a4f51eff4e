#include "ui/dialogs/about_dialog.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/views/parts/tone_label.h"

namespace regulus {

AboutDialog::AboutDialog(const AboutTexts& texts, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("About Regulus"));
    resize(600, 520);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    column->addWidget(new ToneLabel(Tone::Title, tr("Regulus %1").arg(texts.version)));
    auto* what = new ToneLabel(
        Tone::Muted,
        tr("Explorer for single-cell data and scTransformer, a Transformer whose attention follows known "
           "regulation (Milia, Tshimanga, Müller, Atzori, Di Camillo, arXiv 2606.09558)."));
    what->setWordWrap(true);
    column->addWidget(what);

    auto* tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->tabBar()->setObjectName(QStringLiteral("flat"));
    auto* parts = new QTextBrowser;
    parts->setPlainText(texts.parts);
    auto* licences = new QTextBrowser;
    licences->setMarkdown(texts.licences);
    licences->setOpenExternalLinks(true);
    parts->setAccessibleName(tr("Parts"));
    licences->setAccessibleName(tr("Licences"));
    for (QTextBrowser* browser : {parts, licences}) browser->setFrameShape(QFrame::NoFrame);
    tabs->addTab(parts, tr("Versions"));
    tabs->addTab(licences, tr("Licences"));
    column->addWidget(tabs, 1);

    if (!texts.logPath.isEmpty()) {
        auto* row = new QHBoxLayout;
        auto* path = new ToneLabel(Tone::Muted, tr("Log file: %1").arg(texts.logPath));
        path->setWordWrap(true);
        path->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto* show = new QPushButton(tr("Show"));
        show->setAutoDefault(false);
        connect(show, &QPushButton::clicked, this, [log = texts.logPath] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(log).absolutePath()));
        });
        row->addWidget(path, 1);
        row->addWidget(show);
        column->addLayout(row);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copy = buttons->addButton(tr("Copy versions"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [text = texts.version + QLatin1Char('\n') + texts.parts] {
        QGuiApplication::clipboard()->setText(QStringLiteral("Regulus ") + text);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    column->addWidget(buttons);
}

}  // namespace regulus
