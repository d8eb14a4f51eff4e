// Gene sets, chosen from a GMT file by typing, or one that is pasted.
#pragma once

#include <QWidget>

#include "core/prior/gene_set.h"

class QLineEdit;
class QPlainTextEdit;
class QTabWidget;

namespace regulus {

class GeneSetModel;
class PathField;
class Session;
class SessionSettings;
class ToneLabel;

class GeneSetChooser final : public QWidget {
    Q_OBJECT
  public:
    GeneSetChooser(Session& session, SessionSettings& settings, QWidget* parent = nullptr);

    // Those chosen, by the names of the columns they become: as they are called, without '/', and with
    // "_score" behind a name that the dataset has already.
    std::vector<GeneSet> sets() const;
    QString problem() const;  // why there are none; empty when there are

    enum Tab { File, Pasted };
    QTabWidget* tabs() const { return m_tabs; }
    PathField* path() const { return m_path; }
    QLineEdit* typed() const { return m_typed; }
    GeneSetModel* model() const { return m_model; }
    QPlainTextEdit* pasted() const { return m_pasted; }
    QLineEdit* name() const { return m_name; }

  Q_SIGNALS:
    void changed();

  private:
    QWidget* buildFile();
    QWidget* buildPasted();
    void showFile();
    std::string columnName(const std::string& set) const;

    Session& m_session;
    QTabWidget* m_tabs;
    PathField* m_path;
    QLineEdit* m_typed;
    GeneSetModel* m_model;
    ToneLabel* m_chosen;
    QLineEdit* m_name;
    QPlainTextEdit* m_pasted;
};

}  // namespace regulus
