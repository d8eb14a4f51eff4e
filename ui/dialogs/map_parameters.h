// The parameters of a map, as rows of forms: what makes cells neighbours, and how many; how dense it is.
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
    // The rows are the forms', and follow those that are there: what clusters go by as well, and what is the
    // map's alone. Both may be one.
    MapParameters(Session& session, QFormLayout& neighbours, QFormLayout& map, QObject* parent);

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
