// Another prior for the data that are open: chosen, narrowed, and what the data can use of it.
#pragma once

#include <QDialog>
#include <memory>

#include "ui/dialogs/dataset_preview.h"

class QPushButton;

namespace regulus {

class PriorForm;
class Session;
class SessionSettings;

class PriorDialog final : public QDialog {
    Q_OBJECT
  public:
    PriorDialog(Session& session, SessionSettings& settings, QWidget* parent = nullptr);

    void setPath(const QString& path);
    PriorForm* form() const { return m_form; }

  private:
    void refresh();
    void use();

    Session& m_session;
    DatasetPreview m_data;  // of the session's dataset
    PriorForm* m_form;
    QPushButton* m_use;
};

}  // namespace regulus
