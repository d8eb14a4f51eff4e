// Answers what opens inside a control's own event loop: menus are chosen from or closed, file dialogs are
// answered or cancelled, messages are closed. Without it a test would wait there for ever.
#pragma once

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QTest>
#include <QTimer>
#include <utility>

namespace regulus::test {

class PopupDriver {
  public:
    struct Plan {
        int entry = -1;           // of the first menu that opens; -1: it is closed
        bool acceptFile = false;  // file dialogs are answered with a file of `folder`
    };
    struct Seen {
        int entries = 0;          // of the first menu that opened
        bool ownActions = false;  // they belong to something that outlives the menu
        QList<QAction*> actions;
        bool fileDialog = false;
    };

    // `folder` holds a file for every kind that can be opened, and takes what is saved.
    explicit PopupDriver(const QString& folder) : m_folder(folder) {
        m_timer.setInterval(5);
        // Not in the timer's own call: what an answer opens has a loop of its own, and the timer has to go
        // on.
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            if (std::exchange(m_waiting, true)) return;
            QTimer::singleShot(0, &m_timer, [this] {
                m_waiting = false;
                if (m_timer.isActive()) answer();
            });
        });
    }

    void begin(const Plan& plan) {
        m_plan = plan;
        m_seen = {};
        m_nested = true;
        m_timer.start();
    }
    // The control has returned: dialogs that are open now stay open.
    void returned() { m_nested = false; }
    Seen end() {
        m_timer.stop();
        return m_seen;
    }

  private:
    void answer() {
        if (QWidget* popup = QApplication::activePopupWidget()) {
            auto* menu = qobject_cast<QMenu*>(popup);
            return menu ? choose(menu) : static_cast<void>(popup->close());
        }
        QWidget* modal = QApplication::activeModalWidget();
        // What a file dialog asks before it takes a name is a part of its answer.
        if (auto* question = qobject_cast<QMessageBox*>(modal);
            question && qobject_cast<QFileDialog*>(question->parentWidget()))
            return question->reject();
        if (auto* dialog = qobject_cast<QFileDialog*>(modal)) return answer(dialog);
        if (auto* dialog = qobject_cast<QDialog*>(modal); dialog && (m_nested || m_choosing > 0))
            dialog->reject();
    }

    void choose(QMenu* menu) {
        if (m_seen.entries == 0) {
            m_seen.actions = menu->actions();
            m_seen.entries = int(m_seen.actions.size());
            m_seen.ownActions = m_seen.entries > 0 && m_seen.actions.first()->parent() == menu;
        }
        const int entry = std::exchange(m_plan.entry, -1);
        QAction* action = entry >= 0 ? menu->actions().value(entry) : nullptr;
        if (!action || !action->isEnabled() || action->menu() || action->isSeparator())
            return static_cast<void>(menu->close());
        menu->setActiveAction(action);
        ++m_choosing;
        QTest::keyClick(menu, Qt::Key_Return);
        --m_choosing;
    }

    void answer(QFileDialog* dialog) {
        m_seen.fileDialog = true;
        if (!m_plan.acceptFile) return dialog->reject();
        const QString filter = dialog->nameFilters().join(' ');
        if (dialog->acceptMode() == QFileDialog::AcceptSave) {
            // Typed: a dialog whose name has the keyboard keeps the one that it proposes.
            for (auto* name : dialog->findChildren<QLineEdit*>(QStringLiteral("fileNameEdit")))
                name->setText(QStringLiteral("%1/saved%2").arg(m_folder).arg(++m_saved));
        } else if (dialog->fileMode() == QFileDialog::Directory)
            dialog->selectFile(m_folder);
        else
            dialog->selectFile(m_folder + (filter.contains("safetensors") ? "/model.safetensors"
                                           : filter.contains("*.regulus") ? "/made.regulus"
                                           : filter.contains("h5ad")      ? "/data.h5ad"
                                                                          : "/prior.csv"));
        static_cast<QDialog*>(dialog)->accept();
        if (dialog->isVisible()) dialog->reject();  // it would not take the file
    }

    QString m_folder;
    QTimer m_timer;
    Plan m_plan;
    Seen m_seen;
    bool m_nested = false, m_waiting = false;
    int m_saved = 0;
    int m_choosing = 0;  // entries whose command has not returned
};

}  // namespace regulus::test
