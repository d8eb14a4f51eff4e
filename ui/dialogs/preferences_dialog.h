// What a person sets once: light or dark, how many threads, where files are looked for, the window's layout.
#pragma once

#include <QDialog>

class QComboBox;
class QLayout;
class QSpinBox;

namespace regulus {

class SessionSettings;

class PreferencesDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit PreferencesDialog(SessionSettings& settings, QWidget* parent = nullptr);

  Q_SIGNALS:
    void themeChanged();    // already written into the settings
    void threadsChanged();  // as well; holds for what starts from now on
    void memoryChanged();   // as well; holds for files opened from now on
    void cacheChanged();    // as well
    void layoutReset();
    void tourWanted();

  private:
    QLayout* cacheRow();

    SessionSettings& m_settings;
    QComboBox* m_theme;
    QSpinBox *m_threads, *m_memory;
};

}  // namespace regulus
