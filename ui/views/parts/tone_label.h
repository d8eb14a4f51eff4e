// A label whose font and colour come from the theme and follow it when it changes.
#pragma once

#include <QLabel>

namespace regulus {

enum class Tone {
    Title,    // the name of what is looked at
    Section,  // "CELL TYPE"
    Text,
    Muted,  // what explains the rest
    Good,   // "agrees with label", on a soft ground
    Bad,    // "differs from label"
    Warning,
};

class ToneLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ToneLabel(Tone tone, const QString& text = {}, QWidget* parent = nullptr);

    void setTone(Tone tone);
    Tone tone() const { return m_tone; }
    void setWordWrap(bool on);  // a sentence rather than a badge

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void dress();

    Tone m_tone;
};

// For sentences: wraps, and can be selected with the mouse.
ToneLabel* sentence(Tone tone, const QString& text = {});

// "CELL TYPE · 9 groups": a section's name and, muted, what it holds.
class SectionTitle : public QWidget {
    Q_OBJECT
  public:
    explicit SectionTitle(const QString& name, QWidget* parent = nullptr);

    void setName(const QString& name);
    void setNote(const QString& note);
    QString note() const { return m_note->text(); }
    void addAction(QWidget* widget);  // at the right end

  private:
    ToneLabel *m_name, *m_note;
};

}  // namespace regulus
