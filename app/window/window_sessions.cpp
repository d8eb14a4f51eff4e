// Sessions in the window: saved, opened, kept while they change, and offered again after a crash.
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

#include "app/window/main_window.h"
#include "app/window/session_keeper.h"
#include "app/window/start_page.h"
#include "app/window/window_layout.h"
#include "ui/dialogs/error_presenter.h"
#include "ui/session/session_settings.h"
#include "ui/views/parts/file_questions.h"

namespace regulus {

namespace {

const QString session_purpose = QStringLiteral("session");

QString filter() {
    return QObject::tr("Regulus sessions (*.regulus);;All files (*)");
}

}  // namespace

QString MainWindow::layoutText() const {
    return QString::fromLatin1(m_layout->state().toBase64());
}

void MainWindow::askSession() {
    const QString file = askForFile(this, m_settings, {session_purpose, tr("Open session"), filter()});
    if (!file.isEmpty()) openSession(file);
}

void MainWindow::openSession(const QString& path, const QString& dataset) {
    whenNothingIsLost(Next::Open, [this, path, dataset] {
        whenColumnsAreSafe(Next::Open, [this, path, dataset] {
            m_demo = false;
            m_session->openSession(path, dataset, path == m_leftSession);
        });
    });
}

// Asks for a dataset that was moved.
void MainWindow::findData(const QString& session, const QString& dataset, bool other) {
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("dataMissing"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(other ? tr("Another dataset lies where that of this session was")
                            : tr("The dataset of this session is not where it was"));
    question->setInformativeText(dataset);
    QPushButton* choose = question->addButton(tr("Choose its file…"), QMessageBox::AcceptRole);
    question->addButton(QMessageBox::Cancel);
    question->setDefaultButton(choose);
    connect(question, &QMessageBox::buttonClicked, this, [this, choose, session](QAbstractButton* button) {
        if (button != choose) return;
        const QString file = askForFile(
            this, m_settings, {QStringLiteral("data"), tr("Dataset of the session"), tr("All files (*)")});
        if (!file.isEmpty()) m_session->openSession(session, file, session == m_leftSession);
    });
    question->open();
}

void MainWindow::adoptSession(const QString& path, const QString& window) {
    const bool left = path == m_leftSession;
    if (left) {
        m_keeper->takeOver(path);
        m_leftSession.clear();
    } else {
        m_sessionPath = path;
        m_settings.addRecentFile(QFileInfo(path).absoluteFilePath());
        m_start->refresh();
    }
    m_layout->restore(QByteArray::fromBase64(window.toLatin1()));
}

void MainWindow::saveSession(bool elsewhere, const std::function<void()>& then) {
    const auto dataset = m_session->opened().dataset;
    if (!dataset || dataset->path.empty()) return;
    QString path = m_sessionPath;
    if (elsewhere || path.isEmpty())
        path = askWhereToSave(this, m_settings, {session_purpose, tr("Save session"), filter()},
                              suggestedStem(datasetName(), {}) + QStringLiteral(".regulus"));
    if (path.isEmpty()) return;
    m_session->saveSession(path, layoutText(), [this, path, then] {
        m_sessionPath = path;
        m_settings.addRecentFile(QFileInfo(path).absoluteFilePath());
        m_errors->confirm(tr("Saved %1").arg(path), QStringLiteral("session"));
        if (then) then();
    });
}

void MainWindow::keepSessions(const QString& folder, bool offer) {
    m_sessionFolder = folder;
    m_keeper = new SessionKeeper(
        *m_session, folder, [this] { return layoutText(); }, this);
    if (offer) offerLeftSession();
}

// And what the other windows of that program had open, each in a window of its own.
void MainWindow::reopenLeft(const QString& left) {
    for (const QString& other : SessionKeeper::leftIn(m_sessionFolder))
        if (other != left && SessionKeeper::ofOneProgram(other, left)) {
            MainWindow* const another = makeAnother(false);
            another->m_leftSession = other;
            another->openSession(other);
        }
    m_leftSession = left;
    openSession(left);
}

void MainWindow::offerLeftSession() {
    const QStringList left = SessionKeeper::leftIn(m_sessionFolder);
    if (left.isEmpty()) return;
    const QString path = left.front();
    auto* question = new QMessageBox(this);
    question->setObjectName(QStringLiteral("leftSession"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setText(tr("Regulus ended unexpectedly"));
    question->setInformativeText(
        tr("What was open then was kept on %1.")
            .arg(QLocale().toString(QFileInfo(path).lastModified(), QStringLiteral("d MMMM yyyy, HH:mm"))));
    QPushButton* reopen = question->addButton(tr("Reopen"), QMessageBox::AcceptRole);
    QPushButton* discard = question->addButton(tr("Discard"), QMessageBox::DestructiveRole);
    question->addButton(tr("Later"), QMessageBox::RejectRole);
    question->setDefaultButton(reopen);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, reopen, discard, path](QAbstractButton* button) {
                if (button == discard) {
                    SessionKeeper::remove(path);
                    offerLeftSession();  // the one before it
                }
                if (button == reopen) reopenLeft(path);
            });
    question->open();
}

}  // namespace regulus
