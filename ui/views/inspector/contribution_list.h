// What the score of a class is made of in one cell, by a model that reads regulons.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/models/contribution_model.h"

class QComboBox;
class QToolButton;

namespace regulus {

class CleanTable;
class ToneLabel;

class ContributionList final : public QWidget {
    Q_OBJECT
  public:
    explicit ContributionList(QWidget* parent = nullptr);

    struct Shown {
        Contributions parts;
        TfFamilies families;
        std::vector<std::string> columns;  // TFs, then families
    };
    // Shows the class `k` of `classes` to begin with. `calibrated`: the logits are those of probabilities.
    void show(std::shared_ptr<const Shown> shown, const QStringList& classes, int k, bool calibrated);
    void clear();
    const ContributionModel& model() const { return *m_model; }
    QComboBox* classes() const { return m_classes; }
    QToolButton* more() const { return m_more; }  // shows every TF, or those that move the score most
    QString text() const;                         // below the table

  Q_SIGNALS:
    void tfChosen(const QString& tf);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fill();

    std::shared_ptr<const Shown> m_shown;
    QComboBox* m_classes;
    CleanTable* m_table;
    ContributionModel* m_model;
    ToneLabel* m_foot;
    QToolButton* m_more;
    bool m_calibrated = false, m_all = false;
};

}  // namespace regulus
