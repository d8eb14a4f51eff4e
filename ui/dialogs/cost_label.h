// What a training would cost on this computer: a few steps of it are timed in a job and thrown away.
#pragma once

#include <QTimer>
#include <map>

#include "core/model/trainer.h"
#include "ui/session/training.h"
#include "ui/views/parts/tone_label.h"

namespace regulus {

class Session;

class CostLabel final : public ToneLabel {
    Q_OBJECT
  public:
    explicit CostLabel(Session& session, QWidget* parent = nullptr);
    ~CostLabel() override;

    // Measures soon, or tells what is known: `key` stands for everything that makes a difference.
    void ask(const TrainRequest& request, const QString& key);
    void sayNothing();               // and measure nothing
    void say(const QString& words);  // and measure nothing

  private:
    void measure();
    void showCost(const TrainingCost& cost);

    Session& m_session;
    QTimer m_soon;
    TrainRequest m_request;
    QString m_key;
    std::map<QString, TrainingCost> m_costs;  // measured once each
};

// "about 40 s", "about 3 min"
QString aboutText(double seconds);

}  // namespace regulus
