// The dialogs of the window that are about the program: preferences, shortcuts, help, what it is made of.
#include <QAction>
#include <nlohmann/json.hpp>

#include "app/command_line/licences.h"
#include "app/window/help_window.h"
#include "app/window/log_file.h"
#include "app/window/main_window.h"
#include "app/window/window_layout.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/version.h"
#include "core/io/store/store_cache.h"
#include "core/model/device.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/session/session_settings.h"

namespace regulus {

namespace {

// One part a line, those that compute first. Nothing is loaded for this: the versions are those of the build.
QString partsText() {
    QStringList lines{QObject::tr("Running on %1, %2 with Qt %3")
                          .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture(),
                               QString::fromLatin1(qVersion())),
                      QString()};
    const auto licences = licences_json();  // it has to outlive the loop over a part of it
    for (const auto& row : licences.at("licences"))
        lines << QStringLiteral("%1 %2 — %3")
                     .arg(QString::fromStdString(row.at("name").get<std::string>()),
                          QString::fromStdString(row.at("version").get<std::string>()),
                          QString::fromStdString(row.at("use").get<std::string>()));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

void MainWindow::showPreferences() {
    auto* dialog = new PreferencesDialog(m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PreferencesDialog::themeChanged, this, &MainWindow::applyTheme);
    connect(dialog, &PreferencesDialog::threadsChanged, this,
            [this] { set_thread_count(m_settings.threads()); });
    connect(dialog, &PreferencesDialog::cacheChanged, this,
            [this] { set_usual_cache_limit(std::uint64_t(m_settings.cacheGigabytes()) << 30U); });
    connect(dialog, &PreferencesDialog::memoryChanged, this,
            [this] { set_memory_ceiling(std::size_t(m_settings.memoryGigabytes()) << 30U); });
    connect(dialog, &PreferencesDialog::deviceChanged, this,
            [this] { set_device_choice(m_settings.device()); });
    JobRequest asking{.title = tr("Looking for GPUs"), .quiet = true, .receiver = dialog};
    asking.failed = [](const Error&) {};  // the Torch module cannot be opened: training will say so
    m_session->jobs().start(
        std::move(asking), [](Job&) { return usable_gpus(); },
        [dialog](const std::vector<std::string>& names) { dialog->setGpus(names); });
    connect(dialog, &PreferencesDialog::layoutReset, this, [this] {
        m_settings.forgetWindow();
        m_layout->reset();
        m_layout->forget();
    });
    connect(dialog, &PreferencesDialog::tourWanted, this, [this] {
        m_settings.setTourDismissed(false);
        showTour();
    });
    dialog->open();
}

void MainWindow::showAbout() {
    AboutTexts texts;
    texts.version = QString::fromUtf8(version());
    texts.parts = partsText();
    texts.licences = QString::fromStdString(licences_text());
    texts.logPath = logPath();
    auto* dialog = new AboutDialog(texts, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

// The keys of the menus are those that the actions have; what the map does with mouse and keys is its own.
void MainWindow::showShortcuts() {
    ShortcutSection menus{tr("Commands"), {}};
    for (const QAction* action : actions()) {
        if (action->shortcut().isEmpty() || action->text().isEmpty()) continue;
        QString name = action->text();
        menus.rows.emplace_back(action->shortcut().toString(QKeySequence::NativeText),
                                name.remove(QLatin1Char('&')).remove(QString::fromUtf8("…")));
    }
    const ShortcutSection map{
        tr("On the map"),
        {{tr("Click"), tr("open a cell, or select a group by its name")},
         {tr("Right click"), tr("compare a cell with the open one")},
         {tr("Drag"), tr("select with lasso or box, or pan")},
         {tr("Polygon: click"), tr("set a corner; Backspace takes back the last")},
         {tr("Polygon: double click"), tr("close it, as do Enter and the first corner")},
         {tr("Shift+drag"), tr("add to the selection")},
         {tr("Ctrl+drag"), tr("take out of the selection")},
         {tr("Ctrl+Shift+drag"), tr("keep what is in both")},
         {tr("Space+drag"), tr("pan with any tool; in 3-D rotate")},
         {tr("In 3-D: drag, arrows"), tr("rotate; the middle button moves")},
         {tr("In 3-D: 1, 2, 3 of the axes"), tr("look along that direction")},
         {tr("Wheel, + −"), tr("zoom")},
         {tr("Arrows"), tr("move the map")},
         {tr("0"), tr("all cells")},
         {tr("Z"), tr("zoom to the selection")},
         {tr("Esc"), tr("clear the selection")}}};
    const ShortcutSection tfs{tr("On a TF"),
                              {{tr("Click, Return"), tr("open it in the inspector")},
                               {tr("Double click"), tr("colour the map by it")},
                               {tr("Ctrl+Return"), tr("the same, in a table")},
                               {tr("C"), tr("the same, in the heatmap and in plots")}}};
    auto* dialog = new ShortcutsDialog({menus, map, tfs}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showHelp() {
    auto* help = new HelpWindow(this);
    help->setAttribute(Qt::WA_DeleteOnClose);
    help->show();
}

}  // namespace regulus
