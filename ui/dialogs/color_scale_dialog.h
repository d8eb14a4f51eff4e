// The scale of the numbers that the cells are coloured by: its ends and its colours, while the map is looked
// at. Stays open beside the window; all of it can be undone.
#pragma once

#include <QDialog>
#include <memory>
#include <optional>

#include "ui/figures/coloring.h"

class QComboBox;
class QDoubleSpinBox;

namespace regulus {

class ColorScaleStrip;
class Session;
class ToneLabel;

class ColorScaleDialog final : public QDialog {
    Q_OBJECT
  public:
    explicit ColorScaleDialog(Session& session, QWidget* parent = nullptr);
    ~ColorScaleDialog() override;

  private:
    void build();
    void refresh();
    void offerParts();
    const ColorData* scaled() const;  // the numbers whose scale is shown; null: there are none
    void countValues();
    void showEnds(const ColorRange& ends, bool diverging);
    void chooseEnds(int item);
    void ask(std::optional<double> low, std::optional<double> high);  // an end that was moved
    void set(const std::optional<ColorRange>& range);

    Session& m_session;
    QString m_key;  // of its jobs
    ToneLabel *m_title, *m_note;
    ColorScaleStrip* m_strip;
    QDoubleSpinBox *m_low, *m_high;
    QComboBox *m_part, *m_ends, *m_map;
    QWidget* m_partLabel;
    std::size_t m_which = 0;                              // of a blend, its first or second number
    std::shared_ptr<const std::vector<float>> m_counted;  // the values the histogram is of
};

}  // namespace regulus
