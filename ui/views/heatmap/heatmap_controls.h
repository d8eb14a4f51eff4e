// The controls above the regulon heatmap: what it shows, of which groups and TFs, and, in a panel that opens,
// how it is ordered and what stands beside it. Says every change as one of HeatmapSettings.
#pragma once

#include <QPair>
#include <QWidget>
#include <functional>
#include <string>
#include <vector>

#include "ui/views/heatmap/heatmap_settings.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace regulus {

class NameField;
class ToneLabel;

class HeatmapControls final : public QWidget {
    Q_OBJECT
  public:
    explicit HeatmapControls(QWidget* parent = nullptr);

    struct Measure {
        RegulonMeasure measure;
        QString name, tip;
        bool operator==(const Measure&) const = default;
    };
    struct Offer {
        std::vector<Measure> measures;
        bool predictions = false;      // there are some to group by
        std::vector<QString> columns;  // to group by, beside labels and predictions
        std::vector<QString> across;   // of whose values shares can be shown
        std::vector<std::string> tfs;
        std::size_t entries = 0;  // TFs or families of TFs that there are to show; 0: not known
        bool starter = false;     // the prior is one to try things out
    };
    // Says nothing. What was chosen and is not offered is not shown as chosen, and is again once it is
    // offered.
    void show(const Offer& offer, const HeatmapSettings& settings);

    bool empty() const;  // no measure is offered
    RegulonMeasure measure() const;
    QString grouping() const;  // as HeatmapSettings has it, of what is offered
    std::vector<std::string> tfNames() const;
    int typing() const;  // of the TFs, as NameField says  // those typed that are known
    void openPanel();

  Q_SIGNALS:
    void edited(const std::function<void(regulus::HeatmapSettings&)>& change);
    void numbersAsked();  // to be saved as a table
    void priorAsked();

  private:
    void build();
    QWidget* buildPanel();
    QComboBox* choice(const QString& name, const QString& tip);
    QSpinBox* number(const QString& name, const QString& tip, int least, int most);
    QCheckBox* check(const QString& text, const QString& tip, bool HeatmapSettings::*of);
    void showMeasures(const std::vector<Measure>& offered, std::optional<int> wanted);
    void showGroupings(const Offer& offer, const QString& wanted);
    void showLimit(std::size_t entries, int most);
    void sayUnknown();
    // `write` on every change that a person makes.
    void listen(QComboBox* box, std::function<void(HeatmapSettings&)> write);
    void listen(QSpinBox* box, std::function<void(HeatmapSettings&)> write);

    QComboBox *m_measure, *m_groups, *m_tfs;
    QSpinBox *m_limit, *m_ofEach;
    NameField* m_names;
    ToneLabel* m_unknown;
    QCheckBox *m_z, *m_turned, *m_eachCell;
    QPushButton *m_more, *m_starter;
    QWidget* m_panel;
    QComboBox *m_groupOrder, *m_tfOrder, *m_cellOrder, *m_groupBar, *m_tfBar;
    QSpinBox *m_groupBlocks, *m_tfBlocks;
    Offer m_offered;
    bool m_showing = false;
};

}  // namespace regulus
