// The numbers that the cells are coloured by: how they lie, and cells by their value. Only there while the
// colours are of one number.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

class QDoubleSpinBox;

namespace regulus {

class SectionTitle;
class ToneLabel;
class ValueStrip;

class ValuesBox final : public QWidget {
    Q_OBJECT
  public:
    explicit ValuesBox(Session& session, QWidget* parent = nullptr);
    ~ValuesBox() override;

    void refresh();  // other colours, other visible cells
    void mark();     // another selection
    ValueStrip* strip() const { return m_strip; }
    QString foot() const;

  private:
    void count();
    void choose(double low, double high, Qt::KeyboardModifiers modifiers);

    Session& m_session;
    QString m_key;  // of its jobs
    SectionTitle* m_title;
    ValueStrip* m_strip;
    QDoubleSpinBox *m_low, *m_high;
    ToneLabel* m_foot;
    std::shared_ptr<const std::vector<float>> m_values;  // that were counted
    CellSet m_visible;                                   // of these
};

}  // namespace regulus
