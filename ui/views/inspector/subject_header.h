// The top of the inspector: what is looked at, whether prediction and label agree, the scores.
#pragma once

#include <QWidget>

#include "ui/views/inspector/subject.h"

class QToolButton;

namespace regulus {

class ScoreBars;
class SectionTitle;
class ToneLabel;

class SubjectHeader final : public QWidget {
    Q_OBJECT
  public:
    explicit SubjectHeader(QWidget* parent = nullptr);

    void show(const Session& session, const Subject& subject);
    // "14 of 15 neighbours share this label"; empty until it is known.
    void setNeighbours(const QString& text);
    QString title() const;
    QString badge() const;
    QString line() const;
    const ScoreBars* scores() const { return m_bars; }

  Q_SIGNALS:
    void compareWithRest();
    void compareWithCategory(int code);
    void swapGroups();
    void closeComparison();

  private:
    void showCell(const Session& session, std::uint32_t cell);
    void showGroup(const Session& session, const Group& group);
    void showPair(const Subject& subject);
    void setLine();
    void fillCompareMenu(const Session& session, const Subject& subject);

    ToneLabel *m_title, *m_badge, *m_line;
    SectionTitle* m_scoresTitle;
    ScoreBars* m_bars;
    QWidget* m_actions;
    QToolButton *m_compare, *m_swap, *m_close;
    QStringList m_parts;
    QString m_neighbours;
};

}  // namespace regulus
