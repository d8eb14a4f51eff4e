// What a person sets once: light or dark, how many threads, where files are looked for, the window's layout.
#pragma once

#include <QDialog>
#include <string>
#include <vector>

class QComboBox;
class QFormLayout;
class QLayout;
class QSpinBox;

namespace regulus {

class SessionSettings;

class PreferencesDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit PreferencesDialog(SessionSettings& settings, QWidget* parent = nullptr);

    // The GPUs that can be used, by name; cuda:0 first. Without any, and none chosen earlier, nothing is
    // shown.
    void setGpus(const std::vector<std::string>& names);

  Q_SIGNALS:
    void themeChanged();    // already written into the settings
    void threadsChanged();  // as well; holds for what starts from now on
    void memoryChanged();   // as well; holds for files opened from now on
    void deviceChanged();   // as well; holds for models made or opened from now on
    void cacheChanged();    // as well
    void layoutReset();
    void tourWanted();

  private:
    QLayout* cacheRow();

    SessionSettings& m_settings;
    QFormLayout* m_form;
    QComboBox *m_theme, *m_scale, *m_device;
    QSpinBox *m_threads, *m_memory;
};

}  // namespace regulus
