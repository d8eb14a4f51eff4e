// The left side: what is open, its groups, regulons and genes; everything in it is a way to colour or select.
#pragma once

#include <QWidget>

#include "ui/session/session.h"

namespace regulus {

class DatasetSummaryBox;
class GenesBox;
class GroupsBox;
class RegulonsBox;
class StateStack;
class ValuesBox;

class DataPanel final : public QWidget {
    Q_OBJECT
  public:
    explicit DataPanel(Session& session, QWidget* parent = nullptr);

    StateStack* states() const { return m_states; }
    const DatasetSummaryBox& summary() const { return *m_summary; }
    GroupsBox* groups() const { return m_groups; }
    RegulonsBox* regulons() const { return m_regulons; }
    GenesBox* genes() const { return m_genes; }
    ValuesBox* values() const { return m_values; }

  Q_SIGNALS:
    void openRequested();
    void compareRequested();
    void similarRequested(const QString& gene);
    void rankedRequested(const std::string& column, const std::string& group);
    void loupeRequested(const std::string& column);
    void trainRequested(const std::string& column);

  private:
    void hear(Changes what);
    void showState();

    Session& m_session;
    StateStack* m_states;
    DatasetSummaryBox* m_summary;
    GroupsBox* m_groups;
    ValuesBox* m_values;
    RegulonsBox* m_regulons;
    GenesBox* m_genes;
};

}  // namespace regulus
