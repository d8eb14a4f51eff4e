// The whole window of somebody who has seen the tour, on made data.
#pragma once

#include <QTemporaryDir>

#include "app/window/main_window.h"
#include "tests/app/window/any_engine.h"
#include "tests/app/window/window_files.h"
#include "tests/golden/golden_session.h"
#include "ui/dialogs/error_presenter.h"

namespace regulus::test {

class GoldenWindow {
  public:
    GoldenWindow() : m_settings(settingsFor(m_folder.path())) {
        m_settings->setTheme(ThemeChoice::Light);
        m_settings->setThreads(2);
        m_settings->setMemoryGigabytes(8);
        m_settings->setCacheGigabytes(20);
        for (const char* key : {"data", "prior", "model", "figure", "session", "table"})
            m_settings->setFolder(key, QStringLiteral("/usr/share"));
        m_window = std::make_unique<MainWindow>(anyEngine(std::make_shared<TrainingGate>()), *m_settings);
    }

    MainWindow& window() { return *m_window; }
    Session& session() { return m_window->session(); }
    SessionSettings& settings() { return *m_settings; }

    bool open(bool model) {
        auto data = immuneDataset();
        data->path = "/data/immune.h5ad";
        session().setDataset(data);
        session().setPrior(immunePrior(), QStringLiteral("/data/collectri.csv"));
        if (!settle(session())) return false;
        if (model) session().setModel(calibratedImmuneModel());
        const bool settled = settle(session());
        // Notices about the few genes of these data, and that its cells are not those of the model.
        while (!m_window->errors().text().isEmpty()) m_window->errors().dismiss();
        return settled;
    }
    GoldenPicture picture(const QString& name, QSize size = {}) {
        return {name, size, [this](Appearance look) {
                    m_settings->setTheme(look == Appearance::Dark ? ThemeChoice::Dark : ThemeChoice::Light);
                    m_window->applyTheme();
                }};
    }

  private:
    QTemporaryDir m_folder;
    std::unique_ptr<SessionSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace regulus::test
