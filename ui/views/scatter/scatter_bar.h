// The controls above a scatter plot: its two axes, what it is coloured by, quadrants, gates, export.
#pragma once

#include <QWidget>

#include "ui/session/scatter_state.h"

class QCheckBox;
class QPushButton;

namespace regulus {

class NameField;

class ScatterBar final : public QWidget {
    Q_OBJECT
  public:
    explicit ScatterBar(QWidget* parent = nullptr);

    void offer(const std::vector<std::string>& axes);
    void show(const ScatterSettings& settings);  // said to nobody
    void setReady(bool plotted);                 // there is something to gate and to export
    void setGating(bool on);                     // said to nobody
    NameField* x() const { return m_x; }
    NameField* y() const { return m_y; }
    QCheckBox* density() const { return m_density; }
    QCheckBox* quadrants() const { return m_quadrants; }
    QPushButton* gate() const { return m_gate; }

  Q_SIGNALS:
    void axesChosen();
    void swapAsked();
    void densityChosen(bool on);
    void quadrantsChosen(bool on);
    void gatingChosen(bool on);
    void quadrantGatesAsked();
    void figureRequested();
    void numbersRequested();

  private:
    NameField *m_x, *m_y;
    QPushButton *m_swap, *m_gate, *m_gateQuadrants, *m_export;
    QCheckBox *m_density, *m_quadrants;
};

}  // namespace regulus
