// Which edges of a prior count: by confidence, sign, importance, by TFs of a list; complexes as their
// members. Only what the prior offers is shown.
#pragma once

#include <QWidget>

#include "core/io/prior/prior_reader.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;

namespace regulus {

class SessionSettings;

class PriorNarrowing final : public QWidget {
    Q_OBJECT
  public:
    explicit PriorNarrowing(SessionSettings& settings, QWidget* parent = nullptr);

    // What can be chosen of this prior, as it was read whole, with the confidence its authors advise; what
    // was chosen of another one stays where it applies. Says nothing.
    void offer(const RegulatoryNetwork& whole);
    void withdraw();  // no prior
    PriorOptions options() const;
    void setOptions(const PriorOptions& options);  // as far as they are offered; says nothing
    void setTfList(const QString& path);           // TFs one a line; empty: all

  Q_SIGNALS:
    void changed();

  private:
    void showConfidence(char worst);  // 0: every one
    void showTfList();

    SessionSettings& m_settings;
    QComboBox *m_confidence, *m_sign;
    QCheckBox* m_complexes;
    QDoubleSpinBox* m_importance;
    QSpinBox* m_top;
    QPushButton* m_tfList;
    std::string m_tfPath;
    bool m_offered = false, m_graded = false, m_weighted = false, m_namesComplexes = false;
};

}  // namespace regulus
