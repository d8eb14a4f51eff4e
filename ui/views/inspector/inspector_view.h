// The inspector: one cell or one group, or two of them beside each other, scores, the TFs the model attended
// to, one TF opened. Follows the session; what takes longer than a moment is computed in jobs on snapshots.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/views/inspector/subject.h"

class QButtonGroup;
class QScrollArea;
class QToolButton;

namespace regulus {

struct AttentionOptions;
class Figure;
struct ReaderTargets;
struct SharedTargets;
struct TfResults;
class ReaderTfSection;
class SectionTitle;
class StateStack;
class SubjectHeader;
class TfDetail;
class TfSection;

// Under which a session keeps what was chosen in it.
inline constexpr const char *inspector_memory = "inspector", *kept_head = "head of regulons";

class InspectorView final : public QWidget {
    Q_OBJECT
  public:
    explicit InspectorView(Session& session, QWidget* parent = nullptr);
    ~InspectorView() override;

    const Subject& subject() const { return m_subject; }
    StateStack* states() const { return m_states; }
    const SubjectHeader& header() const { return *m_header; }
    const TfSection& tfSection() const { return *m_tfs; }
    const ReaderTfSection& readerTfSection() const { return *m_readerTfs; }
    const TfDetail& detail() const { return *m_detail; }
    // Of the opened TF, as its network shows it; null where no network is shown.
    std::shared_ptr<const Figure> networkFigure() const;

  Q_SIGNALS:
    void openRequested();   // nothing is open and the person wants to change that
    void trainRequested();  // no model yet
    void similarRequested(const QString& gene);
    void networkFigureRequested();
    void networkNumbersRequested();
    void figureChanged();  // of the network

  private:
    void build();
    void connectParts();
    void hear(Changes what);
    void followGesture(Changes what);
    void setInterest(Interest interest);
    void keepInterest(Interest interest);
    void beginAnew();
    void restore();
    void refresh();
    void sayWhatIsMissing();
    void startNeighbours();
    void startTfs();
    void startReaderTfs();
    void startContributions(const std::shared_ptr<const TfResults>& results);
    void startRewired();
    void startPair();
    void startRewiredPair();
    void startCuts();
    void startTargets();
    void startPairTargets(JobRequest request, const QString& name, std::int32_t tf);
    void startModelTargets(const std::string& tf);
    void startReaderTargets(const std::shared_ptr<const TfResults>& results, std::size_t column);
    void showReaderPairs(const QString& name, bool several, ReaderTargets first, ReaderTargets second,
                         std::vector<SharedTargets> others);
    void openTf(const QString& tf);
    void colorMap(const QString& tf);
    void revealDetail();
    std::shared_ptr<const RegulatoryNetwork> readPrior() const;
    bool isTf(const std::string& gene) const;
    QString cellsInWords() const;
    Group alone() const;  // of one cell or one group
    void compareWith(Group other);
    void cancelReadings();
    JobRequest quiet(const QString& what, Lane lane);
    CellSet subjectCells() const;  // of one cell or one group

    Session& m_session;
    Subject m_subject;
    Interest m_interest = Interest::Cell;
    bool m_reveal = false;  // the opened TF is to be seen once it is there
    QTimer m_placing;       // runs while it finds its place
    StateStack* m_states;
    QScrollArea* m_scroll;
    SubjectHeader* m_header;
    TfSection* m_tfs;
    ReaderTfSection* m_readerTfs;
    TfDetail* m_detail;
    QWidget* m_switch;
    QToolButton *m_cellButton, *m_selectionButton, *m_groupsButton;
    QString m_key;  // makes the keys of this view's jobs its own
};

}  // namespace regulus
