// A file's path: typed, chosen or dropped.
#pragma once

#include <QWidget>

class QLineEdit;

namespace regulus {

class SessionSettings;

class PathField final : public QWidget {
    Q_OBJECT
  public:
    // `purpose` names the folder that is remembered; `filter` as QFileDialog takes it.
    PathField(const QString& caption, const QString& filter, const QString& purpose,
              SessionSettings& settings, QWidget* parent = nullptr);
    ~PathField() override;

    const QString& path() const { return m_path; }  // that was said; not one that is being typed
    void setPath(const QString& path);              // says chosen() when it is another one
    QLineEdit* edit() const { return m_edit; }

  Q_SIGNALS:
    void chosen(const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void browse();
    void typed();

    QLineEdit* m_edit;
    QString m_caption, m_filter, m_purpose, m_path;
    SessionSettings& m_settings;
};

}  // namespace regulus
