// The parameters of a map, as rows of a form: what makes cells neighbours, how many, how dense.
#pragma once

#include <QObject>

#include "core/workflow/cell_map.h"
#include "ui/session/session.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace regulus {

class MapParameters final : public QObject {
    Q_OBJECT
  public:
    // The rows are the form's, and follow those that are there.
    MapParameters(Session& session, QFormLayout& form, QObject* parent);

    EmbeddingRequest request() const;
    bool ofModel() const;     // its cell embedding rather than expression
    bool impossible() const;  // the data have nothing that cells could be compared by

  Q_SIGNALS:
    void changed();

  private:
    void offerSources();

    Session& m_session;
    QComboBox* m_source;
    QSpinBox *m_genes, *m_components, *m_neighbours, *m_seed;
    QDoubleSpinBox* m_distance;
};

}  // namespace regulus
