// Notes in plain sight on one line; a click, or Return, shows all of them.
#pragma once

#include <QAbstractButton>

namespace regulus {

class NotesLine final : public QAbstractButton {
    Q_OBJECT
  public:
    explicit NotesLine(QWidget* parent = nullptr);

    void setNotes(const QStringList& notes);
    QString notes() const { return m_notes; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QFont textFont() const;

    QString m_notes;
};

}  // namespace regulus
