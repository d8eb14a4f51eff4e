// Notes in plain sight, as many lines of them as there is room for; where there are more, a click, or Return,
// shows all.
#pragma once

#include <QAbstractButton>

namespace regulus {

class NotesLine final : public QAbstractButton {
    Q_OBJECT
  public:
    static constexpr int least_lines = 3;  // that there is room for

    explicit NotesLine(QWidget* parent = nullptr);

    void setNotes(const QStringList& notes);
    void setMostLines(int lines);
    QString notes() const { return m_notes; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QFont textFont() const;
    QStringList linesFor(int width) const;  // all of them
    int shownLines(int width) const;

    QString m_notes;
    int m_mostLines = least_lines;
};

}  // namespace regulus
