// The gene sets of a file, for scores and over-representation. They stay while datasets come and go.
//
// Thread: the GUI thread. What it hands out is immutable and shared.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <memory>

#include "core/io/prior/gene_set_reader.h"
#include "ui/session/session_services.h"

namespace regulus {

class GeneSetState {
    Q_DECLARE_TR_FUNCTIONS(GeneSetState)
  public:
    explicit GeneSetState(SessionServices& services) : m_services(services) {}

    // Reads a GMT file; until it is there, and where it cannot be read, there are no sets.
    void open(const QString& path);
    const std::shared_ptr<const GeneSets>& sets() const { return m_sets; }  // null: none
    const QString& path() const { return m_path; }                          // of what was asked for last
    const QString& problem() const { return m_problem; }                    // why it could not be read
    bool reading() const { return m_reading; }

  private:
    void settle(std::shared_ptr<const GeneSets> sets, const QString& problem);

    SessionServices& m_services;
    std::shared_ptr<const GeneSets> m_sets;
    QString m_path, m_problem;
    bool m_reading = false;
};

}  // namespace regulus
